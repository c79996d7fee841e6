"""Carers and coordinators read one line for each person they were told of, and nothing of why."""

from django.urls import reverse

from protection import wall
from referrals.calls import actions
from referrals.calls.sums import Fact, Who, answer_outside
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.families import a_family
from tests.stages.shields import shielded
from tests.world import WORKER, World

NOWHERE = "Keine Auskunft zum Aufenthalt."


def test_a_protected_household_reads_like_any_other() -> None:
    """Where a family lives nobody is told in any family, so the sentence gives nothing away."""
    for who in Who:
        for level in range(4):
            said = answer_outside(who, level=level)
            assert "schütz" not in said.casefold()
            assert NOWHERE in said or said.startswith("Keine Auskunft.")
    assert answer_outside(Who.UNCLEAR) == answer_outside(Who.CUSTODIAN, level=2)
    ordered = answer_outside(Who.CUSTODIAN, facts=[Fact.NO_CONTACT])
    assert ordered.startswith("Kontaktverbot (Gericht). Keine Auskunft.")
    consented = answer_outside(Who.WITHOUT, facts=[Fact.CONSENT])
    assert consented == answer_outside(Who.WITHOUT)


def test_who_goes_there_and_who_coordinates_read_a_line_for_each_person(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    aid = a_running_aid(world, family=family)
    page = reverse("aid", args=[aid.id])
    for who in ("sahin", "brandt"):
        text = signed_in(who).get(page).content.decode()
        assert "Am Telefon" in text
        assert f"Auskunft: ja, zu den Kindern und zur Hilfe. {NOWHERE}" in text
    assert "Am Telefon" not in signed_in(WORKER).get(page).content.decode()
    shielded(world, family)
    father = family.people.get(relation="father")
    with world.acting(WORKER) as by:
        actions.keep_word(by=by, person=father, fact=Fact.NO_CONTACT)
    text = signed_in("sahin").get(page).content.decode()
    assert "Kontaktverbot (Gericht). Keine Auskunft. Das Jugendamt ruft zurück." in text
    assert f"Auskunft: nur eigene Termine. {NOWHERE}" in text
    assert "zu den Kindern" not in text
    assert "geschützt" not in text


def test_when_nothing_is_told_any_more_there_is_no_line(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    with wall.as_office():
        told = Disclosure.objects.get(family=aid.family_id)
    with world.acting(WORKER) as by:
        disclosures.end(by=by, disclosure=told)
    answer = signed_in("sahin").get(reverse("aid", args=[aid.id]))
    assert answer.status_code == 200
    assert "Am Telefon" not in answer.content.decode()
