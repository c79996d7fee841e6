"""Reading what became of a help: every change in its order, and after the end what really held."""

from django.urls import reverse

from audit.clock import day_text
from providers.budgets.sums import hours_text, minutes_of_period
from providers.codes.models import List
from referrals.decisions import actions
from referrals.endings import actions as endings
from tests.conftest import SignIn
from tests.stages.aids import a_proposed_extension, a_running_aid
from tests.world import WORKER, World


def test_the_page_of_a_help_tells_its_changes_in_order(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    decision = a_proposed_extension(world, aid)
    with world.acting("nolte") as by:
        actions.approve(by=by, decision=decision)
    page = reverse("aid", args=[aid.id])
    shown = signed_in(WORKER).get(page).content.decode()
    steps = shown[shown.index("Verlauf</h2>") :]
    words = ("Verlängerung freigegeben", "Läuft", "Bewilligt", "Entscheidung offen")
    places = [steps.index(word) for word in words]
    assert places == sorted(places)
    assert "freigegeben" not in signed_in("brandt").get(page).content.decode()


def test_after_the_end_only_what_held_until_then_is_shown(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    planned = aid.until_on
    with world.acting(WORKER) as by:
        ended_on = by.today
        reason = world.code(List.ENDING_REASON, "10")
        endings.end(by=by, aid=aid, reason=reason, ended_on=ended_on, goals={}, remark="")
    held = hours_text(minutes_of_period(aid.from_on, ended_on, 240))
    for who in (WORKER, "brandt"):
        shown = signed_in(who).get(reverse("aid", args=[aid.id])).content.decode()
        assert f"{held} bis zum Ende der Hilfe am {day_text(ended_on)}" in shown
        assert f"4:00 h je Woche, {day_text(aid.from_on)} bis {day_text(ended_on)}" in shown
        assert day_text(planned) not in shown
