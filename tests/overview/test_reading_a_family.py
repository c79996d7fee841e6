"""Reading everything about a family on one page."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from referrals.aids.models import Aid
from referrals.decisions import actions as decisions
from referrals.disclosures.models import Disclosure
from referrals.intakes import actions as intakes
from referrals.intakes.models import Danger
from tests.conftest import SignIn
from tests.stages.aids import a_proposed_aid, a_running_aid
from tests.stages.families import a_family
from tests.stages.intakes import an_intake
from tests.stages.plans import a_plan_in_force
from tests.stages.purposes import she_says_what_for
from tests.world import World


def test_a_new_family_says_what_is_not_there_yet(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    page = signed_in("demir").get(f"/familien/{family.id}/").content.decode()
    for sentence in (
        *("Es läuft keine Hilfe.", "Keine Anfrage.", "Noch kein Hilfeplan.", "Noch keine Notizen."),
        *("Noch hat kein Träger etwas über diese Familie erfahren.",),
        *("Noch keine Grundlage festgehalten.",),
    ):
        assert sentence in page


def test_what_runs_stands_on_the_page_and_in_the_list(world: World, signed_in: SignIn) -> None:
    a_plan_in_force(world)
    aid = Aid.objects.get()
    browser = signed_in("demir")
    page = browser.get(f"/familien/{aid.family_id}/").content.decode()
    for shown in (
        *(
            str(aid.aid_type),
            "FleX",
            "Läuft",
            "Stunden",
            "tel:",
            "Hilfe verlängern",
            "Hilfe beenden",
        ),
        *("Angenommen", f"Hilfeplan {aid.word}", "Gesetzliche Grundlage", "Namen der Erwachsenen"),
        *(f"/hilfen/{aid.id}/", f"{aid.until_on:%d.%m.%Y}"),
    ):
        assert shown in page
    listed = browser.get("/familien/").content.decode()
    assert "bewilligt bis" in listed
    assert f"{aid.until_on:%d.%m.%Y}" in listed
    assert "FleX" in listed


def test_one_opening_is_one_entry(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    before = Entry.objects.filter(kind="reading").count()
    signed_in("demir").get(f"/familien/{aid.family_id}/")
    read = Entry.objects.filter(kind="reading").order_by("-seq")
    assert read.count() == before + 1
    assert (read[0].event, read[0].about) == ("family.read", [aid.family_id])


def test_the_list_with_helps_costs_the_same_for_one_and_for_five(
    world: World, signed_in: SignIn
) -> None:
    browser = signed_in("demir")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert "FleX" in browser.get("/familien/").content.decode()
        return len(caught)

    a_running_aid(world)
    few = queries()
    for _ in range(4):
        a_running_aid(world)
    assert queries() == few


def test_a_lead_reads_and_changes_nothing(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    she_says_what_for(world, aid.family)
    page = signed_in("nolte").get(f"/familien/{aid.family_id}/").content.decode()
    assert "Familie übergeben" in page
    for verb in (
        "Person hinzufügen",
        "Hilfe verlängern",
        "Anfrage stellen",
        "Grundlage festhalten",
    ):
        assert verb not in page


def test_a_provider_finds_only_what_it_was_told(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    coordinator, other = signed_in("brandt"), signed_in("hartwig")
    assert coordinator.get("/familien/").headers["Location"] == "/unterlagen/"
    assert coordinator.get(f"/familien/{aid.family_id}/").status_code == 404
    for text in ("Velmbrinker", aid.word):
        assert "/unterlagen/" in coordinator.post("/suche/", {"q": text}).content.decode()
        assert "Kein Treffer" in other.post("/suche/", {"q": text}).content.decode()
    assert "Kein Treffer" in coordinator.post("/suche/", {"q": "Hundekehrgasse"}).content.decode()
    told = Disclosure.objects.get(family=aid.family_id)
    assert Entry.objects.filter(event="family.searched", about=[told.id]).count() == 2


def test_a_danger_that_nobody_looked_at_as_the_second_stands_at_the_head(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    intake = an_intake(world, danger=Danger.UNCLEAR)
    with world.acting("demir") as by:
        intakes.join_family(by=by, intake=intake, family=family)
    demir = signed_in("demir")
    page, link = demir.get(f"/familien/{family.id}/").content.decode(), f"/meldungen/{intake.id}/"
    assert page.index("noch nicht zu zweit eingeschätzt") < page.index("Menschen</h2>")
    assert link in page
    today = demir.get("/").content.decode()
    assert "Zweite Fachkraft hinzuziehen" in today
    assert link in today
    assert "Zweite Fachkraft hinzuziehen" not in signed_in("wiegand").get("/").content.decode()
    assert demir.get(link).status_code == 200
    assert signed_in("fries").get(link).status_code == 404
    with world.acting("kaya") as by:
        intakes.confirm(by=by, intake=intake)
    assert "zu zweit eingeschätzt" not in demir.get(f"/familien/{family.id}/").content.decode()
    assert "Zweite Fachkraft hinzuziehen" not in demir.get("/").content.decode()


def test_a_help_that_did_not_come_about_is_no_help_now(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world)
    aid, demir = decision.aid, signed_in("demir")
    page, begin = f"/familien/{aid.family_id}/", f"/hilfen/{aid.id}/beginn/"
    assert f"/hilfen/{aid.id}/" in demir.get(page).content.decode()
    with world.acting("nolte") as by:
        decisions.return_decision(by=by, decision=decision, hint="Bitte weniger Stunden.")
    shown = demir.get(page).content.decode()
    assert f"/hilfen/{aid.id}/" not in shown
    assert "Es läuft keine Hilfe." in shown
    answer = demir.get(begin, follow=True).content.decode()
    assert "Nur eine bewilligte Hilfe kann beginnen." in answer
    assert "Hilfe beginnen" not in answer
    demir.post(begin, {"first_contact_on": world.actor("demir").today.isoformat()})
    aid.refresh_from_db()
    assert aid.first_contact_on is None


def test_a_search_without_a_hit_points_to_no_page_that_is_not_there(
    world: World, signed_in: SignIn
) -> None:
    page = signed_in("demir").post("/suche/", {"q": "Quastenberg"}).content.decode()
    assert "Kein Treffer in Ihren Familien." in page
    assert "Wer ist zuständig" not in page
