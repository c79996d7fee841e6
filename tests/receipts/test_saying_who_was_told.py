"""Who was told what: the family takes the list home, and a parent who lives apart learns nothing by it."""

import pytest
from django.urls import reverse

from audit.models import Entry
from protection.pdf import pages_of
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import PACKAGES, Field, Package
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.disclosures import a_consent, a_law
from tests.stages.families import a_family
from tests.stages.plans import a_plan_in_force
from tests.stages.shields import shielded
from tests.world import World


@pytest.fixture
def told(world: World, signed_in: SignIn) -> Family:
    """A family of which FleX was told by law and Leben lernen by the mother's consent, with a plan."""
    family = a_family(world)
    a_plan_in_force(world, a_running_aid(world, ("flex",), family=family))
    basis = a_consent(world, family, "leben-lernen")
    provider = world.town.providers["leben-lernen"]
    with world.acting("demir") as by:
        disclosures.disclose_directly(
            by=by, family=family, provider=provider, basis=basis, fields=PACKAGES[Package.MATTER]
        )
    return family


def _printed(signed_in: SignIn, family: Family, relation: str, household: str) -> str:
    person = family.people.filter(relation=relation)[0].id
    typed = {"person": person, "household": household}
    answer = signed_in("demir").post(reverse("receipt", args=[family.id]), typed)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert family.word.replace(" ", "-") in answer.headers["Content-Disposition"]
    return " ".join(" ".join(pages_of(answer.content)).split())


def test_the_list_names_who_what_why_and_when(signed_in: SignIn, told: Family) -> None:
    text = _printed(signed_in, told, "mother", "within")
    for said in (
        *("FleX", "Leben lernen", "Namen und Geburtsjahre der Kinder", "Hilfeplan"),
        *("Gesetzliche Grundlage", "Einwilligung vom", "§ 36 Abs. 2 SGB VIII", "nennt alles"),
        *("Anfrage ohne Namen", "widerrufen", "Art. 16 und 19 DSGVO"),
    ):
        assert said in text, said
    entry = Entry.objects.get(event="receipt.printed")
    assert entry.facts["apart"] is False
    page = signed_in("demir").get(reverse("receipt", args=[told.id])).content.decode()
    assert "Namen und Geburtsjahre der Kinder" in page


def test_whoever_lives_apart_reads_neither_others_consents_nor_what_followed_a_protection(
    world: World, signed_in: SignIn, told: Family
) -> None:
    text = _printed(signed_in, told, "father", "apart")
    assert "FleX" in text
    assert "Leben lernen" not in text.replace("Anfrage", "")
    assert "nennt alles" not in text
    shielded(world, told)
    provider = world.town.providers["familienbuero"]
    with world.acting("demir") as by:
        disclosures.disclose_directly(
            by=by,
            family=told,
            provider=provider,
            basis=a_law(world, told),
            fields=[Field.CHILDREN],
        )
    after = _printed(signed_in, told, "father", "apart")
    assert "FleX" in after
    assert "Familienbüro" not in after
    assert "Familienbüro" in _printed(signed_in, told, "mother", "within")


def test_it_is_printed_for_somebody_and_says_where_they_live(
    world: World, signed_in: SignIn, told: Family
) -> None:
    page = reverse("receipt", args=[told.id])
    other = a_family(world, worker="kaya").people.all()[0].id
    for typed in ({"person": ""}, {"person": other, "household": "within"}):
        answer = signed_in("demir").post(page, typed)
        assert answer.status_code == 422
        assert "Bitte wählen" in answer.content.decode() or "Liste" in answer.content.decode()
    assert not Entry.objects.filter(event="receipt.printed").exists()
    for stranger in ("overbeck", "seidel", "sahin", "brandt"):
        assert signed_in(stranger).get(page).status_code in {403, 404}
