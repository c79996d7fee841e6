"""Who reports by profession learns three facts, once (SGB VIII § 64 (4), KKG § 4)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit.deeds import NotPossibleError
from audit.models import Entry
from providers.codes.models import List
from referrals.feedbacks import actions
from referrals.feedbacks.models import Feedback
from referrals.intakes.models import Danger
from tests.conftest import SignIn
from tests.stages.intakes import REPORTER, a_confirmed_intake, an_intake
from tests.world import World

YES = {"confirmed": "yes", "acted": "yes", "acts_still": "no"}
FACTS: dict[str, Any] = {"confirmed": True, "acted": True, "acts_still": False}


def test_three_answers_become_three_sentences(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world)
    page, browser = f"/meldungen/{intake.id}/", signed_in("demir")
    assert "Rückmeldung geben" in browser.get(page).content.decode()
    form = browser.get(f"{page}rueckmeldung/").content.decode()
    assert "<textarea" not in form
    assert 'type="text"' not in form
    shown = browser.post(f"{page}rueckmeldung/", YES, follow=True).content.decode()
    for sentence in (
        "Die Anhaltspunkte, die Sie mitgeteilt haben, haben sich bestätigt.",
        "Das Jugendamt ist zum Schutz des Kindes tätig geworden.",
        "Das Jugendamt ist nicht mehr tätig.",
    ):
        assert sentence in shown
    assert REPORTER not in shown
    entry = Entry.objects.get(event="feedback.given")
    assert entry.facts == {"confirmed": True, "acted": True, "acts_still": False}


def test_it_is_given_once(world: World) -> None:
    intake = an_intake(world)
    with world.acting("demir") as by:
        actions.give(by=by, intake=intake, **FACTS)
        with pytest.raises(NotPossibleError, match="schon gegeben"):
            actions.give(by=by, intake=intake, **FACTS)
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("category", ["neighbours", "anonymous", "relatives", "parents"])
def test_whoever_does_not_report_by_profession_is_told_nothing(
    world: World, signed_in: SignIn, category: str
) -> None:
    intake = an_intake(world, reporter_category=world.code(List.REPORTER, category))
    browser, page = signed_in("demir"), f"/meldungen/{intake.id}/"
    assert "Rückmeldung geben" not in browser.get(page).content.decode()
    assert browser.post(f"{page}rueckmeldung/", YES).status_code == 404
    with world.acting("demir") as by, pytest.raises(PermissionDenied):
        actions.give(by=by, intake=intake, **FACTS)


def test_a_possible_danger_is_looked_at_by_two_before(world: World) -> None:
    with world.acting("demir") as by:
        waiting = an_intake(world, danger=Danger.YES)
        with pytest.raises(NotPossibleError, match="zu zweit"):
            actions.give(by=by, intake=waiting, **FACTS)
        actions.give(by=by, intake=a_confirmed_intake(world), **FACTS)


def test_nobody_acts_still_who_has_not_acted(world: World) -> None:
    with world.acting("demir") as by, pytest.raises(NotPossibleError, match="beide Antworten"):
        actions.give(by=by, intake=an_intake(world), confirmed=False, acted=False, acts_still=True)
