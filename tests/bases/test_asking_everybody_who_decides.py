"""In matters of weight a consent counts when everybody gave it who decides (BGB § 1687 (1))."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from audit.deeds import NotPossibleError
from referrals.bases import actions
from referrals.bases.models import Basis, Topic
from referrals.departures import sheets as departures
from referrals.disclosures import actions as disclosures
from referrals.disclosures.flow import Status
from referrals.disclosures.models import Disclosure, Field
from referrals.families.models import Family, NewPerson, Relation
from tests.conftest import SignIn
from tests.stages.families import a_family, a_household
from tests.world import World


def a_consent(world: World, family: Family, giver: str, **overrides: Any) -> Basis:
    given: dict[str, Any] = {"topic": Topic.HEALTH, "provider": world.town.providers["flex"]}
    by_relation = family.people.filter(relation=giver).order_by("position")[0]
    with world.acting("demir") as by:
        given = {**given, **overrides}
        return actions.keep_consent(by=by, family=family, giver=by_relation, **given)


def told(world: World, basis: Basis) -> Disclosure:
    flex = world.town.providers["flex"]
    with world.acting("demir") as by:
        return disclosures.disclose_directly(
            by=by, family=basis.family, provider=flex, basis=basis, fields=[Field.CHILDREN]
        )


def test_with_joint_custody_one_parent_alone_does_not_do(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    of_the_mother = a_consent(world, family, "mother")
    with pytest.raises(NotPossibleError, match="Es fehlt noch: Wunibald"):
        told(world, of_the_mother)
    page = f"/familien/{family.id}/"
    assert "Es fehlt noch: Wunibald" in signed_in("demir").get(page).content.decode()
    a_consent(world, family, "father")
    assert told(world, of_the_mother).status == Status.MADE
    assert "Es fehlt noch" not in signed_in("demir").get(page).content.decode()


def test_a_light_matter_takes_one(world: World) -> None:
    light = a_consent(world, a_family(world), "mother", topic=Topic.AID)
    assert told(world, light).status == Status.MADE


def test_a_young_person_consents_too(world: World) -> None:
    today = world.actor("demir").today
    born = today.replace(year=today.year - 15, day=1)
    child = NewPerson(relation=Relation.CHILD, first_name="Kolumban", born=born)
    mother = a_household(world)[2]
    family = a_family(world, people=[child, mother])
    of_the_mother = a_consent(world, family, "mother")
    with pytest.raises(NotPossibleError, match="Es fehlt noch: Kolumban"):
        told(world, of_the_mother)
    a_consent(world, family, "child")
    assert told(world, of_the_mother).status == Status.MADE


def test_one_withdrawal_closes_what_rested_on_both(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    mother = a_consent(world, family, "mother")
    father = a_consent(world, family, "father")
    sheet = told(world, mother)
    address, coordinator = f"/unterlagen/{sheet.id}/", signed_in("brandt")
    assert coordinator.get(address).status_code == 200
    with world.acting("demir") as by:
        disclosures.withdraw_basis(by=by, basis=father)
    assert coordinator.get(address).status_code == 404


def test_what_is_told_holds_as_long_as_the_first_of_them(world: World) -> None:
    family = a_family(world)
    today = world.actor("demir").today
    mother = a_consent(world, family, "mother")
    a_consent(world, family, "father", until_on=today)
    assert told(world, mother).until_on == today


def test_the_page_before_a_withdrawal_names_who_consented_and_everything_that_closes(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    mother = a_consent(world, family, "mother")
    father = a_consent(world, family, "father")
    sheet = told(world, mother)
    worker, names = signed_in("demir"), {mother: "Sunniva", father: "Wunibald"}
    for basis, name in names.items():
        page = worker.get(reverse("basis_withdraw", args=[basis.id])).content.decode()
        assert f"Einwilligung von {name} " in page
        for shown in ("Das endet sofort", "FleX", str(Field.CHILDREN.label)):
            assert shown in page
        assert "nichts freigegeben" not in page
    third = a_consent(
        world, family, "father", until_on=world.actor("demir").today + timedelta(days=400)
    )
    with world.acting("demir") as by:
        ends = [departures.before_withdrawing(basis, by).ends for basis in (father, third, mother)]
    # A second one of the same parent holds the disclosure by itself.
    assert [len(one) for one in ends] == [0, 0, 1]
    with world.acting("demir") as by:
        disclosures.withdraw_basis(by=by, basis=third)
        disclosures.withdraw_basis(by=by, basis=father)
    sheet.refresh_from_db()
    assert sheet.status == Status.ENDED


def test_grounds_to_choose_from_name_who_gave_them_and_what_the_provider_reads_does_not(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    mother = a_consent(world, family, "mother")
    a_consent(world, family, "father")
    flex = world.town.providers["flex"]
    tell = reverse("disclosure_direct", args=[family.id]) + f"?provider={flex.id}"
    page = signed_in("demir").get(tell).content.decode()
    for name in ("Sunniva", "Wunibald"):
        assert f"Einwilligung von {name} " in page
    sheet = told(world, mother)
    assert "von" not in sheet.basis_words.split()
    read = signed_in("brandt").get(f"/unterlagen/{sheet.id}/").content.decode()
    assert sheet.basis_words in read
    assert "Sunniva" not in read
