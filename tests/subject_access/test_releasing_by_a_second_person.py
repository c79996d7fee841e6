"""Nobody lets an answer out alone: another person looks through it, gives it back with words or releases it."""

from html import unescape

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import Entry
from referrals.redactions import actions as redactions
from referrals.redactions.models import Item
from referrals.redactions.sums import Opening
from referrals.subject_access.flow import Asker, Status
from referrals.subject_access.models import AccessRequest
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.people import a_role
from tests.stages.subject_access import (
    COORDINATION,
    a_collected_request,
    a_submitted_request,
    a_torn_family,
    again,
)
from tests.world import World

HEAD = "kowalski"
RELEASE, BACK = {"verdict": "release"}, {"verdict": "back", "remark": "Satz 3 nennt die Tante."}


@pytest.fixture
def asked(world: World) -> AccessRequest:
    """An answer to the mother that was handed in."""
    return a_submitted_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)


@pytest.fixture
def second(world: World) -> str:
    """Another coordination of data protection."""
    a_role(world.town.people["lindner"], Role.DP_COORDINATOR)
    return "lindner"


def url(asked: AccessRequest, name: str = "access_look") -> str:
    return reverse(name, args=[asked.id])


def test_the_head_finds_it_reads_it_and_releases_it(
    signed_in: SignIn, asked: AccessRequest
) -> None:
    browser = signed_in(HEAD)
    assert url(asked) in browser.get(reverse("today")).content.decode()
    page = unescape(browser.get(url(asked)).content.decode())
    assert "Ottokar bekommt Insulin." in page
    assert "<del>Die Nachbarin" in page
    entry = Entry.objects.filter(event="access_reply.looked_through").latest("seq")
    assert (entry.purpose, set(entry.about)) == ("access", {asked.id, asked.family_id})
    assert browser.post(url(asked), {"remark": ""}).status_code == 422
    assert browser.post(url(asked), RELEASE).status_code == 302
    assert again(asked).status == Status.APPROVED
    # It is gone from the page of whoever released it.
    assert browser.get(url(asked)).status_code == 404
    assert url(asked) not in browser.get(reverse("today")).content.decode()


def test_it_is_given_back_with_words_for_the_coordination(
    signed_in: SignIn, asked: AccessRequest
) -> None:
    browser = signed_in(HEAD)
    answer = browser.post(url(asked), {"verdict": "back"})
    assert answer.status_code == 422
    assert "was anders werden soll" in answer.content.decode()
    assert browser.post(url(asked), BACK).status_code == 302
    assert again(asked).status == Status.COLLECTED
    page = signed_in(COORDINATION).get(url(asked, "access_request")).content.decode()
    assert BACK["remark"] in page
    # Mended and handed in again it waits for the same second person, who decided nothing.
    signed_in(COORDINATION).post(url(asked, "access_submit"))
    assert (
        BACK["remark"]
        not in signed_in(COORDINATION).get(url(asked, "access_request")).content.decode()
    )
    assert signed_in(HEAD).get(url(asked)).status_code == 200


def test_whoever_decided_anything_in_it_is_no_second_person(
    world: World, signed_in: SignIn, second: str
) -> None:
    asked = a_collected_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    third = "maibaum"
    a_role(world.town.people[third], Role.DP_COORDINATOR)
    item = Item.objects.select_related("lock").get(asked=asked, place="note.text")
    with world.acting(second) as by:
        redactions.decide(by=by, item=item, cuts={}, why=Opening.OWN)
    signed_in(COORDINATION).post(url(asked, "access_submit"))
    for who in (COORDINATION, second):
        assert signed_in(who).get(url(asked)).status_code == 404
        assert signed_in(who).post(url(asked), RELEASE).status_code == 404
        assert url(asked) not in signed_in(who).get(reverse("today")).content.decode()
    assert again(asked).status == Status.REDACTED
    assert url(asked) in signed_in(third).get(reverse("today")).content.decode()
    assert signed_in(third).post(url(asked), RELEASE).status_code == 302


def test_the_officer_a_conflict_and_everybody_else_stay_out(
    world: World, signed_in: SignIn, asked: AccessRequest, second: str
) -> None:
    for who in ("seidel", "nolte", "demir", "wolters", "stolze", "brandt"):
        assert signed_in(who).get(url(asked)).status_code == 404
    family = asked.family
    assert family is not None
    a_conflict(world, "nolte", family, second)
    assert signed_in(second).get(url(asked)).status_code == 404


def test_the_second_person_does_nothing_else_with_it(
    signed_in: SignIn, asked: AccessRequest
) -> None:
    browser = signed_in(HEAD)
    for name in ("access_request", "access_items", "access_request_extend"):
        assert browser.get(url(asked, name)).status_code == 404
    for name in ("access_take_back", "access_submit", "access_request_withdraw"):
        assert browser.post(url(asked, name)).status_code == 404
    assert again(asked).status == Status.REDACTED


def test_what_was_released_is_as_it_is(signed_in: SignIn, asked: AccessRequest) -> None:
    signed_in(HEAD).post(url(asked), RELEASE)
    browser, item = signed_in(COORDINATION), asked.items.get(place="note.text")
    browser.post(url(asked, "access_take_back"))
    assert again(asked).status == Status.APPROVED
    change = browser.post(reverse("access_item", args=[item.id]), {"why": "own"})
    assert change.status_code == 404
    assert signed_in(HEAD).post(url(asked), BACK).status_code == 404
    item.refresh_from_db()
    assert item.changed_at is None
