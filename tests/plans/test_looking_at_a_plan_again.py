"""Between two meetings: goals are rated and settled, points marked, and the next version carries on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.deeds import NotPossibleError
from referrals.plans import actions, sheets
from referrals.plans.flow import GoalStatus, Status, Word
from referrals.plans.models import Goal, Rating, Version
from referrals.reviews import actions as reviews
from referrals.reviews import sheets as review_sheets
from tests.conftest import SignIn
from tests.stages.plans import (
    GOALS,
    TEXTS,
    a_circulated_plan,
    a_plan_in_force,
    again,
    goal_of,
    plan_of,
)
from tests.world import WORKER, World

POINT = "Der Vater möchte über die Sonntage sprechen."
SHARED = ("brandt", "sahin", "aydin", "haddad")
STRANGERS = ("wiegand", "fries", "kowalski", "lindner", "seidel", "hartwig", "krause", "vogt")


def test_providers_that_share_the_help_rate_a_goal_in_one_tap(
    world: World, signed_in: SignIn
) -> None:
    version, rated = a_plan_in_force(world), 0
    address = reverse("goal_rate", args=[version.id, goal_of(version).id])
    for who in (*SHARED, WORKER, "nolte", *STRANGERS):
        answer = signed_in(who).post(address, {"word": "better"})
        rated += who in SHARED
        expected = (302 if who in SHARED else 404, rated)
        assert (answer.status_code, Rating.objects.count()) == expected, who


def tap(client: Client, version: Version, word: Word) -> None:
    """Tap a word below the first goal."""
    address = reverse("goal_rate", args=[version.id, goal_of(version).id])
    assert client.post(address, {"word": word}).status_code == 302


def history(client: Client, version: Version) -> str:
    """Read the words below the goals of a plan's history, as text."""
    page = client.get(reverse("plan", args=[version.plan_id])).content.decode()
    return page.split("<main")[1].split("</main>")[0]


def test_the_last_word_of_a_day_mends_the_ones_before(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in("sahin")
    for word in (Word.WORSE, Word.MUCH_BETTER):
        tap(client, version, word)
    assert Rating.objects.count() == 2
    text = client.get(reverse("version", args=[version.id])).content.decode()
    assert "FleX: deutlich besser" in text
    assert "FleX: schlechter" not in text
    assert "deutlich besser" in history(client, version)
    assert "schlechter" not in history(client, version)
    # The slip is tapped back: the first word again, a third row.
    tap(client, version, Word.WORSE)
    assert "deutlich besser" not in history(client, version)
    assert "schlechter" in history(client, version)


def test_a_colleague_or_another_provider_is_not_taken_for_a_second_tap(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    taps = (("sahin", Word.BETTER), ("brandt", Word.WORSE), ("sahin", Word.BETTER))
    for who, word in (*taps, ("aydin", Word.SAME)):
        tap(signed_in(who), version, word)
    text = history(signed_in(WORKER), version)
    assert ("besser" in text, "schlechter" in text, "gleich" in text) == (True, False, True)


def test_a_rating_of_another_day_stands_beside_the_earlier_one(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    with world.acting("sahin", world.ago(days=2)) as by:
        reviews.rate(by=by, version=version, goal=goal_of(version), word=Word.WORSE)
    client = signed_in("sahin")
    tap(client, version, Word.MUCH_BETTER)
    text = history(client, version)
    assert ("deutlich besser" in text, "schlechter" in text) == (True, True)


def test_the_database_keeps_ratings_as_they_were(world: World) -> None:
    version = a_plan_in_force(world)
    with world.acting("sahin") as by:
        reviews.rate(by=by, version=version, goal=goal_of(version), word=Word.BETTER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('referrals_rating', 'UPDATE, DELETE'),"
            " has_table_privilege('referrals_rating', 'INSERT')"
        )
        assert cursor.fetchone() == (False, True)


def test_providers_see_each_others_ratings(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    address = reverse("goal_rate", args=[version.id, goal_of(version).id])
    signed_in("aydin").post(address, {"word": "worse"})
    text = signed_in("brandt").get(reverse("version", args=[version.id])).content.decode()
    assert "Haus der Kulturen: schlechter" in text


def test_who_may_not_rate_gets_no_answer_to_an_empty_word_either(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    address = reverse("goal_rate", args=[version.id, goal_of(version).id])
    for who in (WORKER, "nolte", *STRANGERS):
        assert signed_in(who).post(address, {"word": ""}).status_code == 404, who


def test_only_the_five_words_count(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    address = reverse("goal_rate", args=[version.id, goal_of(version).id])
    for word in ("", "5", "sehr gut"):
        text = signed_in("sahin").post(address, {"word": word}, follow=True).content.decode()
        assert "Bitte wählen Sie eines der fünf Wörter." in text, word
    assert not Rating.objects.exists()


def test_what_does_not_yet_hold_is_not_rated(world: World, signed_in: SignIn) -> None:
    version = a_circulated_plan(world)
    address = reverse("goal_rate", args=[version.id, goal_of(version).id])
    text = signed_in("sahin").post(address, {"word": "better"}, follow=True).content.decode()
    assert "Der Stand ist: Zur Durchsicht." in text
    assert not Rating.objects.exists()


def carried_on(world: World, version: Version) -> Version:
    with world.acting(WORKER) as by:
        return actions.carry_on(
            by=by,
            plan=plan_of(version),
            meeting_on=by.today,
            review_on=by.today + timedelta(days=180),
        )


def test_the_next_version_carries_open_goals_and_takes_up_points(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    with world.acting("sahin") as by:
        reviews.mark_point(by=by, plan=version.plan, text=POINT)
    client = signed_in(WORKER)
    settle = reverse("goal_settle", args=[version.id, goal_of(version, 2).id])
    assert GOALS[1] in client.get(settle).content.decode()
    client.post(settle, {"status": "achieved"})
    today = world.actor(WORKER).today
    days = {"meeting_on": f"{today}", "review_on": f"{today + timedelta(days=180)}"}
    client.post(reverse("plan_carry_on", args=[version.plan_id]), days)
    following = Version.objects.get(plan=version.plan_id, number=2)
    assert [wording.goal_id for wording in following.wordings.all()] == [goal_of(version, 1).id]
    text = client.get(reverse("version", args=[following.id])).content.decode()
    assert POINT in text
    assert GOALS[0] in text
    assert GOALS[1] not in text
    assert TEXTS["need"] in text
    assert TEXTS["child_view"] not in text
    # Until the office decides otherwise the former version holds.
    assert again(version).status == Status.IN_FORCE
    assert "Gilt seit" in signed_in("brandt").get(reverse("plans")).content.decode()


def test_carrying_on_is_asked_of_a_plan_that_holds(world: World) -> None:
    version = a_plan_in_force(world)
    carried_on(world, version)
    with world.acting(WORKER) as by, pytest.raises(NotPossibleError, match="In Arbeit"):
        carried_on(world, version)
    assert by.is_office


def test_nobody_else_carries_on_or_settles(world: World, signed_in: SignIn) -> None:
    version, today = a_plan_in_force(world), world.actor(WORKER).today
    days = {"meeting_on": f"{today}", "review_on": f"{today + timedelta(days=180)}"}
    carry_on = reverse("plan_carry_on", args=[version.plan_id])
    settle = reverse("goal_settle", args=[version.id, goal_of(version).id])
    for who in ("nolte", *SHARED, *STRANGERS):
        client = signed_in(who)
        assert client.post(carry_on, days).status_code == 404, who
        assert client.post(settle, {"status": "achieved"}).status_code == 404, who
    assert Version.objects.count() == 1
    assert goal_of(version).status == GoalStatus.AGREED


def test_a_goal_goes_the_ways_of_its_table(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    address = reverse("goal_settle", args=[version.id, goal_of(version).id])
    client.post(address, {"status": "missed"})
    assert goal_of(version).settled_on == world.actor(WORKER).today
    answer = client.post(address, {"status": "achieved"})
    assert "Das ist jetzt nicht möglich. Der Stand ist: Nicht erreicht." in answer.content.decode()
    client.post(address, {"status": "agreed"})
    goal = goal_of(version)
    assert (goal.status, goal.settled_on) == (GoalStatus.AGREED, None)


def test_the_identity_of_a_goal_outlives_its_wording(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    following, goal = carried_on(world, version), goal_of(version)
    with world.acting(WORKER) as by:
        actions.reword_goal(by=by, version=following, goal=goal, text="Mirabai schläft durch.")
    text = signed_in(WORKER).get(reverse("plan", args=[version.plan_id])).content.decode()
    assert "Mirabai schläft durch." in text
    assert GOALS[0] in text
    assert Goal.objects.filter(plan=version.plan_id).count() == 2


def test_an_overdue_review_comes_first(world: World, signed_in: SignIn) -> None:
    fresh = a_plan_in_force(world)
    with world.acting(WORKER) as by:
        passed = by.today - timedelta(days=1)
    late = a_plan_in_force(world, review_on=passed)
    text = signed_in(WORKER).get(reverse("plans")).content.decode()
    assert "Überprüfung überfällig" in text
    assert text.index(str(late.id)) < text.index(str(fresh.id))
    with world.acting(WORKER) as by:
        assert [line.newest for line in review_sheets.overdue(by)] == [late.id]
        assert review_sheets.of_aid(late.plan.aid_id, by) is not None
        family = late.plan.aid.family_id
        assert [line.newest for line in review_sheets.of_family(family, by)] == [late.id]


def test_an_ended_help_ends_its_plan(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    with world.acting(WORKER) as by:
        reviews.end(by=by, plan=plan_of(version))
    assert again(version).status == Status.ENDED
    assert "Beendet" in signed_in("brandt").get(reverse("plans")).content.decode()


def test_a_stranger_does_not_learn_that_a_plan_exists(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    for who in STRANGERS:
        client = signed_in(who)
        assert version.plan.aid.word not in client.get(reverse("plans")).content.decode(), who
        assert client.get(reverse("plan", args=[version.plan_id])).status_code == 404, who


def test_texts_carried_over_are_sealed_anew(world: World) -> None:
    version = a_plan_in_force(world)
    following = carried_on(world, version)
    assert sheets.texts_of(again(following))["need"] == TEXTS["need"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT need FROM referrals_version WHERE plan_id = %s", [version.plan_id])
        assert len({bytes(row[0]) for row in cursor.fetchall()}) == 2
