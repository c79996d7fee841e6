"""Somebody asks what is kept about them: everybody takes it, one role works on it, a month runs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.families.models import Family
from referrals.holds.flow import Reason
from referrals.holds.models import Hold
from referrals.subject_access.flow import Asker, Proof, Status
from referrals.subject_access.models import AccessRequest
from referrals.subject_access.sums import due_on
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.families import a_family
from tests.stages.subject_access import (
    CONTACT,
    COORDINATION,
    REQUESTER,
    a_clear_request,
    a_placed_request,
    a_request,
    again,
)
from tests.world import World

NEW, LIST, TODAY = reverse("access_request_new"), reverse("access_requests"), reverse("today")


def page(name: str, asked: AccessRequest) -> str:
    return reverse(name, args=[asked.id])


def seen(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def typed(world: World, **other: object) -> dict[str, Any]:
    given = {
        "requester": REQUESTER,
        "contact": CONTACT,
        "channel": "letter",
        "received_on": world.actor("ullrich").today,
        "wish": "",
    }
    return given | other


def test_the_front_desk_takes_it_and_the_coordination_finds_it_the_same_day(
    world: World, signed_in: SignIn
) -> None:
    answer = signed_in("ullrich").post(NEW, typed(world), follow=True)
    assert "Die Datenschutzkoordination sieht es jetzt" in answer.content.decode()
    asked = AccessRequest.objects.get()
    coordination = signed_in(COORDINATION)
    assert asked.number in seen(coordination, TODAY)
    assert asked.number in seen(coordination, LIST)
    assert REQUESTER in seen(coordination, page("access_request", asked))


@pytest.mark.parametrize("who", ["ullrich", "demir", "nolte", "kowalski", "seidel", COORDINATION])
def test_only_the_coordination_reads_it_not_even_the_officer(
    world: World, signed_in: SignIn, who: str
) -> None:
    asked = a_request(world)
    browser = signed_in(who)
    for url in (LIST, page("access_request", asked), page("access_request_identify", asked)):
        assert browser.get(url).status_code == (200 if who == COORDINATION else 404), url
    assert (asked.number in seen(browser, TODAY)) is (who == COORDINATION)


@pytest.mark.parametrize(
    ("received", "longer", "due"),
    [
        (date(2026, 1, 15), False, date(2026, 2, 15)),
        (date(2026, 1, 31), False, date(2026, 2, 28)),
        (date(2028, 1, 31), False, date(2028, 2, 29)),
        (date(2026, 11, 30), True, date(2027, 2, 28)),
        (date(2026, 12, 1), False, date(2027, 1, 1)),
    ],
)
def test_the_month_ends_on_the_same_day_or_on_the_last(
    received: date, longer: bool, due: date
) -> None:
    assert due_on(received, is_longer=longer) == due


def test_a_day_that_passed_stands_on_the_first_page(world: World, signed_in: SignIn) -> None:
    today = world.actor(COORDINATION).today
    a_request(world, today - timedelta(days=10))
    assert "Frist abgelaufen" not in seen(signed_in(COORDINATION), TODAY)
    a_request(world, today - timedelta(days=40))
    assert "Frist abgelaufen" in seen(signed_in(COORDINATION), TODAY)


def test_it_goes_from_the_identity_to_the_scope(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    asked, browser = a_request(world), signed_in(COORDINATION)
    for url, sent, status in (
        ("access_request_identify", {"proof": "card"}, Status.IDENTIFIED),
        ("access_request_place", {"name": family.word}, Status.IDENTIFIED),
        ("access_request_scope", _scope(family), Status.CLARIFIED),
    ):
        assert browser.post(page(url, asked), sent).status_code == 302
        assert again(asked).status == status
    asked = again(asked)
    assert (asked.family, asked.asker, asked.proof) == (family, Asker.CHILD, Proof.CARD)
    steps = asked.steps.order_by("at").values_list("status", flat=True)
    assert list(steps) == [Status.RECEIVED, Status.IDENTIFIED, Status.CLARIFIED]


def _scope(family: Family) -> dict[str, object]:
    child = family.people.filter(relation="child").order_by("position")[0]
    return {"person": child.id, "asker": "child", "scope": ""}


def test_no_family_is_looked_for_before_it_is_known_who_asks(
    world: World, signed_in: SignIn
) -> None:
    family, asked = a_family(world), a_request(world)
    answer = signed_in(COORDINATION).post(
        page("access_request_place", asked), {"name": family.word}
    )
    assert answer.status_code == 422
    assert "Der Stand ist: Eingegangen" in answer.content.decode()
    assert again(asked).family is None


def test_who_asks_is_a_person_of_that_family(world: World, signed_in: SignIn) -> None:
    family, other = a_family(world), a_family(world, name="Tannwaldner")
    asked = a_placed_request(world, family)
    url, browser = page("access_request_scope", asked), signed_in(COORDINATION)
    assert browser.post(url, _scope(other)).status_code == 422
    assert browser.post(url, _scope(family)).status_code == 302


def test_the_coordination_sees_names_for_the_request_and_no_other_page_of_the_family(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    asked, browser = a_placed_request(world, family), signed_in(COORDINATION)
    assert "Ottokar" in seen(browser, page("access_request_scope", asked))
    entry = Entry.objects.filter(event="access_request.people_read").latest("seq")
    assert entry.purpose == "access"
    assert family.id in entry.about
    assert browser.get(reverse("family", args=[family.id])).status_code == 404
    # The responsible worker reads that it was done, and by which right.
    others = seen(signed_in("demir"), reverse("family_readings", args=[family.id]))
    assert "Auskunft an eine betroffene Person" in others
    # Once it is clear who asks, the names are not there any more.
    browser.post(page("access_request_scope", asked), _scope(family))
    assert browser.get(page("access_request_scope", asked)).status_code == 404


def test_a_conflict_of_interest_beats_it(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    placed, unplaced = a_placed_request(world, family), a_request(world)
    browser = signed_in(COORDINATION)
    assert browser.get(page("access_request", unplaced)).status_code == 200
    kept_away(world, family)
    for asked in (placed, unplaced):
        assert browser.get(page("access_request", asked)).status_code == 404
        assert asked.number not in seen(browser, LIST)
        assert asked.number not in seen(browser, TODAY)
    stranger = a_request(world, requester="Undine Wanderspecht", contact="holt es ab", wish="")
    assert stranger.number in seen(browser, LIST)
    browser.post(page("access_request_identify", stranger), {"proof": "card"})
    answer = browser.post(page("access_request_place", stranger), {"name": family.word})
    assert "So gibt es keine Familie" in answer.content.decode()


def kept_away(world: World, family: Family) -> None:
    """Let the coordination be entered as knowing the family, by the lead of its team."""
    a_conflict(world, "nolte", family, COORDINATION)


def test_it_is_put_off_once_with_a_reason_and_within_the_month(
    world: World, signed_in: SignIn
) -> None:
    browser, today = signed_in(COORDINATION), world.actor(COORDINATION).today
    asked = a_request(world, today - timedelta(days=20))
    url = page("access_request_extend", asked)
    assert browser.post(url, {"reason": " "}).status_code == 422
    assert browser.post(url, {"reason": "Die Akte ist umfangreich."}).status_code == 302
    assert again(asked).due_on == due_on(asked.received_on, is_longer=True)
    assert "schon verlängert" in browser.post(url, {"reason": "Noch einmal."}).content.decode()
    late = a_request(world, today - timedelta(days=40))
    answer = browser.post(page("access_request_extend", late), {"reason": "Zu spät."})
    assert "im ersten Monat" in answer.content.decode()


def test_who_is_known_is_refused_after_legal_advice_only(world: World, signed_in: SignIn) -> None:
    browser, today = signed_in(COORDINATION), world.actor(COORDINATION).today
    unknown, known = a_request(world), a_clear_request(world, a_family(world))
    sent = {"reason": "Hier ist nichts gespeichert."}
    assert browser.post(page("access_request_refuse", unknown), sent).status_code == 302
    url = page("access_request_refuse", known)
    assert browser.post(url, sent).status_code == 422
    assert again(known).status == Status.CLARIFIED
    assert browser.post(url, sent | {"lawyer_on": today}).status_code == 302
    assert again(known).status == Status.REFUSED


def test_what_is_over_stays_over(world: World, signed_in: SignIn) -> None:
    asked, browser = a_request(world), signed_in(COORDINATION)
    browser.post(page("access_request_withdraw", asked))
    assert again(asked).status == Status.WITHDRAWN
    assert (
        browser.post(page("access_request_identify", asked), {"proof": "card"}).status_code == 422
    )
    assert asked.number not in seen(browser, TODAY)
    assert asked.number in seen(browser, LIST)


def test_a_file_is_kept_until_the_request_is_answered(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    asked = a_placed_request(world, family)
    standing = Hold.objects.standing(world.actor(COORDINATION).today).filter(family=family)
    assert [hold.reason for hold in standing] == [Reason.ACCESS]
    signed_in(COORDINATION).post(page("access_request_withdraw", asked))
    assert not standing.all().exists()
