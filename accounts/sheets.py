"""What people read about their own access, and whom one can be in the example town."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actor import Actor
from accounts.middleware import FACTORS, Device
from accounts.models import Absence, Mandate, Nomination, User
from accounts.roles import PROVIDER_ROLES, Role

type NamesOfPlaces = Callable[[Iterable[UUID] | None], Mapping[UUID, str]]

OFFICE = "Jugendamt"
SENTENCES = {
    Role.CASEWORKER: "Begleitet Familien vom ersten Kontakt bis zum Ende der Hilfe.",
    Role.FRONT_DESK: "Nimmt Anrufe an und gibt sie an die richtige Stelle.",
    Role.ON_CALL: "Ist heute für Notfälle da.",
    Role.TEAM_LEAD: "Leitet ein Team, prüft und gibt frei.",
    Role.HEAD: "Steuert Budgets und gibt Berichte frei.",
    Role.PLANNER: "Bereitet Berichte ohne Personenbezug vor.",
    Role.CHILD_PROTECTION: "Schätzt als zweite Fachkraft Gefährdungen ein.",
    Role.FINANCE: "Zahlt, was bewilligt ist.",
    Role.DP_COORDINATOR: "Sorgt für Auskunft, Löschung und Meldungen.",
    Role.DPO: "Prüft die Nachweise.",
    Role.AUDITOR: "Prüft die Familien ihrer Stichprobe.",
    Role.IT_ADMIN: "Richtet Zugänge ein und hält den Betrieb.",
    Role.COORDINATOR: "Beantwortet Anfragen und plant Fachkräfte ein.",
    Role.CARER: "Arbeitet mit den Familien und bucht Stunden.",
    Role.PROVIDER_ADMIN: "Rechnet die Stunden des Trägers ab.",
}

STANDING_BY = {
    *(Role.FRONT_DESK, Role.CHILD_PROTECTION, Role.FINANCE, Role.DP_COORDINATOR),
    *(Role.AUDITOR, Role.PROVIDER_ADMIN),
}
# Two people of one kind of work show that each sees something else.
ALIKE_AT_FIRST = 2
ENOUGH_PASSKEYS = 2

_naming: list[NamesOfPlaces] = []


def name_places(names: NamesOfPlaces) -> None:
    """Let the register of providers, which lies above, tell the names of places of work."""
    _naming[:] = [names]


def names_of_places(ids: Iterable[UUID] | None = None) -> Mapping[UUID, str]:
    """Give the names of these providers, or of all of them."""
    wanted = None if ids is None else set(ids)
    return _naming[0](wanted) if _naming and (wanted or wanted is None) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One own session."""

    id: int
    device: str
    since: str
    is_this_one: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLine:
    """One own second factor."""

    id: int
    name: str
    kind: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsSheet:
    """The own second factors."""

    lines: list[FactorLine]
    has_app: bool
    has_codes: bool
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSheet:
    """The own page."""

    name: str
    rows: list[tuple[str, str]]
    sessions: list[SessionLine]
    factors: FactorsSheet
    absence: str
    has_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSheet:
    """What kind of device a session runs on, when it locks, and what else it may be."""

    label: str
    minutes: int
    others: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """One person of the example town as whom one can sign in."""

    id: UUID
    name: str
    role: str
    place: str
    sentence: str
    # Work without families of one's own: found in the fold.
    stands_by: bool = False


@dataclass(slots=True)
class PlaceOfCards:
    """The people of one place of work: those seen first, and those in the fold."""

    name: str = ""
    first: list[PersonCard] = field(default_factory=list)
    others: list[PersonCard] = field(default_factory=list)

    def take(self, card: PersonCard) -> None:
        """Put a card where it belongs."""
        alike = sum(seen.role == card.role for seen in self.first)
        shown = alike < ALIKE_AT_FIRST and not card.stands_by
        (self.first if shown else self.others).append(card)


def account(actor: Actor, session_key: str | None) -> AccountSheet:
    """Make the own page of a person."""
    user = actor.user
    mandates = list(Mandate.objects.filter(user=user, until_on__isnull=True).select_related("team"))
    names = _names(mandates)
    return AccountSheet(
        name=user.display_name,
        rows=[
            *((Role(m.role).label, place_of(m, names)) for m in mandates),
            ("Telefon", user.number),
            ("Anmeldename", user.username),
            ("Vertretung", user.deputy.display_name if user.deputy else "nicht eingerichtet"),
        ],
        sessions=_sessions(actor, session_key),
        factors=factors(actor),
        absence=_absence(actor),
        has_password=user.has_usable_password(),
    )


def device(this: Device) -> DeviceSheet:
    """Say when this device locks."""
    return DeviceSheet(
        label=this.label,
        minutes=settings.LOCK_MINUTES[this.value],
        others=[(value, label) for value, label in Device.choices if value != this.value],
    )


def factors(actor: Actor) -> FactorsSheet:
    """Make the list of the own second factors."""
    own = list(Authenticator.objects.filter(user_id=actor.user_id).order_by("created_at"))
    return FactorsSheet(
        lines=[_factor(factor) for factor in own if factor.type in FACTORS],
        has_app=any(factor.type == Authenticator.Type.TOTP for factor in own),
        has_codes=any(factor.type == Authenticator.Type.RECOVERY_CODES for factor in own),
        missing=_missing(own),
    )


def _missing(own: list[Authenticator]) -> str:
    """Say what a person still needs so that one lost device does not shut them out; it reminds only.

    Two passkeys are enough, or one and emergency codes that were looked at, or a code app.
    """
    kinds = Counter(factor.type for factor in own)
    if kinds[Authenticator.Type.WEBAUTHN] >= ENOUGH_PASSKEYS or kinds[Authenticator.Type.TOTP]:
        return ""
    if not kinds[Authenticator.Type.WEBAUTHN]:
        return "Es fehlt noch ein Passkey."
    codes = [factor for factor in own if factor.type == Authenticator.Type.RECOVERY_CODES]
    kept = any(factor.data.get("viewed_at") for factor in codes)
    return "" if kept else "Es fehlt noch ein zweiter Passkey, oder gedruckte Notfallcodes."


def people_one_can_be() -> list[PlaceOfCards]:
    """Make the cards of the example town, by place of work and telephone list, the office first;
    two of each kind of work are seen at once, the others wait in a fold.
    """
    people = User.objects.one_can_be().prefetch_related("mandates__team", "nominations__team")
    places: dict[str, PlaceOfCards] = defaultdict(PlaceOfCards)
    everybody = list(people.order_by("number"))
    held = {person.id: _held_or_asked(person) for person in everybody}
    names = _names(one for own in held.values() for one in own)
    for person in everybody:
        mandates = held[person.id]
        first = mandates[0]
        house = names.get(first.provider_id, "Träger") if first.provider_id else OFFICE
        places[house].take(_card(person, mandates, house))
    for name, place in places.items():
        place.name = name
    return sorted(places.values(), key=lambda place: (place.name != OFFICE, place.name))


def _held_or_asked(person: User) -> list[Mandate | Nomination]:
    """Give the roles of a person; those that wait where they have none yet."""
    held = [m for m in person.mandates.all() if m.until_on is None]
    return [*held] or [one for one in person.nominations.all() if one.decided_at is None]


def _card(person: User, mandates: list[Mandate | Nomination], house: str) -> PersonCard:
    roles = [Role(mandate.role) for mandate in mandates]
    team = next((m.team.name for m in mandates if m.team), "")
    return PersonCard(
        id=person.id,
        name=person.display_name,
        role=", ".join(str(role.label) for role in roles),
        place=f"{house}, {team}" if team else house,
        sentence=person.profile or SENTENCES[roles[0]],
        stands_by=roles[0] in STANDING_BY,
    )


def _names(mandates: Iterable[Mandate | Nomination]) -> Mapping[UUID, str]:
    return names_of_places(m.provider_id for m in mandates if m.provider_id)


def place_of(mandate: Mandate | Nomination, names: Mapping[UUID, str]) -> str:
    """Say where a role belongs: a provider, a team, or the office."""
    if mandate.role in PROVIDER_ROLES and mandate.provider_id:
        return names.get(mandate.provider_id, "Träger")
    return f"{OFFICE}, {mandate.team.name}" if mandate.team else OFFICE


def _absence(actor: Actor) -> str:
    """Say until when the person is away; empty when they are not."""
    current = Absence.objects.filter(user=actor.user, until_on__gte=actor.today).order_by("from_on")
    absence = current.first()
    if absence is None:
        return ""
    until = _day(absence.until_on)
    if absence.from_on > actor.today:
        return f"Sie sind vom {_day(absence.from_on)} bis {until} als abwesend eingetragen."
    return f"Sie sind bis {until} als abwesend eingetragen."


def _sessions(actor: Actor, session_key: str | None) -> list[SessionLine]:
    alive = Session.objects.filter(expire_date__gt=actor.now).values("session_key")
    own = UserSession.objects.filter(user_id=actor.user_id, session_key__in=alive)
    return [
        SessionLine(
            id=session.pk,
            device=_device(session.user_agent),
            since=date_format(timezone.localtime(session.created_at), "d.m.Y, H:i") + " Uhr",
            is_this_one=session.session_key == session_key,
        )
        for session in own.order_by("-created_at")
    ]


def _factor(factor: Authenticator) -> FactorLine:
    is_passkey = factor.type == Authenticator.Type.WEBAUTHN
    return FactorLine(
        id=factor.pk,
        name=str(factor.data["name"]) if is_passkey else "Code-App",
        kind="Passkey" if is_passkey else "Code aus einer App",
        since=_day(timezone.localtime(factor.created_at).date()),
    )


def _device(agent: str) -> str:
    """Name browser and system of a session, as far as the browser tells."""
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "Mac",
        "Linux": "Linux",
    }
    browser = next((name for mark, name in browsers.items() if mark in agent), "Browser")
    system = next((name for mark, name in systems.items() if mark in agent), "")
    return f"{browser} auf {system}" if system else browser


def _day(on: date) -> str:
    return date_format(on, "d.m.Y")
