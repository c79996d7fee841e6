"""Who answers for a family sees who else read it, by which exceptional right, and nobody else does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions as accounts
from audit import trail
from audit.trail import Kind
from referrals.families.flow import GrantKind
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.families import a_family
from tests.stages.purposes import she_says_what_for
from tests.stages.stand_ins import a_grant
from tests.world import World

CONFIDED = trail.Event("confidence.tried", "Versuch mit Anvertrautem", kind=Kind.READING)
NOBODY = "hat niemand diese Familie auf einem solchen Weg gesehen"


def said(world: World, signed_in: SignIn, family: Family, who: str = "demir") -> str:
    page = signed_in(who).get(reverse("family_readings", args=[family.id]))
    assert page.status_code == 200
    return str(page.content.decode())


def test_own_work_is_not_shown_and_exceptions_are(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    page = reverse("family", args=[family.id])
    way = reverse("family_readings", args=[family.id])
    assert way in signed_in("demir").get(page).content.decode()
    assert NOBODY in said(world, signed_in, family)
    a_grant(world, "nolte", family, "helmich")
    a_grant(world, "nolte", family, "rosin", GrantKind.NAMED)
    she_says_what_for(world, family)
    for who in ("helmich", "rosin", "nolte"):
        assert signed_in(who).get(page).status_code == 200
    shown = said(world, signed_in, family)
    for name in ("helmich", "rosin", "nolte"):
        assert world.town.people[name].display_name in shown
    assert "Eingerichtete Vertretung" in shown
    assert "Fachaufsicht" in shown
    assert "in Vertretung für Sevgi Demir" in shown
    assert reverse("trail_of", args=[family.id]) not in shown


def test_a_hit_of_somebody_elses_search_is_shown(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    hit = signed_in("nolte").post(reverse("search"), {"q": family.word})
    assert family.word in hit.content.decode()
    assert "In den eigenen Familien gesucht" in said(world, signed_in, family)


def test_what_was_confided_is_not_shown(world: World, signed_in: SignIn) -> None:
    """That something is sealed is known to its author alone."""
    family = a_family(world)
    with world.acting("rosin") as by:
        trail.record(CONFIDED, by=replace(by, purpose="named"), about=[family])
    assert NOBODY in said(world, signed_in, family)


@pytest.mark.parametrize("who", ["kaya", "nolte", "rosin", "overbeck", "seidel", "brandt"])
def test_nobody_in_their_place_sees_it(world: World, signed_in: SignIn, who: str) -> None:
    family = a_family(world)
    a_grant(world, "nolte", family, "rosin", GrantKind.NAMED)
    with world.acting("demir") as by:
        accounts.set_absence(by=by, person=by.user, until_on=by.today + timedelta(days=1))
    answer = signed_in(who).get(reverse("family_readings", args=[family.id]))
    assert answer.status_code == 404
    page = signed_in(who).get(reverse("family", args=[family.id]), follow=True).content.decode()
    assert reverse("family_readings", args=[family.id]) not in page


def test_a_conflict_keeps_the_second_worker_away(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    with world.acting("nolte"):
        family.second_worker = world.town.people["nassar"]
        family.save(update_fields=["second_worker"])
    assert NOBODY in said(world, signed_in, family, "nassar")
    a_conflict(world, "nolte", family, "nassar")
    answer = signed_in("nassar").get(reverse("family_readings", args=[family.id]))
    assert answer.status_code == 404
