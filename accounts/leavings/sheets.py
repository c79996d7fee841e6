"""What is read before somebody is let go: what ends, what stays, and where open work goes."""

from accounts import access
from accounts.actor import Actor
from accounts.admissions.sheets import current
from accounts.leavings.access import may_reopen
from accounts.models import Mandate, User
from accounts.roles import Role
from accounts.sheets import names_of_places, place_of

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
