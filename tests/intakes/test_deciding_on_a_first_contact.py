"""Looking at a danger with two people, and what becomes of a first contact."""

import uuid

import pytest

from audit.deeds import NotPossibleError
from audit.models import Entry
from providers.codes.models import List
from referrals.families.models import Family
from referrals.intakes import actions
from referrals.intakes.flow import Status
from referrals.intakes.models import AnonymousContact, Danger, Intake
from tests.conftest import SignIn
from tests.families.test_opening_a_family import ONE
from tests.families.test_opening_a_family import typed as household
from tests.stages.families import a_family
from tests.stages.intakes import MATTER, REPORTER, a_confirmed_intake, an_intake
from tests.world import World

TWO = "Hier können nur zwei verschiedene Personen unterschreiben."
FIRST_TWO = "Bitte schätzen Sie das zu zweit ein, bevor Sie abschließen."


def ending(status: str = "counselling") -> dict[str, str]:
    """Give what is typed when a first contact is closed."""
    return {"status": status, "assessment": "Die Mutter weiß jetzt, an wen sie sich wendet."}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("kaya", True),
        ("nolte", True),
        ("demir", False),
        ("kempe", False),
        ("kowalski", False),
        ("seidel", False),
        ("brandt", False),
    ],
)
def test_the_second_person_is_another_of_the_team_or_its_lead(
    world: World, signed_in: SignIn, who: str, may: bool
) -> None:
    intake = an_intake(world, danger=Danger.YES)
    given = {"assessment": "Ich sehe es ebenso."}
    signed_in(who).post(f"/meldungen/{intake.id}/zu-zweit/", given)
    intake.refresh_from_db()
    assert intake.confirmed_by == (world.town.people[who] if may else None)


def test_whoever_took_it_reads_why_not(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world, danger=Danger.UNCLEAR)
    browser = signed_in("demir")
    assert TWO in browser.get(f"/meldungen/{intake.id}/").content.decode()
    answer = browser.post(f"/meldungen/{intake.id}/zu-zweit/", {}, follow=True)
    assert TWO in answer.content.decode()


def test_both_assessments_stay(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world, danger=Danger.YES, assessment="Erster Eindruck.")
    browser = signed_in("kaya")
    given = {"assessment": "Zweiter Eindruck."}
    page = browser.post(f"/meldungen/{intake.id}/zu-zweit/", given, follow=True).content.decode()
    order = [page.index(text) for text in ("Demir", "Erster Eindruck.", "Zweiter Eindruck.")]
    assert order == sorted(order)
    assert "Einschätzung</strong> von Sevgi Demir" in page
    assert "Einschätzung</strong> von Aylin Kaya" in page
    again = browser.post(f"/meldungen/{intake.id}/zu-zweit/", {}, follow=True)
    assert "haben schon zwei Personen eingeschätzt" in again.content.decode()


@pytest.mark.parametrize("danger", [Danger.YES, Danger.NO])
def test_who_comes_second_to_sign_keeps_the_text(
    world: World, signed_in: SignIn, danger: Danger
) -> None:
    intake = an_intake(world, danger=danger)
    if danger == Danger.YES:
        with world.acting("helmich") as by:
            actions.confirm(by=by, intake=intake)
    given = {"assessment": "Ich sehe es ebenso."}
    page = signed_in("kaya").post(f"/meldungen/{intake.id}/zu-zweit/", given)
    assert page.status_code == 422
    assert "Ich sehe es ebenso." in page.content.decode()
    assert page.context["form"].non_field_errors()


def test_without_a_danger_nobody_is_asked_to_sign(world: World) -> None:
    intake = an_intake(world)
    with world.acting("kaya") as by, pytest.raises(NotPossibleError):
        actions.confirm(by=by, intake=intake)


@pytest.mark.parametrize("status", ["counselling", "forwarded", "no_need"])
def test_one_person_closes_what_is_no_danger(world: World, signed_in: SignIn, status: str) -> None:
    intake = an_intake(world)
    answer = signed_in("demir").post(f"/meldungen/{intake.id}/abschliessen/", ending(status))
    intake.refresh_from_db()
    assert answer.status_code == 302
    assert intake.status == status


def test_a_possible_danger_is_closed_by_two_only(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world, danger=Danger.UNCLEAR)
    address = f"/meldungen/{intake.id}/abschliessen/"
    refused = signed_in("demir").post(address, ending())
    assert refused.status_code == 422
    assert FIRST_TWO in refused.content.decode()
    assert ending()["assessment"] in refused.content.decode()
    # Whoever opens the form reads it at once, before typing.
    opened = signed_in("demir").get(address, follow=True)
    assert opened.redirect_chain == [(f"/meldungen/{intake.id}/", 302)]
    assert FIRST_TWO in opened.content.decode()
    with world.acting("kaya") as by:
        actions.confirm(by=by, intake=intake)
    assert signed_in("demir").post(address, ending()).status_code == 302


@pytest.mark.parametrize("wrong", [{"status": "family"}, {"status": ""}, {"assessment": " "}])
def test_closing_says_why_and_how(world: World, signed_in: SignIn, wrong: dict[str, str]) -> None:
    intake = an_intake(world)
    answer = signed_in("demir").post(f"/meldungen/{intake.id}/abschliessen/", ending() | wrong)
    assert answer.status_code == 422
    intake.refresh_from_db()
    assert intake.status == Status.OPEN


def test_a_closed_one_is_opened_again_and_keeps_its_text(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world)
    browser = signed_in("demir")
    browser.post(f"/meldungen/{intake.id}/abschliessen/", ending())
    again = browser.post(f"/meldungen/{intake.id}/abschliessen/", ending())
    assert again.status_code == 422
    page = browser.post(f"/meldungen/{intake.id}/wieder-oeffnen/", follow=True).content.decode()
    assert "Die Meldung ist wieder offen." in page
    assert ending()["assessment"] in page


@pytest.mark.parametrize(
    ("who", "may"), [("demir", True), ("kaya", True), ("kempe", False), ("nolte", False)]
)
def test_a_family_is_opened_from_it(world: World, signed_in: SignIn, who: str, may: bool) -> None:
    intake = an_intake(world)
    browser = signed_in(who)
    answer = browser.post(f"/meldungen/{intake.id}/familie/", household(world, ONE))
    assert answer.status_code == (302 if may else 404)
    assert Family.objects.exists() == may
    if not may:
        return
    intake.refresh_from_db()
    family = Family.objects.get()
    assert (intake.status, intake.family) == (Status.FAMILY, family)
    assert (
        browser.post(f"/meldungen/{intake.id}/familie/", household(world, ONE)).status_code == 422
    )
    assert Family.objects.count() == 1


def test_the_reporter_stays_behind_when_it_becomes_a_family(
    world: World, signed_in: SignIn
) -> None:
    intake = an_intake(world)
    signed_in("kaya").post(f"/meldungen/{intake.id}/familie/", household(world, ONE))
    family = Family.objects.get()
    overview = signed_in("kaya").get(f"/familien/{family.id}/").content.decode()
    assert "Erstkontakt vom" in overview
    assert f"/meldungen/{intake.id}/" in overview
    assert REPORTER not in overview
    page = signed_in("kaya").get(f"/meldungen/{intake.id}/").content.decode()
    assert MATTER in page
    assert REPORTER not in page
    assert "Name geschützt" in page
    assert REPORTER in signed_in("demir").get(f"/meldungen/{intake.id}/").content.decode()


def test_an_urgent_family_is_opened_before_the_second_signature(
    world: World, signed_in: SignIn
) -> None:
    intake = an_intake(world, danger=Danger.YES)
    signed_in("demir").post(f"/meldungen/{intake.id}/familie/", household(world, ONE))
    page = signed_in("helmich").get("/meldungen/").content.decode()
    assert "Zu zweit einschätzen" in page
    signed_in("helmich").post(f"/meldungen/{intake.id}/zu-zweit/", {})
    assert Intake.objects.get().confirmed_by == world.town.people["helmich"]


def test_wrong_households_keep_everything_and_open_nothing(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world)
    given = household(world, ONE, street="Nirgendweg")
    answer = signed_in("demir").post(f"/meldungen/{intake.id}/familie/", given)
    assert answer.status_code == 422
    assert MATTER in answer.content.decode()
    assert "Nirgendweg" in answer.content.decode()
    assert not Family.objects.exists()


def test_it_is_put_to_an_own_family_that_is_known(world: World, signed_in: SignIn) -> None:
    own, foreign = a_family(world), a_family(world, "helmich", name="Abendroth")
    intake = an_intake(world)
    browser, address = signed_in("demir"), f"/meldungen/{intake.id}/bekannte-familie/"
    page = browser.get(address).content.decode()
    assert "Velmbrinker" in page
    assert "Abendroth" not in page
    for wrong in (foreign.id, uuid.uuid4(), ""):
        assert browser.post(address, {"family": str(wrong)}).status_code == 422
    assert browser.post(address, {"family": str(own.id)}).status_code == 302
    intake.refresh_from_db()
    assert intake.family == own
    assert "Zu bekannter Familie</dd>" in browser.get(f"/meldungen/{intake.id}/").content.decode()
    assert "Zu bekannter Familie" in browser.get("/meldungen/").content.decode()
    new = an_intake(world)
    browser.post(f"/meldungen/{new.id}/familie/", household(world, ONE))
    assert "Familie angelegt</dd>" in browser.get(f"/meldungen/{new.id}/").content.decode()


def test_counselling_is_counted_without_a_person(world: World, signed_in: SignIn) -> None:
    given = {
        "topic": str(world.code(List.COUNSELLING_TOPIC, "upbringing").id),
        "channel": str(world.code(List.INTAKE_CHANNEL, "telephone").id),
    }
    browser = signed_in("demir")
    assert browser.post("/meldungen/beratung/", given | {"on": "2999-01-01"}).status_code == 422
    assert browser.post("/meldungen/beratung/", {}).status_code == 200
    assert browser.post("/meldungen/beratung/", given | {"topic": ""}).status_code == 422
    assert not AnonymousContact.objects.exists()
    page = browser.post("/meldungen/beratung/", given, follow=True).content.decode()
    assert "Zur Person ist nichts gespeichert." in page
    assert AnonymousContact.objects.get().on == world.actor("demir").today
    assert "keine Angabe" in page
    assert signed_in("brandt").post("/meldungen/beratung/", given).status_code == 404


def test_every_step_leaves_a_trace(world: World) -> None:
    intake = a_confirmed_intake(world)
    with world.acting("demir") as by:
        actions.close(by=by, intake=intake, status=Status.FORWARDED)
        actions.reopen(by=by, intake=intake)
    entries = Entry.objects.filter(about__contains=[intake.id]).order_by("seq")
    assert [entry.event for entry in entries] == [
        *("intake.taken", "intake.confirmed", "intake.closed", "intake.reopened"),
    ]
