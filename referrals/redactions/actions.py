"""Deeds about what an answer shows: collect it once, decide sentence by sentence, hand it to the second person."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.sealing import Clear
from referrals.families.flow import Way
from referrals.inventory import sheets as inventory
from referrals.inventory.sheets import Entry
from referrals.redactions import access, events, sheets
from referrals.redactions.models import Item
from referrals.redactions.sums import WEIGHTY, Cut, Opening, Reason, cut_of, propose, sentences
from referrals.releases import actions as releases
from referrals.subject_access import actions as requests
from referrals.subject_access.flow import Asker, Status
from referrals.subject_access.models import AccessRequest

FIXED = "Diese Stelle bleibt immer geschwärzt."
WHY = "Bitte wählen Sie, warum hier weniger geschwärzt wird als vorgeschlagen."
PROTECTED = (
    "Nicht weitergegeben. Hier steht eine geschützte Angabe: {}. Bitte schwärzen Sie die Stelle."
)
LATER = "Dieser Tag liegt in der Zukunft."


@deed
def collect(*, by: Actor, asked: AccessRequest) -> AccessRequest:
    """Gather what the file holds, and propose what of it is blackened; the file is opened for this
    request, once, and nothing that was confided or lies protected is opened at all.
    """
    must_see(AccessRequest.objects.visible_to(by), asked)
    must(access.may_collect(by, asked))
    reader = replace(by, purpose=Way.ACCESS.value)
    asked = requests.step(by=by, asked=asked, to=Status.COLLECTED)
    found = list(inventory.entries(asked.known_family))
    about = [asked.id, asked.known_family]
    trail.record(events.COLLECTED, by=reader, about=about, facts={"count": len(found)})
    apart = asked.asker in {Asker.APART, Asker.OTHER}
    texts = sheets.parts_of(found)
    hidden = releases.find(by=by, family=asked.known_family, texts=texts, apart=apart)
    who, theirs = sheets.asking(asked, by)
    rows = []
    for number, entry in enumerate(found):
        secret = sheets.secret_in(number, entry, hidden)
        row = sheets.row_of(entry, asked, theirs)
        codes = [one.code for one in propose(row, sentences(entry.text), who, secret)]
        rows.append(_item(asked, entry, number + 1, codes))
    Item.objects.bulk_create(rows)
    facts = {"count": sum(bool(row.cuts) for row in rows)}
    trail.record(events.PROPOSED, by=by, about=about, facts=facts)
    return asked


@deed
def read_items(*, by: Actor, asked: AccessRequest) -> sheets.ItemsSheet:
    """Read everything that was collected, while it is decided about."""
    must_see(AccessRequest.objects.visible_to(by), asked)
    must(asked.status == Status.COLLECTED)
    trail.record(events.LISTED, by=_reading(by), about=[asked.id, asked.known_family])
    return sheets.items_of(asked)


@deed
def read_item(*, by: Actor, item: Item) -> sheets.ItemSheet:
    """Read one thing that was collected, before it is decided about."""
    must_see(Item.objects.visible_to(by), item)
    trail.record(events.READ, by=_reading(by), about=[item, item.asked_id, item.asked.known_family])
    mark = inventory.marks([(item.place, item.row)]).get((item.place, item.row), "")
    return sheets.item(item, mark)


@deed
def decide(
    *, by: Actor, item: Item, cuts: Mapping[int, Reason], why: Opening | None = None
) -> Item:
    """Say which sentences are blackened and why; what is fixed stays, and showing more than was
    proposed needs a word too.
    """
    locked = Item.objects.select_for_update(of=("self",)).select_related("lock", "asked")
    item = locked.get(id=item.id)
    must_see(Item.objects.visible_to(by), item)
    must(access.may_decide(by, item))
    proposed = {cut.at: cut for cut in map(cut_of, item.proposed)}
    made = {at: Cut(at, reason) for at, reason in cuts.items()}
    made |= {at: cut for at, cut in proposed.items() if cut.fixed}
    opened = proposed.keys() - made.keys()
    if opened and why is None:
        raise NotPossibleError(WHY, field="why")
    item.cuts = [made[at].code for at in sorted(made)]
    item.why = why.value if opened and why else ""
    item.changed_by, item.changed_at = by.user, by.now
    item.save(update_fields=["cuts", "why", "changed_by", "changed_at"])
    facts = {"cuts": item.cuts, "opened": sorted(opened), "ground": item.why}
    trail.record(events.DECIDED, by=by, about=[item, item.asked_id], facts=facts)
    return item


@deed
def submit(*, by: Actor, asked: AccessRequest) -> AccessRequest:
    """Hand the answer to the second person; to a lawyer first, where a part of it is refused."""
    must(access.may_hand_in(by, asked))
    rows = Item.objects.filter(asked=asked).select_related("lock", "asked").order_by("number")
    texts = sheets.outgoing(rows)
    apart = asked.asker in {Asker.APART, Asker.OTHER}
    if found := releases.find(by=by, family=asked.known_family, texts=texts, apart=apart):
        raise NotPossibleError(PROTECTED.format(", ".join(found)))
    reasons = {cut_of(code).reason for row in rows for code in row.cuts}
    to = Status.LEGAL if reasons & WEIGHTY else Status.REDACTED
    asked = requests.step(by=by, asked=asked, to=to)
    trail.record(events.SUBMITTED, by=by, about=[asked.id, asked.known_family])
    return asked


@deed
def advise(*, by: Actor, asked: AccessRequest, lawyer_on: date) -> AccessRequest:
    """Note on which day a lawyer looked at what is refused."""
    must(access.may_hand_in(by, asked))
    if lawyer_on > by.today:
        raise NotPossibleError(LATER, field="lawyer_on")
    asked = requests.step(by=by, asked=asked, to=Status.REDACTED)
    asked.lawyer_on = lawyer_on
    asked.save(update_fields=["lawyer_on"])
    trail.record(events.ADVISED, by=by, about=[asked.id], facts={"on": lawyer_on})
    return asked


@deed
def take_back(*, by: Actor, asked: AccessRequest) -> AccessRequest:
    """Look through it once more oneself, before the answer is out."""
    must(access.may_hand_in(by, asked))
    asked = requests.step(by=by, asked=asked, to=Status.COLLECTED)
    trail.record(events.RETURNED, by=by, about=[asked.id])
    return asked


def _item(asked: AccessRequest, entry: Entry, number: int, codes: list[str]) -> Item:
    return Item(
        asked=asked,
        lock=asked.lock,
        number=number,
        place=entry.place,
        row=entry.row,
        about_id=entry.about,
        on=entry.on,
        text=Clear(entry.text) if entry.text else None,
        proposed=codes,
        cuts=codes,
    )


def _reading(by: Actor) -> Actor:
    return replace(by, purpose=Way.ACCESS.value)
