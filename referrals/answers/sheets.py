"""What coordinators read of enquiries, and how the office reads their answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Mandate
from audit import clock
from protection.sealing import opened
from providers.budgets.sums import hours_text
from referrals.enquiries import access
from referrals.enquiries import sheets as enquiries
from referrals.enquiries.flow import ANSWERABLE, CopyStatus
from referrals.enquiries.models import Copy, Enquiry, Message

KINDS: dict[str, str] = {
    CopyStatus.QUESTION: "warning",
    CopyStatus.OFFERED: "success",
    CopyStatus.LATER: "info",
    CopyStatus.CHOSEN: "success",
    CopyStatus.ACCEPTED: "success",
}

UNANSWERED = frozenset({CopyStatus.SENT, CopyStatus.QUESTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of the thread between office and provider."""

    kind: str
    is_answer: bool
    when: str
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """An open enquiry in a coordinator's list."""

    id: UUID
    word: str
    title: str
    text: str
    need: str
    deadline: str
    urgent: bool
    worker: str
    number: str
    dial: str
    status: str
    kind: str
    is_chosen: bool
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedLine:
    """An enquiry that is over for this provider: when, how, and the own reason; nothing else is left."""

    id: UUID
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A coordinator's list: what waits, and what ended lately."""

    open: tuple[CopyLine, ...]
    ended: tuple[EndedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopySheet:
    """One enquiry as the coordinator of a provider that was asked reads it."""

    id: UUID
    word: str
    title: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    need: tuple[tuple[str, str], ...]
    worker: str
    number: str
    dial: str
    status: str
    kind: str
    seen: str
    own: tuple[str, ...]
    thread: tuple[Said, ...]
    is_open: bool
    is_chosen: bool
    is_accepted: bool
    is_told: bool
    offer_verb: str
    may_answer: bool
    may_postpone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one provider answered, as the office reads it beside the others."""

    id: UUID
    provider: str
    number: str
    dial: str
    status: str
    kind: str
    lines: tuple[str, ...]
    over: bool
    thread: tuple[Said, ...]
    week_minutes: int
    is_offer: bool
    is_asking: bool
    is_chosen: bool


def inbox(copies: Iterable[Copy], ended: Iterable[Copy], by: Actor) -> Inbox:
    """Make the list of a coordinator, by deadline."""
    names = enquiries.code_names(by.today)
    return Inbox(
        open=tuple(_line(copy, names, by) for copy in copies),
        ended=tuple(_ended(copy) for copy in ended),
    )


def _line(copy: Copy, names: dict[tuple[str, str], str], by: Actor) -> CopyLine:
    enquiry = copy.enquiry
    return CopyLine(
        id=copy.id,
        word=enquiry.word,
        title=enquiries.title_of(enquiry),
        text=enquiries.children_text(enquiry, names),
        need=opened(enquiry.need),
        deadline=deadline(enquiry, copy, by),
        urgent=copy.status == CopyStatus.SENT and enquiry.answer_by <= by.today,
        worker=enquiry.worker.display_name,
        number=enquiry.worker.number,
        dial=enquiries.dial(enquiry.worker.number),
        status=str(CopyStatus(copy.status).label),
        kind=KINDS.get(copy.status, ""),
        is_chosen=copy.status == CopyStatus.CHOSEN,
        verb="Antworten" if copy.status in UNANSWERED else "Antwort ändern",
    )


def deadline(enquiry: Enquiry, copy: Copy, by: Actor) -> str:
    """Say until when an answer is awaited: Antwort bis Do, 26.11.2026 (noch 2 Arbeitstage)."""
    if copy.status not in UNANSWERED:
        return ""
    left = clock.working_days_between(by.today, enquiry.answer_by)
    words = "heute" if left == 0 else f"noch {left} Arbeitstag{'' if left == 1 else 'e'}"
    past = "Frist vorbei" if left < 0 else words
    return f"Antwort bis {clock.day_text(enquiry.answer_by)} ({past})"


def _ended(copy: Copy) -> EndedLine:
    steps = sorted(copy.steps.all(), key=lambda step: step.at)
    reason = f": {copy.decline_reason.name}" if copy.decline_reason else ""
    return EndedLine(
        id=copy.id,
        when=clock.day_text(clock.day(steps[-1].at)),
        text=f"{CopyStatus(copy.status).label}{reason}",
    )


def copy_sheet(copy: Copy, by: Actor) -> CopySheet:
    """Make the page of one enquiry for a provider; of one that has ended only its end is left."""
    enquiry = _readable(copy)
    worker = enquiry.worker if enquiry else None
    number = worker.number if worker else ""
    answerable = copy.status in ANSWERABLE and access.may_answer(by, copy)
    own = () if enquiry is None else offer_lines(copy, enquiry)
    return CopySheet(
        id=copy.id,
        word=enquiry.word if enquiry else "Anfrage",
        title=enquiries.title_of(enquiry) if enquiry else "",
        rows=enquiries.rows_of(enquiry, enquiries.code_names(by.today)) if enquiry else (),
        need=(("Bedarf", opened(enquiry.need)),) if enquiry else (),
        lines=_lines(enquiry, copy, by) if enquiry else (),
        worker=worker.display_name if worker else "",
        number=number,
        dial=enquiries.dial(number),
        status=str(CopyStatus(copy.status).label),
        kind=KINDS.get(copy.status, ""),
        seen=copy.status,
        own=own or _reason(copy),
        thread=thread(copy.messages.select_related("by", "lock")) if enquiry else (),
        is_open=enquiry is not None,
        is_chosen=copy.status == CopyStatus.CHOSEN,
        is_accepted=copy.status == CopyStatus.ACCEPTED,
        is_told=_is_told(copy, by),
        offer_verb="Angebot ändern" if copy.status == CopyStatus.OFFERED else "Hilfe anbieten",
        may_answer=answerable,
        may_postpone=answerable and copy.status != CopyStatus.OFFERED,
    )


def _is_told(copy: Copy, by: Actor) -> bool:
    """Tell whether this provider can read what it was told after the choice."""
    in_time = Q(until_on__isnull=True) | Q(until_on__gte=by.today)
    return copy.disclosures.filter(in_time, closed=False).exists()


def _lines(enquiry: Enquiry, copy: Copy, by: Actor) -> tuple[str, ...]:
    return tuple(filter(None, [enquiries.title_of(enquiry), deadline(enquiry, copy, by)]))


def _readable(copy: Copy) -> Enquiry | None:
    """Find the enquiry behind a copy; behind a copy that has ended the wall leaves none."""
    if not (copy.is_open or copy.status == CopyStatus.ACCEPTED):
        return None
    rows = Enquiry.objects.select_related("lock", "aid_type", "space", "worker")
    return rows.filter(id=copy.enquiry_id).first()


def _reason(copy: Copy) -> tuple[str, ...]:
    return (f"Grund: {copy.decline_reason.name}",) if copy.decline_reason else ()


def answer(copy: Copy, enquiry: Enquiry) -> Answer:
    """Make one provider's answer; copy, messages and provider were fetched with it."""
    chosen = (f"Ausgewählt: {_chosen(copy)}",) if copy.chosen_week_minutes else ()
    return Answer(
        id=copy.id,
        provider=copy.provider.name,
        number=copy.provider.number,
        dial=enquiries.dial(copy.provider.number),
        status=str(CopyStatus(copy.status).label),
        kind=KINDS.get(copy.status, ""),
        lines=(*offer_lines(copy, enquiry), *chosen),
        over=copy.over,
        thread=thread(copy.messages.all()),
        week_minutes=copy.offered_week_minutes or enquiry.week_minutes,
        is_offer=copy.status == CopyStatus.OFFERED,
        is_asking=_is_asking(copy),
        is_chosen=copy.status == CopyStatus.CHOSEN,
    )


def _is_asking(copy: Copy) -> bool:
    """Tell whether the last word in a thread is the provider's; whoever offered may ask as well."""
    said = max(copy.messages.all(), key=lambda message: message.at, default=None)
    if said is None or not copy.is_open:
        return False
    asked = Mandate.objects.filter(user=said.by_id, provider_id=copy.provider_id)
    return copy.status == CopyStatus.QUESTION or asked.exists()


def _chosen(copy: Copy) -> str:
    lead = ", Federführung" if copy.is_lead else ""
    return f"{hours_text(copy.chosen_week_minutes or 0)} in der Woche{lead}"


def thread(messages: Iterable[Message]) -> tuple[Said, ...]:
    """Open the questions and answers about a copy, in order of time."""
    rows = sorted(messages, key=lambda message: message.at)
    if not rows:
        return ()
    asking = Mandate.objects.filter(provider_id=rows[0].provider_id).values_list("user_id")
    theirs = {user for (user,) in asking}
    return tuple(_said(message, is_answer=message.by_id not in theirs) for message in rows)


def _said(message: Message, *, is_answer: bool) -> Said:
    return Said(
        kind="Antwort des Jugendamts" if is_answer else "Rückfrage",
        is_answer=is_answer,
        when=clock.moment_text(message.at),
        who=message.by.display_name,
        text=opened(message.text),
    )


def offer_lines(copy: Copy, enquiry: Enquiry) -> tuple[str, ...]:
    """Write out what a provider offers, and mark what is not as it was asked."""
    lines: list[str] = []
    if copy.offered_from:
        late = " (später als angefragt)" if copy.offered_from > enquiry.start_on else ""
        lines.append(f"ab {clock.day_text(copy.offered_from)}{late}")
    if copy.offered_week_minutes:
        other = copy.offered_week_minutes != enquiry.week_minutes
        differs = " (anders als angefragt)" if other else ""
        lines.append(f"{hours_text(copy.offered_week_minutes)} in der Woche{differs}")
    if copy.profile:
        lines.append(f"Wer kommt: {opened(copy.profile)}")
    if copy.differs:
        lines.append(f"Bemerkung: {opened(copy.differs)}")
    return (*lines, *_reason(copy))
