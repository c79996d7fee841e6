"""Deeds about roles that take two: the administration asks, another person confirms or declines."""

from itertools import starmap
from uuid import UUID

from accounts import access as accounts_access
from accounts import actions as accounts
from accounts.actor import Actor
from accounts.models import Mandate, Nomination, Team, User
from accounts.nominations import access, events, sums
from accounts.nominations.models import Status, new_number
from accounts.roles import Role
from audit import trail
from audit.deeds import NotPossibleError, deed, must

DECIDED = "Darüber ist schon entschieden."
NOT_YET = "{} hat den Zugang noch nicht eingerichtet. Erst danach kann die Rolle bestätigt werden."
WRONG_NUMBER = (
    "Diese Zahl ist es nicht. Bitte fragen Sie die Person selbst; nennt sie eine andere, rufen Sie"
    " die IT an."
)
TOO_OFTEN = (
    "Die Zahl war fünfmal falsch und gilt nicht mehr. Bitte rufen Sie die IT an: Sie zieht den"
    " Vorschlag zurück und schlägt die Rolle neu vor, damit gibt es eine neue Zahl."
)


@deed
def nominate(
    *,
    by: Actor,
    person: User,
    role: Role,
    team: Team | None = None,
    provider_id: UUID | None = None,
) -> Nomination:
    """Ask for a role for a person; it is none until another person has confirmed it."""
    person = User.objects.select_for_update().get(id=person.id)
    must(accounts_access.may_administer(by, person))
    if not person.is_active:
        raise NotPossibleError("Dieser Zugang ist beendet.")
    held = Mandate.objects.filter(user=person, until_on__isnull=True)
    places = held.values_list("role", "team_id", "provider_id")
    new = sums.Place(role, team.id if team else None, provider_id)
    if problem := sums.misfit(starmap(sums.Place, places), new):
        raise NotPossibleError(problem, field="role")
    asked = Nomination.objects.waiting().filter(user=person, role=role)
    if asked.filter(team=team, provider_id=provider_id).exists():
        raise NotPossibleError("Diese Rolle wartet schon auf Bestätigung.", field="role")
    made = Nomination.objects.create(
        user=person,
        role=role,
        team=team,
        provider_id=provider_id,
        number=new_number(),
        asked_by=by.user,
        asked_at=by.now,
    )
    trail.record(events.ASKED, by=by, about=[person, made], facts={"role": role.value})
    return made


@deed
def confirm(*, by: Actor, nomination: Nomination, number: str = "") -> str:
    """Say that a person is to have a role; with it the role holds, from today.

    `number` is what a new person reads on their own page and told whoever confirms.

    Returns:
        Nothing, or what is wrong with the number: a wrong one is counted, and after five none helps.
    """
    person, nomination = _locked(nomination)
    must(access.may_decide(by, nomination))
    _must_wait(nomination)
    if access.is_new(by, person):
        if not access.came_in(person):
            raise NotPossibleError(NOT_YET.format(person.display_name))
        if wrong := sums.tried(number, nomination.number, nomination.tries):
            nomination.tries = wrong
            nomination.save(update_fields=["tries"])
            facts = {"tries": wrong}
            trail.record(events.WRONG, by=by, about=[person, nomination], facts=facts)
            return TOO_OFTEN if wrong >= sums.MOST_TRIES else WRONG_NUMBER
    accounts.give_mandate(
        by=by,
        person=person,
        role=Role(nomination.role),
        team=nomination.team,
        provider_id=nomination.provider_id,
    )
    _decide(by, nomination, Status.CONFIRMED)
    return ""


@deed
def decline(*, by: Actor, nomination: Nomination) -> None:
    """Say that a person is not to have a role; whoever asked for it reads who declined."""
    person, nomination = _locked(nomination)
    must(access.may_decide(by, nomination))
    _must_wait(nomination)
    _decide(by, nomination, Status.DECLINED)
    facts = {"role": nomination.role}
    trail.record(events.DECLINED, by=by, about=[person, nomination], facts=facts)


@deed
def withdraw(*, by: Actor, nomination: Nomination) -> None:
    """Take back a role that waits."""
    person, nomination = _locked(nomination)
    must(access.may_withdraw(by, nomination))
    _must_wait(nomination)
    _decide(by, nomination, Status.WITHDRAWN)
    facts = {"role": nomination.role}
    trail.record(events.WITHDRAWN, by=by, about=[person, nomination], facts=facts)


def _locked(nomination: Nomination) -> tuple[User, Nomination]:
    """Hold the person first, as every deed about roles does, then the row."""
    person = User.objects.select_for_update().get(id=nomination.user_id)
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("team")
    return person, rows.get(id=nomination.id)


def _must_wait(nomination: Nomination) -> None:
    if nomination.status != Status.WAITING:
        raise NotPossibleError(DECIDED)


def _decide(by: Actor, nomination: Nomination, status: Status) -> None:
    nomination.status, nomination.decided_by, nomination.decided_at = status, by.user, by.now
    nomination.save(update_fields=["status", "decided_by", "decided_at"])
