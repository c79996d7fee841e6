"""Nobody is left without somebody who leads or watches: a successor comes first, an empty office is told."""

from functools import partial

import pytest
from django.test import Client

from accounts import actions
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.rests import actions as rests
from accounts.roles import Role
from tests.conftest import SignIn
from tests.stages.people import a_role
from tests.stages.together import at_once, refusals
from tests.world import World

SUCCESSOR = "Bitte schlagen Sie erst eine Nachfolge vor"
LAST = [
    ("kowalski", Role.HEAD),
    ("rehm", Role.DP_COORDINATOR),
    ("seidel", Role.DPO),
    ("stolze", Role.AUDITOR),
]


def _held(world: World, person: str) -> Mandate:
    return Mandate.objects.get(user=world.town.people[person], until_on=None)


def _page(world: World, person: str) -> str:
    held = _held(world, person)
    return f"/zugaenge/{held.user_id}/rollen/{held.id}/"


def _end(mandate: Mandate, by: Actor) -> None:
    actions.end_mandate(by=by, mandate=mandate)


def _today(client: Client) -> str:
    return client.get("/").content.decode()


@pytest.mark.parametrize(("person", "role"), LAST)
def test_the_last_one_stays_until_somebody_follows(
    world: World, signed_in: SignIn, person: str, role: Role
) -> None:
    it, page = signed_in("wolters"), _page(world, person)
    for answer in (it.get(page, follow=True), it.post(page, follow=True)):
        assert f"„{role.label}“ ist sonst unbesetzt" in answer.content.decode()
        assert SUCCESSOR in answer.content.decode()
    assert role in world.actor(person).roles
    a_role(world.town.people["demir"], role)
    assert SUCCESSOR not in it.get(page, follow=True).content.decode()
    assert it.post(page).status_code == 302
    assert role not in world.actor(person).roles
    assert "ist unbesetzt" not in _today(signed_in("nolte"))


def test_whoever_rests_or_has_left_does_not_follow(world: World, signed_in: SignIn) -> None:
    it, page = signed_in("wolters"), _page(world, "seidel")
    follower = world.town.people["demir"]
    a_role(follower, Role.DPO)
    with world.acting("wolters") as by:
        rests.let_rest(by=by, person=follower)
    assert SUCCESSOR in it.post(page, follow=True).content.decode()
    with world.acting("wolters") as by:
        actions.deactivate(by=by, person=User.objects.get(id=follower.id))
    assert SUCCESSOR in it.post(page, follow=True).content.decode()
    assert Role.DPO in world.actor("seidel").roles


@pytest.mark.django_db(transaction=True)
def test_two_who_end_the_last_two_at_once_leave_one(world: World) -> None:
    a_role(world.town.people["demir"], Role.DPO)
    held = Mandate.objects.filter(role=Role.DPO).order_by("user__username")
    results = at_once([(world.actor("wolters"), partial(_end, mandate)) for mandate in held])
    assert [SUCCESSOR in said for said in refusals(results)] == [True]
    assert held.filter(until_on=None).count() == 1


def test_whoever_leaves_at_once_is_let_go_and_the_office_is_told_empty(
    world: World, signed_in: SignIn
) -> None:
    it, gone = signed_in("wolters"), world.town.people["seidel"]
    readers = ("kowalski", "rehm", "nolte", "wolters")
    told = f"{Role.DPO.label} ist unbesetzt: Jugendamt"
    assert [who for who in readers if told in _today(signed_in(who))] == []
    assert it.post(f"/zugaenge/{gone.id}/beenden/").status_code == 302
    for who in readers:
        page = _today(signed_in(who))
        assert told in page, who
        assert "(Jana Wolters, " in page
    assert "Nachfolge vorschlagen" in _today(it)
    for stranger in ("demir", "brandt", "sahin", "stolze"):
        assert "unbesetzt" not in _today(signed_in(stranger)), stranger
    a_role(world.town.people["demir"], Role.DPO)
    assert [who for who in readers if "unbesetzt" in _today(signed_in(who))] == []


def test_a_team_without_a_lead_and_a_house_without_coordination_are_told(
    world: World, signed_in: SignIn
) -> None:
    it = signed_in("wolters")
    for person in ("nolte", "brandt", "hansen"):
        assert it.post(f"/zugaenge/{world.town.people[person].id}/beenden/").status_code == 302
    for who in ("kowalski", "wolters"):
        page = _today(signed_in(who))
        assert f"{Role.TEAM_LEAD.label} ist unbesetzt: Bezirk Süd" in page, who
        assert f"{Role.COORDINATOR.label} ist unbesetzt: FleX" in page, who
        assert page.count("unbesetzt") == page.count("ist unbesetzt: ")
    for stranger in ("fries", "rehm", "demir", "krause"):
        assert "unbesetzt" not in _today(signed_in(stranger)), stranger
    # Where nobody works any more, nobody is missed.
    Mandate.objects.filter(role=Role.CASEWORKER, team=world.town.teams["sued"]).update(
        until_on=world.ago(days=1).date(), since_on=world.ago(days=9).date()
    )
    assert "unbesetzt: Bezirk Süd" not in _today(signed_in("kowalski"))
