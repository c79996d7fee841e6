"""Leaving a help: after the settlement window a provider finds nothing of it, at the gate and at the wall."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Entry
from protection import wall
from protection.labels import all_labels
from protection.models import DataKey
from providers.budgets.models import LedgerLine
from providers.budgets.sums import Period
from providers.codes.models import List
from referrals.aids import actions as aids
from referrals.aids.models import Aid, Share
from referrals.decisions import actions as decisions
from referrals.departures import actions, jobs
from referrals.disclosures.flow import Status
from referrals.disclosures.models import Disclosure
from referrals.endings import actions as endings
from referrals.enquiries.models import Copy
from referrals.hours.sums import CalendarMonth
from referrals.papers import actions as papers
from referrals.papers.models import Paper
from referrals.plans.flow import GoalStatus, Word
from referrals.plans.models import Goal, Version
from referrals.reviews import actions as reviews
from tests.conftest import SignIn
from tests.stages.aids import LEAD, a_proposed_aid, a_running_aid, share_of
from tests.stages.enclosures import a_photo_at_the_plan
from tests.stages.hours import booked, handed_in
from tests.stages.plans import PROVIDERS, a_plan_in_force, goal_of, plan_of
from tests.world import WORKER, World

SINCE = 90
LAST = settings.SETTLEMENT_DAYS
CLOSED = sorted(label.table for label in all_labels() if label.wall == "shared")
CLOSABLE = sorted(label.table for label in all_labels() if label.shape == "closable")


def _ended(world: World, aid: Aid, days_ago: int) -> None:
    goals = Goal.objects.filter(plan__aid=aid, agreed_on__isnull=False)
    with world.acting(WORKER, world.ago(days=days_ago)) as by:
        endings.end(
            by=by,
            aid=aid,
            reason=world.code(List.ENDING_REASON, "10"),
            ended_on=by.today,
            goals={goal.id: GoalStatus.PARTLY for goal in goals},
        )


def _with_everything(world: World) -> Version:
    """Build a help of two providers with a plan that was rated, talked about and printed."""
    aid = a_running_aid(world, PROVIDERS, since=SINCE)
    version = a_plan_in_force(world, aid, met=SINCE - 10, in_force=SINCE - 20)
    goal, plan = goal_of(version), plan_of(version)
    with world.acting("brandt", world.ago(days=SINCE - 25)) as by:
        reviews.rate(by=by, version=version, goal=goal, word=Word.BETTER)
        reviews.mark_point(by=by, plan=plan, text="Schulweg")
        papers.make(by=by, paper=papers.order(by=by, version=version))
    a_photo_at_the_plan(world, aid, WORKER)
    return version


def _night(world: World, **more: Any) -> int:
    """Let the clock do what is due."""
    by = Actor.clock(world.ago())
    done = 0
    with wall.standing_as(by):
        for act in (actions.leave_due, actions.close_expired):
            while count := act(by=by, **more):
                done += count
    return done


def _seen(world: World, person: str, tables: list[str]) -> dict[str, int]:
    """Count at the second wall what a person's transaction can load at all."""
    with world.acting(person), connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # names from the labels
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def _keys(world: World, person: str) -> set[str]:
    with world.acting(person):
        return set(DataKey.objects.values_list("circle", flat=True))


@pytest.mark.parametrize(("days_ago", "sees"), [(LAST, True), (LAST + 1, False)])
def test_providers_find_nothing_of_it_after_the_settlement_window(
    world: World,
    signed_in: SignIn,
    days_ago: int,
    sees: bool,  # a cell of the table
) -> None:
    version = _with_everything(world)
    aid = version.plan.aid
    _ended(world, aid, days_ago)
    _night(world)
    copy = Copy.objects.get(provider__code="flex")
    told = Disclosure.objects.get(provider__code="flex")
    addresses = {
        "aid": aid.id,
        "disclosure": told.id,
        "copy": copy.id,
        "version": version.id,
        "paper": Paper.objects.get().id,
    }
    browser = signed_in("brandt")
    for page, thing in addresses.items():
        answer = browser.get(reverse(page, args=[thing]))
        stranger = browser.get(reverse(page, args=[uuid4()]))
        assert (answer.status_code == 200) is sees, page
        assert sees or answer.content == stranger.content, page
    for who in ("brandt", "aydin"):
        tables = set(_seen(world, who, CLOSED + CLOSABLE))
        assert tables == (set(CLOSED + CLOSABLE) - _own(who) if sees else set()), who
        assert bool({"aid", "enquiry", "disclosure"} & _keys(world, who)) is sees, who


def _own(who: str) -> set[str]:
    """A paper is for the provider alone that asked for it."""
    return set() if who == "brandt" else {"referrals_paper"}


def test_the_answer_is_closed_at_its_old_address_before_the_clock_comes(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, since=SINCE)
    _ended(world, aid, LAST + 1)
    page = reverse("copy", args=[Copy.objects.get().id])
    assert signed_in("brandt").get(page).status_code == 404


def test_the_office_still_reads_who_helped(world: World, signed_in: SignIn) -> None:
    version = _with_everything(world)
    _ended(world, version.plan.aid, LAST + 1)
    _night(world)
    browser = signed_in(WORKER)
    for page in (
        reverse("aids") + "?stand=alle",
        reverse("version", args=[version.id]),
        reverse("family", args=[version.plan.aid.family_id]),
    ):
        shown = browser.get(page).content.decode()
        assert "FleX" in shown, page
        assert "Haus der Kulturen" in shown, page
    assert "Schulweg" in browser.get(reverse("plan", args=[version.plan_id])).content.decode()


def test_what_another_help_gives_the_same_provider_stays(world: World, signed_in: SignIn) -> None:
    over = a_running_aid(world, since=SINCE)
    still = a_running_aid(world, {"flex": 120}, family=over.family, since=SINCE)
    version = a_plan_in_force(world, still, met=SINCE - 10, in_force=SINCE - 20)
    _ended(world, over, LAST + 1)
    _night(world)
    told = Disclosure.objects.filter(family=over.family_id)
    assert {row.status for row in told} == {Status.ACCEPTED}
    pages = [
        reverse("aid", args=[still.id]),
        reverse("version", args=[version.id]),
        *(reverse("disclosure", args=[row.id]) for row in told),
    ]
    browser = signed_in("brandt")
    assert {browser.get(page).status_code for page in pages} == {200}
    assert browser.get(reverse("aid", args=[over.id])).status_code == 404
    seen = _seen(world, "brandt", ["referrals_aid", "referrals_enquiry", "referrals_copy"])
    assert set(seen.values()) == {1}


def test_it_is_done_once_and_can_be_taken_up_again(world: World) -> None:
    first = a_running_aid(world, since=SINCE)
    _ended(world, first, LAST + 1)
    _ended(world, a_running_aid(world, family=first.family, since=SINCE), LAST + 1)
    by = Actor.clock(world.ago())
    with wall.standing_as(by):
        assert actions.leave_due(by=by, batch=1) == 1
        assert Aid.objects.filter(readers__len=0).count() == 1
        assert actions.leave_due(by=by, batch=1) == 1
        assert actions.leave_due(by=by, batch=1) == 0
    left = Entry.objects.filter(event="departure.made", about__contains=[first.id])
    assert left.get().facts == {"aids": 1}


def test_many_helps_need_no_more_queries_than_one(world: World) -> None:
    first = a_running_aid(world, since=SINCE)
    _ended(world, first, LAST + 1)
    counts = []
    by = Actor.clock(world.ago())
    for more in (0, 2):
        for _ in range(more):
            _ended(world, a_running_aid(world, family=first.family, since=SINCE), LAST + 1)
        for act in (actions.leave_due, actions.close_expired):
            with wall.standing_as(by), CaptureQueriesContext(connection) as queries:
                assert act(by=by) == (more or 1)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_a_help_that_did_not_come_about_is_left_at_once(world: World) -> None:
    decision = a_proposed_aid(world, PROVIDERS)
    with world.acting(LEAD) as by:
        decisions.return_decision(by=by, decision=decision, hint="Zu wenig begründet.")
    assert _night(world) == 2
    assert not _seen(world, "brandt", ["referrals_aid", "referrals_aidstep"])
    assert _seen(world, "brandt", ["referrals_enquiry"])


def test_hours_of_a_help_that_was_left_are_still_handed_in(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, since=SINCE)
    share = share_of(aid, "flex")
    entry = booked(world, share, on=share.from_on + timedelta(days=4), minutes=90)
    _ended(world, aid, LAST + 1)
    _night(world)
    page = reverse("hours") + f"?monat={entry.on:%Y-%m}"
    shown = signed_in("brandt").get(page).content.decode()
    assert aid.word not in shown
    handed_in(world, CalendarMonth.of(entry.on), now=world.ago())
    lines = LedgerLine.objects.filter(account=share.account)
    assert sum(line.used_minutes for line in lines) == 90


def test_who_is_brought_back_is_let_in_again(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, {"flex": 240, "haus-der-kulturen": 60}, since=SINCE)
    with world.acting(WORKER, world.ago(days=LAST + 5)) as by:
        left = share_of(aid, "haus-der-kulturen")
        over = Period(by.today, left.until_on, 0)
        _put(by, left, over)
    _night(world)
    page = reverse("aid", args=[aid.id])
    assert signed_in("aydin").get(page).status_code == 404
    assert not _seen(world, "aydin", ["referrals_aid", "referrals_disclosure"])
    with world.acting(WORKER) as by:
        again = share_of(aid, "haus-der-kulturen")
        _put(by, again, Period(by.today, again.until_on + timedelta(days=60), 60))
    assert signed_in("aydin").get(page).status_code == 200
    aid.refresh_from_db()
    assert world.town.providers["haus-der-kulturen"].id in aid.lock.readers


def _put(by: Actor, share: Share, period: Period) -> None:
    given: dict[str, Any] = {"aid": share.aid, "provider": share.provider, "account": share.account}
    aids.put_share(by=by, period=period, is_lead=False, **given)


def test_the_clock_does_it_at_night(world: World) -> None:
    aid = a_running_aid(world, since=SINCE)
    _ended(world, aid, LAST + 1)
    jobs.leave(0)
    aid.refresh_from_db()
    assert (aid.readers, aid.lock.readers) == ([], [])
    told = Disclosure.objects.select_related("lock").get()
    assert (told.status, told.closed, told.lock.readers) == (Status.ENDED, True, [])


def test_everything_that_providers_share_is_left() -> None:
    ways = {rows.model._meta.db_table for rows, _ in actions.SHARED}  # Django's model API
    assert ways | {"referrals_enquiry"} == set(CLOSED)
