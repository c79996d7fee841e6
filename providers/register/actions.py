"""Deeds that keep the register of the town and its providers."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed
from providers.codes.models import Code
from providers.register import access, events
from providers.register.models import (
    Carrier,
    District,
    Provider,
    ProviderSpace,
    SocialSpace,
    Street,
)


@deed
def add_district(
    *, by: Actor, code: str, name: str, valid_from: int, valid_to: int | None = None
) -> District:
    """Enter a district."""
    _must_keep(by)
    district = District.objects.create(
        code=code, name=name, valid_from=valid_from, valid_to=valid_to
    )
    trail.record(events.SPACE_ADDED, by=by, about=[district], facts={"code": code})
    return district


@deed
def add_space(  # noqa: PLR0913  # the columns of the town's own list
    *,
    by: Actor,
    code: str,
    name: str,
    district: District,
    inhabitants: int,
    under_21: int,
    valid_from: int,
    valid_to: int | None = None,
) -> SocialSpace:
    """Enter a social space with its years of validity."""
    _must_keep(by)
    space = SocialSpace.objects.create(
        code=code,
        name=name,
        district=district,
        inhabitants=inhabitants,
        under_21=under_21,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    trail.record(events.SPACE_ADDED, by=by, about=[space], facts={"code": code})
    return space


@deed
def add_streets(*, by: Actor, space: SocialSpace, streets: Iterable[Mapping[str, object]]) -> None:
    """Enter the lines of the street list that lie in a social space."""
    _must_keep(by)
    made = Street.objects.bulk_create(Street(space=space, **line) for line in streets)
    trail.record(events.STREETS_ADDED, by=by, about=[space], facts={"lines": len(made)})


@deed
def add_provider(  # noqa: PLR0913  # the columns of the town's own list
    *,
    by: Actor,
    code: str,
    name: str,
    number: str,
    specialities: str,
    languages: Iterable[str],
    weekdays: Iterable[str],
    age_bands: Iterable[str],
    spaces: Iterable[SocialSpace],
    valid_from: int,
    valid_to: int | None = None,
) -> Provider:
    """Enter an organisation that helps families in the network, and where it works."""
    _must_keep(by)
    provider = Provider.objects.create(
        code=code,
        name=name,
        number=number,
        specialities=specialities,
        languages=list(languages),
        weekdays=list(weekdays),
        age_bands=list(age_bands),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    ProviderSpace.objects.bulk_create(
        ProviderSpace(provider=provider, space=space) for space in spaces
    )
    trail.record(events.PROVIDER_ADDED, by=by, about=[provider], facts={"code": code})
    return provider


@deed
def add_carrier(  # noqa: PLR0913  # the columns of the town's own list
    *,
    by: Actor,
    provider: Provider,
    code: str,
    name: str,
    kind: Code,
    law: Code,
    valid_from: int,
    valid_to: int | None = None,
) -> Carrier:
    """Enter the legal person behind a provider."""
    _must_keep(by)
    carrier = Carrier.objects.create(
        provider=provider,
        code=code,
        name=name,
        kind=kind,
        law=law,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    trail.record(events.CARRIER_ADDED, by=by, about=[provider, carrier], facts={"code": code})
    return carrier


def _must_keep(by: Actor) -> None:
    if not access.may_keep(by):
        raise PermissionDenied
