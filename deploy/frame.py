"""What the page frame shows around every page: who is signed in and where they can go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.actor import Actor
from accounts.drafts import sheets as drafts
from accounts.drafts.sheets import KeptHere
from accounts.drafts.views import address_of
from accounts.middleware import (
    DEVICE,
    SIGNED_IN_AT,
    Device,
    SignedInRequest,
    is_locked,
    seconds_left,
)
from audit.clock import BERLIN

# Words of the menu, in the order of the menu: URL name -> label.
LABELS = {
    "today": "Heute",
    "my_day": "Mein Tag",
    "intakes": "Meldungen",
    "families": "Meine Familien",
    "note_new": "Notieren",
    "enquiries": "Anfragen",
    "aids": "Hilfen",
    "plans": "Hilfepläne",
    "hours": "Stunden",
    "notices": "Bewilligungen",
    "invoices": "Abrechnung",
    "approvals": "Freigaben",
    "budgets": "Steuerung",
    "reports": "Berichte",
    "trail": "Nachweise",
    "access_requests": "Auskünfte",
    "emergencies": "Notfälle",
    "town": "Sozialräume",
    "responsibility": "Wer ist zuständig?",
    "handovers": "Übergaben",
    "staff": "Mitarbeitende",
    "rights": "Rechte",
    "accesses": "Zugänge",
}

# Where a day begins: asked here what kind of device this is.
FIRST_PAGES = {"/", "/mein-tag/"}
# Shorter words for the bar at the bottom of a phone.
SHORT = {"families": "Familien", "my_day": "Tag", "plans": "Pläne", "search": "Suche"}


@dataclass(frozen=True)
class RoleFrame:
    """What one role finds in its frame: its name in words, its menu, its bar on the phone."""

    words: str
    menu: tuple[str, ...]
    bottom: tuple[str, ...]
    may_search: bool = False
    may_note: bool = False


# In the order of precedence: who has several roles gets the bar of the first.
ROLES = {
    "caseworker": RoleFrame(
        "Bezirkssozialarbeit",
        ("today", "families", "enquiries", "aids", "plans", "hours", "emergencies", "town"),
        ("today", "families", "note_new", "search"),
        may_search=True,
        may_note=True,
    ),
    "team_lead": RoleFrame(
        "Teamleitung",
        (
            "today",
            "intakes",
            "families",
            "approvals",
            "enquiries",
            "plans",
            "emergencies",
            "handovers",
        ),
        ("today", "approvals", "families", "search"),
        may_search=True,
        may_note=True,
    ),
    "head": RoleFrame(
        "Bereichsleitung",
        ("today", "approvals", "enquiries", "budgets", "reports", "emergencies", "town", "rights"),
        ("today", "approvals", "budgets", "reports"),
    ),
    "coordinator": RoleFrame(
        "Koordination",
        (
            "today",
            "enquiries",
            "families",
            "aids",
            "plans",
            "hours",
            "budgets",
            "town",
            "handovers",
            "staff",
        ),
        ("today", "enquiries", "families", "hours"),
        may_search=True,
    ),
    "carer": RoleFrame(
        "Fachkraft",
        ("my_day", "families", "plans", "hours"),
        ("my_day", "families", "hours", "plans"),
        may_search=True,
    ),
    "planner": RoleFrame(
        "Jugendhilfeplanung",
        ("today", "budgets", "reports", "town"),
        ("today", "budgets", "reports", "town"),
    ),
    "front_desk": RoleFrame("Geschäftszimmer", ("today", "town"), ("today", "town")),
    "child_protection": RoleFrame(
        "Kinderschutz",
        ("today", "intakes", "emergencies", "town"),
        ("today", "intakes", "emergencies"),
    ),
    "finance": RoleFrame(
        "Wirtschaftliche Jugendhilfe",
        ("today", "notices", "budgets", "reports", "town"),
        ("today", "notices", "budgets"),
    ),
    "dp_coordinator": RoleFrame(
        "Datenschutzkoordination",
        ("today", "access_requests", "emergencies", "rights", "reports", "town"),
        ("today", "access_requests", "emergencies", "rights"),
    ),
    "auditor": RoleFrame(
        "Rechnungsprüfung", ("today", "families", "reports", "town"), ("today", "families")
    ),
    "provider_admin": RoleFrame("Verwaltung", ("today", "invoices", "town"), ("today", "invoices")),
    "dpo": RoleFrame(
        "Datenschutz",
        ("today", "trail", "emergencies", "rights"),
        ("today", "trail", "emergencies"),
    ),
    # Beside another role: on call is who stands on the roster.
    "on_call": RoleFrame("Bereitschaft", ("emergencies",), ("today", "emergencies")),
    "it_admin": RoleFrame("IT", ("today", "accesses", "rights", "town"), ("today", "accesses")),
}


@dataclass(frozen=True)
class MenuItem:
    """One link of a menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """Everything the frame's templates may know about the person and the page."""

    name: str
    roles: str
    menu: tuple[MenuItem, ...]
    bottom: tuple[MenuItem, ...]
    may_search: bool
    may_note: bool
    demo: bool
    lock_seconds: int = 0
    ends_at: str = ""
    devices: tuple[tuple[str, str], ...] = ()
    is_first: bool = False
    # By which right the family of this page is read; nothing where it is one's own.
    way: str = ""


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: the frame of whoever asks; strangers and locked sessions get one without name and menu."""
    actor = getattr(request, "actor", None)
    user = getattr(actor, "user", None)
    shown = getattr(user, "is_active", False) and not is_locked(cast("SignedInRequest", request))
    name = getattr(user, "display_name", "") if shown else ""
    roles = [words for role, words in ROLES.items() if name and role in actor_roles(actor)]
    wanted = {entry for role in roles for entry in role.menu}
    return {
        "frame": Frame(
            name=name,
            roles=", ".join(role.words for role in roles),
            menu=items([entry for entry in LABELS if entry in wanted], LABELS, request.path),
            bottom=items(roles[0].bottom, LABELS | SHORT, request.path) if roles else (),
            may_search=any(role.may_search for role in roles),
            may_note=any(role.may_note for role in roles),
            demo=bool(getattr(settings, "DEMO", False)),
            way=getattr(request, "way", ""),
            **(_session(cast("SignedInRequest", request)) if name else {}),
        )
    }


def kept_drafts(request: HttpRequest) -> dict[str, Callable[[], KeptHere]]:
    """Context processor: the own drafts, looked up only by pages that stand behind the wall and show them."""
    actor = getattr(request, "actor", None)

    def kept() -> KeptHere:
        if not isinstance(actor, Actor) or request.method != "GET":
            return KeptHere(here=[], count=0)
        return drafts.kept(actor, address_of(request))

    return {"kept_drafts": kept}


def _session(request: SignedInRequest) -> dict[str, Any]:
    """Tell how long the session stays open, its end when it is near, and which device it may be."""
    ends = request.session.get(SIGNED_IN_AT, 0) + settings.SESSION_COOKIE_AGE
    is_near = ends - request.actor.now.timestamp() <= settings.SESSION_ENDS_SOON_SECONDS
    is_first = request.path in FIRST_PAGES
    return {
        "lock_seconds": max(seconds_left(request), 0),
        "ends_at": f"{datetime.fromtimestamp(ends, BERLIN):%H:%M}" if is_near else "",
        "devices": tuple(Device.choices) if is_first and DEVICE not in request.session else (),
        "is_first": is_first,
    }


def actor_roles(actor: object) -> frozenset[str]:
    """The roles of whoever acts, as plain words."""
    return frozenset(str(role) for role in getattr(actor, "roles", ()))


def items(
    names: tuple[str, ...] | list[str], labels: dict[str, str], path: str
) -> tuple[MenuItem, ...]:
    """The links for these URL names; pages this installation does not have are left out."""
    found: list[tuple[str, str]] = []
    for name in names:
        try:
            found.append((labels[name], reverse(name)))
        except NoReverseMatch:
            continue
    here = current([href for _, href in found], path)
    return tuple(MenuItem(label, href, href == here) for label, href in found)


def current(hrefs: list[str], path: str) -> str:
    """The longest of these links that the path lies under; "/" only stands for itself."""
    under = [href for href in hrefs if path == href or (href != "/" and path.startswith(href))]
    return max(under, key=len, default="")
