"""Agreeing on a plan: it goes round, people sign or do not, the office decides, and then it never changes."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.actor import Actor
from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.plans import actions
from referrals.plans.flow import GoalStatus, Status
from referrals.plans.models import Version
from referrals.reviews import actions as reviews
from tests.conftest import SignIn
from tests.stages.plans import (
    GOALS,
    TASK,
    TEXTS,
    a_begun_plan,
    a_circulated_plan,
    a_draft,
    a_plan_in_force,
    again,
    goal_of,
    plan_of,
    sends,
)
from tests.stages.purposes import she_says_what_for
from tests.world import WORKER, World

SHARED = ("brandt", "sahin", "aydin", "haddad")
STRANGERS = ("wiegand", "fries", "kowalski", "lindner", "seidel", "hartwig", "krause", "vogt")


def test_what_goes_round_is_read_by_those_who_share_the_help(
    world: World, signed_in: SignIn
) -> None:
    version = a_circulated_plan(world)
    she_says_what_for(world, version.plan.aid.family)
    for who in (WORKER, "nolte", *SHARED, *STRANGERS):
        answer = signed_in(who).get(reverse("version", args=[version.id]))
        text = answer.content.decode()
        read = GOALS[0] in text and TEXTS["dissent"] in text
        expected = (404, False) if who in STRANGERS else (200, True)
        assert (answer.status_code, read) == expected, who


def test_giving_it_round_says_who_will_read_it(world: World, signed_in: SignIn) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    address = reverse("version_circulate", args=[version.id])
    text = client.get(address).content.decode()
    assert "Das verlässt das Haus" in text
    assert "FleX" in text
    assert "Haus der Kulturen" in text
    sends(client, address)
    assert again(version).status == Status.CIRCULATED
    assert "Zur Durchsicht" in client.get(reverse("version", args=[version.id])).content.decode()


def test_without_the_childs_view_or_a_reason_nothing_goes_round(
    world: World, signed_in: SignIn
) -> None:
    version, client = a_begun_plan(world), signed_in(WORKER)
    address = reverse("version_circulate", args=[version.id])
    text = sends(client, address)
    assert "Bitte halten Sie fest, wie das Kind es sieht, oder warum seine Sicht fehlt." in text
    assert again(version).status == Status.DRAFTING
    with world.acting(WORKER) as by:
        actions.write(by=by, version=version, edit=1, child_view_missing="Mirabai wollte nicht.")
    sends(client, address)
    assert again(version).status == Status.CIRCULATED


def test_nothing_goes_round_before_the_meeting(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    with world.acting(WORKER) as by:
        day = by.today + timedelta(days=1)
        actions.write(by=by, version=version, edit=version.edit, meeting_on=day)
    address = reverse("version_circulate", args=[version.id])
    text = sends(signed_in(WORKER), address)
    assert "Das Gespräch ist erst am" in text
    assert again(version).status == Status.DRAFTING


def test_taken_back_it_is_the_offices_alone_again(world: World, signed_in: SignIn) -> None:
    version = a_circulated_plan(world)
    signed_in(WORKER).post(reverse("version_take_back", args=[version.id]))
    assert again(version).status == Status.DRAFTING
    assert signed_in("brandt").get(reverse("version", args=[version.id])).status_code == 404
    with world.acting("brandt"):
        assert not version.wordings.exists()


def test_the_office_decides_although_the_father_does_not_sign(
    world: World, signed_in: SignIn
) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    address = reverse("version_in_force", args=[version.id])
    assert "auch wenn eine Unterschrift fehlt" in client.get(address).content.decode()
    today = world.actor(WORKER).today
    sends(client, address, in_force_on=today)
    text = client.get(reverse("version", args=[version.id])).content.decode()
    assert f"Gilt seit {today:%d.%m.%Y}" in text
    assert goal_of(version).agreed_on == today


def test_nobody_else_decides(world: World, signed_in: SignIn) -> None:
    version = a_circulated_plan(world)
    sent = {"in_force_on": f"{world.actor(WORKER).today}", "name": "Wer", "state": "signed"}
    for who in ("nolte", *SHARED, *STRANGERS):
        client = signed_in(who)
        for name in ("version_in_force", "version_take_back", "signature_new", "version_circulate"):
            answer = client.post(reverse(name, args=[version.id]), sent)
            assert answer.status_code == 404, (who, name)
    assert again(version).status == Status.CIRCULATED
    assert version.signatures.count() == 2


def test_a_refusal_is_in_the_trail(world: World) -> None:
    version = a_circulated_plan(world)
    with world.acting("brandt") as by, pytest.raises(PermissionDenied):
        actions.put_in_force(by=by, version=version)
    assert Entry.objects.filter(event="plans.put_in_force.refused").count() == 1


PARTS = (
    ("referrals_version", "id", tuple(TEXTS)),
    ("referrals_wording", "version_id", ("text",)),
    ("referrals_task", "version_id", ("who", "what")),
)


def envelopes(version: Version) -> list[tuple[str, bytes]]:
    """Give every envelope of a version and its parts, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table, key, names in PARTS:
            for name in names:
                select = f"SELECT {name} FROM {table} WHERE {key} = %s ORDER BY id"  # noqa: S608  # fixed names
                cursor.execute(select, [version.id])
                found += [(f"{table}.{name}", bytes(row[0] or b"")) for row in cursor.fetchall()]
    return found


def changes(by: Actor, version: Version) -> list[Callable[[], object]]:
    """Give every deed that could change what a version says or where it stands."""
    goal, task = goal_of(version), version.tasks.get()
    return [
        lambda: actions.write(by=by, version=version, edit=version.edit, need="Anders."),
        lambda: actions.add_goal(by=by, version=version, text="Noch ein Ziel"),
        lambda: actions.reword_goal(by=by, version=version, goal=goal, text="Anders"),
        lambda: actions.add_task(by=by, version=version, goal=goal, due_on=by.today, **TASK),
        lambda: actions.remove_task(by=by, task=task),
        lambda: actions.circulate(by=by, version=version),
        lambda: actions.take_back(by=by, version=version),
        lambda: actions.put_in_force(by=by, version=version),
    ]


def test_in_force_no_deed_changes_a_word(world: World) -> None:
    version = a_plan_in_force(world)
    before = envelopes(version)
    with world.acting(WORKER) as by:
        for act in changes(by, version):
            with pytest.raises(NotPossibleError, match="Der Stand ist: Gilt"):
                act()
    assert envelopes(version) == before
    assert len(before) == len(TEXTS) + len(GOALS) + 2


def test_replaced_it_still_reads_as_it_was_agreed(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    before = envelopes(version)
    with world.acting(WORKER) as by:
        following = actions.carry_on(
            by=by,
            plan=plan_of(version),
            meeting_on=by.today,
            review_on=by.today + timedelta(days=180),
        )
        actions.write(by=by, version=following, edit=1, child_view="Jetzt ist es ruhig.")
        actions.circulate(by=by, version=following)
        reviews.settle_goal(by=by, goal=goal_of(version, 2), status=GoalStatus.ACHIEVED)
        actions.put_in_force(by=by, version=following)
    assert envelopes(version) == before
    assert again(version).status == Status.REPLACED
    for who in (WORKER, "brandt"):
        text = signed_in(who).get(reverse("version", args=[version.id])).content.decode()
        assert "Ersetzt durch Fassung 2" in text
        assert TEXTS["child_view"] in text
        assert "heute: Erreicht" in text


def test_every_envelope_of_a_version_is_in_the_trail(world: World) -> None:
    """A word that was changed past the deeds is found: the trail keeps the digest of each envelope."""
    version = a_plan_in_force(world)
    sealed = set[str]().union(*Entry.objects.values_list("seals", flat=True))
    assert {f"referrals_version|{name}|{version.id}" for name in TEXTS} <= sealed
    for wording in version.wordings.all():
        assert f"referrals_wording|text|{wording.id}" in sealed


@pytest.mark.django_db(transaction=True)
def test_two_decide_at_once_and_one_wins(world: World) -> None:
    version = a_circulated_plan(world)
    sentences: list[str] = []
    ready = threading.Barrier(2)

    def decide() -> None:
        try:
            with world.acting(WORKER) as by:
                ready.wait()
                actions.put_in_force(by=by, version=version)
            sentences.append("")
        except NotPossibleError as refusal:
            sentences.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sentences) == ["", "Das ist jetzt nicht möglich. Der Stand ist: Gilt."]


@pytest.mark.django_db(transaction=True)
def test_two_write_at_once_and_the_second_is_told(world: World) -> None:
    version = a_draft(world)
    told: list[str] = []
    ready = threading.Barrier(2)

    def write(text: str) -> None:
        try:
            with world.acting(WORKER) as by:
                ready.wait()
                actions.write(by=by, version=version, edit=version.edit, need=text)
        except NotPossibleError as refusal:
            told.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[text]) for text in ("eins", "zwei")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sentence.split(" hat ")[1][:22] for sentence in told] == ["den Plan inzwischen ge"]


def test_ids_of_another_plan_lead_nowhere(world: World, signed_in: SignIn) -> None:
    mine, other = a_draft(world), a_draft(world)
    client, ids = signed_in(WORKER), [mine.id, goal_of(other).id]
    assert client.get(reverse("goal_reword", args=ids)).status_code == 404
    assert client.get(reverse("task_new", args=ids)).status_code == 404
    foreign = [mine.id, other.tasks.get().id]
    assert client.post(reverse("task_remove", args=foreign)).status_code == 404
