"""What whoever looks through rights is shown, and whoever reads that it was done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts import access as accounts
from accounts.actor import Actor
from accounts.leavings.sheets import vacant
from accounts.models import Mandate, Team
from accounts.nominations import sheets as nominations
from accounts.nominations.sheets import Waiting as Waiting
from accounts.rests import sheets as rests
from accounts.rights import access, sums
from accounts.rights.models import Reset, RightsCheck, RightsMark, Wish
from accounts.rights.sums import Place
from accounts.roles import Role, not_over
from accounts.sheets import names_of_places
from audit.clock import day, day_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLine:
    """One role of one person."""

    mandate: UUID
    person: UUID
    name: str
    role: str
    text: str
    asked: str
    may_vouch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSheet:
    """The rights of one place: who has which, and whether this quarter was looked through."""

    id: UUID
    name: str
    checked: str
    lines: tuple[RightLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsSheet:
    """The page of rights: own places with their people; for whoever oversees, all places without."""

    quarter: str
    places: tuple[PlaceSheet, ...]
    overview: tuple[tuple[str, str, str], ...]
    wishes: tuple["WishLine", ...]
    nominations: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishLine:
    """A change that somebody asked the administration for."""

    id: UUID
    person: UUID
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionLine:
    """Somebody whom a lead let in by hand: who, to what, until when, given by; `end_href` ends it."""

    title: str
    text: str
    end_href: str


type Exceptions = Callable[[Actor], tuple[ExceptionLine, ...]]

_telling: list[Exceptions] = []


def tell_exceptions(exceptions: Exceptions) -> None:
    """Let the families, which lie above, tell whom somebody answers for was let in by hand."""
    _telling[:] = [exceptions]


def exceptions(by: Actor) -> tuple[ExceptionLine, ...]:
    """Give the exceptions by hand that somebody looks through with the rights of the own places."""
    return _telling[0](by) if _telling and access.may_check(by) else ()


def rights(by: Actor) -> RightsSheet:
    """Make the page of rights for somebody."""
    quarter = sums.quarter_of(by.today)
    oversees, settles = access.may_oversee(by), accounts.may_administer(by)
    return RightsSheet(
        quarter=sums.quarter_text(quarter),
        places=tuple(_place(by, place) for place in sums.places_of(by)),
        overview=tuple(_overview(by)) if oversees else (),
        wishes=tuple(_wishes(by)) if settles else (),
        nominations=nominations.open_ones(by),
    )


def is_checked(by: Actor, place: Place) -> RightsCheck | None:
    """Find who looked through a place in this quarter."""
    rows = RightsCheck.objects.filter(
        team=place.team, provider_id=place.provider, quarter_on=sums.quarter_of(by.today)
    )
    return rows.select_related("checked_by").first()


def waiting(by: Actor) -> Iterator[Waiting]:
    """Give what waits for somebody about accesses: quarters, people to vouch for, changes asked."""
    quarter = sums.quarter_text(sums.quarter_of(by.today))
    for place in sums.places_of(by):
        if is_checked(by, place) is None:
            yield Waiting(
                title=f"Rechte prüfen: {name_of(place)}",
                text=f"{quarter}: Wer hat welche Rolle, stimmt das noch?",
                verb="Rechte ansehen",
                page="rights",
            )
    yield from vacant(by)
    yield from nominations.waiting(by)
    yield from rests.waiting(by)
    yield from _to_vouch(by)
    if accounts.may_administer(by) and by.has(Role.IT_ADMIN):
        yield from _to_administer(by)


def name_of(place: Place) -> str:
    """Say what a place is called."""
    if place.team:
        return Team.objects.get(id=place.team).name
    if place.provider:
        return names_of_places([place.provider]).get(place.provider, "Träger")
    return "Jugendamt"


def _to_vouch(by: Actor) -> Iterator[Waiting]:
    asked = Reset.objects.filter(
        done_at__isnull=True, vouched_at__isnull=True, asked_by__isnull=False
    )
    for reset in asked.select_related("person") if access.may_check(by) else ():
        if access.may_vouch(by, reset.person):
            yield Waiting(
                title=f"{reset.person.display_name} hat den zweiten Faktor verloren",
                text="Bestätigen Sie, wenn die Person vor Ihnen steht.",
                verb="Bürgen",
                page="reset_vouch",
                about=reset.person_id,
            )


def _to_administer(by: Actor) -> Iterator[Waiting]:
    since = by.now - timedelta(days=1)
    vouched = Reset.objects.filter(done_at__isnull=True, vouched_at__gte=since)
    for reset in vouched.exclude(vouched_by=by.user_id).select_related("person", "vouched_by"):
        if reset.vouched_by:
            yield Waiting(
                title=f"{reset.person.display_name} beginnt neu",
                text=f"Es bürgt {reset.vouched_by.display_name}, {reset.vouched_by.number}",
                verb="Zugang öffnen",
                page="access_of",
                about=reset.person_id,
            )
    count = RightsMark.objects.visible_to(by).filter(settled_by__isnull=True).count()
    if count:
        words = "Eine Änderung ist" if count == 1 else f"{count} Änderungen sind"
        text = "Aus der Prüfung der Rechte."
        yield Waiting(title=f"{words} erbeten", text=text, verb="Ansehen", page="rights")


def _place(by: Actor, place: Place) -> PlaceSheet:
    check = is_checked(by, place)
    marks = RightsMark.objects.filter(settled_by__isnull=True)
    asked = {mark.mandate_id: Wish(mark.wish).label for mark in marks}
    lost = Reset.objects.filter(done_at__isnull=True, asked_by__isnull=False)
    waiting_for_a_word = set(lost.values_list("person_id", flat=True))
    rows = _roles(by, place).select_related("user").order_by("role", "user__display_name")
    done = f"Geprüft am {day_text(day(check.checked_at))} von {check.checked_by}" if check else ""
    return PlaceSheet(
        id=place.id,
        name=name_of(place),
        checked=done,
        lines=tuple(
            RightLine(
                mandate=mandate.id,
                person=mandate.user_id,
                name=mandate.user.display_name,
                role=str(Role(mandate.role).label),
                text=_since(mandate),
                asked=str(asked.get(mandate.id, "")),
                may_vouch=mandate.user_id in waiting_for_a_word
                and access.may_vouch(by, mandate.user),
            )
            for mandate in rows
        ),
    )


def _roles(by: Actor, place: Place) -> QuerySet[Mandate]:
    rows = Mandate.objects.filter(access.checked_by(by), user__is_active=True)
    rows = rows.filter(not_over(by.today)).exclude(role=Role.CLOCK)
    if place == Place():
        return rows.filter(Q(role=Role.TEAM_LEAD) | Q(team__isnull=True, provider_id__isnull=True))
    return rows.filter(team=place.team, provider_id=place.provider)


def _since(mandate: Mandate) -> str:
    came = mandate.user.last_login
    last = f"zuletzt angemeldet am {day_text(day(came))}" if came else "noch nicht angemeldet"
    until = f" bis {day_text(mandate.until_on)}" if mandate.until_on else ""
    return f"seit {day_text(mandate.since_on)}{until}, {last}"


def _overview(by: Actor) -> Iterator[tuple[str, str, str]]:
    """Say of every place whether this quarter was looked through; never of a person."""
    places = [Place(), *(Place(team=team.id) for team in Team.objects.order_by("name"))]
    places += [Place(provider=id_) for id_ in names_of_places()]
    for place in places:
        check = is_checked(by, place)
        when = day_text(day(check.checked_at)) if check else ""
        yield name_of(place), "geprüft" if check else "offen", when


def _wishes(by: Actor) -> Iterator[WishLine]:
    rows = RightsMark.objects.visible_to(by).filter(settled_by__isnull=True).order_by("asked_at")
    for mark in rows.select_related("mandate__user", "asked_by"):
        yield WishLine(
            id=mark.id,
            person=mark.mandate.user_id,
            title=f"{mark.mandate.user.display_name}: {Role(mark.mandate.role).label}",
            text=f"{Wish(mark.wish).label}. {mark.asked_by.display_name}, {mark.asked_by.number},"
            f" {day_text(day(mark.asked_at))}",
        )
