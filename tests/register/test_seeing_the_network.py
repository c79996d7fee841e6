"""Everyone who signed in sees which providers work in which social space."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from protection import wall
from providers.register import actions
from tests.conftest import SignIn
from tests.world import World


def page(client: Client) -> str:
    answer = client.get(reverse("town"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("person", ["demir", "kowalski", "seidel", "wolters", "brandt", "sahin"])
def test_everyone_sees_spaces_and_providers(world: World, signed_in: SignIn, person: str) -> None:
    text = page(signed_in(person))
    assert all(one.name in text for one in world.town.spaces.values())
    for provider in world.town.providers.values():
        assert provider.name in text
        assert provider.number in text
    assert "Farsi" in text
    assert "Montag" in text
    assert "6 bis 9 Jahre" in text


def test_strangers_are_led_to_the_door(world: World) -> None:
    answer = Client().get(reverse("town"))
    assert answer.status_code == 302
    assert "sozialraeume" in answer.headers["Location"]


def test_more_providers_need_no_more_queries(world: World, signed_in: SignIn) -> None:
    client = signed_in("demir")
    with CaptureQueriesContext(connection) as few:
        page(client)
    by = Actor.clock(datetime.now(tz=UTC))
    with wall.standing_as(by):
        for number in range(20):
            actions.add_provider(
                by=by,
                code=f"verein-{number}",
                name=f"Verein {number}",
                number="030 23125-0",
                specialities="",
                languages=["de"],
                weekdays=["mon"],
                age_bands=["6-9"],
                spaces=list(world.town.spaces.values()),
                valid_from=2020,
            )
    with CaptureQueriesContext(connection) as many:
        assert "Verein 19" in page(client)
    assert len(many) == len(few)
