"""What waits around enquiries, for coordinators and the head: by Merkwort, each thing with its one verb."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncMonth

from accounts.actor import Actor
from accounts.models import Absence, Conflict
from audit.clock import day
from referrals.aids.models import Share
from referrals.answers.sheets import deadline
from referrals.disclosures.flow import Status as DisclosureStatus
from referrals.disclosures.models import Disclosure
from referrals.duties.sheets import LIVING, Task, href, short
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.flow import Status as EnquiryStatus
from referrals.enquiries.models import Copy, Enquiry
from referrals.enquiries.sheets import title_of
from referrals.hours.flow import Status as Booked
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import CalendarMonth


def told(by: Actor) -> tuple[Task, ...]:
    """Give the families that were told to the provider and wait for its acceptance."""
    rows = Disclosure.objects.visible_to(by).filter(status=DisclosureStatus.MADE)
    return tuple(
        Task(
            about=disclosure.family_id,
            when=short(day(disclosure.made_at), by.today),
            title=disclosure.word,
            text="Sie sind ausgewählt. Die Unterlagen sind freigegeben.",
            urgent=True,
            verb="Annehmen",
            verb_href=href("disclosure", disclosure.id),
        )
        for disclosure in rows.order_by("made_at")
    )


def asked(by: Actor) -> tuple[Task, ...]:
    """Give what the provider was asked and has not answered, by deadline, and what was chosen."""
    known = Disclosure.objects.filter(copy=OuterRef("pk"), status=DisclosureStatus.MADE)
    waiting = Q(status=CopyStatus.SENT) | (Q(status=CopyStatus.CHOSEN) & ~Exists(known))
    near = ("enquiry__aid_type", "enquiry__space", "enquiry__worker")
    rows = Copy.objects.visible_to(by).filter(waiting).select_related(*near)
    return tuple(_asked(copy, by) for copy in rows.order_by("enquiry__answer_by", "id"))


def _asked(copy: Copy, by: Actor) -> Task:
    enquiry, is_new = copy.enquiry, copy.status == CopyStatus.SENT
    return Task(
        about=copy.id,
        when=short(enquiry.answer_by, by.today) if is_new else "",
        title=f"{enquiry.word}: {title_of(enquiry)}",
        text=deadline(enquiry, copy, by) or "Ausgewählt. Die Unterlagen folgen.",
        urgent=is_new and enquiry.answer_by <= by.today,
        verb="Antworten" if is_new else "Ansehen",
        verb_href=href("copy", copy.id),
    )


def uncared(by: Actor) -> tuple[Task, ...]:
    """Give the families to which nobody goes: nobody is named, or whoever is named is away or must
    have nothing to do with the family.
    """
    away = Absence.objects.filter(
        user=OuterRef("carer"), from_on__lte=by.today, until_on__gte=by.today
    )
    biased = Conflict.objects.filter(
        user=OuterRef("carer"), family_id=OuterRef("aid__family_id"), lifted_at__isnull=True
    )
    nobody = Q(carer__isnull=True) | Q(carer__is_active=False) | Exists(away) | Exists(biased)
    rows = Share.objects.visible_to(by).filter(nobody, aid__status__in=LIVING)
    rows = rows.annotate(is_biased=Exists(biased))
    return tuple(
        Task(
            about=share.aid_id,
            title=share.aid.word,
            text=_why(share),
            urgent=share.carer is None or _is_biased(share),
            verb="Fachkraft benennen",
            verb_href=href("carer_new", share.id),
        )
        for share in rows.select_related("aid", "carer").order_by("aid__word")
    )


def _why(share: Share) -> str:
    if share.carer is None:
        return "Niemand benannt"
    return f"{share.carer.display_name} ist {'befangen' if _is_biased(share) else 'nicht da'}"


def _is_biased(share: Share) -> bool:
    return bool(getattr(share, "is_biased", False))


def months(by: Actor) -> tuple[Task, ...]:
    """Give the full months that still have to be handed in, the earliest first."""
    handed_in = Month.objects.filter(provider=OuterRef("provider"), first_on__gte=OuterRef("first"))
    rows = TimeEntry.objects.visible_to(by).filter(
        status=Booked.BOOKED, month__isnull=True, on__lt=by.today.replace(day=1)
    )
    firsts = rows.annotate(first=TruncMonth("on")).filter(~Exists(handed_in)).order_by("first")
    return tuple(
        Task(
            about=None,
            title=f"{CalendarMonth(first).words} ist noch nicht abgegeben",
            verb="Monat abgeben",
            verb_href=href("hours"),
        )
        for first in firsts.values_list("first", flat=True).distinct()
    )


def untaken(by: Actor) -> tuple[Task, ...]:
    """Give the head what nobody took and what goes beyond a contingent."""
    return tuple(_untaken(by))


def _untaken(by: Actor) -> Iterator[Task]:
    """Give what nobody took and what goes beyond a contingent; an enquiry names no family."""
    rows = Enquiry.objects.visible_to(by).select_related("aid_type", "space", "worker")
    for enquiry in rows.prefetch_related("copies__provider").order_by("answer_by"):
        copies = list(enquiry.copies.all())
        over = [copy.provider.name for copy in copies if copy.over and copy.is_open]
        alone = enquiry.status == EnquiryStatus.SENT and not any(copy.is_open for copy in copies)
        if not (over or alone):
            continue
        yield Task(
            about=enquiry.id,
            when=short(enquiry.answer_by, by.today),
            title=f"{enquiry.word}: {title_of(enquiry)}",
            text=f"{enquiry.worker.display_name}, {enquiry.worker.number}",
            badge=f"Über dem Kontingent: {', '.join(over)}" if over else "Ohne Träger",
            badge_kind="warning" if over else "danger",
            urgent=alone,
            verb="Ansehen",
            verb_href=href("enquiries"),
        )
