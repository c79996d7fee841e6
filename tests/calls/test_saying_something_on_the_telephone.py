"""What may be said to whom: a table of cases, and the line under each person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from referrals.calls import actions
from referrals.calls.models import Word
from referrals.calls.sums import SAY, WORDS, Fact, Scope, Who, answer, who_is
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.stages.shields import a_shielded_family
from tests.world import World

C, U, W = Who.CUSTODIAN, Who.UNCLEAR, Who.WITHOUT
FULL, SELF, TOPIC, DATES, CUSTODIANS, CUSTODIANS_DATES, NONE = Scope
# Who, level of the shield, what is known, how much may be said, whether there are words for it.
CASES = [
    (C, 0, [], FULL, False),
    (C, 1, [], DATES, True),
    (C, 2, [], DATES, True),
    (C, 3, [], NONE, True),
    (C, 0, [Fact.NO_CONTACT], NONE, True),
    (C, 0, [Fact.NO_INFORMATION], NONE, True),
    (C, 0, [Fact.SUPERVISED], DATES, True),
    (C, 2, [Fact.NO_CONTACT], NONE, True),
    (C, 0, [Fact.ONLY_DATES], DATES, False),
    (C, 0, [Fact.NOTHING], NONE, False),
    (C, 2, [Fact.CONSENT], DATES, True),
    (C, 0, [Fact.NO_CONTACT, Fact.CONSENT], NONE, True),
    (U, 0, [], DATES, False),
    (U, 3, [], NONE, True),
    (U, 0, [Fact.CONSENT], DATES, False),
    (W, 0, [], NONE, False),
    (W, 0, [Fact.CONSENT], TOPIC, False),
    (W, 1, [Fact.CONSENT], DATES, False),
    (W, 0, [Fact.CONSENT, Fact.NO_INFORMATION], NONE, False),
    (W, 0, [Fact.ONLY_DATES], NONE, False),
    (Who.CHILD, 0, [], CUSTODIANS, False),
    (Who.CHILD, 1, [], CUSTODIANS_DATES, False),
    (Who.CHILD, 2, [], CUSTODIANS_DATES, False),
    (Who.CHILD, 3, [], NONE, False),
    (Who.CHILD, 0, [Fact.ONLY_DATES], CUSTODIANS_DATES, False),
    (Who.YOUTH, 0, [], SELF, False),
    (Who.YOUTH, 2, [], DATES, False),
    (Who.CHILD, 3, [], NONE, False),
]


@pytest.mark.parametrize(("who", "level", "facts", "scope", "says"), CASES)
def test_the_strictest_rule_holds(
    who: Who, level: int, facts: list[Fact], scope: Scope, *, says: bool
) -> None:
    told = answer(who, level=level, facts=facts)
    assert (told.scope, told.line, told.say) == (scope, WORDS[scope], SAY if says else "")


def test_the_keepers_word_never_loosens_the_law() -> None:
    for who in Who:
        for level in range(4):
            lawful = answer(who, level=level, facts=[Fact.NO_INFORMATION]).scope
            for word in (Fact.ONLY_DATES, Fact.NOTHING):
                without = answer(who, level=level).scope
                assert answer(who, level=level, facts=[word]).scope >= without
                both = answer(who, level=level, facts=[word, Fact.NO_INFORMATION])
                assert both.scope >= lawful


@pytest.mark.parametrize(
    ("relation", "age", "custodies", "who"),
    [
        ("mother", None, ["both"], C),
        ("mother", None, ["mother", "father"], C),
        ("father", None, ["mother"], W),
        ("father", None, ["court_pending"], U),
        ("father", None, ["mother", "unknown"], U),
        ("father", None, [""], U),
        ("guardian", None, ["guardian"], C),
        ("guardian", None, ["both"], W),
        ("partner", None, ["both"], W),
        ("other", None, ["unknown"], W),
        ("child", 13, ["both"], Who.CHILD),
        ("child", 14, ["both"], Who.YOUTH),
        ("child", None, ["both"], Who.CHILD),
        ("mother", None, ["of_age"], W),
    ],
)
def test_custody_tells_who_somebody_is(
    relation: str, age: int | None, custodies: list[str], who: Who
) -> None:
    assert who_is(relation, age, custodies) == who


def line_of(signed_in: SignIn, family: Family) -> str:
    return signed_in("demir").get(f"/familien/{family.id}/").content.decode()


def test_a_court_order_stands_under_the_person_until_its_day(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    father = family.people.get(relation="father")
    until = world.actor("demir").today + timedelta(days=30)
    typed = {"person": father.id, "fact": "no_contact", "until_on": until.isoformat()}
    assert "Auskunft am Telefon: keine" not in line_of(signed_in, family)
    assert signed_in("demir").post(f"/familien/{family.id}/am-telefon/", typed).status_code == 302
    page = line_of(signed_in, family)
    assert page.count("Auskunft am Telefon: keine") == 1
    assert SAY in page
    assert f"Kontaktverbot (Gericht), bis {until:%d.%m.%Y}" in page
    with world.acting("demir"):
        Word.objects.update(until_on=until - timedelta(days=31))
    assert "Auskunft am Telefon: keine" not in line_of(signed_in, family)


def test_of_a_protected_household_nobody_hears_the_address(world: World, signed_in: SignIn) -> None:
    page = line_of(signed_in, a_shielded_family(world))
    assert page.count("Auskunft am Telefon: nur Termine, keine Anschrift, keine Schule") == 2
    # Small children do not call: what is asked about them goes to those who have custody.
    assert page.count("Auskunft am Telefon: nur an die Sorgeberechtigten") == 2
    assert page.count(SAY) == 2


def test_only_keepers_word_it(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    father = family.people.select_related("family").get(relation="father")
    with world.acting("demir") as by:
        word = actions.keep_word(by=by, person=father, fact=Fact.NOTHING)
    assert signed_in("nolte").post(f"/am-telefon/{word.id}/beenden/").status_code == 404
    with world.acting("kaya") as by, pytest.raises(PermissionDenied):
        actions.keep_word(by=by, person=father, fact=Fact.NO_CONTACT)
    assert signed_in("demir").post(f"/am-telefon/{word.id}/beenden/").status_code == 302
    assert "Auskunft am Telefon: keine" not in line_of(signed_in, family)
