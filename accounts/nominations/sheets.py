"""What is read about roles that wait: by whoever decides, by the person, by whoever asked for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.access import decided_by, may_administer
from accounts.actor import Actor
from accounts.models import Mandate, Nomination, Rest, User
from accounts.nominations import access, sums
from accounts.nominations.models import Status
from accounts.roles import PROVIDER_ROLES, Role, in_force, not_over
from accounts.sheets import SENTENCES, names_of_places, place_of
from audit.clock import day, day_text, moment_text

# How long the administration reads that a role was declined.
DECLINED_SHOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something about accesses that waits for somebody: a title, a text, a verb and its page."""

    title: str
    text: str
    verb: str
    page: str
    about: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationSheet:
    """One role that waits, as whoever decides reads it."""

    id: UUID
    name: str
    role: str
    rows: list[tuple[str, str]]
    may_confirm: bool
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationLine:
    """One role that waits or was declined, on the page of the person's access."""

    id: UUID
    title: str
    text: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNomination:
    """What a person reads about a role of their own that waits, and whom they tell the number."""

    title: str
    number: str
    text: str


class Deciders:
    """Who decides about which role today: the nearest person there is."""

    def __init__(self, actor: Actor) -> None:
        roles = (Role.TEAM_LEAD, Role.HEAD, Role.COORDINATOR)
        held = Mandate.objects.filter(role__in=roles)
        held = held.filter(in_force(actor.today), user__is_active=True)
        held = held.exclude(user__in=Rest.objects.going_on().values("user"))
        self._held = list(held.select_related("user").order_by("user__display_name"))

    def of(self, nomination: Nomination) -> list[User]:
        """Give the lead of the team, else the head; the coordinators of the house, else the head;
        for a head another one, else the leads.
        """
        if nomination.role == Role.CASEWORKER:
            near = self._who(nomination, role=Role.TEAM_LEAD, team_id=nomination.team_id)
        elif nomination.role in PROVIDER_ROLES:
            place = nomination.provider_id
            near = self._who(nomination, role=Role.COORDINATOR, provider_id=place)
        else:
            near = []
        near = near or self._who(nomination, role=Role.HEAD)
        if not near and nomination.role == Role.HEAD:
            return self._who(nomination, role=Role.TEAM_LEAD)
        return near

    def _who(self, nomination: Nomination, **place: object) -> list[User]:
        never = {nomination.user_id, nomination.asked_by_id}
        fitting = (m for m in self._held if all(getattr(m, k) == v for k, v in place.items()))
        return list({m.user_id: m.user for m in fitting if m.user_id not in never}.values())


def waiting(by: Actor) -> Iterator[Waiting]:
    """Give the roles that wait for this person first, of people who came in or work here already."""
    ready = User.objects.filter(access.has_come_in() | access.holds_a_role(by.today))
    found = list(_open(by).filter(user__in=ready))
    names, deciders = _names(found), Deciders(by) if found else None
    for row in found:
        if deciders and by.user in deciders.of(row):
            yield Waiting(
                title=f"{row.user.display_name}: {Role(row.role).label}",
                text=f"{place_of(row, names)}. Vorgeschlagen von {row.asked_by.display_name}.",
                verb="Rolle prüfen",
                page="nomination",
                about=row.id,
            )


def open_ones(by: Actor) -> tuple[Waiting, ...]:
    """List every role about which this person may decide, also of people who have not come in."""
    found = list(_open(by))
    names = _names(found)
    return tuple(
        Waiting(
            title=f"{row.user.display_name}: {Role(row.role).label}",
            text=f"{place_of(row, names)}, vorgeschlagen von {row.asked_by.display_name} am "
            f"{moment_text(row.asked_at)} Uhr",
            verb="Rolle prüfen",
            page="nomination",
            about=row.id,
        )
        for row in found
    )


def nomination(by: Actor, row: Nomination) -> NominationSheet:
    """Make the page of one role that waits."""
    person, asker = row.user, row.asked_by
    held = Mandate.objects.filter(not_over(by.today), user=person)
    own = list(held.select_related("team").order_by("since_on", "id"))
    names = _names([row, *own])
    came_in = access.came_in(person)
    label = str(Role(row.role).label)
    return NominationSheet(
        id=row.id,
        name=person.display_name,
        role=label,
        rows=[
            ("Rolle", f"{label}: {SENTENCES[Role(row.role)]}"),
            ("Ort", place_of(row, names)),
            ("Bisher", "; ".join(_words(one, names) for one in own) or "keine Rolle"),
            ("Zugang", "eingerichtet" if came_in else "noch nicht eingerichtet"),
            ("Telefon", person.number),
            (
                "Vorgeschlagen von",
                f"{asker.display_name}, {asker.number}\n{moment_text(row.asked_at)} Uhr",
            ),
        ],
        may_confirm=came_in or bool(own),
        is_new=not own,
    )


def of_person(by: Actor, person: User) -> list[NominationLine]:
    """List the roles of a person that wait or were lately declined, for the administration."""
    if not may_administer(by):
        return []
    lately = Q(status=Status.DECLINED, decided_at__gte=by.now - DECLINED_SHOWN)
    rows = Nomination.objects.filter(Q(status=Status.WAITING) | lately, user=person)
    found = list(rows.select_related("team", "decided_by").order_by("asked_at"))
    names, deciders = _names(found), Deciders(by) if found else None
    return [
        NominationLine(
            id=row.id,
            title=str(Role(row.role).label),
            text=f"{place_of(row, names)}, {_state(row, deciders.of(row) if deciders else [])}",
            may_withdraw=row.status == Status.WAITING and access.may_withdraw(by, row),
        )
        for row in found
    ]


def own(by: Actor) -> list[OwnNomination]:
    """Give the roles of the person themselves that wait, with the number to tell; only they read it."""
    rows = Nomination.objects.waiting().filter(user=by.user).select_related("team")
    found = list(rows.order_by("asked_at"))
    names, deciders = _names(found), Deciders(by) if found else None
    return [
        OwnNomination(
            title=_words(row, names),
            number=sums.shown(row.number) if access.is_new(by, by.user) else "",
            text=_people(deciders.of(row)) if deciders else "",
        )
        for row in found
    ]


def words_by_person(people: Iterable[User]) -> dict[UUID, str]:
    """Say for people in a list which roles of theirs wait."""
    rows = Nomination.objects.waiting().filter(user__in=list(people)).select_related("team")
    found = list(rows.order_by("asked_at"))
    names = _names(found)
    said: dict[UUID, str] = {}
    for row in found:
        before = said.get(row.user_id)
        said[row.user_id] = "; ".join(filter(None, (before, _words(row, names))))
    return said


def _open(by: Actor) -> QuerySet[Nomination]:
    rows = Nomination.objects.waiting().filter(decided_by(by), user__is_active=True)
    return rows.select_related("user", "team", "asked_by").order_by("asked_at")


def _state(row: Nomination, deciders: list[User]) -> str:
    if row.status == Status.DECLINED and row.decided_by and row.decided_at:
        who = f"{row.decided_by.display_name}, {row.decided_by.number}"
        return f"abgelehnt am {day_text(day(row.decided_at))} von {who}"
    return f"wartet auf {_people(deciders) or 'eine Bereichsleitung, es gibt zurzeit keine'}"


def _people(deciders: list[User]) -> str:
    return " oder ".join(f"{one.display_name}, {one.number}" for one in deciders)


def _words(one: Nomination | Mandate, names: Mapping[UUID, str]) -> str:
    return f"{Role(one.role).label}, {place_of(one, names)}"


def _names(found: Iterable[Nomination | Mandate]) -> Mapping[UUID, str]:
    return names_of_places(one.provider_id for one in found if one.provider_id)
