"""Noting what was said or seen, before or after its family is known."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.models import Entry
from referrals.notes import actions
from referrals.notes.models import Note, Way
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World

TEXT = "Die Lehrerin sorgt sich um Ottokar."
NEW = "/notieren/"


def typed(**overrides: str) -> dict[str, str]:
    """Give what is typed in twenty seconds."""
    return {"text": TEXT, "way": "call", "other": "Frau Krause", "on": "", "at": ""} | overrides


def test_a_note_may_stay_without_a_family(world: World, signed_in: SignIn) -> None:
    answer = signed_in("demir").post(NEW, typed(), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/notizen/", 302)]
    for shown in ("Die Notiz ist gespeichert.", TEXT, "Anruf: Frau Krause", "Familie wählen"):
        assert shown in page
    assert Note.objects.get().family is None


def test_from_a_family_its_people_can_be_chosen(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    address = f"{NEW}?familie={family.id}"
    assert "Sunniva Velmbrinker" in browser.get(address).content.decode()
    given = typed(person="Sunniva Velmbrinker", other="", way="visit")
    answer = browser.post(address, given, follow=True)
    assert answer.redirect_chain == [(f"/familien/{family.id}/", 302)]
    assert "Besuch: Sunniva Velmbrinker" in answer.content.decode()
    assert Note.objects.get().family == family


def test_the_family_is_chosen_among_the_own(world: World, signed_in: SignIn) -> None:
    family, foreign = a_family(world), a_family(world, worker="overbeck", name="Fremdling")
    browser = signed_in("demir")
    page = browser.get(NEW).content.decode()
    assert "Velmbrinker" in page
    assert "Fremdling" not in page
    assert browser.post(NEW, typed(family=str(foreign.id))).status_code == 422
    browser.post(NEW, typed(family=str(family.id)))
    assert Note.objects.get().family == family


def test_the_family_is_chosen_later(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    browser.post(NEW, typed())
    address = f"/notizen/{Note.objects.get().id}/familie/"
    assert "Velmbrinker" in browser.get(address).content.decode()
    browser.post(address, {"family": str(family.id)})
    assert TEXT in browser.get(f"/familien/{family.id}/").content.decode()
    assert TEXT not in browser.get("/notizen/").content.decode()
    other = a_family(world, name="Andere")
    again = browser.post(address, {"family": str(other.id)}, follow=True).content.decode()
    assert "Diese Notiz gehört schon zu einer Familie." in again
    assert Note.objects.get().family == family


def test_when_is_now_unless_a_day_is_given(world: World, signed_in: SignIn) -> None:
    browser, today = signed_in("demir"), world.actor("demir").today
    browser.post(NEW, typed())
    assert clock.day(Note.objects.get().happened_at) == today
    yesterday = today - timedelta(1)
    browser.post(NEW, typed(on=yesterday.isoformat(), at="08:15"))
    assert Note.objects.order_by("happened_at")[0].happened_at == clock.moment(yesterday, 8, 15)


WRONG = {
    "no text": ({"text": "  "}, "Bitte füllen Sie dieses Feld aus."),
    "tomorrow": ({"on": "2199-01-01"}, "Dieser Zeitpunkt liegt in der Zukunft."),
    "no year": ({"on": "0001-01-01", "at": "00:00"}, "Bitte prüfen Sie das Jahr."),
    "no day": ({"on": "morgen"}, "Bitte geben Sie den Tag so an"),
    "no time": ({"at": "früh"}, "Bitte geben Sie die Uhrzeit so an"),
    "no way": ({"way": "dream"}, "Bitte wählen Sie etwas aus der Liste."),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_keeps_the_text(world: World, signed_in: SignIn, case: str) -> None:
    wrong, sentence = WRONG[case]
    answer = signed_in("demir").post(NEW, typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Frau Krause"' in page
    assert "text" in wrong or TEXT in page
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [("demir", True), ("kaya", True), ("nolte", True), ("kowalski", False), ("lindner", False),
     ("seidel", False), ("wolters", False), ("brandt", False), ("sahin", False)],
)  # fmt: skip
def test_only_the_district_notes(world: World, signed_in: SignIn, who: str, *, may: bool) -> None:
    browser = signed_in(who)
    assert browser.get(NEW).status_code == (200 if may else 404)
    assert browser.get("/notizen/").status_code == (200 if may else 404)
    assert browser.post(NEW, typed()).status_code == (302 if may else 404)
    assert Note.objects.exists() == may


@pytest.mark.parametrize("who", ["kaya", "nolte", "overbeck", "kowalski", "brandt", "sahin"])
def test_a_note_without_family_is_its_authors_alone(
    world: World, signed_in: SignIn, who: str
) -> None:
    signed_in("demir").post(NEW, typed())
    note = Note.objects.get()
    real = signed_in(who).get(f"/notizen/{note.id}/familie/")
    unreal = signed_in(who).get(f"/notizen/{uuid4()}/familie/")
    assert (real.status_code, unreal.status_code) == (404, 404)
    assert real.content == unreal.content
    assert TEXT not in signed_in(who).get("/notizen/").content.decode()


def test_a_colleague_reads_it_in_the_family_but_does_not_move_it(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world, second_worker=world.town.people["nassar"])
    signed_in("demir").post(NEW, typed(family=str(family.id)))
    browser = signed_in("nassar")
    page = browser.get(f"/familien/{family.id}/").content.decode()
    assert TEXT in page
    assert "Sevgi Demir" in page
    address = f"/notizen/{Note.objects.get().id}/familie/"
    assert browser.post(address, {"family": str(family.id)}).status_code == 404


def test_a_foreign_or_unknown_family_cannot_be_noted_for(world: World, signed_in: SignIn) -> None:
    foreign = a_family(world, worker="overbeck")
    browser = signed_in("demir")
    for family in (foreign.id, uuid4()):
        assert browser.post(f"{NEW}?familie={family}", typed()).status_code == 404
    assert browser.get(f"{NEW}?familie=quatsch").status_code == 200
    assert not Note.objects.exists()


def test_nothing_of_a_note_lies_in_clear(world: World) -> None:
    with world.acting("demir") as by:
        note = actions.note(by=by, text=TEXT, way=Way.CALL, who="Frau Krause")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, who FROM referrals_note")
        text, who = map(bytes, cursor.fetchone())
    assert b"Lehrerin" not in text
    assert b"Krause" not in who
    entry = Entry.objects.get(event="note.noted")
    assert entry.about == [note.id]
    assert entry.facts == {"way": "call"}


def test_fifty_notes_cost_as_many_queries_as_five(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    browser = signed_in("demir")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert TEXT in browser.get(address).content.decode()
        return len(caught)

    def notes(count: int) -> None:
        with world.acting("demir") as by:
            for _ in range(count):
                actions.note(by=by, text=TEXT, way=Way.CALL)
                actions.note(by=by, text=TEXT, way=Way.CALL, family=family)

    pages = ("/notizen/", f"/familien/{family.id}/")
    notes(5)
    few = [queries(page) for page in pages]
    notes(45)
    assert [queries(page) for page in pages] == few
