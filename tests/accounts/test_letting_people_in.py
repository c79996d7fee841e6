"""Letting people in: administrators let in each other and everyone else, never themselves."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.roles import Role
from audit.deeds import NotPossibleError
from audit.models import Entry
from tests.accounts.visitor import FACTORS, Visitor
from tests.stages.people import a_role
from tests.world import World

ADMINISTRATOR = "wolters"
FIRST = {"password": "Der Ahorn wirft Schatten", "again": "Der Ahorn wirft Schatten"}


@pytest.fixture
def invitations(world: World) -> list[str]:
    """Let the first two in, as on a new installation, and give the addresses of their invitations."""
    yesterday = world.actor(ADMINISTRATOR).today - timedelta(days=1)
    Mandate.objects.filter(role=Role.IT_ADMIN).update(until_on=yesterday)
    out = StringIO()
    call_command("first_administrators", "ackermann", "lerchenfeld", stdout=out)
    return re.findall(r"://[^/]+(/einladung/\S+)", out.getvalue())


def test_the_first_two_accept_their_invitations_and_go_on_to_enrolment(
    visitor: Visitor, invitations: list[str]
) -> None:
    visitor.client.post(invitations[0], FIRST)
    answer = visitor.gives_password("ackermann", FIRST["password"])
    assert visitor.opens(answer.headers["Location"]).headers["Location"] == FACTORS


def test_an_invitation_is_good_once(visitor: Visitor, invitations: list[str]) -> None:
    visitor.client.post(invitations[0], FIRST)
    assert visitor.opens(invitations[0]).status_code == 404
    assert visitor.opens(invitations[1]).status_code == 200


def test_a_short_password_is_refused_beside_the_field(
    visitor: Visitor, invitations: list[str]
) -> None:
    answer = visitor.client.post(invitations[0], {"password": "kurz", "again": "kurz"})
    assert "zu kurz" in answer.content.decode()


def test_there_is_no_second_first_time(world: World) -> None:
    with pytest.raises(CommandError, match="schon eine technische Administration"):
        call_command("first_administrators", "wer", "auchimmer")


def test_nobody_gives_or_ends_a_role_of_their_own(world: World) -> None:
    me = world.actor(ADMINISTRATOR)
    own = Mandate.objects.get(user=me.user)
    with pytest.raises(PermissionDenied):
        actions.give_mandate(by=me, person=me.user, role=Role.HEAD)
    with pytest.raises(PermissionDenied):
        actions.end_mandate(by=me, mandate=own)
    with pytest.raises(PermissionDenied):
        actions.deactivate(by=me, person=me.user)
    refused = Entry.objects.filter(who=me.user_id, event__endswith=".refused")
    assert refused.count() == 3
    assert world.actor(ADMINISTRATOR).roles == {Role.IT_ADMIN}


def test_the_database_refuses_it_too(world: World) -> None:
    me = world.actor(ADMINISTRATOR)
    forged = Mandate(user=me.user, role=Role.HEAD, since_on=me.today, given_by=me.user)
    with pytest.raises(IntegrityError, match="nobody_gives"), transaction.atomic():
        forged.save()
    with pytest.raises(IntegrityError, match="nobody_ends"), transaction.atomic():
        Mandate.objects.filter(user=me.user).update(ended_by=me.user)


def test_whoever_is_no_administrator_lets_nobody_in(world: World) -> None:
    with pytest.raises(PermissionDenied):
        actions.open_account(by=world.actor("kowalski"), username="freund", display_name="Freund")
    assert not User.objects.filter(username="freund").exists()


def test_nobody_works_for_the_office_and_for_a_provider(world: World) -> None:
    worker, provider = world.town.people["demir"], world.town.providers["flex"].id
    with pytest.raises(NotPossibleError, match="zugleich"):
        a_role(worker, Role.CARER, provider_id=provider)


def test_whoever_lost_every_factor_begins_again(
    visitor: Visitor, by_clock: Actor, person: User
) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    out = StringIO()
    with pytest.raises(CommandError, match="nur für die technische Administration"):
        call_command("invite", person.username, "--again", "wolters", stdout=out)
    Mandate.objects.filter(user=person).update(role=Role.IT_ADMIN)
    with pytest.raises(CommandError, match="nur für die technische Administration"):
        call_command("invite", person.username, "--again", person.username, stdout=out)
    call_command("invite", person.username, "--again", "wolters", stdout=out)
    assert not visitor.is_in()
    visitor.gives_password(person.username)
    assert not visitor.is_in()
    visitor.client.post(out.getvalue().strip(), FIRST)
    visitor.gives_password(person.username, FIRST["password"])
    visitor.enrols_app()
    assert visitor.is_in()


def test_deactivating_ends_sessions_and_roles(
    world: World, by_clock: Actor, visitor: Visitor, person: User
) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    actions.deactivate(by=world.actor(ADMINISTRATOR), person=person)
    assert not visitor.is_in()
    assert not Mandate.objects.filter(user=person, until_on__isnull=True).exists()
    visitor.gives_password(person.username)
    assert not visitor.is_in()
