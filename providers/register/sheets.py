"""The network as everyone sees it: social spaces with their district, and the providers that work there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from providers.codes.models import Code, List, valid_on
from providers.register.models import Provider, ProviderSpace, SocialSpace

COLUMNS = (("Sozialraum", ""), ("Bezirk", ""), ("Träger", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCard:
    """What anybody may know of a provider."""

    name: str
    specialities: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TownSheet:
    """The sheet "Das Netz"."""

    columns: tuple[tuple[str, str], ...] = COLUMNS
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    providers: tuple[ProviderCard, ...]


# Code lists that providers name by their codes.
LISTS = (List.LANGUAGE, List.WEEKDAY, List.AGE_BAND)


def town(by: Actor) -> TownSheet:
    """Make the sheet of the network as it is today, in four queries."""
    spaces = list(SocialSpace.objects.valid(by.today))
    providers = list(Provider.objects.visible_to(by).active(by.today))
    there, names = _there(), _names(by.today)
    rows = tuple(
        ("", ((space.name, ""), (space.district.name, ""), (_who(space, providers, there), "")))
        for space in spaces
    )
    cards = tuple(_card(one, spaces, there, names) for one in providers)
    return TownSheet(rows=rows, providers=cards)


def _there() -> Mapping[UUID, set[UUID]]:
    """Give the spaces in which each provider works."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for provider, space in ProviderSpace.objects.values_list("provider_id", "space_id"):
        found[provider].add(space)
    return found


def _names(today: date) -> Mapping[tuple[str, str], str]:
    rows = Code.objects.filter(valid_on(today), list__in=LISTS)
    return {(one.list, one.code): one.name for one in rows}


def _who(space: SocialSpace, providers: list[Provider], there: Mapping[UUID, set[UUID]]) -> str:
    return ", ".join(one.name for one in providers if space.id in there.get(one.id, ()))


def _card(
    provider: Provider,
    spaces: list[SocialSpace],
    there: Mapping[UUID, set[UUID]],
    names: Mapping[tuple[str, str], str],
) -> ProviderCard:
    def words(code_list: List, codes: list[str]) -> str:
        return ", ".join(names.get((code_list, code), code) for code in codes)

    here = [space.name for space in spaces if space.id in there.get(provider.id, ())]
    everywhere = len(here) == len(spaces)
    return ProviderCard(
        name=provider.name,
        specialities=provider.specialities,
        rows=(
            ("Telefon", provider.number),
            ("Sprachen", words(List.LANGUAGE, provider.languages)),
            ("Tage", words(List.WEEKDAY, provider.weekdays)),
            ("Alter der Kinder", words(List.AGE_BAND, provider.age_bands)),
            ("Sozialräume", "alle" if everywhere else ", ".join(here)),
        ),
    )
