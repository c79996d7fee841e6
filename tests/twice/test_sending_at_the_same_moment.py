"""The same form arrives twice in the same moment: one row, and nobody sees an error page."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.rights.models import RightsCheck
from audit.deeds import DONE
from audit.models import Entry
from protection.models import DataKey
from referrals.emergencies.models import Emergency
from referrals.families.models import Case, Family
from referrals.hours.models import TimeEntry
from referrals.notes.models import Note
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.families import a_family
from tests.twice.pages import filled_in, told
from tests.twice.table import HOUSEHOLD
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def test_hours_are_booked_once(world: World, signed_in: SignIn) -> None:
    a_running_aid(world)
    typed = {"minutes": "1:30", "note": "Gekocht."}
    said = _sent_at_once(signed_in, "sahin", reverse("hours_new"), typed)
    assert [len(set(pair)) for pair in said] == [2] * TIMES
    assert all(DONE in pair for pair in said)
    with world.acting("sahin"):
        assert TimeEntry.objects.count() == TIMES


def test_a_note_is_kept_once(world: World, signed_in: SignIn) -> None:
    said = _sent_at_once(signed_in, "demir", reverse("note_new"), {"text": "Bitte um Rückruf."})
    assert said == [sorted([DONE, "Die Notiz ist gespeichert."])] * TIMES
    assert Note.objects.count() == TIMES
    assert DataKey.objects.filter(circle="note").count() == TIMES


def test_a_family_is_opened_once(world: World, signed_in: SignIn) -> None:
    said = _sent_at_once(signed_in, "demir", reverse("family_new"), HOUSEHOLD)
    assert all(DONE in pair and "Die Familie ist angelegt." in "".join(pair) for pair in said)
    assert Family.objects.count() == Case.objects.count() == TIMES


def test_one_card_is_opened_and_one_review_waits(world: World, signed_in: SignIn) -> None:
    family, url = a_family(world), reverse("emergency_new")
    typed = {"name": family.word, "mark": "", "cause": "child", "reason": "Das Kind ist allein."}
    browsers = [signed_in("haas"), signed_in("haas")]
    sent = [filled_in(one.get(url).content.decode(), url, typed) for one in browsers]
    answers = _at_once([_posting(*each) for each in zip(browsers, (url, url), sent, strict=True)])
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Emergency.objects.count() == 1
    assert Entry.objects.filter(event="emergency.begun").count() == 1


def test_a_quarter_is_checked_once(world: World, signed_in: SignIn) -> None:
    url = reverse("rights_check", args=[world.town.teams["sued"].id])
    browsers = [signed_in("nolte"), signed_in("nolte")]
    answers = _at_once([_posting(browser, url, {}) for browser in browsers])
    assert [answer.status_code for answer in answers] == [302, 302]
    said = sorted(sentence for answer in answers for sentence in told(answer))
    assert said == [
        "Für dieses Quartal ist das schon geprüft.",
        "Geprüft. Das steht jetzt im Nachweis.",
    ]
    assert RightsCheck.objects.count() == 1


def _sent_at_once(
    signed_in: SignIn, who: str, url: str, typed: Mapping[str, object]
) -> list[list[str]]:
    """Fill the form in some times, send it each time from two browsers at once, and give the
    sentences that both were told.
    """
    said = []
    for _ in range(TIMES):
        browsers = [signed_in(who), signed_in(who)]
        sent = filled_in(browsers[0].get(url).content.decode(), url, typed)
        answers = _at_once([_posting(browser, url, sent) for browser in browsers])
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        said.append(sorted(sentence for answer in answers for sentence in told(answer)))
    return said


def _posting(browser: Client, url: str, sent: Any) -> Callable[[], Any]:
    return lambda: browser.post(url, sent)


def _at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    ready = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def act(place: int) -> None:
        try:
            ready.wait(timeout=10)
            answers[place] = acts[place]()
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
