"""Deeds about access: letting people in, giving and ending roles, absences and their deputies."""

from datetime import date, timedelta
from itertools import starmap
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts import access, events
from accounts.actor import Actor
from accounts.hooks import ends_along
from accounts.leavings.access import why_not_yet
from accounts.middleware import FACTORS
from accounts.models import Absence, Mandate, Nomination, Team, User, reserved_clock
from accounts.nominations.models import Status as Nominated
from accounts.nominations.sums import Place, misfit
from accounts.rests import actions as rests
from accounts.rests.models import Rest
from accounts.roles import Role
from audit import trail
from audit.clock import day_text
from audit.deeds import NotPossibleError, deed, must

LONGEST_AWAY = timedelta(days=184)
AWAY_TOO_LONG = "Bitte wählen Sie einen Tag in höchstens sechs Monaten. Wer länger weg ist, übergibt die Familien."
AWAY_TOO = "{} ist selbst nicht da (bis {}). Bitte wählen Sie jemand anderen."
TAKEN = (
    "Diesen Anmeldenamen gibt es schon. Arbeitet die Person schon an einer anderen Stelle, trägt die"
    " IT des Jugendamts die zweite Rolle ein."
)


@deed
def open_team(*, by: Actor, name: str, district: str) -> Team:
    """Make a team of the office, so that people can be given a role in it."""
    must(access.may_administer(by))
    if Team.objects.filter(name=name).exists():
        raise NotPossibleError("Ein Team mit diesem Namen gibt es schon.", field="name")
    team = Team.objects.create(name=name, district=district)
    trail.record(events.TEAM_OPENED, by=by, about=[team])
    return team


@deed
def open_account(
    *,
    by: Actor,
    username: str,
    display_name: str,
    number: str = "",
    email: str = "",
    profile: str = "",
) -> User:
    """Make a person known; they can do nothing before they have a role and accepted their invitation."""
    must(access.may_admit(by))
    if User.objects.filter(username__iexact=username).exists():
        raise NotPossibleError(TAKEN, field="username")
    person = User(
        username=username,
        display_name=display_name,
        number=number,
        email=email,
        profile=profile,
        made_at=by.now,
    )
    person.set_unusable_password()
    person.save()
    trail.record(events.OPENED, by=by, about=[person])
    return person


@deed
def invite(*, by: Actor, person: User) -> str:
    """Give the word with which a person sets their first password; it is good once, for a day.

    Returns:
        The token for the address of the invitation; it is handed over in person and never kept.
    """
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_let_go(by, person))
    if not person.is_active:
        raise NotPossibleError("Dieser Zugang ist beendet.")
    if access.has_begun(person):
        raise NotPossibleError("Diese Person hat ihren Zugang schon eingerichtet.")
    # A word that nobody knows, new each time: with it every slip before this one ends.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    # One way in at a time: a second one would open beside the person who tells the number.
    SocialAccount.objects.filter(user=person).delete()
    if access.may_administer(by):
        rests.let_rest(by=by, person=person)
    trail.record(events.INVITED, by=by, about=[person])
    return default_token_generator.make_token(person)


@deed
def accept_invitation(*, by: Actor, token: str, password: str) -> None:
    """Set the first password of the person who was invited."""
    person = User.objects.select_for_update().get(id=by.user_id)
    if not (person.is_active and default_token_generator.check_token(person, token)):
        raise PermissionDenied
    person.set_password(password)
    person.save(update_fields=["password"])
    trail.record(events.PASSWORD_CHANGED, by=by, about=[person])


@deed
def give_mandate(
    *,
    by: Actor,
    person: User,
    role: Role,
    team: Team | None = None,
    provider_id: UUID | None = None,
    since_on: date | None = None,
) -> Mandate:
    """Give a person a role at its place, as far as one person may: nobody gives themselves one, and
    the administration alone none at all (`nominations.nominate`).
    """
    person = User.objects.select_for_update().get(id=person.id)
    if role == Role.HEAD and by.has(Role.IT_ADMIN):
        # Two of the administration at once: the second finds the head that the first made.
        User.objects.select_for_update().get(id=reserved_clock())
    waits = access.waits_for(by, person, role, team, provider_id)
    must(waits or access.may_give(by, person, role, provider_id))
    if not person.is_active:
        raise NotPossibleError("Dieser Zugang ist beendet.")
    new = Place(role, team.id if team else None, provider_id)
    held = _mandates(person).values_list("role", "team_id", "provider_id")
    if problem := misfit(starmap(Place, held), new):
        raise NotPossibleError(problem, field="role")
    mandate = Mandate.objects.create(
        user=person,
        role=role,
        team=team,
        provider_id=provider_id,
        since_on=since_on or by.today,
        given_by=by.user,
    )
    trail.record(events.MANDATE_GIVEN, by=by, about=[person, mandate], facts={"role": role.value})
    return mandate


@deed
def end_mandate(*, by: Actor, mandate: Mandate) -> None:
    """End a role at once; the last one that leads or watches only when somebody follows."""
    # All of this role in one order: of two who end the last two at once, the second finds one left.
    same = Mandate.objects.filter(role=mandate.role, until_on__isnull=True)
    locked = {one.id: one for one in same.select_for_update().order_by("id")}
    mandate = locked.get(mandate.id) or Mandate.objects.get(id=mandate.id)
    must(access.may_end(by, mandate))
    if mandate.until_on is not None:
        raise NotPossibleError("Diese Rolle ist schon beendet.")
    if reason := why_not_yet(mandate, by.today):
        raise NotPossibleError(reason)
    mandate.until_on, mandate.ended_by = max(by.today, mandate.since_on), by.user
    mandate.save(update_fields=["until_on", "ended_by"])
    trail.record(
        events.MANDATE_ENDED, by=by, about=[mandate.user, mandate], facts={"role": mandate.role}
    )


@deed
def deactivate(*, by: Actor, person: User) -> None:
    """End a person's access at once: their sessions end, their roles end today."""
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_let_go(by, person) and person.id != reserved_clock())
    if not person.is_active:
        raise NotPossibleError("Dieser Zugang ist schon beendet.")
    for ends in ends_along():
        ends(by, person)
    person.is_active, person.let_go_by = False, by.user
    person.save(update_fields=["is_active", "let_go_by"])
    for mandate in _mandates(person).filter(since_on__lte=by.today):
        mandate.until_on, mandate.ended_by = by.today, by.user
        mandate.save(update_fields=["until_on", "ended_by"])
    asked = Nomination.objects.waiting().filter(user=person)
    asked.update(status=Nominated.WITHDRAWN, decided_by=by.user, decided_at=by.now)
    # Whoever comes back gets roles anew, by two people and a number; nothing is left that rests.
    Rest.objects.filter(user=person, ended_at=None).update(ended_at=by.now)
    for session in UserSession.objects.filter(user=person):
        session.end()
    trail.record(events.DEACTIVATED, by=by, about=[person])


@deed
def set_deputy(*, by: Actor, person: User, deputy: User) -> None:
    """Name who stands in while a person is away."""
    person = User.objects.select_for_update(no_key=True).get(id=person.id)
    must(access.may_set_absence(by, person))
    _name_deputy(by, person, deputy)
    trail.record(events.DEPUTY_SET, by=by, about=[person, deputy])


@deed
def set_absence(
    *,
    by: Actor,
    person: User,
    until_on: date,
    deputy: User | None = None,
    from_on: date | None = None,
) -> Absence:
    """Say that a person is away until a day and who stands in; the deputy does so on these days only."""
    person = User.objects.select_for_update(no_key=True).get(id=person.id)
    must(access.may_set_absence(by, person))
    first = from_on or by.today
    if until_on < first:
        raise NotPossibleError("Der letzte Tag liegt vor dem ersten.", field="until_on")
    if deputy is not None:
        _name_deputy(by, person, deputy)
    if until_on - first > LONGEST_AWAY:
        raise NotPossibleError(AWAY_TOO_LONG, field="until_on")
    if person.deputy is None:
        raise NotPossibleError("Bitte geben Sie an, wer Sie vertritt.", field="deputy")
    _must_be_there(person.deputy, first, until_on)
    Absence.objects.filter(user=person, from_on__gte=first).delete()
    Absence.objects.filter(user=person, until_on__gte=first).update(
        until_on=first - timedelta(days=1)
    )
    absence = Absence.objects.create(user=person, from_on=first, until_on=until_on)
    trail.record(
        events.ABSENCE_SET,
        by=by,
        about=[person],
        facts={"from": first, "until": until_on, "deputy": person.deputy_id},
    )
    return absence


@deed
def end_absence(*, by: Actor, person: User) -> None:
    """Say that a person is back; from now on nobody stands in for them."""
    person = User.objects.select_for_update(no_key=True).get(id=person.id)
    must(access.may_set_absence(by, person))
    current = Absence.objects.filter(user=person, until_on__gte=by.today)
    if not current.exists():
        raise NotPossibleError("Es ist keine Abwesenheit eingetragen.")
    current.filter(from_on__gte=by.today).delete()
    current.update(until_on=by.today - timedelta(days=1))
    trail.record(events.ABSENCE_ENDED, by=by, about=[person])


@deed
def end_session(*, by: Actor, session: int) -> None:
    """End one of the own sessions, for example on a lost phone."""
    own = UserSession.objects.filter(user_id=by.user_id, pk=session).first()
    if own is None:
        raise PermissionDenied
    own.end()
    trail.record(events.SESSION_ENDED, by=by, about=[by.user])


@deed
def remove_factor(*, by: Actor, factor: int) -> None:
    """Remove one of the own second factors; the last one stays."""
    User.objects.select_for_update().get(id=by.user_id)
    factors = Authenticator.objects.filter(user_id=by.user_id, type__in=FACTORS)
    own = factors.filter(pk=factor).first()
    if own is None:
        raise PermissionDenied
    if not factors.exclude(pk=factor).exists():
        raise NotPossibleError(
            "Das ist Ihr einziger zweiter Faktor. Richten Sie zuerst einen neuen ein."
        )
    own.delete()
    trail.record(events.FACTOR_REMOVED, by=by, about=[by.user], facts={"kind": own.type})


def _mandates(person: User) -> QuerySet[Mandate]:
    return Mandate.objects.filter(user=person, until_on__isnull=True)


def _must_be_there(deputy: User, first: date, last: date) -> None:
    """Refuse a deputy who is away on one of these days: nobody would keep the families."""
    away = Absence.objects.filter(user=deputy, from_on__lte=last, until_on__gte=first)
    if absence := away.order_by("-until_on").first():
        until = day_text(absence.until_on)
        raise NotPossibleError(AWAY_TOO.format(deputy.display_name, until), field="deputy")


def _name_deputy(by: Actor, person: User, deputy: User) -> None:
    absent = Actor.of(person, now=by.now, though_resting=True)
    fitting = User.objects.filter(access.may_deputise(absent), id=deputy.id)
    if not fitting.exists():
        raise NotPossibleError("Diese Person kann Sie nicht vertreten.", field="deputy")
    person.deputy = deputy
    person.save(update_fields=["deputy"])
