"""Searching in one's own families while the telephone rings."""

import pytest

from audit.models import Entry
from providers.codes.models import List
from referrals.families import sums
from referrals.families.models import Family, NewPerson, Relation
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World

NO_HIT = "Kein Treffer in Ihren Familien."
NAMES = {
    "luedenscheid": ("Müller-Lüdenscheid", "Hundekehrgasse", "12a"),
    "oneil": ("O'Neil", "Schlägelkehre", "3"),
    "oeztuerk": ("Öztürk", "Wetterlampenweg", "40"),
    "gross": ("Groß", "Förderkorbring", "8"),
}
FOUND = {
    "Mueller-Luedenscheid": {"luedenscheid"},
    "Müller Lüdenscheid": {"luedenscheid"},
    "muller ludenscheid": {"luedenscheid"},
    "MÜLLERLÜDENSCHEID": {"luedenscheid"},
    "Lüdenscheid": {"luedenscheid"},
    "Lüdenschied": {"luedenscheid"},
    "O'Neil": {"oneil"},
    "ONeil": {"oneil"},
    "O Neil": {"oneil"},
    "o’neill": {"oneil"},
    "Öztürk": {"oeztuerk"},
    "Oeztuerk": {"oeztuerk"},
    "Ozturk": {"oeztuerk"},
    "Özturk": {"oeztuerk"},
    "Öztrük": {"oeztuerk"},
    "Gross": {"gross"},
    "GROSS": {"gross"},
    "Hundekehrgaße": {"luedenscheid"},
    "schlaegelkehre 3": {"oneil"},
    "ggggggggggg": set(),
    "Schlägelkehre 4": set(),
    "51-0003": {"oeztuerk"},
    "51-0": {"luedenscheid", "oneil", "oeztuerk", "gross"},
    "Sunniva": {"luedenscheid", "oneil", "oeztuerk", "gross"},
    "Suniva": {"luedenscheid", "oneil", "oeztuerk", "gross"},
    "Sunniva Öztürk": {"oeztuerk"},
    "Öztürk Sunniva": {"oeztuerk"},
    "Brinkmann": set(),
    "%": set(),
    "'": set(),
    "Öz": {"oeztuerk"},
}


@pytest.fixture
def families(world: World) -> dict[str, Family]:
    """Four families whose names people spell in many ways."""
    mother = {"relation": Relation.MOTHER, "first_name": "Sunniva"}
    return {
        key: a_family(
            world,
            name=name,
            street=street,
            house_number=number,
            people=[NewPerson(**mother)],  # type: ignore[arg-type]  # words and a relation
            file_number=f"51-000{i}",
        )
        for i, (key, (name, street, number)) in enumerate(NAMES.items(), 1)
    }


def hits(browser: object, families: dict[str, Family], text: str) -> set[str]:
    """Give the families that the page of results links to."""
    page = browser.post("/suche/", {"q": text}).content.decode()  # type: ignore[attr-defined]  # a test client
    return {key for key, family in families.items() if f'href="/familien/{family.id}/"' in page}


def test_a_family_is_found_however_its_name_is_spelled(
    families: dict[str, Family], signed_in: SignIn
) -> None:
    browser = signed_in("demir")
    assert {text: hits(browser, families, text) for text in FOUND} == FOUND


def test_the_merkwort_finds_its_family(families: dict[str, Family], signed_in: SignIn) -> None:
    browser = signed_in("demir")
    for key, family in families.items():
        assert key in hits(browser, families, family.word.lower())


@pytest.mark.parametrize("text", ["", "   "])
def test_no_text_finds_nothing(families: dict[str, Family], signed_in: SignIn, text: str) -> None:
    answer = signed_in("demir").post("/suche/", {"q": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bitte geben Sie ein, wonach Sie suchen." in page
    assert not any(str(family.id) in page for family in families.values())
    assert not Entry.objects.filter(event="family.searched").exists()


def test_without_a_hit_the_page_says_where_to_ask(
    families: dict[str, Family], signed_in: SignIn
) -> None:
    assert NO_HIT in signed_in("demir").post("/suche/", {"q": "Brinkmann"}).content.decode()


def test_families_of_others_are_not_found(families: dict[str, Family], signed_in: SignIn) -> None:
    for stranger in ("kaya", "overbeck", "brandt", "sahin"):
        page = signed_in(stranger).post("/suche/", {"q": "Öztürk"}).content.decode()
        assert NO_HIT in page
        assert not any(str(family.id) in page for family in families.values())


def test_what_was_typed_stands_neither_in_the_address_nor_in_the_trail(
    families: dict[str, Family], signed_in: SignIn
) -> None:
    browser = signed_in("demir")
    assert "Öztürk" not in browser.get("/suche/", {"q": "Öztürk"}).content.decode()
    browser.post("/suche/", {"q": "Öztürk"})
    entry = Entry.objects.get(event="family.searched")
    assert entry.about == [families["oeztuerk"].id]
    assert entry.facts == {"hits": 1}


def test_a_former_address_is_not_searched(world: World, signed_in: SignIn) -> None:
    family = a_family(world, now=world.ago(days=9))
    browser, today = signed_in("demir"), world.actor("demir").today
    moved = {"street": "Schlägelkehre", "house_number": "3", "since_on": today.isoformat()}
    browser.post(f"/familien/{family.id}/umzug/", moved)
    assert hits(browser, {"it": family}, "Hundekehrgasse") == set()
    assert hits(browser, {"it": family}, "Schlägelkehre") == {"it"}


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("a", "", 1), ("abc", "acb", 1), ("kitten", "sitting", 3), ("öz", "öz", 0)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert sums.distance(one, other) == sums.distance(other, one) == slips


def test_custody_of_a_list_is_shown_in_words(world: World, signed_in: SignIn) -> None:
    child = NewPerson(
        relation=Relation.CHILD, first_name="Isa", custody=world.code(List.CUSTODY, "guardian")
    )
    family = a_family(world, people=[child])
    page = signed_in("demir").get(f"/familien/{family.id}/").content.decode()
    assert "Elterliche Sorge: Vormundschaft" in page
