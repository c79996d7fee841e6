"""Naming who goes to the family."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.aids import actions
from referrals.aids.models import Share
from referrals.disclosures.models import Disclosure
from tests.stages.aids import a_running_aid, share_of
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]


def test_the_coordinator_names_another_and_the_former_sees_it_no_longer(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    share = share_of(aid, "flex")
    page = reverse("aid", args=[aid.id])
    assert signed_in("sahin").get(page).status_code == 200
    vogt = world.town.people["vogt"]
    answer = signed_in("brandt").post(
        reverse("carer_new", args=[share.id]), {"carer": vogt.id, "no_conflict": "on"}
    )
    assert answer.headers["Location"] == page
    assert signed_in("vogt").get(page).status_code == 200
    assert signed_in("sahin").get(page).status_code == 404
    assert Disclosure.objects.get(provider=share.provider_id).carer == vogt
    assert Entry.objects.filter(event="aid.carer_named", about__contains=[share.id]).exists()


def test_naming_asks_whether_anybody_knows_the_family(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    browser, page = signed_in("brandt"), reverse("carer_new", args=[share.id])
    typed = {"carer": world.town.people["vogt"].id}
    unsaid = browser.post(page, typed)
    assert unsaid.status_code == 422
    shown = unsaid.content.decode()
    assert "Niemand, der mitarbeitet, ist mit der Familie verwandt oder befreundet" in shown
    known = reverse("conflict_enter", args=[share.aid.family_id])
    assert f'href="{known}"' in shown
    assert browser.get(known).status_code == 200
    share.refresh_from_db()
    assert share.carer == world.town.people["sahin"]
    browser.post(page, {**typed, "no_conflict": "on"})
    entry = Entry.objects.get(event="aid.carer_named", about__contains=[share.id])
    assert entry.facts["conflict"] is False


@pytest.mark.parametrize("unnamed", [True, False])
def test_nobody_is_chosen_beforehand_unless_somebody_is_named(
    world: World, signed_in: SignIn, *, unnamed: bool
) -> None:
    share = share_of(a_running_aid(world), "flex")
    if unnamed:
        Share.objects.filter(id=share.id).update(carer=None)
    field = signed_in("brandt").get(reverse("carer_new", args=[share.id])).context["form"]["carer"]
    assert field.value() == (None if unnamed else share.carer_id)
    assert "Bitte wählen" in str(field)


@pytest.mark.parametrize("who", [WORKER, "nolte", "kowalski", "hartwig", "sahin", "vogt"])
def test_only_the_coordinator_names(world: World, signed_in: SignIn, who: str) -> None:
    share = share_of(a_running_aid(world), "flex")
    page = reverse("carer_new", args=[share.id])
    client = signed_in(who)
    assert client.get(page).status_code == 404
    assert client.post(page, {"carer": world.town.people["vogt"].id}).status_code == 404
    share.refresh_from_db()
    assert share.carer == world.town.people["sahin"]


@pytest.mark.parametrize("stranger", ["krause", WORKER, "brandt"])
def test_only_people_who_work_with_families_at_the_provider_can_be_named(
    world: World, signed_in: SignIn, stranger: str
) -> None:
    share = share_of(a_running_aid(world), "flex")
    page = reverse("carer_new", args=[share.id])
    answer = signed_in("brandt").post(page, {"carer": world.town.people[stranger].id})
    assert answer.status_code == 422
    assert "Krause" not in answer.content.decode()
    share.refresh_from_db()
    assert share.carer == world.town.people["sahin"]


def test_each_of_two_helps_at_one_provider_has_its_own_carer(
    world: World, signed_in: SignIn
) -> None:
    first = a_running_aid(world)
    second = a_running_aid(world, {"flex": 120}, family=first.family, carers={"flex": "vogt"})
    shares = [share_of(aid, "flex") for aid in (first, second)]
    assert [share.carer.username for share in shares if share.carer] == ["sahin", "vogt"]
    told = [Disclosure.objects.get(copy__account=share.account) for share in shares]
    further = world.town.people["yildiz"]
    with world.acting("brandt") as by:
        actions.name_carer(by=by, share=shares[0], carer=further, no_conflict=True)
    for sheet in told:
        sheet.refresh_from_db()
    assert [sheet.carer.username for sheet in told if sheet.carer] == ["yildiz", "vogt"]
    pages = [reverse("disclosure", args=[sheet.id]) for sheet in told]
    seen = {
        who: [signed_in(who).get(page).status_code for page in pages]
        for who in ("sahin", "yildiz", "vogt")
    }
    assert seen == {"sahin": [404, 404], "yildiz": [200, 404], "vogt": [404, 200]}
