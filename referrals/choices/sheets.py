"""What the office compares before the family chooses: who comes into question, and the answers."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from accounts.actor import Actor
from audit import clock
from protection.sealing import opened
from providers.agreements.sheets import Candidate, Wanted, candidates
from referrals.answers import sheets as answers
from referrals.answers.sheets import Answer
from referrals.enquiries import access
from referrals.enquiries import sheets as enquiries
from referrals.enquiries.flow import FLOW, CopyStatus, Status
from referrals.enquiries.models import Copy, CopyStep, Enquiry, Matter, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquirySheet:
    """One enquiry as the office sees it; `ready` leads on to the decision once providers accepted."""

    id: UUID
    family: UUID
    family_word: str
    word: str
    title: str
    status: str
    kind: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    wish: str
    answers: tuple[Answer, ...]
    candidates: tuple[Candidate, ...]
    asked: tuple[str, ...]
    steps: tuple[tuple[str, str, str], ...]
    is_draft: bool
    may_send: bool
    may_choose: bool
    may_withdraw: bool
    may_close: bool
    may_write: bool
    ready: UUID | None


def enquiry_sheet(matter: Matter, by: Actor) -> EnquirySheet:
    """Make the office's page of one enquiry."""
    enquiry = matter.enquiry
    copies = _copies(enquiry)
    may = access.may_choose(by, matter)
    asked = {copy.provider_id for copy in copies}
    may_send = may and enquiry.status in {Status.DRAFT, Status.SENT}
    others = _candidates(enquiry, by) if may_send else ()
    is_open = any(copy.is_open for copy in copies)
    return EnquirySheet(
        id=enquiry.id,
        family=matter.family_id,
        family_word=matter.family.word,
        word=enquiry.word,
        title=enquiries.title_of(enquiry),
        status=str(Status(enquiry.status).label),
        kind=enquiries.ENQUIRY_KINDS.get(enquiry.status, ""),
        lines=_lines(enquiry),
        rows=enquiries.rows_of(enquiry, enquiries.code_names(by.today)),
        wish=opened(matter.wish),
        answers=tuple(answers.answer(copy, enquiry) for copy in copies),
        candidates=tuple(other for other in others if other.id not in asked),
        asked=tuple(copy.provider.name for copy in copies),
        steps=_steps(copies),
        is_draft=enquiry.status == Status.DRAFT,
        may_send=may_send,
        may_choose=may
        and enquiry.status == Status.SENT
        and any(copy.status == CopyStatus.OFFERED for copy in copies),
        may_withdraw=may and FLOW.allows(enquiry.status, Status.WITHDRAWN),
        may_close=may and enquiry.status == Status.SENT and not is_open,
        may_write=may,
        ready=matter.id if may and enquiry.status == Status.PLACED else None,
    )


def _lines(enquiry: Enquiry) -> tuple[str, ...]:
    """Say under the title what is asked and, while answers are awaited, until when."""
    waits = enquiry.status in {Status.DRAFT, Status.SENT}
    until = f"Antwort bis {clock.day_text(enquiry.answer_by)}"
    return (enquiries.title_of(enquiry), *([until] if waits else []))


def _copies(enquiry: Enquiry) -> list[Copy]:
    messages = Message.objects.select_related("by", "lock")
    steps = CopyStep.objects.select_related("by")
    rows = enquiry.copies.select_related("provider", "lock", "decline_reason")
    found = rows.prefetch_related(Prefetch("messages", messages), Prefetch("steps", steps))
    return sorted(found, key=lambda copy: copy.provider.name)


def _candidates(enquiry: Enquiry, by: Actor) -> tuple[Candidate, ...]:
    wanted = Wanted(
        aid_type=enquiry.aid_type,
        age_bands=enquiry.age_bands,
        languages=enquiry.languages,
        weekdays=enquiry.weekdays,
        space=enquiry.space,
        turn=enquiry.id.int,
    )
    return candidates(wanted, by.today)


def _steps(copies: list[Copy]) -> tuple[tuple[str, str, str], ...]:
    """Tell how every copy moved, the newest step first."""
    steps = [(step, copy.provider.name) for copy in copies for step in copy.steps.all()]
    steps.sort(key=lambda pair: pair[0].at, reverse=True)
    return tuple(
        (
            clock.moment_text(step.at),
            f"{provider}: {CopyStatus(step.status).label}",
            step.by.display_name,
        )
        for step, provider in steps
    )
