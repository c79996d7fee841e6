"""Before something grave a person shows again who they are, and comes back to it with everything typed."""

from typing import Any
from urllib.parse import unquote

import pytest
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path, reverse

from accounts.locks.views import must_prove_again
from accounts.middleware import SignedInRequest
from audit.forms import Form
from deploy.urls import urlpatterns as ours
from tests.conftest import SignIn
from tests.locks.aging import later, shows_a_factor
from tests.stages.families import a_family
from tests.world import World

GRAVE = "/folgenreich/"
TEXT = "Ein Kind ist in Not, niemand ist erreichbar."
done: list[str] = []


class ReasonForm(Form):
    reason = forms.CharField(label="Grund", widget=forms.Textarea)


@must_prove_again
def grave(request: SignedInRequest) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        done.append(form.cleaned_data["reason"])
    return render(request, "aids/about_aid.html", {"form": form, "title": "Folgenreich"})


urlpatterns = [path("folgenreich/", grave, name="grave"), *ours]


@pytest.fixture(autouse=True)
def with_a_grave_page() -> Any:
    """Add the page to the service."""
    done.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


def _stale(browser: Client) -> None:
    """Let six minutes pass: the page is open, the proof is old."""
    later(browser, 6)


def test_whoever_came_in_just_now_is_not_asked(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    assert browser.get(GRAVE).status_code == 200
    browser.post(GRAVE, {"reason": TEXT})
    assert done == [TEXT]


def test_a_page_is_asked_for_again_after_the_proof(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    _stale(browser)
    answer = browser.get(f"{GRAVE}?art=alles")
    assert answer.headers["Location"] == "/bestaetigen/?next=%2Ffolgenreich%2F%3Fart%3Dalles"
    shows_a_factor(browser)
    assert browser.get(f"{GRAVE}?art=alles").status_code == 200


def test_what_was_sent_is_not_done_but_stands_there_again(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    _stale(browser)
    answer = browser.post(GRAVE, {"reason": TEXT})
    assert (answer.status_code, done) == (302, [])
    shows_a_factor(browser)
    _, _, back = answer.headers["Location"].partition("next=")
    shown = browser.get(unquote(back)).content.decode()
    assert TEXT in shown
    assert done == []
    browser.post(GRAVE, {"reason": TEXT})
    assert done == [TEXT]


def test_in_the_example_town_one_click_is_the_proof(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("demir")
    _stale(browser)
    monkeypatch.setattr(settings, "DEMO", True)
    asked = browser.get(GRAVE, follow=True)
    assert "In der Übungsstadt genügt ein Klick." in asked.content.decode()
    assert browser.post(reverse("reopen"), {"next": GRAVE}).headers["Location"] == GRAVE
    assert browser.get(GRAVE).status_code == 200


def test_what_holds_everybody_is_asked_for_and_own_lists_are_not(
    world: World, signed_in: SignIn
) -> None:
    a_family(world)
    whole = {
        ("grote", reverse("invoices_file")),
        ("nolte", reverse("handover", args=[world.town.people["demir"].id])),
        ("overbeck", reverse("emergency_new")),
    }
    for who, page in whole:
        browser = signed_in(who)
        assert browser.get(page).status_code == 200
        _stale(browser)
        answer = browser.get(page)
        assert answer.status_code == 302
        assert page in unquote(answer.headers["Location"])
    own = {("grote", "invoices"), ("demir", "families"), ("sahin", "hours"), ("demir", "plans")}
    for who, name in own:
        browser = signed_in(who)
        _stale(browser)
        assert browser.get(reverse(name)).status_code == 200
