"""A file whose time of use is over rests: nobody reads it, until two people open it for whoever asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.families.models import Family, Grant
from referrals.resting.models import Inspection
from tests.stages.aids import a_running_aid
from tests.stages.conflicts import a_conflict
from tests.stages.erasures import FIRST, SECOND, closed, looked_through
from tests.stages.families import a_family
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db
YEARS_OF_USE = timedelta(days=366 * 30)


@pytest.fixture
def resting(world: World) -> Family:
    """A family that was helped, whose children are grown up for ten years."""
    family = a_running_aid(world, {"flex": 240}).family
    family.aids.update(status="ended", ended_on=world.actor(WORKER).today)
    closed(world, family)
    looked_through(YEARS_OF_USE)
    family.refresh_from_db()
    return family


def _sees(browser: Client, family: Family) -> bool:
    return browser.get(reverse("family", args=[family.id])).status_code == 200


def _ask(browser: Client, word: str) -> str:
    typed = {"word": word, "reason": "biography"}
    return browser.post(reverse("resting"), typed, follow=True).content.decode()


def test_nobody_reads_a_file_that_rests(world: World, signed_in: SignIn, resting: Family) -> None:
    in_use = a_family(world, name="Ostwalder")
    assert resting.restricted_on is not None
    for person in (WORKER, "nolte", FIRST, SECOND):
        browser = signed_in(person)
        assert not _sees(browser, resting)
    assert _sees(signed_in(WORKER), in_use)
    page = signed_in(WORKER).get(reverse("families")).content.decode()
    assert (in_use.word in page, resting.word in page) == (True, False)
    assert Entry.objects.get(event="file.restricted").about == [resting.id]


def test_two_people_open_it_for_whoever_asked(
    world: World, signed_in: SignIn, resting: Family
) -> None:
    first, second = signed_in(FIRST), signed_in(SECOND)
    assert "Eine zweite Person entscheidet" in _ask(first, resting.word)
    asked = Inspection.objects.get()
    answer = reverse("inspection_answer", args=[asked.id])
    assert first.post(answer, {"answer": "yes"}).status_code == 404
    assert not _sees(first, resting)
    second.post(answer, {"answer": "yes"})
    assert _sees(first, resting)
    assert not _sees(second, resting)
    assert not _sees(signed_in(WORKER), resting)
    grant = Grant.objects.get(content_object=resting)
    assert (grant.until_on - grant.from_on).days == 14


def test_a_refusal_opens_nothing(world: World, signed_in: SignIn, resting: Family) -> None:
    first, second = signed_in(FIRST), signed_in(SECOND)
    _ask(second, resting.word)
    first.post(reverse("inspection_answer", args=[Inspection.objects.get().id]), {"answer": "no"})
    assert not _sees(second, resting)
    assert Inspection.objects.get().status == "refused"


def test_only_files_that_rest_are_asked_for(
    world: World, signed_in: SignIn, resting: Family
) -> None:
    browser = signed_in(FIRST)
    for word in (a_family(world, name="Ostwalder").word, "Gibtesnicht 7"):
        assert "ruht keine Akte" in _ask(browser, word)
    assert not Inspection.objects.exists()
    _ask(browser, resting.word)
    assert "wartet schon eine Bitte" in _ask(signed_in(SECOND), resting.word)


def test_a_conflict_keeps_it_closed(world: World, signed_in: SignIn, resting: Family) -> None:
    Family.objects.filter(id=resting.id).update(restricted_on=None)
    a_conflict(world, "nolte", resting, FIRST)
    Family.objects.filter(id=resting.id).update(restricted_on=resting.restricted_on)
    assert "ruht keine Akte" in _ask(signed_in(FIRST), resting.word)


@pytest.mark.parametrize("person", [WORKER, "nolte", "seidel", "brandt"])
def test_nobody_else_asks(world: World, signed_in: SignIn, resting: Family, person: str) -> None:
    assert signed_in(person).get(reverse("resting")).status_code == 404
    assert not Inspection.objects.exists()
