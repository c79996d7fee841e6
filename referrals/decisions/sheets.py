"""What the form of a change begins with: a help as it was decided so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from audit.clock import day_text
from protection.sealing import opened
from providers.budgets.sums import Period, hours_text
from providers.register.models import Provider
from referrals.aids.models import Aid, Share
from referrals.aids.sheets import schedule
from referrals.aids.sums import Schedule
from referrals.decisions.models import Decision, DecisionShare, Kind, NewShare, Terms
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy, Matter
from referrals.enquiries.sums import last_day

MONTHS_MORE = 6
# Bookings that were not taken back; hours lie above decisions.
STANDING = ("booked", "handed_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTerms:
    """What the short form begins with: present type, hours and lead, and the period that follows.

    `hours` are minutes a week; `sharing` the providers that have hours, `helpers` all that already
    help the family, by name. A returned decision gives its own texts instead.
    """

    word: str
    aid_type: UUID
    reason: UUID | None
    begins_on: date
    ends_on: date
    from_on: date
    until_on: date
    hours: Mapping[UUID, int]
    lead: UUID | None
    sharing: frozenset[UUID]
    helpers: Mapping[UUID, str]
    grounds: str = ""
    notice: str = ""
    is_revised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a new help would be: what providers accepted, and texts of a decision given back."""

    word: str
    rows: tuple[tuple[str, str], ...]
    reason: UUID | None
    grounds: str
    notice: str


def terms(aid: Aid, revised: Decision | None) -> ChangeTerms:
    """Give what the short form begins with, from the help as it is or from a returned decision."""
    shares = list(aid.shares.filter(week_minutes__gt=0))
    last = revised or aid.decisions.order_by("-submitted_at").first()
    begins = aid.until_on + timedelta(days=1)
    hours: Iterable[Share | DecisionShare] = revised.shares.all() if revised else shares
    return ChangeTerms(
        word=aid.word,
        aid_type=revised.aid_type_id if revised else aid.aid_type_id,
        reason=last.reason_id if last else None,
        begins_on=aid.from_on,
        ends_on=aid.until_on,
        from_on=revised.from_on if revised else begins,
        until_on=revised.until_on if revised else last_day(begins, MONTHS_MORE),
        hours={share.provider_id: share.week_minutes for share in hours},
        lead=next((share.provider_id for share in hours if share.is_lead), None),
        sharing=frozenset(share.provider_id for share in shares),
        helpers=helpers(aid),
        grounds=opened(revised.grounds) if revised else "",
        notice=opened(revised.notice) if revised else "",
        is_revised=revised is not None,
    )


def proposal(matter: Matter) -> Proposal:
    """Give what providers accepted, for the form of a new help."""
    copies = Copy.objects.filter(enquiry=matter.enquiry_id, status=CopyStatus.ACCEPTED)
    accepted = list(copies.select_related("provider").order_by("provider__name"))
    before = Decision.objects.filter(shares__account__in=[copy.account for copy in accepted])
    revised = before.select_related("lock").order_by("-submitted_at").first()
    return Proposal(
        word=matter.family.word,
        rows=(
            ("Hilfeart", str(matter.enquiry.aid_type)),
            *((copy.provider.name, _accepted(copy)) for copy in accepted),
        ),
        reason=revised.reason_id if revised else None,
        grounds=opened(revised.grounds) if revised else "",
        notice=opened(revised.notice) if revised else "",
    )


def helpers(aid: Aid) -> dict[UUID, str]:
    """Name the providers that already help this family: they need no enquiry."""
    told = Disclosure.objects.filter(family=aid.family_id, status=Disclosed.ACCEPTED)
    known = {*aid.readers, *told.values_list("provider_id", flat=True)}
    return dict(Provider.objects.filter(id__in=known).order_by("name").values_list("id", "name"))


def running(aid: Aid, terms: Terms, shares: Sequence[NewShare]) -> list[Period]:
    """Give the hours of all providers of a help as they would hold after a decision."""
    held = {share.provider_id: schedule(share) for share in aid.shares.prefetch_related("periods")}
    wanted = {
        share.provider.id: Period(terms.from_on, terms.until_on, share.week_minutes)
        for share in shares
    }
    if terms.kind == Kind.CHANGE:
        wanted = dict.fromkeys(held, Period(terms.from_on, terms.until_on, 0)) | wanted
    held |= {who: held.get(who, Schedule()).replaced_by(one) for who, one in wanted.items()}
    return [period for one in held.values() for period in one.periods]


def worked_after(aid: Aid, on: date) -> list[tuple[UUID, str, date]]:
    """Give the providers of a help that booked hours on a day or later, by name, with the last day."""
    booked = aid.shares.filter(entries__on__gte=on, entries__status__in=STANDING)
    named = booked.order_by("provider__name").values_list("provider", "provider__name")
    return list(named.annotate(last=Max("entries__on")))


def _accepted(copy: Copy) -> str:
    if copy.chosen_from is None or copy.chosen_until is None:
        return ""
    days = f"{day_text(copy.chosen_from)} bis {day_text(copy.chosen_until)}"
    return f"{hours_text(copy.chosen_week_minutes or 0)} je Woche, {days}"
