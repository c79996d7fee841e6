"""Opening a family's file."""

from typing import Any

import pytest
from django.db import connection

from providers.codes.models import List
from referrals.families.models import Case, Family, Person
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World

ADDRESS = "/familien/anlegen/"


def typed(world: World, children: list[dict[str, str]], **overrides: str) -> dict[str, str]:
    """Give what a worker types into the form: one mother, these children, an address of the street list."""
    both = str(world.code(List.CUSTODY, "both").id)
    given = {
        "name": "Velmbrinker",
        "file_number": "51-20999",
        "street": "Hundekehrgasse",
        "house_number": "12a",
        "adults": "1",
        "adults-1-relation": "mother",
        "adults-1-first_name": "Sunniva",
        "adults-1-number": "030 23125-9001",
        "children": str(len(children)),
    }
    for i, child in enumerate(children, 1):
        named = {"custody": both, **child}
        given |= {f"children-{i}-{field}": value for field, value in named.items()}
    return given | overrides


ONE = [{"first_name": "Mirabai", "born": "2015-03-02", "facts": "Geht gern zum Handball."}]


def test_a_family_is_opened_with_its_people_and_gets_a_word(
    world: World, signed_in: SignIn
) -> None:
    answer = signed_in("demir").post(ADDRESS, typed(world, ONE), follow=True)
    page = answer.content.decode()
    family = Family.objects.get()
    assert answer.redirect_chain == [(f"/familien/{family.id}/", 302)]
    assert f"Ihr Merkwort ist {family.word}." in page
    for shown in (
        *("Familie Velmbrinker", "Mirabai Velmbrinker", "Sunniva", "tel:030231259001"),
        *("Eltern gemeinsam", "Hundekehrgasse 12a", "Az. 51-20999", "Geht gern zum Handball."),
    ):
        assert shown in page
    assert family.space is not None
    assert family.space.code == "herten-sued"
    assert family.worker == world.town.people["demir"]
    assert Case.objects.get(family=family).number == 1


@pytest.mark.parametrize(
    "who", ["demir", "nolte", "kowalski", "lindner", "seidel", "wolters", "brandt", "sahin"]
)
def test_only_district_workers_may(world: World, signed_in: SignIn, who: str) -> None:
    answer = signed_in(who).post(ADDRESS, typed(world, ONE))
    assert Family.objects.exists() == (who == "demir")
    assert answer.status_code == (302 if who == "demir" else 404)


def test_twins_may_bear_different_surnames(world: World, signed_in: SignIn) -> None:
    twins = [
        {"first_name": "Ottilie", "born": "2019-05-05"},
        {"first_name": "Ottokar", "born": "2019-05-05", "last_name": "Quendkötter"},
    ]
    page = signed_in("demir").post(ADDRESS, typed(world, twins), follow=True).content.decode()
    assert "Ottilie Velmbrinker" in page
    assert "Ottokar Quendkötter" in page


def test_an_unborn_child_has_an_expected_day(world: World, signed_in: SignIn) -> None:
    day = world.actor("demir").today.replace(day=1)
    unborn = [{"last_name": "", "expected": day.isoformat()}]
    page = signed_in("demir").post(ADDRESS, typed(world, unborn), follow=True).content.decode()
    assert "Ungeborenes Kind Velmbrinker" in page
    assert f"wird am {day:%d.%m.%Y} erwartet" in page


def test_seven_children_are_asked_for_one_by_one(world: World, signed_in: SignIn) -> None:
    browser = signed_in("demir")
    given = typed(world, ONE)
    for number in range(2, 8):
        page = browser.post(ADDRESS, {**given, "more_children": "1"})
        assert page.status_code == 200
        text = page.content.decode()
        assert f"Kind {number}" in text
        assert f"Kind {number + 1}" not in text
        assert 'value="Velmbrinker"' in text
        assert "Geht gern zum Handball." in text
        assert "kern-error" not in text
        given |= {"children": str(number), f"children-{number}-first_name": f"Kind{number}"}
    assert not Family.objects.exists()
    browser.post(ADDRESS, given)
    assert Person.objects.filter(relation="child").count() == 7


def test_rows_left_empty_are_left_out(world: World, signed_in: SignIn) -> None:
    more = {"children": "3", "adults": "2", "adults-2-relation": "mother"}
    signed_in("demir").post(ADDRESS, typed(world, ONE) | more)
    assert Person.objects.count() == 2


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "no name": ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
    "street unknown": ({"street": "Nirgendweg"}, "steht nicht im Straßenverzeichnis"),
    "number unknown": ({"house_number": "9999"}, "steht nicht im Straßenverzeichnis"),
    "no place at all": ({"street": ""}, "Bitte geben Sie die Anschrift an"),
    "not a day": ({"children-1-born": "gestern"}, "Bitte geben Sie den Tag so an"),
    "born tomorrow": ({"children-1-born": "2150-01-01"}, "Das Geburtsdatum liegt in der Zukunft."),
    "long expected": (
        {"children-1-born": "", "children-1-expected": "2001-01-01"},
        "Der errechnete Termin liegt weit zurück.",
    ),
    "born and expected": (
        {"children-1-expected": "2026-01-01"},
        "Bitte geben Sie entweder das Geburtsdatum oder den errechneten Termin an.",
    ),
    "no first name": ({"children-1-first_name": ""}, "Bitte geben Sie einen Vornamen an."),
    "interpreter for what": (
        {"adults-1-needs_interpreter": "on"},
        "Bitte wählen Sie, für welche Sprache gedolmetscht wird.",
    ),
    "unknown custody": ({"children-1-custody": "0"}, "0"),
    "nobody": (
        {
            "children-1-first_name": "",
            "children-1-born": "",
            "children-1-custody": "",
            "children-1-facts": "",
            "adults-1-first_name": "",
            "adults-1-number": "",
        },
        "Bitte tragen Sie mindestens eine Person ein.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_said_in_german_and_keeps_everything(
    world: World, signed_in: SignIn, case: str
) -> None:
    wrong, sentence = WRONG[case]
    given = typed(world, ONE) | wrong
    answer = signed_in("demir").post(ADDRESS, given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    kept = {value for name, value in given.items() if value and name not in wrong}
    missing = [value for value in kept if f'value="{value}"' not in page and value not in page]
    assert missing == []
    assert not Family.objects.exists()


def test_the_space_can_be_chosen_by_hand(world: World, signed_in: SignIn) -> None:
    space = world.town.spaces["disteln"]
    given = typed(world, ONE, street="Nirgendweg", space=str(space.id))
    signed_in("demir").post(ADDRESS, given)
    assert Family.objects.get().space == space


@pytest.mark.parametrize(
    "street", ["hundekehrgasse", "Schlaegelkehre", " Schlägelkehre ", "SCHLÄGELKEHRE"]
)
def test_the_street_is_found_however_it_is_spelled(world: World, street: str) -> None:
    family = a_family(world, street=street, house_number="7")
    assert family.space is not None
    assert family.space.code == "herten-sued"


def test_a_second_worker_is_another_district_worker(world: World, signed_in: SignIn) -> None:
    browser, people = signed_in("demir"), world.town.people
    for wrong in ("demir", "nolte", "brandt"):
        given = typed(world, ONE, second_worker=str(people[wrong].id))
        assert browser.post(ADDRESS, given).status_code == 422
    browser.post(ADDRESS, typed(world, ONE, second_worker=str(people["nassar"].id)))
    assert Family.objects.get().second_worker == people["nassar"]


SEALED = {
    "referrals_family": ["name", "file_number"],
    "referrals_person": ["first_name", "last_name", "born", "number", "facts"],
    "referrals_address": ["street", "number"],
}


def test_nothing_personal_lies_in_the_tables_in_clear(world: World) -> None:
    a_family(world)
    clear = [
        b"Velmbrinker",
        b"Mirabai",
        b"Sunniva",
        b"9001",
        b"Handball",
        b"Hundekehr",
        b"51-20999",
    ]
    with connection.cursor() as cursor:
        for table, columns in SEALED.items():
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  # names of this file
            cells = [bytes(cell) for row in cursor.fetchall() for cell in row if cell is not None]
            assert cells
            assert [(cell, word) for cell in cells for word in clear if word in cell] == []


def test_opening_leaves_a_trace_without_names(world: World) -> None:
    family = a_family(world)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facts::text, seals::text FROM audit_entry WHERE event = 'family.opened'"
        )
        (facts, seals), *more = cursor.fetchall()
    assert more == []
    assert '"people": 4' in facts
    assert "Velmbrinker" not in facts
    assert f"referrals_family|name|{family.id}" in seals


def test_what_is_asked_of_the_deed_is_done_whole_or_not_at_all(world: World) -> None:
    given: dict[str, Any] = {"street": "Nirgendweg"}
    with pytest.raises(Exception, match="Straßenverzeichnis"):
        a_family(world, **given)
    assert not Family.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM protection_datakey WHERE circle = 'file'")
        assert cursor.fetchone() == (0,)
