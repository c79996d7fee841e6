"""Named people who do not see the family find the address by its Merkwort; who never works with
families is not named.
"""

import pytest
from django.urls import reverse

from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from referrals.easings import actions as easings
from referrals.shields.models import Shield
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.families import a_family
from tests.stages.shields import shielded
from tests.world import WORKER, World

NAMED = (WORKER, "nolte", "overbeck")


def test_a_named_person_opens_the_address_of_a_family_they_do_not_see(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    shield = shielded(world, family, named=NAMED)
    browser = signed_in("overbeck")
    assert browser.get(reverse("family", args=[family.id])).status_code == 404
    assert "Benannt für eine weitere" in browser.get("/").content.decode()
    listed = browser.get(reverse("addresses_named")).content.decode()
    assert family.word in listed
    assert [text for text in ("Velmbrinker", "Hundekehr") if text in listed] == []
    shown = browser.post(reverse("shield_show", args=[shield.id])).content.decode()
    assert "Hundekehrgasse 12a" in shown
    assert "030 23125-9001" in shown
    assert [text for text in ("Sunniva", "Velmbrinker", "Handball") if text in shown] == []
    entry = Entry.objects.get(event="shield.shown")
    assert (entry.about, entry.who) == ([family.id], world.town.people["overbeck"].id)
    name = world.town.people["overbeck"].display_name
    assert f"angesehen: {name}" in signed_in(WORKER).get("/").content.decode()


def test_whoever_is_not_named_or_knows_the_family_finds_nothing(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    shield = shielded(world, family, named=NAMED)
    show, listed = reverse("shield_show", args=[shield.id]), reverse("addresses_named")
    for who in ("wiegand", "kowalski"):
        assert family.word not in signed_in(who).get(listed).content.decode()
        assert signed_in(who).post(show).status_code == 404
    a_conflict(world, "nolte", family, "overbeck")
    assert family.word not in signed_in("overbeck").get(listed).content.decode()
    assert signed_in("overbeck").post(show).status_code == 404
    assert signed_in("wolters").get(listed).status_code == 404


@pytest.mark.parametrize("who", ["wolters", "seidel", "maibaum", "stolze", "lindner"])
def test_whoever_never_works_with_families_is_not_offered(
    world: World, signed_in: SignIn, who: str
) -> None:
    family, person = a_family(world), world.town.people[who]
    address = reverse("shield", args=[family.id])
    browser = signed_in(WORKER)
    assert str(person.id) not in browser.get(address).content.decode()
    with pytest.raises(NotPossibleError, match="die mit Familien arbeiten"):
        shielded(world, family, named=(WORKER, who))
    shield = shielded(world, family)
    page = browser.get(reverse("naming_new", args=[shield.id])).content.decode()
    assert str(person.id) not in page
    with wall.as_office():
        shield = Shield.objects.select_related("family__team").get(id=shield.id)
    with (
        world.acting(WORKER) as by,
        pytest.raises(NotPossibleError, match="die mit Familien arbeiten"),
    ):
        easings.propose_naming(by=by, shield=shield, person=person)
