"""Opening the plan in force to a provider that joined the help after it came into force."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.urls import reverse

from audit.deeds import NotPossibleError
from audit.models import Entry
from providers.budgets.sums import Period
from referrals.aids import actions as aids
from referrals.bases.models import Topic
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Field
from referrals.plans.models import Goal, Plan, Signature, Task, Version, Wording
from referrals.reviews import actions
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.disclosures import a_law, accept
from tests.stages.plans import GOALS, a_circulated_plan, a_plan_in_force
from tests.world import WORKER, World

NEW, COORDINATOR, CARER = "haus-der-kulturen", "aydin", "haddad"
ROWS: tuple[type[Model], ...] = (Plan, Version, Goal, Wording, Task, Signature)
VERB = "Geltenden Plan öffnen"


def _joined(world: World, version: Version, topic: Topic = Topic.AID) -> None:
    """Let a further provider take the family on and join the running help."""
    aid = version.plan.aid
    provider = world.town.providers[NEW]
    law = a_law(world, aid.family, topic=topic, provider=provider)
    with world.acting(WORKER) as by:
        told = disclosures.disclose_directly(
            by=by, family=aid.family, provider=provider, basis=law, fields=[Field.WORKER]
        )
    accept(world, told, NEW)
    lead = share_of(aid, "flex")
    with world.acting(WORKER) as by:
        given: dict[str, Any] = {"aid": aid, "provider": provider, "account": told.id}
        aids.put_share(by=by, period=Period(by.today, lead.until_on, 60), is_lead=False, **given)


def _address(world: World, version: Version) -> str:
    return reverse("version_open", args=[version.id, world.town.providers[NEW].id])


def _behind_the_wall(world: World) -> dict[str, int]:
    with world.acting(COORDINATOR):
        return {rows.__name__: rows._default_manager.count() for rows in ROWS}


def test_a_newcomer_reads_the_plan_in_force_with_one_button(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world, a_running_aid(world))
    _joined(world, version)
    page = reverse("version", args=[version.id])
    for who in (COORDINATOR, CARER):
        assert signed_in(who).get(page).status_code == 404
    assert not any(_behind_the_wall(world).values())
    browser = signed_in(WORKER)
    plan = reverse("plan", args=[version.plan_id])
    shown = browser.get(plan).content.decode()
    assert VERB in shown
    assert "Gesetzliche Grundlage: §" in shown
    answer = browser.post(_address(world, version))
    assert answer.headers["Location"] == plan
    for who in (COORDINATOR, CARER):
        assert GOALS[0] in signed_in(who).get(page).content.decode()
    assert all(_behind_the_wall(world).values())
    assert VERB not in browser.get(plan).content.decode()
    entry = Entry.objects.get(event="plan.opened", about__contains=[version.id])
    assert entry.basis == "law"
    assert world.town.providers[NEW].id in entry.about


@pytest.mark.parametrize(
    "who", ["overbeck", "wiegand", "kowalski", "brandt", "sahin", COORDINATOR, CARER, "marx"]
)
def test_only_whoever_keeps_the_file_opens_it(world: World, signed_in: SignIn, who: str) -> None:
    version = a_plan_in_force(world, a_running_aid(world))
    _joined(world, version)
    assert signed_in(who).post(_address(world, version)).status_code == 404
    assert not any(_behind_the_wall(world).values())


def test_a_worker_of_another_family_cannot_by_the_deed_either(world: World) -> None:
    version = a_plan_in_force(world, a_running_aid(world))
    _joined(world, version)
    provider = world.town.providers[NEW]
    with world.acting("overbeck") as by, pytest.raises(PermissionDenied):
        actions.open_version(by=by, version=version, provider=provider)
    assert Entry.objects.filter(event="reviews.open_version.refused").exists()


def test_a_provider_that_does_not_help_is_refused(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world, a_running_aid(world))
    signed_in(WORKER).post(_address(world, version))
    assert not any(_behind_the_wall(world).values())


def test_it_needs_a_ground_for_the_help(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world, a_running_aid(world))
    _joined(world, version, Topic.HOUSING)
    browser = signed_in(WORKER)
    assert VERB not in browser.get(reverse("plan", args=[version.plan_id])).content.decode()
    browser.post(_address(world, version))
    assert not any(_behind_the_wall(world).values())


def test_only_a_version_in_force_is_opened(world: World) -> None:
    version = a_circulated_plan(world, a_running_aid(world))
    _joined(world, version)
    provider = world.town.providers[NEW]
    with world.acting(WORKER) as by, pytest.raises(NotPossibleError, match="Zur Durchsicht"):
        actions.open_version(by=by, version=version, provider=provider)
