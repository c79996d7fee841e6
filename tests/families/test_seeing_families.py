"""Who sees a family: in the list, in the search and on its page, and who completes its file."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions as accounts
from audit.models import Entry
from referrals.families import actions
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World

SEES, KNOWS_NOTHING = True, False
CAST = {
    "demir": SEES,  # responsible
    "nassar": SEES,  # second worker
    "nolte": SEES,  # leads the team
    "kaya": KNOWS_NOTHING,  # same team, standing deputy, nobody is away
    "rosin": KNOWS_NOTHING,  # same team
    "overbeck": KNOWS_NOTHING,  # another team
    "fries": KNOWS_NOTHING,  # leads another team
    "kowalski": KNOWS_NOTHING,
    "lindner": KNOWS_NOTHING,
    "seidel": KNOWS_NOTHING,
    "wolters": KNOWS_NOTHING,
    "brandt": KNOWS_NOTHING,
    "hartwig": KNOWS_NOTHING,
    "sahin": KNOWS_NOTHING,
}


def absent(world: World, person: str, *, first: int, last: int) -> None:
    """Let a person be away from one day to another, counted from today."""
    with world.acting(person) as by:
        since, until = by.today + timedelta(first), by.today + timedelta(last)
        accounts.set_absence(by=by, person=by.user, from_on=since, until_on=until)


def what_is_seen(
    world: World, signed_in: SignIn, who: str, family: Family
) -> tuple[bool, bool, bool]:
    """Tell whether somebody finds a family in the list, in the search and at its address."""
    browser = signed_in(who)
    listed = browser.get("/familien/", follow=True).content.decode()
    hits = browser.post("/suche/", {"q": "Velmbrinker"}).content.decode()
    # Whoever leads the team is asked what for; a stranger finds nothing to be asked about.
    page = browser.get(f"/familien/{family.id}/", follow=True)
    address = f"/familien/{family.id}/"
    return address in listed, address in hits, page.status_code == 200


@pytest.mark.parametrize("who", CAST)
def test_only_those_who_work_with_it_see_a_family(
    world: World, signed_in: SignIn, who: str
) -> None:
    family = a_family(world, second_worker=world.town.people["nassar"])
    assert what_is_seen(world, signed_in, who, family) == (CAST[who],) * 3


@pytest.mark.parametrize("who", [who for who in CAST if CAST[who] is KNOWS_NOTHING])
def test_a_stranger_does_not_learn_that_it_exists(
    world: World, signed_in: SignIn, who: str
) -> None:
    family = a_family(world)
    browser = signed_in(who)
    for page in ("", "person/", "umzug/", "zweite-fachkraft/", "uebergabe/", "grundlage/"):
        real = browser.get(f"/familien/{family.id}/{page}")
        unreal = browser.get(f"/familien/{uuid4()}/{page}")
        assert (real.status_code, unreal.status_code) == (404, 404)
        assert real.content == unreal.content


@pytest.mark.parametrize(
    ("first", "last", "seen"), [(0, 0, True), (-3, 0, True), (0, 9, True), (1, 9, False)]
)
def test_the_deputy_sees_it_on_days_of_absence_only(
    world: World, signed_in: SignIn, first: int, last: int, *, seen: bool
) -> None:
    family = a_family(world)
    absent(world, "demir", first=first, last=last)
    assert what_is_seen(world, signed_in, "kaya", family) == (seen,) * 3


def test_the_deputy_reads_by_what_right(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    absent(world, "demir", first=0, last=4)
    until = world.actor("kaya").today + timedelta(4)
    page = signed_in("kaya").get(f"/familien/{family.id}/").content.decode()
    assert f"Sie sehen diese Familie als Vertretung für Sevgi Demir bis {until:%d.%m.%Y}." in page
    assert "Vertretung für Sevgi Demir" in signed_in("kaya").get("/familien/").content.decode()


def test_after_the_absence_nothing_is_left(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    absent(world, "demir", first=0, last=4)
    assert signed_in("kaya").get(f"/familien/{family.id}/").status_code == 200
    with world.acting("demir") as by:
        accounts.end_absence(by=by, person=by.user)
    assert signed_in("kaya").get(f"/familien/{family.id}/").status_code == 404


def test_each_opening_leaves_one_entry(world: World, signed_in: SignIn) -> None:
    family, other = a_family(world), a_family(world, name="Grönnhorster")
    browser = signed_in("demir")
    browser.get("/familien/")
    browser.get(f"/familien/{family.id}/")
    browser.post("/suche/", {"q": "groennhorster"})
    read = Entry.objects.filter(kind="reading").order_by("seq")
    assert [(entry.event, set(entry.about)) for entry in read] == [
        ("family.listed", {family.id, other.id}),
        ("family.read", {family.id}),
        ("family.searched", {other.id}),
    ]
    assert "horster" not in "".join(str(entry.facts) for entry in Entry.objects.all())


@pytest.mark.parametrize("address", ["/familien/", "/suche/", "/notieren/"])
def test_fifty_families_cost_as_many_queries_as_five(
    world: World, signed_in: SignIn, address: str
) -> None:
    browser = signed_in("demir")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            answer = (
                browser.post(address, {"q": "Velm"})
                if address == "/suche/"
                else browser.get(address)
            )
        assert answer.content.decode().count("Velmbrinker") >= Family.objects.count()
        return len(caught)

    for _ in range(5):
        a_family(world)
    few = queries()
    for _ in range(45):
        a_family(world)
    assert queries() == few


def test_names_are_sorted_as_germans_look_them_up(world: World, signed_in: SignIn) -> None:
    names = ["Ofen", "Öztürk", "Odin", "Zabel", "Ärmel", "Adam", "Ahrens", "de Groot", "O'Neil"]
    for name in names:
        a_family(world, name=name)
    page = signed_in("demir").get("/familien/").content.decode().replace("&#x27;", "'")
    right = ["Adam", "Ärmel", "Ahrens", "de Groot", "Odin", "Öztürk", "Ofen", "O'Neil", "Zabel"]
    assert sorted(names, key=lambda name: page.index(f">{name}<")) == right


def test_a_handed_over_family_changes_team_and_eyes(world: World, signed_in: SignIn) -> None:
    family, people = a_family(world), world.town.people
    address = f"/familien/{family.id}/uebergabe/"
    assert signed_in("demir").post(address, {"worker": people["overbeck"].id}).status_code == 404
    lead = signed_in("nolte")
    assert lead.post(address, {"worker": people["demir"].id}).status_code == 422
    assert lead.post(address, {"worker": people["overbeck"].id}).status_code == 302
    page = f"/familien/{family.id}/"
    seen = {who: signed_in(who).get(page, follow=True).status_code for who in CAST}
    assert [who for who, status in seen.items() if status == 200] == ["overbeck", "fries"]


def test_a_second_worker_is_set_and_taken_away(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    address = f"/familien/{family.id}/zweite-fachkraft/"
    browser.post(address, {"worker": world.town.people["kaya"].id})
    assert signed_in("kaya").get(f"/familien/{family.id}/").status_code == 200
    browser.post(address, {"worker": ""})
    assert signed_in("kaya").get(f"/familien/{family.id}/").status_code == 404


def test_a_person_is_added_with_the_family_name(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    address = f"/familien/{family.id}/person/"
    wrong = browser.post(
        address, {"relation": "mother", "first_name": "Ute", "expected": "2999-01-01"}
    )
    assert wrong.status_code in {302, 422}
    born = {"relation": "child", "first_name": "Isidora", "born": "2024-02-29"}
    page = browser.post(address, born, follow=True).content.decode()
    assert "Isidora Velmbrinker" in page
    assert family.people.count() >= 5


def test_a_move_closes_the_former_address(world: World, signed_in: SignIn) -> None:
    family = a_family(world, now=world.ago(days=40))
    today, browser = world.actor("demir").today, signed_in("demir")
    address = f"/familien/{family.id}/umzug/"
    new = {"street": "Schlägelkehre", "house_number": "3"}
    for wrong in (today + timedelta(1), today - timedelta(days=40)):
        assert browser.post(address, new | {"since_on": wrong.isoformat()}).status_code == 422
    page = browser.post(
        address, new | {"since_on": today.isoformat()}, follow=True
    ).content.decode()
    assert "Schlägelkehre 3" in page
    assert "früher Hundekehrgasse 12a" in page
    last = (today - timedelta(1)).strftime("%d.%m.%Y")
    assert f"bis {last}" in page


def test_a_reading_deed_refuses_what_the_gate_hides(world: World) -> None:
    family = a_family(world)
    with world.acting("overbeck") as by, pytest.raises(PermissionDenied):
        actions.read(by=by, family=family)
    assert Entry.objects.filter(event="families.read.refused", about__contains=[family.id]).exists()


def test_of_two_hand_overs_from_pages_opened_before_the_second_is_refused_with_a_sentence(
    world: World, signed_in: SignIn
) -> None:
    family, lead = a_family(world), signed_in("nolte")
    kaya, rosin = world.town.people["kaya"], world.town.people["rosin"]
    page = reverse("family_hand_over", args=[family.id])
    shown = str(lead.get(page).context["form"]["was"].value())
    assert lead.post(page, {"worker": kaya.id, "was": shown}).status_code == 302
    answer = lead.post(page, {"worker": rosin.id, "was": shown})
    assert answer.status_code == 422
    assert f"Inzwischen ist {kaya.display_name} zuständig." in answer.content.decode()
    again = str(answer.context["form"]["was"].value())
    assert lead.post(page, {"worker": rosin.id, "was": again}).status_code == 302
    family.refresh_from_db()
    assert family.worker == rosin
