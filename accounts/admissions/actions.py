"""Deeds that let people in: an account with its first role, and whole lists of them, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts import access
from accounts import actions as accounts
from accounts.actor import Actor
from accounts.admissions import events
from accounts.models import Team, User
from accounts.nominations import actions as nominations
from accounts.roles import Role
from audit import trail
from audit.deeds import deed, must


@dataclass(frozen=True, slots=True, kw_only=True)
class NewColleague:
    """A person on the way in: how they sign in, what others read, and their first role."""

    username: str
    display_name: str
    role: Role
    number: str = ""
    team: Team | None = None
    provider_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A person with the token of their invitation; it is shown once and kept nowhere."""

    person: User
    token: str


@deed
def admit(*, by: Actor, colleague: NewColleague) -> User:
    """Open an account with its first role; without an invitation nobody can use it."""
    person = accounts.open_account(
        by=by,
        username=colleague.username,
        display_name=colleague.display_name,
        number=colleague.number,
    )
    give_or_nominate(
        by=by,
        person=person,
        role=colleague.role,
        team=colleague.team,
        provider_id=colleague.provider_id,
    )
    return person


@deed
def give_or_nominate(
    *,
    by: Actor,
    person: User,
    role: Role,
    team: Team | None = None,
    provider_id: UUID | None = None,
) -> bool:
    """Give a role, or ask for it where another person has to confirm; tell whether it holds now."""
    alone = access.may_give(by, person, role, provider_id)
    act = accounts.give_mandate if alone else nominations.nominate
    act(by=by, person=person, role=role, team=team, provider_id=provider_id)
    return alone


@deed
def admit_all(*, by: Actor, colleagues: Sequence[NewColleague]) -> tuple[Invited, ...]:
    """Open the accounts of a whole list and invite everybody: all of them or none."""
    must(access.may_admit(by))
    people = [admit(by=by, colleague=colleague) for colleague in colleagues]
    invited = tuple(Invited(person, accounts.invite(by=by, person=person)) for person in people)
    trail.record(events.LIST_ADMITTED, by=by, about=people, facts={"people": len(people)})
    return invited
