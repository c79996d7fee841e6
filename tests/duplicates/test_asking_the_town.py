"""The duplicate check: whether somebody is known in the town, answered with whom to ring and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied

from audit import keyfiles
from audit.models import Entry
from protection import wall
from providers.codes.models import List
from referrals.duplicates import actions, events, sums
from referrals.duplicates.models import Asking, Trace
from referrals.families.models import Family, Person
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.duplicates import marked
from tests.stages.erasures import at_rest
from tests.stages.families import a_family
from tests.stages.shields import shielded
from tests.world import World

ADDRESS = "/familien/anlegen/"
HINT = "Vielleicht ist die Familie schon bekannt"


def _born(world: World) -> str:
    """The birth date of the first child of every household of these tests."""
    today = world.actor("demir").today
    return today.replace(year=today.year - 11, day=1).isoformat()


def _typed(world: World, name: str = "Fehlmbringker", **more: str) -> dict[str, str]:
    return {
        "name": name,
        "street": "Hundekehrgasse",
        "house_number": "14",
        "adults": "1",
        "adults-1-relation": "mother",
        "children": "1",
        "children-1-first_name": "Mira",
        "children-1-born": _born(world),
        "children-1-custody": str(world.code(List.CUSTODY, "both").id),
        **more,
    }


@pytest.fixture
def known(world: World) -> Family:
    """A family of a worker in the south, marked by the clock."""
    family = a_family(world)
    marked()
    return family


def test_a_worker_elsewhere_reads_whom_to_ring_and_goes_on_or_not(
    world: World, signed_in: SignIn, known: Family
) -> None:
    browser = signed_in("overbeck")
    answer = browser.post(ADDRESS, _typed(world))
    page = answer.content.decode()
    demir = world.town.people["demir"]
    assert answer.status_code == 422
    assert HINT in page
    for shown in ("Bezirk Süd", demir.display_name, demir.number, "Trotzdem anlegen", "Mira"):
        assert shown in page
    for kept in (known.word, "Velmbrinker", "Mirabai", "Sunniva", str(known.id)):
        assert kept not in page
    assert Family.objects.count() == 1
    browser.post(ADDRESS, _typed(world, looked="1"))
    assert Family.objects.count() == 2


def test_an_own_family_is_called_by_its_merkwort(
    world: World, signed_in: SignIn, known: Family
) -> None:
    page = signed_in("demir").post(ADDRESS, _typed(world)).content.decode()
    assert f'href="/familien/{known.id}/">{known.word}</a>' in page


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Wanderspecht"},
        {"children-1-born": "2015-02-28"},
        {"children-1-born": ""},
    ],
    ids=["another name", "another day", "no day"],
)
def test_who_is_somebody_else_is_entered_at_once(
    world: World, signed_in: SignIn, known: Family, other: dict[str, str]
) -> None:
    answer = signed_in("overbeck").post(ADDRESS, {**_typed(world), **other})
    assert answer.status_code == 302
    assert Family.objects.exclude(id=known.id).count() == 1


def test_a_person_with_another_name_is_found_when_they_come_into_a_file(
    world: World, signed_in: SignIn, known: Family
) -> None:
    mine = a_family(world, "overbeck", name="Wanderspecht", people=[])
    page = f"/familien/{mine.id}/person/"
    both = str(world.code(List.CUSTODY, "both").id)
    typed = {"relation": "child", "first_name": "Mira", "born": _born(world), "custody": both}
    browser = signed_in("overbeck")
    answer = browser.post(page, {**typed, "last_name": "Felmbrinker"})
    assert (answer.status_code, HINT in answer.content.decode()) == (422, True)
    assert not Person.objects.filter(family=mine).exists()
    # Without another name they bear that of the family, which nobody else has.
    assert browser.post(page, typed).status_code == 302


def test_a_protected_family_is_silent_and_its_worker_is_told(
    world: World, signed_in: SignIn, known: Family
) -> None:
    shielded(world, known)
    answer = signed_in("overbeck").post(ADDRESS, _typed(world))
    assert answer.status_code == 302
    asking = world.town.people["overbeck"]
    page = signed_in("demir").get("/").content.decode()
    assert f"{known.word}: Jemand legt vielleicht dieselbe Familie an" in page
    assert f"{asking.display_name}, {asking.number}" in page
    assert "dieselbe Familie" not in signed_in("kaya").get("/").content.decode()
    # Whoever sees the family anyway is not told in silence.
    assert HINT in signed_in("demir").post(ADDRESS, _typed(world)).content.decode()
    assert Asking.objects.count() == 1


def test_whoever_must_not_know_the_family_learns_nothing(
    world: World, signed_in: SignIn, known: Family
) -> None:
    a_conflict(world, "nolte", known, "kaya")
    assert signed_in("kaya").post(ADDRESS, _typed(world)).status_code == 302
    assert "dieselbe Familie" in signed_in("demir").get("/").content.decode()


def test_a_file_that_rests_is_not_compared_with(
    world: World, signed_in: SignIn, known: Family
) -> None:
    at_rest(known)
    assert signed_in("overbeck").post(ADDRESS, _typed(world)).status_code == 302
    assert not Asking.objects.exists()


def test_who_asks_too_often_learns_nothing_and_can_go_on(
    world: World, signed_in: SignIn, known: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "ASKED_AN_HOUR", 1)
    browser = signed_in("overbeck")
    assert HINT in browser.post(ADDRESS, _typed(world)).content.decode()
    answer = browser.post(ADDRESS, _typed(world), follow=True)
    assert "nicht geprüft: Das waren viele Suchen" in answer.content.decode()
    assert Family.objects.exclude(id=known.id).count() == 1
    with wall.as_office():
        assert Entry.objects.filter(event=events.NOT_ASKED.code).count() == 1


def test_the_trail_says_that_somebody_asked_and_names_nobody(
    world: World, signed_in: SignIn, known: Family
) -> None:
    signed_in("overbeck").post(ADDRESS, _typed(world))
    with wall.as_office():
        entry = Entry.objects.get(event=events.ASKED.code)
    assert entry.facts == {"people": 1, "hits": 1}
    assert entry.about == []


def test_nobody_of_a_provider_asks(world: World, known: Family) -> None:
    with world.acting("brandt") as by, pytest.raises(PermissionDenied):
        actions.ask(by=by, people=[("Velmbrinker", _born(world))])


def test_a_new_key_marks_everybody_anew_and_finds_them_meanwhile(
    world: World, signed_in: SignIn, known: Family, settings: Any, tmp_path: Path
) -> None:
    before = set(Trace.objects.values_list("kind", "mark"))
    assert all(mark is None or 0 <= mark < 2**48 for _, mark in before)
    held = keyfiles.keys(Path(configured.INDEX_KEY_FILE))
    keyfiles.make(tmp_path / "index.key", [keyfiles.fresh(), *held])
    settings.INDEX_KEY_FILE = str(tmp_path / "index.key")
    for _ in range(2):
        assert HINT in signed_in("overbeck").post(ADDRESS, _typed(world)).content.decode()
        marked()
    after = set(Trace.objects.values_list("kind", "mark"))
    assert before.isdisjoint(after)
    assert Trace.objects.filter(mark=None).count() == 2  # the adults' days are not known


def test_everybody_is_marked_whoever_entered_them(world: World, known: Family) -> None:
    everybody = set(Person.objects.values_list("id", flat=True))
    assert everybody == set(Trace.objects.values_list("person", flat=True))
    with world.acting("demir") as by, pytest.raises(PermissionDenied):
        actions.renew(by=by)
