"""Stages with care plans: a draft, one that goes round, one in force; built by deeds on a running help."""

from datetime import timedelta
from typing import Any

from django.test import Client

from referrals.aids.models import Aid
from referrals.plans import actions
from referrals.plans.flow import SignatureState
from referrals.plans.models import Goal, Plan, Version
from tests.stages.aids import a_running_aid
from tests.stages.kept import kept
from tests.twice.pages import filled_in
from tests.world import WORKER, World

PROVIDERS = ("flex", "haus-der-kulturen")
TEXTS = {
    "place": "Jugendamt, Raum 12",
    "people_present": "Sunniva Velmbrinker (Mutter), Mirabai, Frau Sahin (FleX)",
    "child_view": "Mirabai sagt, dass es abends laut ist und sie schlecht einschläft.",
    "parents_view": "Die Mutter findet, dass Mirabai viel zu spät ins Bett geht.",
    "professionals_view": "Frau Sahin erlebt die Mutter als erschöpft und sehr zugewandt.",
    "need": "Verlässliche Abende und Entlastung am Nachmittag.",
    "agreements": "Der Vater holt Mirabai jeden Sonntag vom Handball ab.",
    "dissent": "Der Vater hält die Hilfe für zu kurz.",
}
GOALS = (
    "Mirabai schläft in der Schulwoche vor 21 Uhr.",
    "Ottokar geht jeden Tag in die Kita.",
)
TASK: dict[str, Any] = {"who": "Sunniva", "what": "Liest ab 20 Uhr eine Geschichte vor."}
# Days ago: the help began forty days ago.
MET, IN_FORCE = 30, 20


@kept
def a_begun_plan(world: World, aid: Aid | None = None, **overrides: Any) -> Version:
    """Begin a plan with nothing in it but its days."""
    aid = aid or a_running_aid(world, providers=PROVIDERS)
    with world.acting(WORKER, world.ago(days=overrides.get("met", MET))) as by:
        review_on = overrides.get("review_on", by.today + timedelta(days=90))
        return actions.begin(by=by, aid=aid, meeting_on=by.today, review_on=review_on)


@kept
def a_draft(world: World, aid: Aid | None = None, **overrides: Any) -> Version:
    """Write a plan with all texts, two goals and a task."""
    version = a_begun_plan(world, aid, **overrides)
    with world.acting(WORKER, world.ago(days=overrides.get("met", MET))) as by:
        actions.write(by=by, version=version, edit=version.edit, **TEXTS)
        first, _ = [actions.add_goal(by=by, version=version, text=text) for text in GOALS]
        due_on = by.today + timedelta(days=60)
        actions.add_task(by=by, version=version, goal=first, due_on=due_on, **TASK)
    return again(version)


@kept
def a_circulated_plan(world: World, aid: Aid | None = None, **overrides: Any) -> Version:
    """Give a plan to everyone who shares the help; the mother has signed, the father does not want to."""
    version = a_draft(world, aid, **overrides)
    with world.acting(WORKER, world.ago(days=overrides.get("met", MET) - 1)) as by:
        actions.circulate(by=by, version=version)
        signed, unwilling = SignatureState.SIGNED, SignatureState.UNWILLING
        actions.sign(by=by, version=version, name="Sunniva Velmbrinker", state=signed)
        actions.sign(by=by, version=version, name="Wunibald Velmbrinker", state=unwilling)
    return again(version)


@kept
def a_plan_in_force(world: World, aid: Aid | None = None, **overrides: Any) -> Version:
    """Decide that a plan is in force, although the father has not signed."""
    version = a_circulated_plan(world, aid, **overrides)
    with world.acting(WORKER, world.ago(days=overrides.get("in_force", IN_FORCE))) as by:
        actions.put_in_force(by=by, version=version)
    return again(version)


def again(version: Version) -> Version:
    """Look a version up as it stands now, as the office."""
    rows = ("lock", "plan__aid__lock", "plan__aid__family__lock")
    return Version.objects.select_related(*rows).get(id=version.id)


def goal_of(version: Version, number: int = 1) -> Goal:
    """Find a goal of a plan by its number."""
    return Goal.objects.get(plan=version.plan_id, number=number)


def plan_of(version: Version) -> Plan:
    """Find the plan of a version, as the office."""
    return Plan.objects.select_related("aid__lock", "aid__family__lock").get(id=version.plan_id)


def sends(client: Client, address: str, **typed: object) -> str:
    """Open a page, type something into its form, send it, and give the page that follows."""
    page = client.get(address).content.decode()
    return client.post(address, filled_in(page, address, typed), follow=True).content.decode()
