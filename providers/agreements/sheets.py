"""Who comes into question for a help: every provider beside the others, with reasons and without a rank."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from providers.agreements.models import Agreement
from providers.codes.models import AidType, Code, List
from providers.register.models import Provider, ProviderSpace, SocialSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, in codes; no space means the whole town.

    `turn` rotates the order from one enquiry to the next, so that nobody always comes first.
    """

    aid_type: AidType
    age_bands: Collection[str]
    languages: Collection[str]
    weekdays: Collection[str]
    space: SocialSpace | None
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One provider: whether it fits, and what does not; without an agreement it cannot be asked."""

    id: UUID
    name: str
    specialities: str
    fits: bool
    why: str
    may_be_asked: bool


def candidates(wanted: Wanted, today: date) -> tuple[Candidate, ...]:
    """Lay all providers side by side: by name, beginning with another one each time."""
    held = Agreement.objects.holding(today).filter(aid_type=wanted.aid_type)
    agreed = set(held.values_list("provider_id", flat=True))
    there = set(
        ProviderSpace.objects.filter(space=wanted.space).values_list("provider_id", flat=True)
    )
    names = {(c.list, c.code): c.name for c in Code.objects.filter(list__in=LISTS)}
    found = [
        _candidate(provider, wanted, agreed, there, names)
        for provider in Provider.objects.active(today)
    ]
    start = wanted.turn % len(found) if found else 0
    return tuple(found[start:] + found[:start])


LISTS = (List.AGE_BAND, List.LANGUAGE, List.WEEKDAY)


def _candidate(
    provider: Provider,
    wanted: Wanted,
    agreed: Collection[UUID],
    there: Collection[UUID],
    names: Mapping[tuple[str, str], str],
) -> Candidate:
    missing = [] if provider.id in agreed else [f"keine Vereinbarung über {wanted.aid_type}"]
    for word, code_list, asked, offered in (
        ("Alter", List.AGE_BAND, wanted.age_bands, provider.age_bands),
        ("Sprache", List.LANGUAGE, wanted.languages, provider.languages),
        ("Tage", List.WEEKDAY, wanted.weekdays, provider.weekdays),
    ):
        lacking = [names.get((code_list, code), code) for code in asked if code not in offered]
        if lacking:
            missing.append(f"{word}: sonst nicht {', '.join(lacking)}")
    if wanted.space and provider.id not in there:
        missing.append(f"Raum: sonst nicht {wanted.space.name}")
    return Candidate(
        id=provider.id,
        name=provider.name,
        specialities=provider.specialities,
        fits=not missing,
        why="; ".join(missing),
        may_be_asked=provider.id in agreed,
    )
