"""What is confided to a worker is read by that worker alone (SGB VIII § 65)."""

from datetime import timedelta

from django.db import connection

from audit.models import Entry
from protection import wall
from protection.models import Circle, DataKey
from referrals.confidences.models import ConfidedNote, Sealing
from referrals.families import actions as families
from referrals.notes.models import Note
from tests.conftest import SignIn
from tests.stages.cast import CONFIDED, CONFIDER
from tests.stages.confidences import a_confided_note
from tests.stages.families import a_family
from tests.stages.purposes import she_says_what_for
from tests.world import World

LIST = "/notizen/anvertraut/"
SECRET = "Sie schläft seit Wochen bei der Nachbarin."


def test_a_note_is_confided_only_when_somebody_says_so(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    address = f"/notieren/?familie={family.id}"
    assert 'name="confided"' in (page := browser.get(address).content.decode())
    assert "checked" not in page.split('name="confided"')[1].split(">")[0]
    typed = {"text": SECRET, "way": "talk", "person": "Sunniva Velmbrinker"}
    browser.post(address, {**typed, "confided": "on"})
    with world.acting("demir"):
        assert ConfidedNote.objects.get().family == family
    assert not Note.objects.exists()
    shown = browser.get(LIST).content.decode()
    assert shown.count(SECRET) == 1
    assert "ConfidedSheet" not in shown
    browser.post(address, typed)
    assert Note.objects.get().family == family


def test_it_takes_a_family_and_somebody_who_confided(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    typed = {"text": SECRET, "way": "talk", "other": "Ottokar", "confided": "on", "family": ""}
    page = browser.post("/notieren/", typed)
    assert page.status_code == 422
    assert "aus welcher Familie" in page.content.decode()
    page = browser.post("/notieren/", {**typed, "family": str(family.id), "other": ""})
    assert "wer Ihnen das anvertraut hat" in page.content.decode()
    assert not Sealing.objects.exists()


def test_nobody_else_reads_it_neither_on_a_page_nor_in_the_database(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    note = a_confided_note(world, family)
    she_says_what_for(world, family)
    page = f"/familien/{family.id}/"
    assert CONFIDED in signed_in("demir").get(page).content.decode()
    for other in ("kaya", "nolte", "kowalski", "seidel", "wiegand"):
        for address in (page, LIST):
            shown = signed_in(other).get(address).content.decode()
            assert CONFIDED not in shown
            assert CONFIDER not in shown
        with world.acting(other):
            assert not ConfidedNote.objects.exists()
            assert not DataKey.objects.filter(circle=Circle.CONFIDED).exists()
        with world.acting(other), wall.as_office():
            assert not ConfidedNote.objects.filter(id=note.id).exists()


def test_the_lead_learns_whether_and_nothing_more(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    she_says_what_for(world, family)
    page = f"/familien/{family.id}/"
    assert "Versiegeltes Material vorhanden: nein." in signed_in("nolte").get(page).content.decode()
    for _ in range(3):
        a_confided_note(world, family)
    shown = signed_in("nolte").get(page).content.decode()
    assert "Versiegeltes Material vorhanden: ja." in shown
    assert "Versiegeltes Material" not in signed_in("demir").get(page).content.decode()
    with world.acting("nolte"):
        assert Sealing.objects.count() == 1
    # An entry about the family would let its readers count.
    assert not Entry.objects.filter(event="confidence.noted", about__contains=[family.id]).exists()


def test_it_stays_with_the_author_when_the_family_goes_on(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    a_confided_note(world, family)
    with world.acting("nolte") as by:
        families.hand_over(by=by, family=family, worker=world.town.people["wiegand"])
    page = signed_in("wiegand").get(f"/familien/{family.id}/").content.decode()
    assert CONFIDED not in page
    assert "Versiegeltes" not in page
    assert signed_in("demir").get(f"/familien/{family.id}/").status_code == 404
    assert CONFIDED in signed_in("demir").get(LIST).content.decode()


def test_after_a_year_the_author_is_asked_whether_it_is_needed(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world, now=world.ago(days=500))
    note = a_confided_note(world, family, now=world.ago(days=366))
    browser = signed_in("demir")
    assert "Noch nötig?" in browser.get(LIST).content.decode()
    browser.post(f"{LIST}{note.id}/noch-noetig/")
    assert "Noch nötig?" not in browser.get(LIST).content.decode()
    with world.acting("demir") as by:
        assert by.now - ConfidedNote.objects.get().looked_at < timedelta(minutes=1)


def test_the_author_makes_an_ordinary_note_of_it(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    note = a_confided_note(world, family)
    she_says_what_for(world, family)
    address = f"{LIST}{note.id}/in-die-akte/"
    assert signed_in("nolte").post(address).status_code == 404
    browser = signed_in("demir")
    assert CONFIDED in browser.get(address).content.decode()
    browser.post(address)
    assert CONFIDED in signed_in("nolte").get(f"/familien/{family.id}/").content.decode()
    assert CONFIDED not in browser.get(LIST).content.decode()
    assert not Sealing.objects.get().holds
    assert browser.post(address).status_code == 404
    assert Note.objects.count() == 1
    with world.acting("demir"), connection.cursor() as cursor:
        cursor.execute("SELECT text, confider FROM referrals_confidednote")
        assert cursor.fetchall() == [(None, None)]
