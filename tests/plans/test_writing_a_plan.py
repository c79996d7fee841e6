"""Writing a care plan: texts, goals and tasks of a draft; two writers; what lies in the database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.plans import actions, sheets
from referrals.plans.models import Goal, Plan, Version
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.plans import GOALS, PROVIDERS, TASK, TEXTS, a_begun_plan, a_draft, again, goal_of
from tests.stages.purposes import she_says_what_for
from tests.world import WORKER, World

OUTSIDERS = ("wiegand", "fries", "kowalski", "lindner", "seidel", "wolters", "hartwig", "krause")
READERS = ("nolte", "kaya")


def page(client: Client, name: str, *ids: UUID) -> str:
    answer = client.get(reverse(name, args=ids))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def form_of(version: Version, **changes: str) -> dict[str, str]:
    """Fill in the form of the texts as a browser would send it."""
    days = {"meeting_on": f"{version.meeting_on}", "review_on": f"{version.review_on}"}
    return {**TEXTS, **days, "child_view_missing": "", "edit": str(version.edit), **changes}


def events_about(thing: UUID) -> list[str]:
    return list(
        Entry.objects.filter(about__contains=[thing])
        .order_by("seq")
        .values_list("event", flat=True)
    )


def test_the_worker_begins_a_plan_from_the_list(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, providers=PROVIDERS)
    worker = signed_in(WORKER)
    assert "Gespräch beginnen" in page(worker, "plans")
    today = world.actor(WORKER).today
    days = {"meeting_on": f"{today}", "review_on": f"{today + timedelta(days=90)}"}
    answer = worker.post(reverse("plan_new", args=[aid.id]), days)
    version = Version.objects.get(plan__aid=aid)
    assert answer.headers["Location"] == reverse("version", args=[version.id])
    assert "In Arbeit" in page(worker, "version", version.id)
    assert "plan.begun" in events_about(aid.id)


def test_a_help_has_one_plan(world: World, signed_in: SignIn) -> None:
    version = a_begun_plan(world)
    days = {"meeting_on": "2026-11-24", "review_on": "2027-02-24"}
    answer = signed_in(WORKER).post(reverse("plan_new", args=[version.plan.aid_id]), days)
    assert answer.status_code == 422
    assert "Für diese Hilfe gibt es schon einen Hilfeplan." in answer.content.decode()
    assert Plan.objects.count() == 1


def test_only_who_keeps_the_file_writes(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    address = reverse("version_write", args=[version.id])
    sent = form_of(version, need="Ruhe am Abend.")
    for who in (*READERS, *OUTSIDERS, "brandt", "sahin", "aydin", WORKER):
        answer = signed_in(who).post(address, sent)
        written = sheets.texts_of(again(version))["need"] == "Ruhe am Abend."
        expected = (302, True) if who == WORKER else (404, False)
        assert (answer.status_code, written) == expected, who


def test_the_absent_workers_deputy_writes(world: World, signed_in: SignIn) -> None:
    from accounts import actions as accounts

    version = a_draft(world)
    with world.acting(WORKER) as by:
        until_on = by.today + timedelta(days=3)
        accounts.set_absence(by=by, person=by.user, from_on=by.today, until_on=until_on)
    answer = signed_in("kaya").post(
        reverse("version_write", args=[version.id]), form_of(version, need="Ruhe am Abend.")
    )
    assert answer.status_code == 302


def test_a_draft_is_read_by_the_office_alone(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    she_says_what_for(world, version.plan.aid.family)
    for who in (WORKER, "nolte"):
        assert GOALS[0] in page(signed_in(who), "version", version.id)
    for who in (*OUTSIDERS, "brandt", "sahin", "aydin"):
        client = signed_in(who)
        answer, unknown = (
            client.get(reverse("version", args=[one])) for one in (version.id, uuid4())
        )
        assert answer.status_code == unknown.status_code == 404, who
        assert _body(answer.content) == _body(unknown.content)


def _body(content: bytes) -> str:
    return content.decode().split("<main")[1].split("</main>")[0]


def test_the_second_of_two_writers_sees_both_texts(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    address = reverse("version_write", args=[version.id])
    client = signed_in(WORKER)
    client.post(address, form_of(version, need="Zuerst: Ruhe am Abend."))
    answer = client.post(address, form_of(version, need="Danach: ein eigenes Zimmer."))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "hat den Plan inzwischen geändert. Ihr Text ist gesichert." in text
    assert "Zuerst: Ruhe am Abend." in text
    assert "Danach: ein eigenes Zimmer." in text
    assert sheets.texts_of(again(version))["need"] == "Zuerst: Ruhe am Abend."
    # Having seen both, the second writer may replace the first text.
    edit = str(again(version).edit)
    assert f'name="edit" value="{edit}"' in text
    answer = client.post(address, form_of(version, need="Beides.", edit=edit))
    assert sheets.texts_of(again(version))["need"] == "Beides."


def test_the_second_wording_of_a_goal_does_not_swallow_the_first(
    world: World, signed_in: SignIn
) -> None:
    version = a_draft(world)
    goal = goal_of(version)
    address, client = reverse("goal_reword", args=[version.id, goal.id]), signed_in(WORKER)
    client.post(address, {"text": "Mirabai schläft gut.", "edit": "1"})
    answer = client.post(address, {"text": "Mirabai ist morgens wach.", "edit": "1"})
    assert answer.status_code == 422
    assert "Mirabai schläft gut." in answer.content.decode()
    assert "Mirabai ist morgens wach." in answer.content.decode()
    assert Goal.objects.get(id=goal.id).number == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"review_on": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"review_on": "2020-01-01"}, "Die nächste Überprüfung liegt nicht nach dem Gespräch."),
        ({"meeting_on": "morgen"}, "Bitte geben Sie den Tag so an"),
        ({"need": "x" * 10_001}, "10000"),
    ],
)
def test_bad_input_keeps_everything_else(
    world: World, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    version = a_draft(world)
    sent = form_of(version, child_view="Ganz neu gesagt.", **changes)
    answer = signed_in(WORKER).post(reverse("version_write", args=[version.id]), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Ganz neu gesagt." in answer.content.decode()
    assert sheets.texts_of(again(version))["child_view"] == TEXTS["child_view"]


def test_goals_and_tasks_are_added_and_removed(world: World, signed_in: SignIn) -> None:
    version = a_begun_plan(world)
    client = signed_in(WORKER)
    client.post(reverse("goal_new", args=[version.id]), {"text": GOALS[0]})
    goal = goal_of(version)
    due = {"due_on": f"{version.meeting_on + timedelta(days=9)}"}
    client.post(reverse("task_new", args=[version.id, goal.id]), TASK | due)
    text = page(client, "version", version.id)
    assert GOALS[0] in text
    assert TASK["what"] in text
    task = version.tasks.get()
    client.post(reverse("task_remove", args=[version.id, task.id]))
    assert TASK["what"] not in page(client, "version", version.id)
    again_removed = client.post(reverse("task_remove", args=[version.id, task.id]), follow=True)
    assert "Diese Aufgabe ist schon entfernt." in again_removed.content.decode()


def test_a_task_is_not_due_before_the_meeting(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    address = reverse("task_new", args=[version.id, goal_of(version).id])
    answer = signed_in(WORKER).post(address, TASK | {"due_on": "2020-01-01"})
    assert "Dieser Tag liegt vor dem Gespräch." in answer.content.decode()
    assert TASK["what"] in answer.content.decode()


def test_opening_the_page_of_texts_leaves_one_reading(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    for name in ("version", "version_write", "version_circulate"):
        before = events_about(version.id).count("plan.read")
        page(signed_in(WORKER), name, version.id)
        assert events_about(version.id).count("plan.read") == before + 1, name


def test_no_text_of_a_plan_lies_open_in_the_database(world: World) -> None:
    version = a_draft(world)
    with world.acting(WORKER) as by:
        actions.write(by=by, version=version, edit=version.edit, child_view_missing="wollte nicht")
    columns = {
        "referrals_version": [*TEXTS, "child_view_missing"],
        "referrals_wording": ["text"],
        "referrals_task": ["who", "what"],
    }
    texts = [*TEXTS.values(), *GOALS, *TASK.values(), "wollte nicht"]
    with connection.cursor() as cursor:
        for table, names in columns.items():
            for name in names:
                cursor.execute(f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL")  # noqa: S608  # fixed names
                found = [bytes(row[0]) for row in cursor.fetchall()]
                assert found, (table, name)
                assert not any(text.encode() in cell for cell in found for text in texts)


def test_the_parts_of_a_draft_lie_behind_the_wall(world: World) -> None:
    version = a_draft(world)
    with world.acting("brandt"):
        assert not Version.objects.filter(id=version.id).exists()
        assert not version.wordings.exists()
        assert not version.tasks.exists()


def test_the_trail_tells_what_was_done_and_not_what_was_written(world: World) -> None:
    version = a_draft(world)
    told = events_about(version.id)
    assert told.count("goal.added") == 2
    assert {"plan.begun", "plan.written", "goal.task_added"} <= set(told)
    facts = str(list(Entry.objects.values_list("facts", flat=True)))
    assert not any(text in facts for text in [*TEXTS.values(), *GOALS, *TASK.values()])
