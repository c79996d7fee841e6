"""Deeds about rights looked through each quarter, and about beginning again with two people."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator

from accounts import events as accounts
from accounts.access import has_begun, holds
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.rests import actions as rests
from accounts.rights import access, events, sums
from accounts.rights.models import Reset, RightsCheck, RightsMark, Wish
from accounts.rights.sums import Place
from accounts.roles import Role
from audit import trail
from audit.deeds import NotPossibleError, deed, must

ENDED = "Dieser Zugang ist beendet."
NO_FACTOR = (
    "Diese Person hat noch keinen zweiten Faktor. Dafür genügt eine neue Einladung; bürgen muss"
    " niemand."
)
NOBODY_VOUCHES = (
    "Es bürgt noch niemand. Die Leitung oder Koordination der Person bestätigt zuerst, dass sie vor"
    " ihr steht."
)
NOBODY_ASKED = (
    "Die IT hat noch nicht darum gebeten. Bitte rufen Sie dort an; danach steht es unter „Heute“."
)
VOUCHED_A_DAY = timedelta(days=1)


@deed
def check_rights(*, by: Actor, place: Place) -> RightsCheck:
    """Say that the roles of a place are right in this quarter; once a quarter."""
    must(place in sums.places_of(by))
    quarter = sums.quarter_of(by.today)
    where: dict[str, Any] = {"team_id": place.team, "provider_id": place.provider}
    # Of two who say it at once the second waits for the first and finds it said.
    check, is_new = RightsCheck.objects.get_or_create(
        **where,
        quarter_on=quarter,
        defaults={"checked_by": by.user, "checked_at": by.now},
    )
    if not is_new:
        raise NotPossibleError("Für dieses Quartal ist das schon geprüft.")
    trail.record(events.CHECKED, by=by, about=[check], facts={"quarter": quarter})
    return check


@deed
def mark(*, by: Actor, mandate: Mandate, wish: Wish) -> RightsMark:
    """Ask the administration to change a role."""
    mandate = Mandate.objects.select_for_update().get(id=mandate.id)
    must(access.may_mark(by, mandate))
    if RightsMark.objects.filter(mandate=mandate, settled_by__isnull=True).exists():
        raise NotPossibleError("Für diese Rolle ist schon eine Änderung erbeten.", field="wish")
    made = RightsMark.objects.create(mandate=mandate, wish=wish, asked_by=by.user, asked_at=by.now)
    facts = {"wish": str(wish)}
    trail.record(events.MARKED, by=by, about=[mandate.user, mandate], facts=facts)
    return made


@deed
def settle(*, by: Actor, mark: RightsMark) -> None:
    """Say that a change somebody asked for is done."""
    mark = RightsMark.objects.select_for_update().get(id=mark.id)
    must(access.may_ask(by, mark.mandate.user))
    if mark.settled_by_id is not None:
        raise NotPossibleError("Das ist schon erledigt.")
    mark.settled_by = by.user
    mark.save(update_fields=["settled_by"])
    trail.record(events.SETTLED, by=by, about=[mark.mandate.user, mark.mandate])


@deed
def ask_reset(*, by: Actor, person: User) -> None:
    """Ask the lead or coordinator of a person to vouch for a new beginning."""
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_ask(by, person))
    reset = _for_a_factor(person)
    reset.asked_by = by.user
    reset.save()
    trail.record(events.RESET_ASKED, by=by, about=[person])


@deed
def vouch(*, by: Actor, person: User) -> None:
    """Say that a person who lost every second factor stands before oneself; it counts for a day."""
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_vouch(by, person))
    reset = _for_a_factor(person)
    if reset.asked_by_id is None:
        raise NotPossibleError(NOBODY_ASKED)
    reset.vouched_by, reset.vouched_at = by.user, by.now
    reset.save()
    trail.record(events.VOUCHED, by=by, about=[person])


@deed
def reset_access(*, by: Actor, person: User) -> str:
    """Begin again for somebody for whom another person vouched within a day; alone nobody can.

    Password, factors and sessions end, and the roles rest until whoever may vouch for the person
    enters the number that the person reads: whoever holds the slip alone reads no family.

    Returns:
        The token of a new invitation; it is handed over in person and never kept.
    """
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_ask(by, person))
    reset = _open_reset(person)
    if reset.vouched_at is None or reset.vouched_at < by.now - VOUCHED_A_DAY:
        raise NotPossibleError(NOBODY_VOUCHES)
    if reset.vouched_by_id == by.user_id:
        raise NotPossibleError("Wer gebürgt hat, schließt nicht auch ab: Es sind zwei Personen.")
    reset.done_by, reset.done_at = by.user, by.now
    reset.save()
    rests.let_rest(by=by, person=person)
    return _begin_again(by, person, witness=reset.vouched_by_id)


@deed
def reset_administrator(*, by: Actor, person: User, witness: User) -> str:
    """Begin again for an administrator at the console, where a second person stands beside.

    Returns:
        The token of a new invitation.
    """
    person = User.objects.select_for_update().get(id=person.id)
    must(by.has(Role.CLOCK))
    administers = User.objects.filter(holds(Role.IT_ADMIN, by.today), id=person.id)
    seconds = holds(Role.IT_ADMIN, by.today) | holds(Role.HEAD, by.today)
    seconding = User.objects.filter(seconds, id=witness.id).exclude(id=person.id)
    if not (administers.exists() and seconding.exists()):
        raise NotPossibleError(
            "Das geht nur für die technische Administration, und die zweite Person gehört zur"
            " Administration oder zur Bereichsleitung."
        )
    return _begin_again(by, person, witness=witness.id)


def _for_a_factor(person: User) -> Reset:
    """Begin only where there is something to lose: whoever never came in needs an invitation."""
    reset = _open_reset(person)
    if not has_begun(person):
        raise NotPossibleError(NO_FACTOR)
    return reset


def _open_reset(person: User) -> Reset:
    if not person.is_active:
        raise NotPossibleError(ENDED)
    found = Reset.objects.filter(person=person, done_at__isnull=True).first()
    return found or Reset(person=person)


def _begin_again(by: Actor, person: User, *, witness: object) -> str:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    trail.record(accounts.RESET, by=by, about=[person], facts={"witness": witness})
    return default_token_generator.make_token(person)
