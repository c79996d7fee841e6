"""Ending a help: why, what became of the goals, what is settled, until when providers see it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.clock import day_text
from audit.deeds import NotPossibleError
from audit.models import Entry
from providers.budgets.models import LedgerLine
from providers.budgets.sums import hours_text
from providers.codes.models import List
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.decisions import actions as decisions
from referrals.decisions.flow import Status as Decided
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure, Field
from referrals.endings import actions
from referrals.endings.models import Ending
from referrals.hours.sums import amount
from referrals.plans.flow import GoalStatus
from referrals.plans.flow import Status as VersionStatus
from referrals.plans.models import Goal
from tests.stages.aids import (
    a_proposed_extension,
    a_running_aid,
    an_approved_aid,
    share_of,
)
from tests.stages.disclosures import a_law
from tests.stages.enquiries import COORDINATORS
from tests.stages.hours import booked
from tests.stages.plans import a_plan_in_force
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]
DANGER = "Wurde geprüft, ob ein Kind gefährdet ist?"
AFTER = settings.SETTLEMENT_DAYS + 1


def _end(world: World, aid: Aid, *, days_ago: int = 0, **overrides: Any) -> Ending:
    with world.acting(WORKER, world.ago(days=days_ago)) as by:
        given = {
            "reason": world.code(List.ENDING_REASON, "10"),
            "ended_on": by.today,
            "goals": {},
        }
        return actions.end(by=by, aid=aid, **{**given, **overrides})


def _input(world: World, reason: str = "10", **more: Any) -> dict[str, Any]:
    today = world.actor(WORKER).today
    return {"ended_on": today, "reason": world.code(List.ENDING_REASON, reason).id, **more}


def test_goals_are_settled_and_the_plan_ends_with_it(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    aid = version.plan.aid
    page = reverse("ending_new", args=[aid.id])
    client = signed_in(WORKER)
    assert "Mirabai schläft in der Schulwoche vor 21 Uhr." in client.get(page).content.decode()
    first, second = Goal.objects.filter(plan=version.plan).order_by("number")
    outcomes = {f"goal_{first.id}": "achieved", f"goal_{second.id}": "partly"}
    answer = client.post(page, _input(world, **outcomes))
    assert answer.headers["Location"] == reverse("aid", args=[aid.id])
    aid.refresh_from_db()
    version.refresh_from_db()
    assert aid.status == Status.ENDED
    assert version.status == VersionStatus.ENDED
    stands = Goal.objects.filter(plan=version.plan).order_by("number")
    assert [goal.status for goal in stands] == [GoalStatus.ACHIEVED, GoalStatus.PARTLY]
    assert aid.case.closed_on is None
    entry = Entry.objects.get(event="ending.made", about__contains=[aid.id])
    assert entry.facts["reason"] == "10"


def test_every_open_goal_needs_its_word(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    first = Goal.objects.get(plan=version.plan, number=1)
    given = _input(world, **{f"goal_{first.id}": "achieved"}, remark="Ein guter Abschied.")
    answer = signed_in(WORKER).post(reverse("ending_new", args=[version.plan.aid_id]), given)
    assert answer.status_code == 422
    assert "Ein guter Abschied." in answer.content.decode()
    first.refresh_from_db()
    assert first.status == GoalStatus.AGREED
    with pytest.raises(NotPossibleError, match="für jedes Ziel"):
        _end(world, version.plan.aid, goals={first.id: GoalStatus.ACHIEVED})


def test_a_break_off_asks_whether_a_child_is_in_danger(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    page = reverse("ending_new", args=[aid.id])
    client = signed_in(WORKER)
    assert DANGER in client.get(page).content.decode()
    refused = client.post(page, _input(world, "20"))
    assert refused.status_code == 422
    assert "Bitte prüfen Sie, ob ein Kind gefährdet ist" in refused.content.decode()
    assert not Ending.objects.exists()
    client.post(page, _input(world, "20", danger_looked_at="on"))
    assert Ending.objects.get().danger_looked_at


def test_what_was_not_used_becomes_free(world: World) -> None:
    aid = a_running_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    _end(world, aid)
    for share in aid.shares.all():
        lines = LedgerLine.objects.filter(account=share.account)
        assert sum(line.committed_minutes + line.reserved_minutes for line in lines) == 0


def test_hours_that_were_not_handed_in_are_listed_and_do_not_hinder(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    day = world.actor(WORKER).today - timedelta(days=3)
    booked(world, share_of(aid, "flex"), on=day, minutes=90)
    page = reverse("ending_new", args=[aid.id])
    client = signed_in(WORKER)
    assert "1:30 h, eine Buchung" in client.get(page).content.decode()
    assert client.post(page, _input(world)).status_code == 302


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [(1, "Dieser Tag liegt noch vor uns."), (-60, "Dieser Tag liegt vor dem ersten Gespräch.")],
)
def test_a_day_that_cannot_be_is_refused(
    world: World, signed_in: SignIn, shift: int, sentence: str
) -> None:
    aid = a_running_aid(world)
    day = world.actor(WORKER).today + timedelta(days=shift)
    page = reverse("ending_new", args=[aid.id])
    answer = signed_in(WORKER).post(page, _input(world) | {"ended_on": day})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_it_does_not_end_before_hours_that_are_booked(world: World) -> None:
    aid = a_running_aid(world)
    today = world.actor(WORKER).today
    booked(world, share_of(aid, "flex"), on=today - timedelta(days=2))
    with pytest.raises(NotPossibleError, match="sind noch Stunden gebucht"):
        _end(world, aid, ended_on=today - timedelta(days=4))


def test_a_help_that_never_began_can_end(world: World) -> None:
    aid = an_approved_aid(world)
    _end(world, aid, reason=world.code(List.ENDING_REASON, "50"))
    aid.refresh_from_db()
    assert aid.status == Status.ENDED


def test_it_ends_once(world: World) -> None:
    aid = a_running_aid(world)
    _end(world, aid)
    with pytest.raises(NotPossibleError, match="Der Stand ist: Beendet"):
        _end(world, aid)


def test_a_decision_that_waited_is_taken_back(world: World) -> None:
    aid = a_running_aid(world)
    decision = a_proposed_extension(world, aid)
    _end(world, aid)
    decision.refresh_from_db()
    assert decision.status == Decided.WITHDRAWN
    with world.acting("nolte") as by, pytest.raises(NotPossibleError):
        decisions.approve(by=by, decision=decision)


@pytest.mark.parametrize(
    "who", ["kaya", "wiegand", "nolte", "kowalski", "lindner", "brandt", "sahin", "hartwig"]
)
def test_only_whoever_keeps_the_file_ends_it(world: World, signed_in: SignIn, who: str) -> None:
    aid = a_running_aid(world)
    page = reverse("ending_new", args=[aid.id])
    assert signed_in(who).get(page).status_code == 404
    assert signed_in(who).post(page, _input(world)).status_code == 404
    assert not Ending.objects.exists()


@pytest.mark.parametrize(("days_ago", "sees"), [(AFTER - 1, True), (AFTER, False)])
def test_providers_see_it_until_the_settlement_window_is_over(
    world: World,
    signed_in: SignIn,
    days_ago: int,
    sees: bool,  # a cell of the table
) -> None:
    aid = a_running_aid(world, {"flex": 240, "haus-der-kulturen": 60}, since=60)
    _end(world, aid, days_ago=days_ago)
    told = Disclosure.objects.get(provider__code="flex")
    pages = [reverse("aid", args=[aid.id]), reverse("disclosure", args=[told.id])]
    for who in ("brandt", "sahin"):
        client = signed_in(who)
        for page in pages:
            assert client.get(page).status_code == (200 if sees else 404), (who, page)
        assert (aid.word in client.get(reverse("aids") + "?stand=alle").content.decode()) is sees
    assert signed_in(WORKER).get(pages[0]).status_code == 200


def test_whoever_helps_the_family_otherwise_keeps_what_was_told(world: World) -> None:
    first = a_running_aid(world)
    a_running_aid(world, {"flex": 120}, family=first.family)
    ending = _end(world, first)
    told = Disclosure.objects.filter(provider__code="flex")
    assert {sheet.until_on for sheet in told} == {None}
    assert ending.visible_until > date.min


@pytest.mark.parametrize("provider", ["flex", "haus-der-kulturen"])
def test_what_nobody_took_on_ends_with_the_help_too(
    world: World, signed_in: SignIn, provider: str
) -> None:
    aid = a_running_aid(world, since=60)
    then = world.ago(days=AFTER + 1)
    basis = a_law(world, aid.family, now=then)
    with world.acting(WORKER, then) as by:
        told = disclosures.disclose_directly(
            by=by,
            family=aid.family,
            provider=world.town.providers[provider],
            basis=basis,
            fields=[Field.CHILDREN, Field.WORKER],
        )
    _end(world, aid, days_ago=AFTER)
    page = reverse("disclosure", args=[told.id])
    assert signed_in(COORDINATORS[provider]).get(page).status_code == 404


def test_its_remark_lies_sealed(world: World) -> None:
    _end(world, a_running_aid(world), remark="Die Mutter ist nach Dorsten gezogen.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT remark FROM referrals_ending")
        assert b"Dorsten" not in bytes(cursor.fetchone()[0])


def test_how_it_ended_stands_on_the_page_of_the_help(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    page = reverse("aid", args=[aid.id])
    client = signed_in(WORKER)
    assert "Ende der Hilfe" not in client.get(page).content.decode()
    ending = _end(
        world,
        aid,
        reason=world.code(List.ENDING_REASON, "20"),
        danger_looked_at=True,
        remark="Die Familie ist umgezogen.",
    )
    text = client.get(page).content.decode()
    until = f"bis {day_text(ending.visible_until)}"
    told = ("Ende der Hilfe", ending.reason.name, DANGER, "Die Familie ist umgezogen.", until)
    for shown in told:
        assert shown in text
    of_provider = signed_in("sahin").get(page).content.decode()
    assert until in of_provider
    assert "umgezogen" not in of_provider
    assert ending.reason.name not in of_provider


def test_after_the_end_every_page_names_the_same_hours(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    aid = version.plan.aid
    day = world.actor(WORKER).today - timedelta(days=3)
    share = share_of(aid, "flex")
    booked(world, share, on=day, minutes=150)
    before = share.approved_minutes
    goals = {goal.id: GoalStatus.ACHIEVED for goal in Goal.objects.filter(plan=version.plan)}
    _end(world, aid, goals=goals)
    share.refresh_from_db()
    assert share.approved_minutes < before
    office, carer = signed_in(WORKER), signed_in("sahin")
    approved = amount(share.approved_minutes)
    family = office.get(reverse("family", args=[aid.family_id])).content.decode()
    assert f"2:30 von {approved} Stunden" in family
    assert f"2:30 von {approved} Stunden" in carer.get(reverse("my_day")).content.decode()
    hours = office.get(reverse("aid_hours", args=[aid.id])).content.decode()
    assert f"0 von {approved} Stunden, noch nicht abgegeben 2:30 h" in hours
    help_page = office.get(reverse("aid", args=[aid.id])).content.decode()
    assert f"{hours_text(share.approved_minutes)} bis zum Ende der Hilfe" in help_page
    assert family.index("Es läuft keine Hilfe.") < family.index("Vor Kurzem beendet")
    assert "nächstes Gespräch" not in family
    Share.objects.filter(id=share.id).update(approved_minutes=150)
    assert "verbraucht" not in carer.get(reverse("my_day")).content.decode()
