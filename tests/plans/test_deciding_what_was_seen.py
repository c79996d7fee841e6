"""Deciding about what was seen: nothing goes round or comes into force that the page did not show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Entry
from referrals.plans import actions, sheets
from referrals.plans.flow import GoalStatus, SignatureState, Status
from referrals.plans.models import Version
from referrals.reviews import actions as reviews
from tests.conftest import SignIn
from tests.stages.plans import (
    TASK,
    TEXTS,
    a_circulated_plan,
    a_draft,
    a_plan_in_force,
    again,
    goal_of,
    plan_of,
    sends,
)
from tests.twice.pages import filled_in
from tests.world import WORKER, World

CHANGED = "Der Plan wurde inzwischen geändert. Bitte sehen Sie ihn noch einmal an."
AGREED = (SignatureState.SIGNED, SignatureState.ORAL)


def retexted(by: Actor, version: Version) -> None:
    actions.write(by=by, version=version, edit=again(version).edit, need="Etwas ganz anderes.")


def with_a_goal(by: Actor, version: Version) -> None:
    actions.add_goal(by=by, version=version, text="Noch ein Ziel.")


def reworded(by: Actor, version: Version) -> None:
    actions.reword_goal(by=by, version=version, goal=goal_of(version), text="Ein anderes Ziel.")


def with_a_task(by: Actor, version: Version) -> None:
    actions.add_task(by=by, version=version, goal=goal_of(version), due_on=by.today, **TASK)


def without_a_task(by: Actor, version: Version) -> None:
    actions.remove_task(by=by, task=version.tasks.get())


CHANGES = [retexted, with_a_goal, reworded, with_a_task, without_a_task]
every_change = pytest.mark.parametrize("change", CHANGES)
type Change = Callable[[Actor, Version], None]


def opened(client: Client, address: str, **typed: object) -> dict[str, list[str]]:
    """Open the page of a decision and fill it in, without sending it yet."""
    return filled_in(client.get(address).content.decode(), address, typed)


@every_change
def test_what_changed_behind_the_page_does_not_go_round(
    world: World, signed_in: SignIn, change: Change
) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    address = reverse("version_circulate", args=[version.id])
    sent = opened(client, address)
    with world.acting(WORKER) as by:
        change(by, version)
    assert CHANGED in client.post(address, sent, follow=True).content.decode()
    assert again(version).status == Status.DRAFTING
    assert "Die Fassung ist zur Durchsicht gegeben." in sends(client, address)
    assert again(version).status == Status.CIRCULATED


@every_change
def test_what_changed_behind_the_page_does_not_come_into_force(
    world: World, signed_in: SignIn, change: Change
) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    address = reverse("version_in_force", args=[version.id])
    sent = opened(client, address)
    with world.acting(WORKER) as by:
        actions.take_back(by=by, version=version)
        change(by, version)
        actions.circulate(by=by, version=version)
    assert CHANGED in client.post(address, sent, follow=True).content.decode()
    assert again(version).status == Status.CIRCULATED
    assert "Der Hilfeplan gilt." in sends(client, address)
    assert again(version).status == Status.IN_FORCE


@pytest.mark.parametrize("name", ["version_circulate", "version_in_force"])
def test_a_goal_settled_behind_the_page_is_seen_first(
    world: World, signed_in: SignIn, name: str
) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    with world.acting(WORKER) as by:
        days = {"meeting_on": by.today, "review_on": by.today + timedelta(days=90)}
        following = actions.carry_on(by=by, plan=plan_of(version), **days)
        actions.write(by=by, version=following, edit=1, child_view=TEXTS["child_view"])
        if name == "version_in_force":
            actions.circulate(by=by, version=following)
    address, before = reverse(name, args=[following.id]), again(following).status
    sent = opened(client, address)
    with world.acting(WORKER) as by:
        reviews.settle_goal(by=by, goal=goal_of(version), status=GoalStatus.ACHIEVED)
    assert CHANGED in client.post(address, sent, follow=True).content.decode()
    assert again(following).status == before
    sends(client, address)
    assert again(following).status != before


def test_a_signature_noted_behind_the_page_is_seen_first(world: World, signed_in: SignIn) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    address = reverse("version_in_force", args=[version.id])
    sent = opened(client, address)
    with world.acting(WORKER) as by:
        name, state = "Sunniva Velmbrinker", SignatureState.UNWILLING
        actions.sign(by=by, version=version, name=name, state=state)
    assert CHANGED in client.post(address, sent, follow=True).content.decode()
    assert again(version).status == Status.CIRCULATED


@pytest.mark.parametrize("name", ["version_circulate", "version_in_force"])
def test_who_comes_from_an_old_page_of_the_plan_is_led_back(
    world: World, signed_in: SignIn, name: str
) -> None:
    made = {"version_circulate": a_draft, "version_in_force": a_circulated_plan}
    version, client = made[name](world), signed_in(WORKER)
    page = client.get(reverse("version", args=[version.id])).content.decode()
    link = page.split(f'href="{reverse(name, args=[version.id])}')[1].split('"')[0]
    address = reverse(name, args=[version.id]) + link
    assert client.get(address).status_code == 200
    with world.acting(WORKER) as by:
        if name == "version_in_force":
            actions.take_back(by=by, version=version)
        retexted(by, version)
        if name == "version_in_force":
            actions.circulate(by=by, version=version)
    answer = client.get(address, follow=True)
    assert CHANGED in answer.content.decode()
    assert "Etwas ganz anderes." in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "vier", "0", "9999"])
def test_without_having_seen_it_nobody_decides(world: World, signed_in: SignIn, seen: str) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    address = reverse("version_circulate", args=[version.id])
    assert CHANGED in client.post(address, {"seen": seen}, follow=True).content.decode()
    assert again(version).status == Status.DRAFTING


def page_and_paper(client: Client, version: Version) -> list[str]:
    """Read a version on its page and as it will be printed."""
    names = ("version", "paper_preview")
    return [client.get(reverse(name, args=[version.id])).content.decode() for name in names]


@pytest.mark.parametrize("state", AGREED)
def test_who_agreed_to_the_former_text_is_asked_again(
    world: World, signed_in: SignIn, state: SignatureState
) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    with world.acting(WORKER) as by:
        actions.sign(by=by, version=version, name="Sunniva Velmbrinker", state=state)
    taken = reverse("version_take_back", args=[version.id])
    text = client.post(taken, follow=True).content.decode()
    assert "Die Fassung ist wieder in Arbeit. Die Unterschriften galten dem früheren Text." in text
    assert "Bitte halten Sie diese Unterschriften nach der Durchsicht neu fest." in text
    with world.acting(WORKER) as by:
        retexted(by, version)
    sends(client, reverse("version_circulate", args=[version.id]))
    sends(client, reverse("version_in_force", args=[version.id]))
    for read in page_and_paper(client, version):
        assert "Etwas ganz anderes." in read
        assert f"{state.label} am" not in read
        assert "möchte nicht" in read
        assert "folgt" in read
    told = Entry.objects.get(event="plan.signatures_reopened")
    row = version.signatures.get(state=SignatureState.PENDING)
    assert (row.id in told.about, told.facts) == (True, {"signatures": 1})


def test_where_nobody_had_agreed_nothing_is_said_of_it(world: World, signed_in: SignIn) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    sends(client, reverse("version_circulate", args=[version.id]))
    taken = reverse("version_take_back", args=[version.id])
    text = client.post(taken, follow=True).content.decode()
    assert "Die Fassung ist wieder in Arbeit." in text
    assert "früheren Text" not in text
    assert not Entry.objects.filter(event="plan.signatures_reopened").exists()


def test_a_plan_that_is_not_taken_back_keeps_its_signatures(world: World) -> None:
    version = a_plan_in_force(world)
    with world.acting(WORKER) as by:
        days = {"meeting_on": by.today, "review_on": by.today + timedelta(days=90)}
        actions.carry_on(by=by, plan=plan_of(version), **days)
    assert version.signatures.filter(state__in=AGREED).count() == 1


def late(version: Version, years: int) -> str:
    return f"{version.meeting_on.replace(day=28, year=version.meeting_on.year + years)}"


def test_a_review_is_neither_long_ago_nor_in_the_next_century(
    world: World, signed_in: SignIn
) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    address, today = reverse("version_write", args=[version.id]), world.actor(WORKER).today
    limit = f"{version.meeting_on:%d.%m.}{version.meeting_on.year + 2}"
    regular = f"(§ 36 Abs. 2 SGB VIII). Bitte wählen Sie einen Tag bis zum {limit}."
    passed = "Dieser Tag ist schon vorbei. Bitte wählen Sie einen Tag ab heute."
    before, kept = TEXTS["need"], version.review_on
    for day, sentence in (
        ("2099-01-01", regular),
        (late(version, 3), regular),
        (f"{today - timedelta(days=1)}", passed),
    ):
        text = sends(client, address, review_on=day, need="Neu.")
        assert sentence in text, day
        assert (again(version).review_on, sheets.texts_of(again(version))["need"]) == (kept, before)
    sends(client, address, review_on=today, need="Neu.")
    assert again(version).review_on == today


def test_a_review_that_passed_meanwhile_does_not_stop_the_writing(
    world: World, signed_in: SignIn
) -> None:
    version = a_draft(world, review_on=world.actor(WORKER).today - timedelta(days=1))
    address = reverse("version_write", args=[version.id])
    assert "Die Texte sind gespeichert." in sends(signed_in(WORKER), address, need="Neu.")


def test_the_next_version_too_is_looked_at_again_in_time(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    address = reverse("plan_carry_on", args=[version.plan_id])
    assert "SGB VIII). Bitte wählen" in sends(client, address, review_on="2099-01-01")
    assert Version.objects.count() == 1
    soon = world.actor(WORKER).today + timedelta(days=700)
    sends(client, address, review_on=soon)
    assert Version.objects.get(number=2).review_on == soon
