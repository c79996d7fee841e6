"""Closing the case of a family: when nothing is going on any more, and a new one when it comes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.closings import actions
from referrals.families.flow import CaseEnd
from referrals.families.models import Case, Family
from tests.stages.aids import a_running_aid
from tests.stages.enquiries import a_draft
from tests.stages.families import a_family
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db


def _close(browser: Client, world: World, family: Family, **more: Any) -> Any:
    typed = {"end": "advised", "closed_on": world.actor(WORKER).today.isoformat(), **more}
    return browser.post(reverse("closing", args=[family.id]), typed)


def _page(browser: Client, page: str, family: Family) -> str:
    return browser.get(reverse(page, args=[family.id])).content.decode()


def test_the_worker_closes_a_case_and_opens_the_next(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in(WORKER)
    assert "Vorgang abschließen" in _page(browser, "family", family)
    assert _close(browser, world, family).status_code == 302
    case = Case.objects.get(family=family)
    assert (case.closed_on, case.end) == (world.actor(WORKER).today, "advised")
    assert "Vorgang abgeschlossen am" in _page(browser, "family", family)
    assert Entry.objects.get(event="case.closed").about == [family.id, case.id]
    browser.post(reverse("case_open", args=[family.id]))
    assert list(family.cases.values_list("number", flat=True)) == [1, 2]
    assert "Vorgang abgeschlossen am" not in _page(browser, "family", family)


def test_a_case_is_not_closed_while_something_is_going_on(world: World, signed_in: SignIn) -> None:
    browser = signed_in(WORKER)
    helped = a_running_aid(world, {"flex": 240}).family
    asked = a_family(world, name="Ostwalder")
    a_draft(world, asked)
    for family, word in ((helped, "Hilfe:"), (asked, "Anfrage")):
        assert word in _page(browser, "closing", family)
        answer = _close(browser, world, family)
        assert answer.status_code == 422
        assert "Es läuft noch etwas" in answer.content.decode()
        assert Case.objects.filter(family=family, closed_on__isnull=True).exists()


def test_days_that_cannot_be_are_refused_beside_the_day(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in(WORKER)
    for days, sentence in ((1, "liegt noch vor uns"), (-400, "vor dem Beginn des Vorgangs")):
        day = world.actor(WORKER).today + timedelta(days=days)
        answer = _close(browser, world, family, closed_on=day.isoformat())
        assert sentence in answer.content.decode()
    assert Case.objects.get(family=family).closed_on is None


def test_nothing_is_asked_for_a_family_without_a_case(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in(WORKER)
    _close(browser, world, family)
    assert _close(browser, world, family).status_code == 422
    with world.acting(WORKER) as by, pytest.raises(NotPossibleError, match="abgeschlossen"):
        actions.close(by=by, family=family, end=CaseEnd.MOVED, closed_on=by.today)


@pytest.mark.parametrize("person", ["nolte", "overbeck", "kowalski", "brandt"])
def test_nobody_else_closes_a_case(world: World, signed_in: SignIn, person: str) -> None:
    family = a_family(world)
    assert _close(signed_in(person), world, family).status_code == 404
    assert Case.objects.get(family=family).closed_on is None


def test_closed_families_come_last_in_the_list(world: World, signed_in: SignIn) -> None:
    first, second = a_family(world, name="Aalberg"), a_family(world, name="Zumbusch")
    browser = signed_in(WORKER)
    _close(browser, world, first)
    page = browser.get(reverse("families")).content.decode()
    assert page.rindex(second.word) < page.rindex(first.word)
