"""Beginning a help: the family was met for the first time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.aids.flow import FLOW, Status
from referrals.aids.models import Aid
from tests.stages.aids import an_approved_aid
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]
JOINT = {"flex": 240, "haus-der-kulturen": 60}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        *((person, True) for person in (WORKER, "brandt", "sahin", "aydin", "haddad")),
        *((person, False) for person in ("kaya", "nolte", "kowalski", "lindner", "seidel")),
        *((person, False) for person in ("hartwig", "vogt", "karimi")),
    ],
)
def test_the_worker_and_those_who_go_there_begin_it(
    world: World,
    signed_in: SignIn,
    who: str,
    may: bool,  # a cell of the table
) -> None:
    aid = an_approved_aid(world, JOINT)
    page = reverse("aid_begin", args=[aid.id])
    answer = signed_in(who).post(page, {"first_contact_on": world.actor(WORKER).today})
    assert answer.status_code == (302 if may else 404)
    aid.refresh_from_db()
    assert (aid.status == Status.RUNNING) is may


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [(1, "Dieser Tag liegt noch vor uns."), (-400, "Dieser Tag liegt vor der Anfrage.")],
)
def test_a_day_that_cannot_be_is_named_beside_the_field(
    world: World, signed_in: SignIn, shift: int, sentence: str
) -> None:
    aid = an_approved_aid(world)
    day = world.actor(WORKER).today + timedelta(days=shift)
    answer = signed_in(WORKER).post(
        reverse("aid_begin", args=[aid.id]), {"first_contact_on": day.isoformat()}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert day.isoformat() in answer.content.decode()


def test_it_begins_once(world: World, signed_in: SignIn) -> None:
    aid = an_approved_aid(world)
    page = reverse("aid_begin", args=[aid.id])
    today = world.actor(WORKER).today
    client = signed_in(WORKER)
    client.post(page, {"first_contact_on": today})
    again = client.post(page, {"first_contact_on": today})
    assert "Das ist jetzt nicht möglich. Der Stand ist: Läuft." in again.content.decode()


def test_waiting_days_run_from_the_enquiry_to_the_first_talk(
    world: World, signed_in: SignIn
) -> None:
    aid = an_approved_aid(world)
    met_on = aid.asked_on + timedelta(days=16)
    client = signed_in(WORKER)
    client.post(reverse("aid_begin", args=[aid.id]), {"first_contact_on": met_on})
    assert "Wartezeit 16 Tage" in client.get(reverse("aid", args=[aid.id])).content.decode()


def test_every_status_has_a_line_and_can_be_reached() -> None:
    assert set(FLOW.steps) == set(Status)
    reached = {following for line in FLOW.steps.values() for following in line}
    assert reached | {Status.PROPOSED} == set(Status)


def test_each_provider_sees_its_own_part_and_the_names_of_the_others(
    world: World, signed_in: SignIn
) -> None:
    aid = an_approved_aid(world, JOINT)
    page = reverse("aid", args=[aid.id])
    brandt = signed_in("brandt").get(page).content.decode()
    assert "4:00 h je Woche" in brandt
    assert "Haus der Kulturen" in brandt
    assert "1:00 h je Woche" not in brandt
    assert "tel:03023125513" in brandt  # the own carer
    office = signed_in(WORKER).get(page).content.decode()
    assert "4:00 h je Woche" in office
    assert "1:00 h je Woche" in office


def test_the_list_takes_as_many_queries_for_many_helps(world: World, signed_in: SignIn) -> None:
    clients = [signed_in(who) for who in (WORKER, "brandt")]
    counts = []
    for wanted in (2, 5):
        while Aid.objects.count() < wanted:
            an_approved_aid(world, JOINT)
        for client in clients:
            with CaptureQueriesContext(connection) as queries:
                shown = client.get(reverse("aids")).content.decode()
            assert shown.count("Haus der Kulturen") == wanted
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("who", ["kaya", "wiegand", "kowalski", "hartwig", "vogt"])
def test_who_has_no_part_in_it_reads_as_of_one_that_does_not_exist(
    world: World, signed_in: SignIn, who: str
) -> None:
    aid = an_approved_aid(world, JOINT)
    client = signed_in(who)
    real = client.get(reverse("aid", args=[aid.id]))
    none = client.get(reverse("aid", args=[world.town.providers["flex"].id]))
    assert real.status_code == none.status_code == 404
    assert real.content == none.content
