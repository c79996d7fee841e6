"""What is read about roles that rest: by the person, by whoever wakes them, by the administration."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Mandate, Rest, User
from accounts.nominations.access import came_in, has_come_in
from accounts.nominations.sheets import Waiting
from accounts.nominations.sums import shown
from accounts.roles import PROVIDER_ROLES, Role, in_force, not_over
from accounts.sheets import names_of_places, place_of
from audit.clock import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRest:
    """What a person whose roles rest reads: the number, and whom they tell it."""

    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestSheet:
    """Whose roles rest, as whoever wakes them reads it."""

    name: str
    rows: tuple[tuple[str, str], ...]
    came_in: bool


def own(by: Actor) -> OwnRest | None:
    """Give the number of the own roles that rest; only the person reads it."""
    rest = Rest.objects.going_on().filter(user=by.user).first()
    if rest is None:
        return None
    return OwnRest(number=shown(rest.number), text=_wakers(by, rest))


def waiting(by: Actor) -> Iterator[Waiting]:
    """Give the people who came in on a slip and whose roles wait for this person's word."""
    rows = Rest.objects.visible_to(by).going_on().filter(user__is_active=True)
    came = rows.filter(user__in=User.objects.filter(has_come_in()))
    for rest in came.select_related("user").order_by("begun_at"):
        yield Waiting(
            title=f"{rest.user.display_name} ist wieder da",
            text="Die Rollen ruhen, bis Sie die Zahl eingeben, die die Person Ihnen nennt.",
            verb="Zahl eingeben",
            page="rest",
            about=rest.id,
        )


def rest(by: Actor, row: Rest) -> RestSheet:
    """Make the page of roles that rest."""
    held = Mandate.objects.filter(not_over(by.today), user=row.user).select_related("team")
    roles = list(held.order_by("since_on", "id"))
    names = names_of_places(one.provider_id for one in roles if one.provider_id)
    words = (f"{Role(one.role).label}, {place_of(one, names)}" for one in roles)
    giver = f"{row.begun_by.display_name}, {row.begun_by.number}, {moment_text(row.begun_at)} Uhr"
    here = came_in(row.user)
    return RestSheet(
        name=row.user.display_name,
        rows=(
            ("Rollen", "; ".join(words)),
            ("Zugang", "neu eingerichtet" if here else "noch nicht wieder eingerichtet"),
            ("Telefon", row.user.number),
            ("Einladung von", giver),
        ),
        came_in=here,
    )


def line(by: Actor, person: User) -> str:
    """Say on the page of an access that its roles rest; empty where they do not."""
    row = Rest.objects.going_on().filter(user=person).select_related("user").first()
    if row is None:
        return ""
    who = _wakers(by, row) or "jemand, der für die Person bürgt"
    return f"Die Rollen ruhen. Die Person liest nach der Anmeldung eine Zahl und nennt sie: {who}."


def _wakers(by: Actor, row: Rest) -> str:
    """Name who wakes the roles: the leads of the team, the coordinators of the house, else the head."""
    held = Mandate.objects.filter(in_force(by.today), user=row.user)
    teams = held.filter(team__isnull=False).values("team")
    houses = held.filter(role__in=PROVIDER_ROLES).values("provider_id")
    near = Q(role=Role.TEAM_LEAD, team__in=teams) | Q(role=Role.COORDINATOR, provider_id__in=houses)
    found = _people(by, row, near) or _people(by, row, Q(role=Role.HEAD))
    return found or _people(by, row, Q(role=Role.TEAM_LEAD))


def _people(by: Actor, row: Rest, which: Q) -> str:
    held = Mandate.objects.filter(which, in_force(by.today), user__is_active=True)
    others = held.exclude(user__in=[row.user_id, row.begun_by_id])
    others = others.exclude(user__in=Rest.objects.going_on().values("user"))
    people = User.objects.filter(id__in=others.values("user")).order_by("display_name")
    return " oder ".join(f"{one.display_name}, {one.number}" for one in people)
