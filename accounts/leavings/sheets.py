"""What is read before somebody is let go: what ends, what stays, and where open work goes."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from accounts import access
from accounts.actor import Actor
from accounts.admissions.sheets import current
from accounts.leavings.access import (
    WATCHING,
    held,
    may_fill,
    may_read_of_vacant,
    may_reopen,
)
from accounts.models import Mandate, Team, User
from accounts.nominations.sheets import Waiting
from accounts.roles import Role
from accounts.sheets import OFFICE, names_of_places, place_of
from audit.clock import day_text

# An office by its role and its place: a team, a house, or neither.
type Office = tuple[str, UUID | None, UUID | None]

PLACE = ("role", "team_id", "provider_id")
# Who leads those who work with families at a place.
LED_BY: Mapping[str, str] = {Role.CASEWORKER: Role.TEAM_LEAD, Role.CARER: Role.COORDINATOR}
LEFT_BEHIND = (
    "Was die Person noch offen hat, findet ihre Leitung oder Koordination unter „Übergaben“ und gibt"
    " es weiter."
)


def before_ending(actor: Actor, one: User) -> tuple[str, ...]:
    """Say what follows when an access ends; nothing where it cannot be ended."""
    if not (access.may_let_go(actor, one) and one.is_active):
        return ()
    mandates = current(actor, [one]).get(one.id, [])
    names = names_of_places(m.provider_id for m in mandates if m.provider_id)
    roles = "; ".join(f"{Role(m.role).label}, {place_of(m, names)}" for m in mandates)
    return (
        "Anmelden geht sofort nicht mehr. Offene Sitzungen enden.",
        "Einzelne Familien, für die jemand die Person eingelassen hat, sieht sie nicht mehr.",
        f"Mit dem Zugang enden: {roles}." if roles else "Eine Rolle hat die Person nicht.",
        LEFT_BEHIND,
    )


def before_reopening(actor: Actor, one: User) -> tuple[str, ...]:
    """Say what follows when an ended access opens again; nothing where it cannot be opened."""
    if one.is_active or not may_reopen(actor, one):
        return ()
    return (
        "Der Zugang ist wieder offen, aber ohne Rolle. Beendete Rollen bleiben beendet.",
        "Passwort, zweite Faktoren und Sitzungen von früher gelten nicht mehr.",
        "Danach stellen Sie eine neue Einladung aus und geben sie der Person in die Hand.",
        "Befangenheiten gelten weiter.",
    )


def before_ending_role(actor: Actor, mandate: Mandate) -> tuple[str, ...]:
    """Say what follows when a role ends; nothing where it cannot be ended."""
    if not (access.may_end(actor, mandate) and mandate.until_on is None):
        return ()
    names = names_of_places([mandate.provider_id]) if mandate.provider_id else {}
    others = current(actor, [mandate.user]).get(mandate.user_id, [])
    stays = any(other.id != mandate.id for other in others)
    return (
        f"Es endet: {Role(mandate.role).label}, {place_of(mandate, names)}.",
        "Was zu dieser Rolle gehört, sieht die Person mit dem nächsten Klick nicht mehr.",
        "Andere Rollen bleiben." if stays else "Eine andere Rolle hat die Person hier nicht.",
        "Der Zugang selbst bleibt bestehen.",
        LEFT_BEHIND,
    )


def vacant(by: Actor) -> Iterator[Waiting]:
    """Say which office is nobody's: of those who lead or watch since the last was let go; a team that
    nobody leads, a house that nobody coordinates. Who let the last go, and where a follower is proposed.
    """
    if not may_read_of_vacant(by):
        return
    empty = _needed(by) - set(held(by.today).values_list(*PLACE))
    if not empty:
        return
    names = names_of_places([house for _, _, house in empty if house])
    teams = dict(Team.objects.values_list("id", "name"))
    lasts = _lasts(role for role, _, _ in empty)
    proposes = by.has(Role.IT_ADMIN)
    for role, team, house in sorted(empty, key=str):
        place = (team and teams.get(team)) or (house and names.get(house)) or OFFICE
        yield Waiting(
            title=f"{Role(role).label} ist unbesetzt: {place}",
            text=_since(lasts.get((role, team, house)), proposes=proposes),
            verb="Nachfolge vorschlagen" if proposes else "Rechte ansehen",
            page="accesses" if proposes else "rights",
        )


def _needed(by: Actor) -> set[Office]:
    """Give the offices that somebody should hold, as far as this person reads of them."""
    ever = Mandate.objects.filter(role__in=WATCHING).values_list(*PLACE).distinct()
    needed = set(ever)
    if may_fill(by):
        worked = held(by.today).filter(role__in=LED_BY).values_list(*PLACE).distinct()
        needed |= {(LED_BY[role], team, house) for role, team, house in worked}
    return needed


def _lasts(roles: Iterable[str]) -> Mapping[Office, Mandate]:
    """Find who held each office last."""
    over = Mandate.objects.filter(role__in=set(roles)).select_related("ended_by")
    rows = over.order_by(*PLACE, "-until_on").distinct(*PLACE)
    return {(row.role, row.team_id, row.provider_id): row for row in rows}


def _since(last: Mandate | None, *, proposes: bool) -> str:
    """Say since when an office is nobody's, who ended it, and what follows."""
    since = f"Seit {day_text(last.until_on)}" if last and last.until_on else "Zurzeit"
    ended_by = last.ended_by if last else None
    who = f" ({ended_by.display_name}, {ended_by.number})" if ended_by else ""
    return f"{since}{who}." + ("" if proposes else " Die IT schlägt eine Nachfolge vor.")
