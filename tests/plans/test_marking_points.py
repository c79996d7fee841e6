"""Marking points for the next meeting: both sides may, all who share the help read them."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse

from referrals.plans import actions
from referrals.plans.models import Point
from tests.conftest import SignIn
from tests.stages.plans import TEXTS, a_plan_in_force, plan_of, sends
from tests.world import WORKER, World

POINT = "Der Vater möchte über die Sonntage sprechen."
SHARED = ("brandt", "sahin", "aydin", "haddad")
STRANGERS = ("wiegand", "fries", "kowalski", "lindner", "seidel", "hartwig", "krause", "vogt")


def test_both_sides_mark_points_for_the_meeting(world: World, signed_in: SignIn) -> None:
    version, marked = a_plan_in_force(world), 0
    address = reverse("point_new", args=[version.plan_id])
    for who in (*SHARED, WORKER, "nolte", *STRANGERS):
        answer, may = signed_in(who).post(address, {"text": POINT}), who in {*SHARED, WORKER}
        marked += may
        expected = (302 if may else 404, marked)
        assert (answer.status_code, Point.objects.count()) == expected, who


def test_points_are_sealed_and_shared(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    signed_in("sahin").post(reverse("point_new", args=[version.plan_id]), {"text": POINT})
    for who in (WORKER, "aydin"):
        assert POINT in signed_in(who).get(reverse("plan", args=[version.plan_id])).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM referrals_point")
        assert POINT.encode() not in bytes(cursor.fetchone()[0])


def test_an_empty_point_is_asked_for_again(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    answer = signed_in("sahin").post(reverse("point_new", args=[version.plan_id]), {"text": " "})
    assert answer.status_code == 422
    assert "Bitte füllen Sie dieses Feld aus." in answer.content.decode()


def test_a_point_that_a_draft_took_up_is_still_there_for_who_marked_it(
    world: World, signed_in: SignIn
) -> None:
    version, provider = a_plan_in_force(world), signed_in("sahin")
    provider.post(reverse("point_new", args=[version.plan_id]), {"text": POINT})
    with world.acting(WORKER) as by:
        days = {"meeting_on": by.today, "review_on": by.today + timedelta(days=90)}
        following = actions.carry_on(by=by, plan=plan_of(version), **days)
        actions.write(by=by, version=following, edit=1, child_view=TEXTS["child_view"])

    def shown(who: str) -> tuple[bool, bool]:
        page = signed_in(who).get(reverse("plan", args=[version.plan_id])).content.decode()
        return POINT in page, "kommt ins nächste Gespräch" in page

    assert [shown(who) for who in ("sahin", WORKER)] == [(True, True)] * 2
    client = signed_in(WORKER)
    sends(client, reverse("version_circulate", args=[following.id]))
    assert POINT in provider.get(reverse("version", args=[following.id])).content.decode()
    assert shown("sahin") == (True, True)
    sends(client, reverse("version_in_force", args=[following.id]))
    assert [shown(who) for who in ("sahin", WORKER)] == [(False, False)] * 2
