"""Being somebody of the example town: in the demo, on this machine, and nowhere else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from audit.models import Entry
from deploy import checks
from tests.accounts.visitor import SIGN_IN, MakePerson, Visitor
from tests.world import World

BE = "/anmelden/als/"


@pytest.fixture
def somebody(settings: Settings, person: User) -> User:
    """An example town with one person."""
    settings.DEMO = True
    return person


def test_one_can_be_a_person_of_the_town(visitor: Visitor, somebody: User) -> None:
    page = visitor.opens(SIGN_IN).content.decode()
    assert f"Anmelden als {somebody.display_name}" in page
    visitor.client.post(BE, {"person": str(somebody.id)})
    assert visitor.is_in()
    assert Entry.objects.filter(who=somebody.id, event="account.signed_in").count() == 1


def test_the_cards_name_the_place_of_work_and_cost_no_more_for_more_people(
    client: Client,
    world: World,
    settings: Settings,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.DEMO = True
    with django_assert_max_num_queries(5):
        page = client.get(SIGN_IN).content.decode()
    assert page.count("Anmelden als") == len(world.town.people)
    assert "Bezirkssozialarbeit" in page
    assert "Haus der Kulturen" in page


def test_who_has_no_password_is_not_asked_to_change_it(
    client: Client, world: World, settings: Settings
) -> None:
    settings.DEMO = True
    client.post(BE, {"person": str(world.town.people["demir"].id)})
    assert "Passwort ändern" not in client.get("/zugang/").content.decode()
    answer = client.get("/zugang/passwort/", follow=True)
    assert "Für diesen Zugang gibt es kein Passwort." in answer.content.decode()


def test_one_can_change_into_somebody_else(
    visitor: Visitor, somebody: User, make_person: MakePerson
) -> None:
    other = make_person("lerchenfeld")
    for one in (somebody, other):
        visitor.client.post(BE, {"person": str(one.id)})
        assert one.display_name in visitor.opens("/zugang/").content.decode()


def test_outside_the_demo_the_page_does_not_exist(visitor: Visitor, person: User) -> None:
    assert visitor.opens(BE).status_code == 404
    assert visitor.client.post(BE, {"person": str(person.id)}).status_code == 404
    assert not visitor.is_in()


@pytest.mark.parametrize(
    "coming",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_from_another_machine_the_page_does_not_exist(
    visitor: Visitor, somebody: User, coming: dict[str, str]
) -> None:
    visitor.client.defaults.update(coming)
    assert visitor.opens(BE).status_code == 404
    assert visitor.opens(SIGN_IN).status_code == 404
    assert visitor.client.post(BE, {"person": str(somebody.id)}).status_code == 404
    assert not visitor.is_in()


def test_the_demos_session_is_worth_nothing_outside_it(
    visitor: Visitor, somebody: User, settings: Settings
) -> None:
    visitor.client.post(BE, {"person": str(somebody.id)})
    settings.DEMO = False
    assert not visitor.is_in()


@pytest.mark.parametrize("given", ["", "kein Ausweis", "00000000-0000-4000-8000-00000000c10c"])
def test_nobody_can_be_the_clock_or_nobody(visitor: Visitor, somebody: User, given: str) -> None:
    assert visitor.client.post(BE, {"person": given}).status_code == 404
    assert not visitor.is_in()


@pytest.mark.parametrize(
    ("embedded", "hosts", "allowed"),
    [
        (True, ["127.0.0.1", "localhost"], True),
        (True, ["127.0.0.1", "hilfenetz.example"], False),
        (False, ["127.0.0.1"], False),
    ],
)
def test_the_demo_does_not_start_anywhere_else(
    settings: Settings, embedded: bool, hosts: list[str], allowed: bool
) -> None:
    settings.DEMO, settings.EMBEDDED, settings.ALLOWED_HOSTS = True, embedded, hosts
    assert (checks.demo_stays_at_home() == []) is allowed
