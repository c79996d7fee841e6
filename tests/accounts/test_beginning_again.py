"""Who lost every second factor begins again with two people: one vouches, the other does it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from accounts.rights import actions
from accounts.rights.models import Reset
from audit.deeds import NotPossibleError
from audit.models import Entry
from tests.conftest import SignIn
from tests.world import World

VOUCH = {"here": "on"}


def asked_for(world: World, code: str) -> User:
    """Let the administration ask for somebody's word; another of them does it for its own."""
    person = world.town.people[code]
    if code == "wolters":
        Reset.objects.create(person=person, asked_by=world.town.people["rosin"])
    else:
        actions.ask_reset(by=world.actor("wolters"), person=person)
    return person


@pytest.fixture(autouse=True)
def _with_factors(world: World) -> None:
    """Everybody of the town set up a code app; only then there is one to lose."""
    for person in world.town.people.values():
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})


def test_who_never_had_a_factor_gets_an_invitation_and_nobody_vouches(
    world: World, signed_in: SignIn
) -> None:
    demir = world.town.people["demir"]
    it, page = signed_in("wolters"), f"/zugaenge/{demir.id}/"
    assert "Bürgschaft erbitten" in it.get(page).content.decode()
    assert it.post(f"{page}einladung/").status_code == 302
    Authenticator.objects.filter(user=demir).delete()
    shown = it.get(page).content.decode()
    assert "Bürgschaft erbitten" not in shown
    assert "dafür genügt eine neue Einladung" in shown
    assert "Einladung ausstellen" in shown
    refused = signed_in("nolte").post(f"/rechte/buergen/{demir.id}/", VOUCH, follow=True)
    assert "bürgen muss niemand" in refused.content.decode()
    assert not it.post(f"{page}neubeginn/", follow=True).context["sheet"].reset
    assert not Reset.objects.exists()


def test_the_lead_vouches_and_the_administration_hands_over(
    world: World, signed_in: SignIn
) -> None:
    lost, demir = signed_in("demir"), world.town.people["demir"]
    it, lead = signed_in("wolters"), signed_in("nolte")
    assert it.post(f"/zugaenge/{demir.id}/neubeginn/").status_code == 302
    assert "zweiten Faktor verloren" in lead.get("/").content.decode()
    assert lead.post(f"/rechte/buergen/{demir.id}/", {"here": ""}).status_code == 422
    assert lead.post(f"/rechte/buergen/{demir.id}/", VOUCH).status_code == 302
    assert "Gisela Nolte" in it.get("/").content.decode()
    slip = it.post(f"/zugaenge/{demir.id}/neu-beginnen/").content.decode()
    assert lost.get("/").status_code == 302
    address = re.search(r"/einladung/[^<\s]+", slip)
    assert address
    assert Client().get(address[0]).status_code == 200
    done = Entry.objects.get(event="account.reset")
    assert done.facts["witness"] == str(world.town.people["nolte"].id)


def test_nobody_does_it_alone(world: World, signed_in: SignIn) -> None:
    demir = world.town.people["demir"]
    with pytest.raises(NotPossibleError, match="bürgt noch niemand"):
        actions.reset_access(by=world.actor("wolters"), person=demir)
    for who in ("wolters", "fries", "brandt", "demir", "kaya"):
        with pytest.raises(PermissionDenied):
            actions.vouch(by=world.actor(who), person=demir)
    with pytest.raises(NotPossibleError, match="noch nicht darum gebeten"):
        actions.vouch(by=world.actor("nolte"), person=demir)
    asked_for(world, "demir")
    actions.vouch(by=world.actor("nolte"), person=demir)
    with pytest.raises(PermissionDenied):
        actions.reset_access(by=world.actor("nolte"), person=demir)
    page = signed_in("wolters").post(f"/zugaenge/{world.town.people['sahin'].id}/neu-beginnen/")
    assert page.status_code == 302


def test_a_word_counts_for_a_day(world: World) -> None:
    demir = asked_for(world, "demir")
    actions.vouch(by=world.actor("nolte", world.ago(hours=25)), person=demir)
    with pytest.raises(NotPossibleError):
        actions.reset_access(by=world.actor("wolters"), person=demir)
    actions.vouch(by=world.actor("nolte"), person=demir)
    assert actions.reset_access(by=world.actor("wolters"), person=demir)
    # It was used up: the next time somebody vouches anew.
    with pytest.raises(NotPossibleError):
        actions.reset_access(by=world.actor("wolters"), person=demir)


@pytest.mark.parametrize(
    ("who", "person"),
    [
        ("brandt", "sahin"),
        ("hansen", "brandt"),
        ("kowalski", "nolte"),
        ("kowalski", "wolters"),
        ("nolte", "kowalski"),
        ("kowalski", "hansen"),
    ],
)
def test_everybody_has_somebody_who_vouches(world: World, who: str, person: str) -> None:
    actions.vouch(by=world.actor(who), person=asked_for(world, person))
    assert Reset.objects.get().vouched_by == world.town.people[who]


def test_the_database_refuses_one_person_for_both(world: World) -> None:
    nolte = world.town.people["nolte"]
    both = Reset(
        person=world.town.people["demir"], vouched_by=nolte, done_by=nolte, done_at=world.ago()
    )
    with pytest.raises(IntegrityError, match="another_than_who_vouches"), transaction.atomic():
        both.save()
    self_made = Reset(person=nolte, vouched_by=nolte, vouched_at=world.ago() - timedelta(1))
    with pytest.raises(IntegrityError, match="nobody_vouches"), transaction.atomic():
        self_made.save()
