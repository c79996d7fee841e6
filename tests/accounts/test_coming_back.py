"""Whoever comes back to an ended access begins anew: no role, no old way in, and never by themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import actions as accounts
from accounts.actor import Actor
from accounts.leavings import actions
from accounts.models import Mandate, User
from accounts.roles import Role
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.stages.people import a_role
from tests.stages.stand_ins import a_grant
from tests.world import World


def _now(person: User) -> User:
    """Read the row anew; the people of the town belong to every test."""
    found: User = User.objects.get(id=person.id)
    return found


def _with_ways_in(person: User) -> None:
    person.set_password("Der Ahorn wirft Schatten")
    person.save()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})


def test_the_administration_opens_it_again_without_role_and_ways_in(
    world: World, signed_in: SignIn
) -> None:
    demir, before = world.town.people["demir"], signed_in("demir")
    _with_ways_in(_now(demir))
    it, page = signed_in("wolters"), f"/zugaenge/{demir.id}/"
    assert "Zugang wieder öffnen" not in it.get(page).content.decode()
    assert it.get(f"{page}wieder-oeffnen/").status_code == 404
    it.post(f"{page}beenden/")
    assert "Zugang wieder öffnen" in it.get(page).content.decode()
    asked = it.get(f"{page}wieder-oeffnen/").content.decode()
    assert "Beendete Rollen bleiben beendet" in asked
    assert not _now(demir).is_active
    assert it.post(f"{page}wieder-oeffnen/").status_code == 302
    assert _now(demir).is_active
    assert not _now(demir).has_usable_password()
    assert not Authenticator.objects.filter(user=demir).exists()
    assert not world.actor("demir").roles
    assert "Ohne Rolle sieht diese Person" in it.get(page).content.decode()
    assert before.get("/").status_code == 302
    told = Entry.objects.get(event="account.reactivated")
    assert (told.who, told.about) == (world.town.people["wolters"].id, [demir.id])
    slip = it.post(f"{page}einladung/").content.decode()
    address = re.search(r"/einladung/[^<\s]+", slip)
    assert address
    assert Client().get(address[0]).status_code == 200


def test_a_role_that_was_to_end_later_does_not_come_back(world: World) -> None:
    demir, it = world.town.people["demir"], world.actor("wolters")
    tomorrow = world.ago(days=-1).date()
    Mandate.objects.filter(user=demir).update(until_on=tomorrow)
    accounts.deactivate(by=it, person=demir)
    actions.reactivate(by=it, person=demir)
    assert not world.actor("demir").roles
    assert not world.actor("demir", world.ago(days=-1)).roles


def test_a_coordinator_takes_back_whom_they_let_go_and_nobody_else(
    world: World, signed_in: SignIn
) -> None:
    sahin, vogt = world.town.people["sahin"], world.town.people["vogt"]
    boss = signed_in("brandt")
    boss.post(f"/zugaenge/{sahin.id}/beenden/")
    signed_in("wolters").post(f"/zugaenge/{vogt.id}/beenden/")
    # Days later nobody of the house holds a role any more.
    Mandate.objects.filter(user__in=[sahin, vogt]).update(
        since_on=world.ago(days=9), until_on=world.ago(days=3)
    )
    again = f"/zugaenge/{sahin.id}/wieder-oeffnen/"
    for stranger in ("hansen", "krause", "nolte", "sahin"):
        assert signed_in(stranger).get(again).status_code in {302, 404}, stranger
        assert signed_in(stranger).post(again).status_code in {302, 404}, stranger
    assert not _now(sahin).is_active
    # Whom the administration let go, it takes back.
    assert boss.post(f"/zugaenge/{vogt.id}/wieder-oeffnen/").status_code == 404
    assert "Derya Sahin" in boss.get("/mitarbeitende/?place=&state=ended").content.decode()
    assert boss.get(again).status_code == 200
    assert boss.post(again).status_code == 302
    assert _now(sahin).is_active
    flex = str(world.town.providers["flex"].id)
    assert boss.post(f"/zugaenge/{sahin.id}/einladung/").status_code == 200
    role = {"role": "carer", "place": flex}
    assert boss.post(f"/zugaenge/{sahin.id}/", role).status_code == 302
    assert Mandate.objects.filter(user=sahin, until_on=None).count() == 1


def test_nobody_opens_the_own_access_or_one_that_is_open(world: World) -> None:
    it = world.actor("wolters")
    with pytest.raises(PermissionDenied):
        actions.reactivate(by=it, person=it.user)
    with pytest.raises(NotPossibleError):
        actions.reactivate(by=it, person=world.town.people["demir"])


def test_what_somebody_was_let_in_to_by_hand_ends_with_the_access(
    world: World, signed_in: SignIn
) -> None:
    family, page = a_family(world), f"/zugaenge/{world.town.people['overbeck'].id}/"
    grant = a_grant(world, "nolte", family, "overbeck", days=100)
    file = f"/familien/{family.id}/"
    assert signed_in("overbeck").get(file).status_code == 200
    it = signed_in("wolters")
    assert "eingelassen" in it.get(f"{page}beenden/").content.decode()
    it.post(f"{page}beenden/")
    grant.refresh_from_db()
    assert grant.ended_by == world.town.people["wolters"]
    assert grant.id in Entry.objects.get(event="grant.ended").about
    it.post(f"{page}wieder-oeffnen/")
    a_role(_now(grant.user), Role.CASEWORKER, team=world.town.teams["nord"])
    by = Actor.of(_now(grant.user), now=world.ago())
    assert by.roles == {Role.CASEWORKER}
    with wall.standing_as(by):
        assert not Family.objects.visible_to(by).filter(id=family.id).exists()
