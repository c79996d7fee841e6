"""Who outside the office was told what about a family, for the family itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from providers.register.models import Provider
from referrals.disclosures.models import Disclosure, Field
from referrals.enquiries.models import Matter
from referrals.families.models import Family, Person
from referrals.plans.access import SHARED
from referrals.plans.models import Version
from referrals.receipts import sums
from referrals.receipts.sums import Household, Told
from referrals.shields.models import Shield


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The list of recipients as one person may have it."""

    family: UUID
    word: str
    told: tuple[Told, ...]
    is_whole: bool
    is_shielded: bool


def receipt(
    family: Family, by: Actor | None, person: Person | None, household: Household
) -> Receipt:
    """List everything that was told about a family; for somebody who lives apart without what rests
    on other people's consent and without what was told since an address is protected (DP-72, DP-100).

    Without a reader every row counts: whoever asks for that asked before who may.
    """
    apart = household == Household.APART
    since = Shield.objects.filter(family=family, ended_at=None).values_list("set_at", flat=True)
    ends = min(since, default=None)
    told = [
        *_disclosed(family, by, person if apart else None, apart=apart),
        *_planned(family, by),
        *_asked(family, by),
    ]
    kept = [one for one in told if not apart or ends is None or one.at < ends]
    return Receipt(
        family=family.id,
        word=family.word,
        told=sums.in_order(kept),
        is_whole=not apart,
        is_shielded=ends is not None,
    )


def _disclosed(
    family: Family, by: Actor | None, person: Person | None, *, apart: bool
) -> Iterator[Told]:
    rows = Disclosure.objects.visible_to(by) if by else Disclosure.objects.all()
    rows = rows.filter(family=family)
    for row in rows.select_related("provider", "basis"):
        if apart and row.basis.giver_id not in {None, person and person.id}:
            continue
        yield Told(
            to=row.provider.name,
            what=", ".join(str(Field(field).label) for field in row.fields),
            basis=row.basis_words,
            at=row.made_at,
            until=_until(row),
        )


def _until(row: Disclosure) -> str:
    if row.ended_at:
        refused = "nicht angenommen" if row.accepted_at is None else "beendet"
        return f"{refused} am {row.ended_at:%d.%m.%Y}"
    return f"bis {day_text(row.until_on)}" if row.until_on else ""


def _planned(family: Family, by: Actor | None) -> Iterator[Told]:
    rows = Version.objects.visible_to(by) if by else Version.objects.all()
    rows = rows.filter(plan__aid__family=family, status__in=SHARED)
    versions = list(rows.select_related("plan__aid"))
    names = _names({reader for version in versions for reader in version.readers})
    for version in versions:
        what = f"Hilfeplan {version.plan.aid.word}, Fassung {version.number}"
        for reader in version.readers:
            yield _read(names.get(reader, ""), what, sums.OF_PLAN, version.made_at)


def _asked(family: Family, by: Actor | None) -> Iterator[Told]:
    rows = Matter.objects.visible_to(by) if by else Matter.objects.all()
    rows = rows.filter(family=family, enquiry__readers__len__gt=0)
    enquiries = [row.enquiry for row in rows.select_related("enquiry")]
    names = _names({reader for enquiry in enquiries for reader in enquiry.readers})
    for enquiry in enquiries:
        for reader in enquiry.readers:
            yield _read(names.get(reader, ""), sums.NAMELESS, sums.OF_ENQUIRY, enquiry.made_at)


def _read(to: str, what: str, basis: str, at: datetime) -> Told:
    return Told(to=to, what=what, basis=basis, at=at, until="")


def _names(readers: set[UUID]) -> dict[UUID, str]:
    return dict(Provider.objects.filter(id__in=readers).values_list("id", "name"))
