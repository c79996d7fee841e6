"""From the end of a period to a release: noted, offered to the archive, proposed by one, released by another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from audit import clock
from audit.models import Entry
from protection import wall
from referrals.closings import actions as closings
from referrals.erasure import actions
from referrals.erasure.flow import Status
from referrals.erasure.models import Erasure
from referrals.families.models import Family
from referrals.holds.models import Hold
from referrals.intakes import actions as intakes
from referrals.intakes.flow import Status as IntakeStatus
from tests.stages.aids import a_running_aid
from tests.stages.conflicts import a_conflict
from tests.stages.erasures import (
    CENTURY,
    FIRST,
    SECOND,
    SINCE_COUNSELLING,
    closed,
    looked_through,
    noted,
    released,
)
from tests.stages.families import a_family
from tests.stages.intakes import an_intake
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db


def _page(browser: Client) -> str:
    return browser.get(reverse("erasures")).content.decode()


def _today(browser: Client) -> str:
    return browser.get(reverse("today")).content.decode()


def _move(browser: Client, erasure: Erasure, **more: Any) -> Any:
    status = Erasure.objects.get(id=erasure.id).status
    typed = {"status": status, "chosen": [str(erasure.id)], **more}
    return browser.post(reverse("erasures"), typed)


def _status(erasure: Erasure) -> str:
    return Erasure.objects.get(id=erasure.id).status


def test_two_people_let_a_file_go(world: World, signed_in: SignIn) -> None:
    erasure = noted(world, a_family(world))
    first, second = signed_in(FIRST), signed_in(SECOND)
    assert "Eine Löschung ist vorzubereiten" in _today(first)
    assert "Löschung" not in _today(second).split("Wege")[0]
    assert "Akte mit Beratung ohne Hilfe (K4)" in _page(first)
    _move(first, erasure)
    assert _status(erasure) == Status.PROPOSED
    # Who proposed it does not release it.
    assert "Eine andere Person gibt frei" in _page(first)
    assert _move(first, erasure).status_code == 404
    assert _status(erasure) == Status.PROPOSED
    assert "Eine Löschung wartet auf Ihre Freigabe" in _today(second)
    _move(second, erasure)
    assert _status(erasure) == Status.RELEASED
    assert "wartet auf Ihre Freigabe" not in _today(second)
    events = ["erasure.proposed", "erasure.released"]
    told = Entry.objects.filter(event__in=events, about__contains=[erasure.thing])
    assert list(told.order_by("seq").values_list("event", flat=True)) == events


def test_a_release_is_taken_back_until_the_night(world: World, signed_in: SignIn) -> None:
    erasure = released(world, noted(world, a_family(world)))
    browser = signed_in(FIRST)
    assert "Zurücknehmen" in browser.get(reverse("erasure", args=[erasure.id])).content.decode()
    browser.post(reverse("erasure_take_back", args=[erasure.id]))
    back = Erasure.objects.get(id=erasure.id)
    assert (back.status, back.proposed_by, back.released_by) == (Status.READY, None, None)


def test_a_file_with_a_help_is_offered_to_the_archive_first(
    world: World, signed_in: SignIn
) -> None:
    family = a_running_aid(world, {"flex": 240}).family
    family.aids.update(status="ended", ended_on=world.actor(WORKER).today)
    closed(world, family)
    looked_through(CENTURY)
    erasure, browser = Erasure.objects.get(thing=family.id), signed_in(FIRST)
    assert (erasure.status, erasure.retention) == (Status.NOTED, "K1")
    _move(browser, erasure)
    assert _status(erasure) == Status.OFFERED
    offer = browser.get(reverse("archive_offer"))
    assert offer["Content-Disposition"].startswith("attachment")
    assert family.word in offer.content.decode()
    # Silence is an answer only after the time that the law gives the archive.
    answer = _move(browser, erasure, answer="silent")
    assert answer.status_code == 422
    assert "Das Archiv hat bis zum" in answer.content.decode()
    assert _move(browser, erasure).status_code == 422  # no answer chosen
    _move(browser, erasure, answer="not_wanted")
    assert _status(erasure) == Status.READY


def test_the_dry_run_says_what_goes_and_what_stays(world: World, signed_in: SignIn) -> None:
    erasure = noted(world, a_family(world))
    page = signed_in(FIRST).get(reverse("erasure", args=[erasure.id])).content.decode()
    for text in (
        "Menschen",
        "Anschriften",
        "Zahlen der Statistik",
        "3 Jahre ab: Ende des letzten Vorgangs",
    ):
        assert text in page
    assert "Velmbrinker" not in page
    entry = Entry.objects.get(event="erasure.read")
    assert entry.about == [erasure.id, erasure.thing]


def test_a_reason_to_keep_it_holds_it_back(world: World, signed_in: SignIn) -> None:
    erasure = noted(world, a_family(world))
    browser = signed_in(FIRST)
    late = {"reason": "court", "until_on": (world.actor(FIRST).today).isoformat()}
    answer = browser.post(reverse("hold_new", args=[erasure.id]), late)
    assert "der noch vor uns liegt" in answer.content.decode()
    browser.post(reverse("hold_new", args=[erasure.id]), {"reason": "court"})
    assert "Ausgesetzt" in _page(browser)
    answer = _move(browser, erasure)
    assert answer.status_code == 422
    assert "ist ausgesetzt und wird nicht gelöscht" in answer.content.decode()
    browser.post(reverse("hold_end", args=[Hold.objects.get().id]))
    _move(browser, erasure)
    assert _status(erasure) == Status.PROPOSED


def test_a_family_that_comes_back_is_not_erased(world: World) -> None:
    family = a_family(world)
    erasure = noted(world, family)
    with world.acting(WORKER) as by:
        closings.open_again(by=by, family=family)
    looked_through(SINCE_COUNSELLING)
    assert _status(erasure) == Status.LAPSED


def test_nothing_is_noted_before_its_time_or_twice(world: World) -> None:
    family = closed(world, a_family(world))
    looked_through(timedelta(days=365 * 3))
    assert not Erasure.objects.exists()
    looked_through(SINCE_COUNSELLING)
    looked_through(SINCE_COUNSELLING)
    assert Erasure.objects.filter(thing=family.id).count() == 1


def test_a_first_contact_that_became_no_file_goes_after_a_year(world: World) -> None:
    contact = an_intake(world)
    with world.acting(WORKER) as by:
        intakes.close(by=by, intake=contact, status=IntakeStatus.NO_NEED)
    looked_through(timedelta(days=364))
    assert not Erasure.objects.exists()
    looked_through(timedelta(days=367))
    assert Erasure.objects.get().retention == "K5"


def test_a_conflict_of_interest_keeps_the_erasure_away(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    erasure = noted(world, family)
    a_conflict(world, "nolte", family, FIRST)
    browser = signed_in(FIRST)
    assert family.word not in _page(browser)
    assert browser.get(reverse("erasure", args=[erasure.id])).status_code == 404
    assert _move(browser, erasure).status_code == 422
    assert _status(erasure) == Status.READY


@pytest.mark.parametrize("person", [WORKER, "nolte", "seidel", "wolters", "brandt"])
def test_nobody_else_sees_or_moves_anything(world: World, signed_in: SignIn, person: str) -> None:
    erasure = noted(world, a_family(world))
    browser = signed_in(person)
    assert browser.get(reverse("erasures")).status_code == 404
    assert browser.get(reverse("erasure", args=[erasure.id])).status_code == 404
    assert browser.get(reverse("archive_offer")).status_code == 404
    assert _move(browser, erasure).status_code == 404
    assert (
        browser.post(reverse("hold_new", args=[erasure.id]), {"reason": "court"}).status_code == 404
    )
    assert _status(erasure) == Status.READY


def test_the_command_says_what_would_go_and_erases_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    family = a_family(world)
    call_command("erase_overdue")
    assert "Keine Frist ist um." in capsys.readouterr().out
    noted(world, family)
    call_command("erase_overdue")
    said = capsys.readouterr().out
    assert f"Akte {family.word} (K4, fällig" in said
    assert "Menschen: " in said
    assert "Nichts wurde gelöscht" in said
    assert Family.objects.filter(id=family.id).exists()


def test_only_the_clock_looks_through_the_periods(world: World) -> None:
    for person in (FIRST, SECOND, "wolters"):
        with world.acting(person) as by, pytest.raises(PermissionDenied):
            actions.look_through(by=by)
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        assert actions.look_through(by=by) is None
