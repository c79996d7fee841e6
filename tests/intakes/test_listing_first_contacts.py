"""The list of first contacts: what waits for a second person, what is open, what was closed last."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from referrals.intakes import actions
from referrals.intakes.flow import Status
from referrals.intakes.models import Danger, Urgency
from tests.conftest import SignIn
from tests.stages.intakes import an_intake
from tests.world import World

LIST = "/meldungen/"


def test_urgent_ones_come_first(world: World, signed_in: SignIn) -> None:
    for urgency, matter in (
        (Urgency.NORMAL, "Dritte"),
        (Urgency.DAY, "Zweite"),
        (Urgency.NOW, "Erste"),
    ):
        an_intake(world, urgency=urgency, matter=f"{matter} Meldung")
    page = signed_in("kaya").get(LIST).content.decode()
    places = [page.index(f"{word} Meldung") for word in ("Erste", "Zweite", "Dritte")]
    assert places == sorted(places)


def test_what_waits_for_a_second_person_stands_above_with_its_verb(
    world: World, signed_in: SignIn
) -> None:
    an_intake(world, danger=Danger.YES)
    assert "Zu zweit einschätzen" in signed_in("kaya").get(LIST).content.decode()
    own = signed_in("demir").get(LIST).content.decode()
    assert "Wartet auf die zweite Fachkraft" in own
    assert "Zu zweit einschätzen" not in own


def test_closed_ones_are_for_those_who_were_part_of_it(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world, matter="Eine kurze Frage")
    with world.acting("demir") as by:
        actions.close(by=by, intake=intake, status=Status.NO_NEED)
    for who, sees in (("demir", True), ("nolte", True), ("kaya", False)):
        assert ("Eine kurze Frage" in signed_in(who).get(LIST).content.decode()) == sees


@pytest.mark.parametrize("who", ["kowalski", "lindner", "seidel", "wolters", "brandt", "sahin"])
def test_others_have_no_list(world: World, signed_in: SignIn, who: str) -> None:
    assert signed_in(who).get(LIST).status_code == 404


def test_the_list_is_one_entry_about_many(world: World, signed_in: SignIn) -> None:
    intakes = {an_intake(world).id for _ in range(3)}
    signed_in("kaya").get(LIST)
    assert set(Entry.objects.get(event="intake.listed").about) == intakes


def test_the_list_asks_the_same_however_long_it_is(world: World, signed_in: SignIn) -> None:
    browser = signed_in("kaya")
    counted = []
    for more in (5, 45):
        for number in range(more):
            an_intake(world, danger=Danger.YES if number % 2 else Danger.NO)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        counted.append(len(queries))
    assert counted[0] == counted[1]
