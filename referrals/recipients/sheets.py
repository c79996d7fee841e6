"""What providers know about a family besides what was told: its care plans; what ends and stays
when one sheet is taken back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from referrals.aids.flow import Status
from referrals.aids.models import Share
from referrals.disclosures.access import OPEN
from referrals.disclosures.models import Disclosure, Field
from referrals.plans.access import SHARED
from referrals.plans.models import Version

LIVING = {Status.APPROVED, Status.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReader:
    """A provider that reads versions of a care plan."""

    plan: UUID
    provider_id: UUID
    provider: str
    word: str
    versions: str
    until: str

    @property
    def text(self) -> str:
        """What it reads, and until when, in one line."""
        return f"Hilfeplan {self.word}, {self.versions}{self.until and ','}{self.until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeEnding:
    """What ends and what stays when a provider is told no more."""

    id: UUID
    word: str
    provider: str
    ends: tuple[tuple[str, str], ...]
    stays: tuple[str, ...]
    aids: tuple[tuple[UUID, str], ...]


def plan_readers(family: UUID, by: Actor) -> tuple[PlanReader, ...]:
    """Say which providers read which versions of a family's care plans, for the office."""
    rows = Version.objects.visible_to(by).filter(plan__aid__family=family, status__in=SHARED)
    versions = list(rows.select_related("plan").order_by("number"))
    found = []
    for share in _shares(family, by):
        own = [v for v in versions if v.plan.aid_id == share.aid_id and _reads(v, share)]
        if own:
            found.append(
                PlanReader(
                    plan=own[0].plan_id,
                    provider_id=share.provider_id,
                    provider=share.provider.name,
                    word=share.aid.word,
                    versions=_versions([version.number for version in own]),
                    until=f" bis {day_text(share.visible_until)}" if share.visible_until else "",
                )
            )
    return tuple(found)


def before_ending(told: Disclosure, by: Actor) -> BeforeEnding:
    """Say what ends with one sheet, and what the provider sees and does all the same."""
    living = [
        share
        for share in _shares(told.family_id, by)
        if share.provider_id == told.provider_id and share.aid.status in LIVING
    ]
    return BeforeEnding(
        id=told.id,
        word=told.word,
        provider=told.provider.name,
        ends=tuple(_ends(told)),
        stays=(
            *(f"{share.aid.aid_type} läuft weiter." for share in living),
            *_read_on(told, by),
            *_told_besides(told, by),
        ),
        aids=tuple((share.aid_id, str(share.aid.aid_type)) for share in living),
    )


def _shares(family: UUID, by: Actor) -> list[Share]:
    """Give the shares of a family's helps that their providers still see."""
    rows = Share.objects.visible_to(by).filter(aid__family=family)
    still = rows.exclude(visible_until__lt=by.today)
    return list(still.select_related("provider", "aid__aid_type").order_by("provider__name"))


def _reads(version: Version, share: Share) -> bool:
    return share.provider_id in version.readers


def _versions(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"Fassung {', '.join(first)} und {last}" if first else f"Fassung {last}"


def _ends(told: Disclosure) -> Iterator[tuple[str, str]]:
    fields = ", ".join(str(Field(field).label) for field in told.fields)
    yield "Diese Angaben", fields
    yield "Grundlage", told.basis_words
    if told.carer:
        yield "In „Mein Tag“", f"{told.carer.display_name} sieht Namen und Telefon nicht mehr."


def _read_on(told: Disclosure, by: Actor) -> Iterator[str]:
    for reader in plan_readers(told.family_id, by):
        if reader.provider_id == told.provider_id:
            yield f"Den Hilfeplan liest {reader.provider}{reader.until} weiter, {reader.versions}."


def _told_besides(told: Disclosure, by: Actor) -> Iterator[str]:
    rows = Disclosure.objects.visible_to(by).filter(
        family=told.family_id, provider=told.provider_id, status__in=OPEN
    )
    for other in rows.exclude(id=told.id).exclude(until_on__lt=by.today).order_by("made_at"):
        fields = ", ".join(str(Field(field).label) for field in other.fields)
        yield f"Weiter freigegeben: {fields} ({other.basis_words})."
