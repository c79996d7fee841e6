"""Taking a goal out of a draft: what was taken up by mistake goes, what was agreed on stays."""

from django.urls import reverse

from audit.models import Entry
from referrals.plans import actions
from referrals.plans.flow import GoalStatus
from referrals.plans.models import Version
from tests.conftest import SignIn
from tests.stages.plans import (
    GOALS,
    TASK,
    a_circulated_plan,
    a_draft,
    a_plan_in_force,
    again,
    goal_of,
    sends,
)
from tests.world import WORKER, World

AGREED = "Dieses Ziel ist schon vereinbart."
NOT_AGREED = "Dieses Ziel ist noch nicht vereinbart."


def removal(version: Version, number: int = 1) -> str:
    return reverse("goal_remove", args=[version.id, goal_of(version, number).id])


def test_a_goal_taken_up_by_mistake_is_taken_out_again(world: World, signed_in: SignIn) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    page = client.get(reverse("version", args=[version.id])).content.decode()
    assert f'action="{removal(version)}"' in page
    text = client.post(removal(version), follow=True).content.decode()
    assert "Ziel 1 ist entfernt." in text
    for name, thing in (("version", version.id), ("plan", version.plan_id)):
        text = client.get(reverse(name, args=[thing])).content.decode()
        assert (GOALS[0] in text, GOALS[1] in text, TASK["what"] in text) == (False, True, False)
    assert Entry.objects.filter(
        event="goal.removed", about__contains=[goal_of(version).id]
    ).exists()
    again_sent = client.post(removal(version), follow=True).content.decode()
    assert "Dieses Ziel steht nicht in dieser Fassung." in again_sent
    for name in ("goal_reword", "task_new"):
        address = reverse(name, args=[version.id, goal_of(version).id])
        assert client.get(address).status_code == 404, name


def test_taken_out_it_is_never_agreed_on(world: World, signed_in: SignIn) -> None:
    version, client = a_draft(world), signed_in(WORKER)
    client.post(removal(version))
    sends(client, reverse("version_circulate", args=[version.id]))
    assert (
        GOALS[0]
        not in signed_in("brandt").get(reverse("version", args=[version.id])).content.decode()
    )
    sends(client, reverse("version_in_force", args=[version.id]))
    goals = [goal_of(version, number) for number in (1, 2)]
    assert [goal.agreed_on is not None for goal in goals] == [False, True]
    settle = reverse("goal_settle", args=[version.id, goals[0].id])
    assert NOT_AGREED in client.post(settle, {"status": "agreed"}).content.decode()


def test_what_was_agreed_on_is_not_taken_out(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    with world.acting(WORKER) as by:
        days = {
            "meeting_on": by.today,
            "review_on": by.today.replace(year=by.today.year + 1, day=28),
        }
        following = actions.carry_on(by=by, plan=version.plan, **days)
    page = client.get(reverse("version", args=[following.id])).content.decode()
    assert removal(following) not in page
    assert AGREED in client.post(removal(following), follow=True).content.decode()
    assert goal_of(version).status == GoalStatus.AGREED


def test_nobody_else_takes_a_goal_out_and_nobody_out_of_what_goes_round(
    world: World, signed_in: SignIn
) -> None:
    version = a_circulated_plan(world)
    for who in ("nolte", "brandt", "wiegand", "seidel"):
        assert signed_in(who).post(removal(version)).status_code == 404, who
    text = signed_in(WORKER).post(removal(version), follow=True).content.decode()
    assert "Der Stand ist: Zur Durchsicht." in text
    assert goal_of(version).status == GoalStatus.AGREED


def test_a_goal_that_nobody_agreed_on_is_not_settled(world: World, signed_in: SignIn) -> None:
    for version in (a_draft(world), a_circulated_plan(world)):
        client = signed_in(WORKER)
        page = client.get(reverse("version", args=[version.id])).content.decode()
        assert "Stand festhalten<" not in page.split('id="unterschriften"')[0]
        settle = reverse("goal_settle", args=[version.id, goal_of(version).id])
        answer = client.post(settle, {"status": "achieved"})
        assert (answer.status_code, NOT_AGREED in answer.content.decode()) == (422, True)
        assert goal_of(again(version)).settled_on is None
