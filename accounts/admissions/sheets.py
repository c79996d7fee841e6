"""What whoever looks after accesses is shown: people, their roles, their state, and slips to hand over."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts import access
from accounts.actor import Actor
from accounts.admissions.sums import Line
from accounts.leavings.access import may_reopen
from accounts.models import Mandate, Nomination, Reset, Team, User
from accounts.nominations import sheets as nominations
from accounts.nominations.sheets import NominationLine
from accounts.rests import sheets as rests
from accounts.roles import Role, not_over
from accounts.sheets import names_of_places, place_of
from audit.clock import day_text, moment_text


class State(models.TextChoices):
    """How far a person's access is."""

    INVITED = "invited", "noch nicht eingerichtet"
    ACTIVE = "active", "aktiv"
    ENDED = "ended", "beendet"


SECOND = (
    "Die Rolle gilt, sobald die Teamleitung, die Koordination des Trägers oder die Bereichsleitung"
    " sie bestätigt hat."
)
KINDS = {State.INVITED: "info", State.ACTIVE: "success", State.ENDED: "quiet"}
NAMESAKE = "wird eingeladen; diesen Namen gibt es schon"
NO_FACTOR = "noch keiner; dafür genügt eine neue Einladung"
type Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person in the list."""

    id: UUID
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role of a person that holds."""

    id: UUID
    title: str
    text: str
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """One person, as far as their access goes."""

    id: UUID
    name: str
    rows: list[tuple[str, str]]
    roles: list[RoleLine]
    may_invite: bool
    may_end: bool
    may_reopen: bool
    may_give: bool
    nominations: list[NominationLine]
    verb: str
    note: str
    rest: str = ""
    reset: str = ""
    may_ask_reset: bool = False
    may_reset: bool = False


class ResetPart(TypedDict, total=False):
    """How far a new beginning of a person is."""

    reset: str
    may_ask_reset: bool
    may_reset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """What will happen with one line of a list."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is handed over to a person: where they begin, once."""

    name: str
    username: str
    role: str
    address: str
    until: str
    waits: bool


def providers(actor: Actor) -> Mapping[UUID, str]:
    """Give the providers at which somebody may give roles: the administration all, others their own."""
    return names_of_places(None if access.may_administer(actor) else actor.coordinates)


def teams(actor: Actor) -> list[Team]:
    """Give the teams in which somebody may give roles: only the administration."""
    return list(Team.objects.order_by("name")) if access.may_administer(actor) else []


def taken(usernames: Iterable[str]) -> set[str]:
    """Find the sign-in names that somebody has already; whose they are is not told."""
    rows = User.objects.filter(username__in=list(usernames))
    return set(rows.values_list("username", flat=True))


def namesakes(actor: Actor, names: Iterable[str]) -> set[str]:
    """Find the names that a colleague has already, or that stand in a list twice, in small letters."""
    listed = Counter(name.casefold() for name in names)
    known = User.objects.visible_to(actor).values_list("display_name", flat=True)
    twice = {name for name, count in listed.items() if count > 1}
    return twice | (listed.keys() & {name.casefold() for name in known})


def people(actor: Actor, wanted: Mapping[str, str]) -> list[PersonLine]:
    """List the people whose access somebody looks after, by name; `wanted` narrows it."""
    rows = admitted(actor)
    if text := wanted.get("q"):
        rows = rows.filter(Q(display_name__icontains=text) | Q(username__icontains=text))
    if place := wanted.get("place"):
        rows = rows.filter(_at(actor, place))
    found = [
        person for person in rows if not wanted.get("state") or _state(person) == wanted["state"]
    ]
    found.sort(key=lambda person: person.display_name.split()[::-1])
    held = current(actor, found)
    names = names_of_places(m.provider_id for m in _flat(held.values()) if m.provider_id)
    waits = nominations.words_by_person(found) if access.may_administer(actor) else {}
    return [
        _line(person, held.get(person.id, []), names, waits.get(person.id, "")) for person in found
    ]


def person(actor: Actor, one: User) -> PersonSheet:
    """Make the page of one person's access."""
    mandates = current(actor, [one]).get(one.id, [])
    names = names_of_places(m.provider_id for m in mandates if m.provider_id)
    state = _state(admitted(actor).get(id=one.id))
    begun = access.has_begun(one)
    lets_go = access.may_let_go(actor, one) and one.is_active
    alone_not = access.may_administer(actor)
    return PersonSheet(
        id=one.id,
        name=one.display_name,
        rows=[
            ("Anmeldename", one.username),
            ("Telefon", one.number),
            ("Stand", str(state.label)),
            ("Zuletzt angemeldet", _moment(one.last_login)),
            *([] if begun or not one.is_active else [("Zweiter Faktor", NO_FACTOR)]),
        ],
        roles=[
            RoleLine(
                id=mandate.id,
                title=str(Role(mandate.role).label),
                text=f"{place_of(mandate, names)}, seit {day_text(mandate.since_on)}",
                may_end=mandate.until_on is None and access.may_end(actor, mandate),
            )
            for mandate in mandates
        ],
        may_invite=lets_go and not begun,
        may_end=lets_go,
        may_reopen=not one.is_active and may_reopen(actor, one),
        may_give=one.is_active and one.id != actor.user_id,
        nominations=nominations.of_person(actor, one),
        verb="Rolle vorschlagen" if alone_not else "Rolle übertragen",
        note=SECOND if alone_not else "",
        rest=rests.line(actor, one),
        **_reset(actor, one),
    )


def _reset(actor: Actor, one: User) -> ResetPart:
    """Say how far a new beginning is; only the administration sees it."""
    if not (access.may_administer(actor, one) and one.is_active and access.has_begun(one)):
        return {}
    rows = Reset.objects.filter(person=one, done_at__isnull=True).select_related("vouched_by")
    found = rows.first()
    since = actor.now - timedelta(days=1)
    if found and found.vouched_by and found.vouched_at and found.vouched_at >= since:
        words = f"Es bürgt {found.vouched_by.display_name}, {_moment(found.vouched_at)}."
        return {"reset": words, "may_reset": found.vouched_by_id != actor.user_id}
    if found and found.asked_by_id:
        return {"reset": "Die Leitung oder Koordination ist gebeten, zu bürgen."}
    return {"may_ask_reset": True}


def slip(person: User, address: str, now: datetime) -> Slip:
    """Make the slip of one invitation; it is handed over in person."""
    current = Mandate.objects.filter(user=person, until_on__isnull=True).select_related("team")
    waits = Nomination.objects.waiting().filter(user=person).select_related("team")
    mandates = [*current, *waits]
    names = names_of_places(m.provider_id for m in mandates if m.provider_id)
    until = now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return Slip(
        name=person.display_name,
        username=person.username,
        role="; ".join(f"{Role(m.role).label}, {place_of(m, names)}" for m in mandates),
        address=address,
        until=_moment(until),
        waits=bool(waits),
    )


def list_line(line: Line, problem: str, is_namesake: bool) -> ListLine:  # noqa: FBT001  # one cell
    """Say what will happen with a line of a list."""
    outcome = (problem, "danger") if problem else ("wird eingeladen", "success")
    if is_namesake and not problem:
        outcome = (NAMESAKE, "warning")
    texts = (line.name, line.username, line.number, line.role, line.place)
    return ListLine(cells=((f"Zeile {line.position}", ""), *((t, "") for t in texts), outcome))


def admitted(actor: Actor) -> models.QuerySet[User]:
    """Find the people whose access somebody looks after, each with whether they have a factor."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"))
    rows: models.QuerySet[User] = User.objects.visible_to(actor)
    return rows.filter(access.admitted_by(actor)).annotate(has_factor=Exists(factor))


def _at(actor: Actor, place: str) -> Q:
    holding = Mandate.objects.filter(not_over(actor.today), user=OuterRef("pk"))
    if place == "office":
        return Q(Exists(holding.filter(team__isnull=True, provider_id__isnull=True)))
    return Q(Exists(holding.filter(Q(team=place) | Q(provider_id=place))))


def _state(person: User) -> State:
    """Tell how far an access is: whoever never came in is still invited."""
    if not person.is_active:
        return State.ENDED
    came = getattr(person, "has_factor", False) or person.last_login is not None
    return State.ACTIVE if came else State.INVITED


def current(actor: Actor, found: Iterable[User]) -> dict[UUID, list[Mandate]]:
    """Find the roles that hold, by person."""
    rows = Mandate.objects.filter(not_over(actor.today), user__in=list(found))
    if not access.may_administer(actor):  # where else somebody works is nobody's business here
        rows = rows.filter(provider_id__in=actor.coordinates)
    held: dict[UUID, list[Mandate]] = {}
    for mandate in rows.select_related("team").order_by("since_on", "id"):
        held.setdefault(mandate.user_id, []).append(mandate)
    return held


def _flat(lists: Iterable[list[Mandate]]) -> Iterable[Mandate]:
    return (mandate for one in lists for mandate in one)


def _line(
    person: User, mandates: list[Mandate], names: Mapping[UUID, str], waits: str
) -> PersonLine:
    state = _state(person)
    roles = "; ".join(
        (
            *(f"{Role(m.role).label}, {place_of(m, names)}" for m in mandates),
            *([f"wartet auf Bestätigung: {waits}"] if waits else ()),
        )
    )
    return PersonLine(
        id=person.id,
        cells=(
            (person.display_name, ""),
            (roles or "keine Rolle", ""),
            (person.number, "tel"),
            (str(state.label), KINDS[state]),
            (_moment(person.last_login), ""),
        ),
    )


def _moment(at: datetime | None) -> str:
    return f"{moment_text(at)} Uhr" if at else "noch nicht"
