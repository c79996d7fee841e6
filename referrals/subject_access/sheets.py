"""What the coordination of data protection is given of a request, and what waits on its first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text, moment_text
from protection.sealing import opened
from referrals.duties.sheets import Task, href, short
from referrals.emergencies import sheets as emergencies
from referrals.families import sheets as families
from referrals.families.access import unblocked
from referrals.families.models import Family
from referrals.families.sheets import with_people
from referrals.naming.sums import names_in
from referrals.subject_access.flow import OVER, Asker, Channel, Proof, Status
from referrals.subject_access.models import AccessRequest

KINDS = {
    Status.RELEASED: "success",
    Status.REFUSED: "danger",
    Status.COMPLAINED: "danger",
    Status.WITHDRAWN: "",
}
# So long before its day a request is marked on the first page.
URGENT = timedelta(days=7)
AT_ONCE = 200
# What comes next, by where a request stands: the verb and its page.
NEXT = {
    Status.RECEIVED: ("Identität prüfen", "access_request_identify"),
    Status.IDENTIFIED: ("Familie zuordnen", "access_request_place"),
    Status.CLARIFIED: ("Angaben zusammenstellen", "access_collect"),
    Status.COLLECTED: ("Durchsehen und schwärzen", "access_items"),
    Status.APPROVED: ("Unterlagen aushändigen", "access_reply"),
    Status.RELEASED: ("Unterlagen ansehen", "access_reply"),
    Status.LEGAL: ("Rechtliche Prüfung festhalten", "access_advise"),
}
SCOPE = ("Umfang klären", "access_request_scope")
# Steps that are one button and no page.
AT_ONCE_DONE = frozenset({"access_collect"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request in a list: its number, when it is due, how it stands; nobody's name."""

    id: UUID
    number: str
    due: str
    state: str
    state_kind: str
    came: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSheet:
    """One request with its way, and what may be done with it now."""

    id: UUID
    number: str
    state: str
    state_kind: str
    due: str
    is_late: bool
    rows: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str, str], ...]
    verb: str
    verb_href: str
    is_deed: bool
    is_over: bool
    may_extend: bool
    may_refuse: bool
    may_take_back: bool


def lines(by: Actor) -> tuple[RequestLine, ...]:
    """Give the requests of which somebody may know, what is due first; what is over last."""
    rows = AccessRequest.objects.visible_to(by).select_related("lock").order_by("-received_on")
    shown = free_of_own(rows, by)
    ranked = sorted(shown, key=lambda one: (one.status in OVER, one.due_on))
    return tuple(_line(one, by) for one in ranked)


def sheet(asked: AccessRequest, by: Actor) -> RequestSheet:
    """Open one request."""
    line, open_ = _line(asked, by), asked.status not in OVER
    verb, page = _next(asked)
    steps = asked.steps.select_related("by").order_by("-at", "-id")
    return RequestSheet(
        id=asked.id,
        number=asked.number,
        state=line.state,
        state_kind=line.state_kind,
        due=line.due,
        is_late=line.is_late,
        rows=_rows(asked),
        steps=tuple(
            (moment_text(step.at), str(Status(step.status).label), step.by.display_name)
            for step in steps
        ),
        verb=verb,
        verb_href=href(page, asked.id) if page else "",
        is_deed=page in AT_ONCE_DONE,
        may_take_back=asked.status in {Status.LEGAL, Status.REDACTED},
        is_over=not open_,
        may_extend=open_ and asked.extended_at is None,
        may_refuse=asked.status in {Status.RECEIVED, Status.IDENTIFIED, Status.CLARIFIED},
    )


def people(asked: AccessRequest, by: Actor) -> tuple[tuple[UUID, str], ...]:
    """Give the people of the family, to say which of them asks."""
    if asked.family is None:
        return ()
    found = families.people(asked.family, by.today)
    return tuple((one.id, f"{one.name}, {one.relation}") for one in found)


def named(by: Actor, name: str, mark: str) -> list[Family]:
    """Find the families of the office that fit, all looked at; none of a conflict of interest."""
    rows = with_people(Family.objects.filter(unblocked(by, "pk"))).order_by("id")
    return emergencies.named(rows.iterator(chunk_size=AT_ONCE), name, mark)


def free_of_own(rows: Iterable[AccessRequest], by: Actor) -> list[AccessRequest]:
    """Leave out requests of no family yet that name one from which a conflict of interest keeps this
    reader away; another coordination finds them all the same.
    """
    found = list(rows)
    if not by.blocked or all(one.family_id for one in found):
        return found
    kept_from = with_people(Family.objects.filter(id__in=by.blocked))
    names = [name for family in kept_from for name in _names(family)]
    return [one for one in found if one.family_id or not names_in(_words(one), names)]


def tasks(by: Actor) -> tuple[Task, ...]:
    """Give the requests on which the coordination has to do something, what is due first."""
    rows = AccessRequest.objects.visible_to(by).open().select_related("lock")
    shown = sorted(free_of_own(rows, by), key=lambda one: one.due_on)
    return tuple(_task(one, by) for one in shown)


def _task(asked: AccessRequest, by: Actor) -> Task:
    late = asked.due_on < by.today
    return Task(
        about=asked.id,
        when=short(asked.due_on, by.today),
        title=f"Auskunft {asked.number}",
        text=f"{Status(asked.status).label}, Antwort bis {day_text(asked.due_on)}",
        badge="Frist abgelaufen" if late else "",
        badge_kind="danger" if late else "",
        urgent=asked.due_on <= by.today + URGENT,
        verb=_next(asked)[0] or "Ansehen",
        verb_href=href("access_request", asked.id),
    )


def _next(asked: AccessRequest) -> tuple[str, str]:
    status = Status(asked.status)
    if status == Status.IDENTIFIED and asked.family_id:
        return SCOPE
    return NEXT.get(status, ("", ""))


def _line(asked: AccessRequest, by: Actor) -> RequestLine:
    status = Status(asked.status)
    open_ = status not in OVER
    late = open_ and asked.due_on < by.today
    return RequestLine(
        id=asked.id,
        number=asked.number,
        due=f"Antwort bis {day_text(asked.due_on)}" if open_ else "",
        state="Frist abgelaufen" if late else str(status.label),
        state_kind="danger" if late else KINDS.get(status, "info"),
        came=f"{Channel(asked.channel).label} vom {day_text(asked.received_on)}",
        is_late=late,
    )


def _rows(asked: AccessRequest) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Wer fragt", opened(asked.requester)),
        ("Antwort an", opened(asked.contact)),
        ("Was verlangt wird", opened(asked.wish) or "Auskunft über alles"),
        ("Eingang", f"{Channel(asked.channel).label} vom {day_text(asked.received_on)}"),
        ("Identität", Proof(asked.proof).label if asked.proof else "noch nicht geprüft"),
        ("Familie", asked.family.word if asked.family else "noch nicht zugeordnet"),
    ]
    rows += [("Fragt als", Asker(asked.asker).label)] if asked.asker else []
    more = (
        ("Zurückgegeben, weil", asked.remark),
        ("Umfang", asked.scope),
        ("Warum die Frist länger ist", asked.extension),
        ("Warum abgelehnt", asked.refusal),
    )
    said = tuple((label, text) for label, envelope in more if (text := opened(envelope)))
    return (*((label, str(text)) for label, text in rows), *said)


def _words(asked: AccessRequest) -> str:
    return "\n".join(map(opened, (asked.requester, asked.contact, asked.wish)))


def _names(family: Family) -> list[str]:
    people_, addresses = family.people.all(), family.addresses.all()
    named_ = [text for one in people_ for text in (one.first_name, one.last_name)]
    found = [family.word, *map(opened, (family.name, *named_, *(a.street for a in addresses)))]
    return [name for name in found if name]
