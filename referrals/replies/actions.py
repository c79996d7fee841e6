"""Deeds about answers: a second person releases one and freezes it, the coordination hands it out."""

from dataclasses import replace
from datetime import date

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.pdf import pages_of
from protection.sealing import Clear
from referrals.families.flow import Way
from referrals.papers.sheets import wrapped
from referrals.redactions import sheets as redactions
from referrals.redactions.sheets import ItemsSheet
from referrals.releases import actions as releases
from referrals.replies import access, events, printing, sheets
from referrals.replies.flow import File
from referrals.replies.flow import Way as HandedOut
from referrals.replies.models import Reply
from referrals.replies.sheets import ReplySheet
from referrals.subject_access import actions as requests
from referrals.subject_access.flow import Status
from referrals.subject_access.models import AccessRequest

HELD = "Die Auskunft enthält eine geschützte Angabe ({}). Sie wurde nicht freigegeben. Bitte geben Sie sie zurück."
LATER = "Dieser Tag liegt in der Zukunft."
EARLIER = "An diesem Tag war die Auskunft noch nicht freigegeben."
WHY = "Bitte schreiben Sie, was anders werden soll."


@deed
def look_through(*, by: Actor, asked: AccessRequest) -> ItemsSheet:
    """Read an answer as the second person, with what is blackened in it."""
    must(access.may_look(by, asked))
    reader = replace(by, purpose=Way.ACCESS.value)
    trail.record(events.LOOKED_THROUGH, by=reader, about=[asked.id, asked.known_family])
    return redactions.items_of(asked)


@deed
def give_back(*, by: Actor, asked: AccessRequest, remark: str) -> AccessRequest:
    """Give an answer back to the coordination, with words."""
    must(access.may_look(by, asked))
    if not remark.strip():
        raise NotPossibleError(WHY, field="remark")
    asked = requests.step(by=by, asked=asked, to=Status.COLLECTED, remark=remark)
    trail.record(events.GIVEN_BACK, by=by, about=[asked.id, asked.known_family])
    return asked


@deed
def release(*, by: Actor, asked: AccessRequest) -> AccessRequest:
    """Release an answer: freeze it as paper, record and letter; from now on nothing in it changes.

    The finished paper and the record are looked through for what is protected, and held back whole.
    """
    must(access.may_look(by, asked))
    answer = sheets.answer(asked, by)
    paper, record = printing.paper_of(answer), printing.record_of(answer)
    pages = (*pages_of(paper), record.decode())
    families = (asked.known_family,)
    found = releases.look_through(
        by=by, release=releases.Release(pages=pages, families=families, apart=answer.is_apart)
    )
    if found:
        raise NotPossibleError(HELD.format("; ".join(dict.fromkeys(one.kind for one in found))))
    asked = requests.step(by=by, asked=asked, to=Status.APPROVED)
    reply = Reply(
        asked=asked,
        lock=asked.lock,
        paper=wrapped(paper),
        record=Clear(record.decode()),
        letter=wrapped(printing.letter_of(answer)),
        released_by=by.user,
        released_at=by.now,
    )
    reply.save(force_insert=True)
    facts = {"pages": len(pages) - 1}
    trail.record(events.RELEASED, by=by, about=[asked.id, asked.known_family], facts=facts)
    return asked


@deed
def show(*, by: Actor, reply: Reply) -> ReplySheet:
    """See what was released, and whether it was handed out."""
    must_see(Reply.objects.visible_to(by), reply)
    trail.record(events.SHOWN, by=by, about=[reply.asked_id])
    return sheets.reply(reply, by)


@deed
def open_file(*, by: Actor, reply: Reply, kind: File) -> tuple[str, bytes]:
    """Open one file of an answer, with its name; every time leaves a trace."""
    must_see(Reply.objects.visible_to(by), reply)
    reader = replace(by, purpose=Way.ACCESS.value)
    about = [reply.asked_id, reply.asked.known_family]
    trail.record(events.OPENED, by=reader, about=about, facts={"form": kind.value})
    return printing.file_name(reply.asked.number, kind), sheets.content(reply, kind)


@deed
def hand_out(*, by: Actor, reply: Reply, on: date, way: HandedOut) -> Reply:
    """Note when and how an answer was handed out; with that it is answered."""
    reply = Reply.objects.select_for_update(of=("self",)).select_related("asked").get(id=reply.id)
    must_see(Reply.objects.visible_to(by), reply)
    must(access.may_hand_out(by, reply.asked))
    if on > by.today:
        raise NotPossibleError(LATER, field="on")
    if on < reply.released_on:
        raise NotPossibleError(EARLIER, field="on")
    requests.step(by=by, asked=reply.asked, to=Status.RELEASED)
    reply.sent_on, reply.sent_way, reply.sent_by = on, way, by.user
    reply.save(update_fields=["sent_on", "sent_way", "sent_by"])
    facts = {"on": on, "channel": way.value}
    trail.record(events.SENT, by=by, about=[reply.asked_id], facts=facts)
    return reply
