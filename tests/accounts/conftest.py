"""People who come in from outside, with nothing but what the world gives them."""

import pytest
from django.core.cache import cache

from accounts import actions
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit import clock
from tests.accounts.visitor import PASSWORD, MakePerson, Visitor
from tests.world import World


@pytest.fixture
def by_clock(transactional_db: None, world: World) -> Actor:
    """Who opens access in tests: the clock, as the seed does."""
    cache.clear()
    return Actor.clock(clock.read())


@pytest.fixture
def make_person(by_clock: Actor) -> MakePerson:
    """Make people who accepted their invitation and have no second factor yet."""

    def make(username: str) -> User:
        person = actions.open_account(
            by=by_clock, username=username, display_name=f"Frau {username.capitalize()}"
        )
        token = actions.invite(by=by_clock, person=person)
        actions.give_mandate(by=by_clock, person=person, role=Role.DPO)
        by = Actor.of(person, now=by_clock.now)
        actions.accept_invitation(by=by, token=token, password=PASSWORD)
        person.refresh_from_db()
        return person

    return make


@pytest.fixture
def person(make_person: MakePerson) -> User:
    """One person who has a password and nothing else."""
    return make_person("seidenfaden")


@pytest.fixture
def visitor() -> Visitor:
    """A browser in front of the door."""
    return Visitor()
