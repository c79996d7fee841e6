"""An address that is protected: only named people open it, every opening is seen, nothing tells of it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts import actions as accounts
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from referrals.families.models import Address, Family, Person
from referrals.shields import actions
from referrals.shields.models import Level, Naming, Shield, Showing, Withheld
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.stages.purposes import she_says_what_for
from tests.stages.shields import PLACES, a_shielded_family, shielded
from tests.world import World

REAL = ("Hundekehrgasse", "Schlägelkehre", "23125-9001", "Handballverein", "Rosengartenschule")


def pages(signed_in: SignIn, who: str, family: Family) -> str:
    """Read everything about a family that somebody opens without asking for the address."""
    browser = signed_in(who)
    found = [browser.get(f"/familien/{family.id}/"), browser.get("/familien/")]
    found.append(browser.get(f"/familien/{family.id}/schutz/"))
    return "".join(answer.content.decode() for answer in found)


@pytest.mark.parametrize("level", Level)
def test_everybody_reads_the_substitute(world: World, signed_in: SignIn, level: Level) -> None:
    family = a_shielded_family(world, level)
    she_says_what_for(world, family)
    for who in ("demir", "nolte"):
        text = pages(signed_in, who, family)
        assert [value for value in REAL if value in text] == []
        assert "c/o Jugendamt" in text
        assert f"geschützt: {level.label}" in text
    family.refresh_from_db()
    assert family.space is None


def test_a_named_person_opens_it_once_and_that_is_kept(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world)
    page = signed_in("nolte").post(f"/familien/{family.id}/anschrift/").content.decode()
    assert "Hundekehrgasse 12a" in page
    assert "030 23125-9001" in page
    assert "Geht gern zum Handballverein." in page
    assert PLACES in page
    entry = Entry.objects.get(event="shield.shown")
    assert (entry.about, entry.kind) == ([family.id], "reading")
    assert Showing.objects.get().person == world.town.people["nolte"]
    she_says_what_for(world, family)
    assert (
        "Hundekehrgasse" not in signed_in("nolte").get(f"/familien/{family.id}/").content.decode()
    )


def test_who_is_not_named_finds_no_button_and_no_address(world: World, signed_in: SignIn) -> None:
    """The second worker keeps the file too, but nobody named them."""
    family = a_family(world, second_worker=world.town.people["nassar"])
    shielded(world, family)
    browser = signed_in("nassar")
    assert "Adresse anzeigen" not in browser.get(f"/familien/{family.id}/").content.decode()
    assert browser.post(f"/familien/{family.id}/anschrift/").status_code == 404
    with world.acting("nassar") as by:
        assert not Withheld.objects.exists()
        with pytest.raises(PermissionDenied):
            actions.show(by=by, family=family)


def test_whoever_stands_in_for_a_named_person_opens_it_that_day(
    world: World, signed_in: SignIn
) -> None:
    family = a_shielded_family(world)
    address = f"/familien/{family.id}/anschrift/"
    assert signed_in("kaya").post(address).status_code == 404
    with world.acting("demir") as by:
        accounts.set_absence(by=by, person=by.user, until_on=by.today)
    assert "Hundekehrgasse 12a" in signed_in("kaya").post(address).content.decode()
    with world.acting("demir") as by:
        accounts.end_absence(by=by, person=by.user)
    assert signed_in("kaya").post(address).status_code == 404


@pytest.mark.parametrize("who", ["nassar", "kowalski", "seidel", "wolters", "overbeck", "brandt"])
def test_the_database_gives_it_to_nobody_else(world: World, who: str) -> None:
    a_shielded_family(world)
    with world.acting("demir"):
        lock = Withheld.objects.values_list("lock", flat=True).first()
        assert _keys(lock) == 1
    with world.acting(who):
        assert (Withheld.objects.count(), _keys(lock)) == (0, 0)


def _keys(lock: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM protection_datakey WHERE id = %s", [lock])
        return int(cursor.fetchone()[0])


def test_a_search_by_the_real_street_is_a_search_without_hit(
    world: World, signed_in: SignIn
) -> None:
    family = a_shielded_family(world)
    for asked in ("Hundekehrgasse", "Hundekehrgasse 12a", "23125"):
        page = signed_in("demir").post("/suche/", {"q": asked}).content.decode()
        assert f"/familien/{family.id}/" not in page
    assert (
        f"/familien/{family.id}/"
        in signed_in("demir").post("/suche/", {"q": "Velmbrinker"}).content.decode()
    )


def test_a_search_opens_as_many_envelopes_whether_it_hits_or_not(
    world: World, monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    """The same work is done for the street of a protected household as for one that nobody has."""
    from protection.sealing import Sealed

    a_shielded_family(world)
    count = [0]
    reveal = Sealed.reveal

    def counted(sealed: Sealed) -> str:
        count[0] += 1
        return reveal(sealed)

    monkeypatch.setattr(Sealed, "reveal", counted)

    def work(asked: str) -> int:
        count[0] = 0
        signed_in("demir").post("/suche/", {"q": asked})
        return count[0]

    assert work("Hundekehrgasse") == work("Xylophonallee") > 0


def test_a_new_address_and_a_new_person_are_protected_too(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world, opened=40)
    today, browser = world.actor("demir").today, signed_in("demir")
    new = {"street": "Schlägelkehre", "house_number": "3", "since_on": today.isoformat()}
    assert browser.post(f"/familien/{family.id}/umzug/", new).status_code == 302
    person = {"relation": "other", "first_name": "Undine", "number": "030 23125-9077"}
    assert browser.post(f"/familien/{family.id}/person/", person).status_code == 302
    text = pages(signed_in, "demir", family)
    assert [value for value in (*REAL, "9077") if value in text] == []
    shown = browser.post(f"/familien/{family.id}/anschrift/").content.decode()
    assert "Schlägelkehre 3" in shown
    assert "früher Hundekehrgasse 12a" in shown
    assert "030 23125-9077" in shown
    family.refresh_from_db()
    assert family.space is None


def test_no_row_in_the_open_holds_it(world: World) -> None:
    family = a_shielded_family(world)
    with world.acting("demir"):
        for address in Address.objects.filter(family=family).select_related("lock"):
            assert f"{address.street.reveal()} {address.number.reveal()}".startswith(
                "c/o Jugendamt"
            )
        assert not Person.objects.filter(family=family, number__isnull=False).exists()
        assert not Person.objects.filter(family=family, facts__isnull=False).exists()


@pytest.mark.parametrize(
    ("level", "named", "sentence"),
    [
        (Level.CONDITIONAL, ["demir"], "mindestens zwei"),
        (Level.LOCK, ["demir", "sahin"], "Personen des Jugendamts"),
        (
            Level.LOCK,
            ["demir", "nolte", "kaya", "rosin", "wiegand", "overbeck", "fries"],
            "höchstens sechs",
        ),
    ],
)
def test_two_of_the_office_are_named_and_under_a_lock_six_at_most(
    world: World, level: Level, named: list[str], sentence: str
) -> None:
    family = a_family(world)
    with pytest.raises(NotPossibleError, match=sentence):
        shielded(world, family, level, named=named)
    assert not Shield.objects.exists()


def test_a_lock_runs_for_two_years_and_can_be_renewed(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world)
    today = world.actor("demir").today
    shield = Shield.objects.get()
    assert shield.until_on is not None
    assert (shield.until_on.year, Naming.objects.count()) == (today.year + 2, 2)
    signed_in("demir").post(f"/schutz/{shield.id}/verlaengern/")
    shield.refresh_from_db()
    assert shield.until_on.year == today.year + 4
    page = signed_in("demir").get(f"/familien/{family.id}/schutz/").content.decode()
    assert f"Sperre bis {shield.until_on:%d.%m.%Y}" in page


def test_protection_grows_at_once(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world, Level.CONDITIONAL)
    shield = Shield.objects.get()
    address = f"/schutz/{shield.id}/staerker/"
    assert signed_in("demir").post(address, {"level": "1"}).status_code == 422
    assert signed_in("demir").post(address, {"level": "3"}).status_code == 302
    shield.refresh_from_db()
    assert (shield.level, shield.until_on is not None) == (Level.HIGH, True)
    with world.acting("demir") as by, pytest.raises(NotPossibleError):
        actions.strengthen(by=by, shield=shield, level=Level.LOCK)
    assert signed_in("overbeck").get(f"/familien/{family.id}/schutz/").status_code == 404


@pytest.fixture(autouse=True)
def _standing(world: World) -> Iterator[None]:
    """Look into the database as the office, as these tests do between pages."""
    with wall.as_office():
        yield


def test_no_text_for_a_provider_names_it(world: World) -> None:
    from tests.stages.enquiries import a_draft

    family = a_shielded_family(world)
    for need in ("Wohnt Hundekehrg. 12.", "Erreichbar unter 030/231259001", f"Schule: {PLACES}"):
        with pytest.raises(NotPossibleError, match=r"^Im Bedarf steht eine geschützte Angabe"):
            a_draft(world, family, need=need, names_anyway=True)
