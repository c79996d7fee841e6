"""Going on with a plan: each version follows the one before it, in time for the next review."""

from datetime import date, timedelta

from django.urls import reverse

from referrals.plans import actions
from referrals.plans.flow import Status
from referrals.plans.models import Version
from tests.conftest import SignIn
from tests.stages.plans import a_begun_plan, a_plan_in_force, again, plan_of, sends
from tests.world import WORKER, World

NOT_LATER = "Das neue Gespräch liegt nicht nach dem letzten."
TOO_FAR = "Ein Gespräch lässt sich ein halbes Jahr voraus planen, bis zum"


def carried_on(world: World, version: Version, meeting_on: date | None = None) -> Version:
    """Begin the next version of a plan, with everything it needs to go round."""
    with world.acting(WORKER) as by:
        met = meeting_on or by.today
        following = actions.carry_on(
            by=by, plan=plan_of(version), meeting_on=met, review_on=met + timedelta(days=90)
        )
        return actions.write(by=by, version=following, edit=1, child_view="Jetzt ist es ruhig.")


def test_writing_moves_no_meeting_before_the_last_one(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    following, client = carried_on(world, version), signed_in(WORKER)
    address = reverse("version_write", args=[following.id])
    for day in (version.meeting_on, version.meeting_on - timedelta(days=14)):
        assert NOT_LATER in sends(client, address, meeting_on=day)
    assert again(following).meeting_on == following.meeting_on
    later = version.meeting_on + timedelta(days=1)
    assert "Die Texte sind gespeichert." in sends(client, address, meeting_on=later)


def test_no_version_is_in_force_before_the_one_it_replaces(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    since = version.in_force_on
    assert since is not None
    following = carried_on(world, version, version.meeting_on + timedelta(days=1))
    with world.acting(WORKER) as by:
        actions.circulate(by=by, version=following)
    address = reverse("version_in_force", args=[following.id])
    text = sends(client, address, in_force_on=since - timedelta(days=1))
    assert f"Die jetzige Fassung gilt seit dem {since:%d.%m.%Y}." in text
    assert (again(version).status, again(following).status) == (Status.IN_FORCE, Status.CIRCULATED)
    sends(client, address, in_force_on=since + timedelta(days=1))
    assert (again(version).status, again(following).status) == (Status.REPLACED, Status.IN_FORCE)


def test_no_meeting_is_planned_years_ahead(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    far = world.actor(WORKER).today + timedelta(days=184)
    days = {"meeting_on": far, "review_on": far + timedelta(days=90)}
    text = sends(client, reverse("plan_carry_on", args=[version.plan_id]), **days)
    assert TOO_FAR in text
    assert Version.objects.count() == 1
    first = a_begun_plan(world)
    assert TOO_FAR in sends(client, reverse("version_write", args=[first.id]), **days)
    assert again(first).meeting_on == first.meeting_on
    near = far - timedelta(days=1)
    sends(client, reverse("plan_carry_on", args=[version.plan_id]), meeting_on=near, review_on=far)
    assert Version.objects.get(plan=version.plan_id, number=2).meeting_on == near


def test_an_overdue_review_stays_overdue_until_the_next_version_is_in_force(
    world: World, signed_in: SignIn
) -> None:
    passed = world.actor(WORKER).today - timedelta(days=1)
    version, client = a_plan_in_force(world, review_on=passed), signed_in(WORKER)
    following = carried_on(world, version)

    def says_so() -> list[bool]:
        addresses = (reverse("plans"), reverse("family", args=[version.plan.aid.family_id]))
        pages = [client.get(address).content.decode() for address in addresses]
        return ["Überprüfung überfällig" in page for page in pages]

    assert says_so() == [True, True]
    sends(client, reverse("version_circulate", args=[following.id]))
    assert says_so() == [True, True]
    sends(client, reverse("version_in_force", args=[following.id]))
    assert says_so() == [False, False]


def test_whoever_comes_to_carry_on_again_is_led_to_the_draft(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    following, client = carried_on(world, version), signed_in(WORKER)
    answer = client.get(reverse("plan_carry_on", args=[version.plan_id]))
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("version", args=[following.id]),
    )
