"""Naming nobody: what points at a family is marked before a provider reads it, in whatever writing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.answers import actions as answers
from referrals.enquiries.models import Copy, Matter, Message
from referrals.families import actions as families
from referrals.families.models import NewPerson, Relation
from referrals.naming.sums import colleagues_in, names_in, traces_in
from tests.conftest import SignIn
from tests.stages.enquiries import a_draft, a_sent_enquiry, copy_of, write
from tests.stages.families import a_family
from tests.world import World

NAMES = ["Quitterbeck", "Mirabai", "Anna-Lena", "Müller", "Schulze", "Cem", "Li", "van Beek"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quitterbecks Kind geht gern zur Schule.", ["Quitterbeck"]),
        ("QUITTERBÉCK wartet.", ["Quitterbeck"]),
        ("Quitter-beck oder Quit\u00adterbeck", ["Quitterbeck"]),
        ("Die Mutter heißt Qitterbeck.", ["Qitterbeck"]),
        ("Annalena und Mirabay", ["Anna-Lena", "Mirabay"]),
        ("Herr Mueller ruft an.", ["Müller"]),
        ("Cems Freund Li", ["Cem", "Li"]),
        # Joined with another word, in pieces, spelt out.
        ("FamilieQuitterbeck und MirabaiMüller", ["Mirabai", "Müller", "Quitterbeck"]),
        ("Quit ter beck, M i r a b a i, C e m", ["Cem", "Mirabai", "Quitterbeck"]),
        # What only looks alike says nothing.
        ("Die Mutter braucht Hilfe in der Schule.", []),
        ("Ein Zementwerk und eine Linde stehen da, lila.", []),
        ("Die Wege von der Kita sind weit.", []),
        ("Z. B. für Mira, bald mit 3 h in der Schul-AG a b c.", []),
    ],
)
def test_a_name_is_found_in_any_spelling_and_common_words_are_not(
    text: str, found: list[str]
) -> None:
    assert names_in(text, NAMES) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bitte 0209-7788991 anrufen.", ["0209-7788991"]),
        ("+49 (0)209 778 89 91", ["+49 (0)209 778 89 91"]),
        ("Tel. 7788991.", ["7788991"]),
        ("Sie wohnt Feldstr. 7b.", ["Feldstraße"]),
        ("In der FELD-STRASSE", ["Feldstraße"]),
        ("geboren am 6.5.14", ["6.5.14"]),
        ("geboren 06.05.2014, also 6. Mai 2014", ["06.05.2014"]),
        ("Akte 51 20999", ["51 20999"]),
        ("geboren 06052014 oder 20140506", ["06052014"]),
        ("geboren 20140506", ["20140506"]),
        ("geboren 06 05 2014", ["06 05 2014"]),
        ("geboren 6 Mai 2014", ["6 Mai 2014"]),
        ("Wetterlampenwg 17", ["Wetterlampenweg"]),
        ("Wetterlampenw. 17", ["Wetterlampenweg"]),
        ("Im Feldst. 7", ["Feldstraße"]),
        ("Akte muskat-39", ["muskat-39"]),
        ("Des Feldes Weg, mit Wetterlampen, Muskat, 39 Tage.", []),
        ("Ab 16.05.2014 für 7 Stunden im Feld, Raum 51, 20 Termine.", []),
    ],
)
def test_what_points_at_a_family_is_found_in_any_writing(text: str, found: list[str]) -> None:
    traces = traces_in(
        text,
        numbers=["0209 7788991"],
        streets=["Feldstraße 7b", "Wetterlampenweg 17"],
        births=[date(2014, 5, 6)],
        file="51-20999",
        word="Muskat 39",
    )
    assert traces == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Frau Kaya weiß Bescheid, NOLTES Termin auch.", ["Kaya", "Nolte"]),
        ("Nolte und Paul Sommer kommen.", ["Nolte", "Sommer"]),
        ("Herr Sommer geht mit.", ["Sommer"]),
        ("Im Sommer sind lange Ferien; kaya ist Finnisch.", []),
    ],
)
def test_a_colleague_is_found_and_an_ordinary_word_is_not(text: str, found: list[str]) -> None:
    colleagues = ["Aylin Kaya", "Gisela Nolte", "Paul Sommer", "Ute Lange"]
    assert colleagues_in(text, colleagues) == found


@pytest.mark.parametrize(
    ("need", "marked"),
    [
        ("Anrufen unter 030/231259001.", "„030/231259001“"),
        ("Sie wohnt Hundekehr-Gasse 12a.", "„Hundekehrgasse“"),
        ("Akte 5120999.", "„5120999“"),
        ("Der Velmbrinkr braucht Hilfe.", "„Velmbrinkr“"),
        ("Frau Kaya kennt die Kinder.", "„Kaya“"),
    ],
)
def test_a_need_that_points_at_the_family_does_not_go_out(
    world: World, signed_in: SignIn, need: str, marked: str
) -> None:
    family = a_family(world)
    page = write(signed_in("demir"), world, family, need=need)
    assert page.status_code == 422
    assert f"Bitte senden Sie keine Namen. Markiert: {marked}." in page.content.decode()
    assert need in page.content.decode()
    assert "Trotzdem weiter" in page.content.decode()
    assert not Matter.objects.filter(family=family).exists()


def test_the_own_merkwort_does_not_go_out_and_the_own_name_may(
    world: World, signed_in: SignIn
) -> None:
    family, worker = a_family(world), signed_in("demir")
    page = write(worker, world, family, need=f"Die Familie {family.word} braucht Hilfe.")
    assert f"Markiert: „{family.word}“." in page.content.decode()
    assert not Matter.objects.filter(family=family).exists()
    assert write(worker, world, family, need="Bitte Frau Demir anrufen.").status_code == 302


def test_a_name_that_came_into_the_family_later_does_not_leave_unmarked(
    world: World, signed_in: SignIn
) -> None:
    family, worker = a_family(world), signed_in("demir")
    enquiry = a_draft(world, family, need="Die Tante Kreszentia hilft manchmal.")
    asked = {"providers": [str(world.town.providers["flex"].id)]}
    send = reverse("enquiry_send", args=[enquiry.id])
    before = worker.get(send, asked)
    assert "Anfrage senden" in before.content.decode()
    with world.acting("demir") as by:
        aunt = NewPerson(relation=Relation.OTHER, first_name="Kreszentia")
        families.add_person(by=by, family=family, person=aunt)
    stale = {**asked, "digest": before.context["sheet"].digest}
    for page in (worker.get(send, asked), worker.post(send, stale)):
        assert "Markiert: „Kreszentia“." in page.content.decode()
        assert "Trotzdem senden" in page.content.decode()
    assert page.status_code == 422
    assert not Copy.objects.exists()
    seen = {**asked, "digest": page.context["sheet"].digest}
    assert worker.post(send, seen).status_code == 302
    entry = Entry.objects.filter(event="enquiry.sent").latest("seq")
    assert entry.facts["names_anyway"] is True


def test_the_birthday_of_a_child_does_not_go_out(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    today = world.actor("demir").today
    page = write(signed_in("demir"), world, family, need=f"Seit 1.{today.month}.{today.year - 11}.")
    assert f"„1.{today.month}.{today.year - 11}“" in page.content.decode()
    assert not Matter.objects.filter(family=family).exists()


def test_an_answer_that_names_the_family_is_held_back_with_all_that_was_typed(
    world: World, signed_in: SignIn
) -> None:
    copy = _asking(world)
    worker = signed_in("demir")
    text = "Velmbrinker heißt sie, 030 231259001."
    page = _answer(worker, copy, text=text)
    assert page.status_code == 422
    sentence = "Bitte senden Sie keine Namen. Markiert: „Velmbrinker“, „030 231259001“."
    assert sentence in page.content.decode()
    assert page.context["form"].errors.keys() == {"text"}
    assert text in page.content.decode()
    assert "Trotzdem senden" in page.content.decode()
    assert _said(copy) == 1
    assert "Velmbrinker" not in _read(signed_in("brandt"), copy)


def test_only_the_very_text_that_was_marked_goes_out_by_a_second_press(
    world: World, signed_in: SignIn
) -> None:
    copy = _asking(world)
    worker = signed_in("demir")
    marked = _answer(worker, copy, text="Wie in Ottokars Schule.").context["form"]["named"].value()
    assert _answer(worker, copy, text="Sunniva ruft an.", named=marked).status_code == 422
    assert _answer(worker, copy, text="Wie in Ottokars Schule.", named="ja").status_code == 422
    assert _said(copy) == 1
    assert _answer(worker, copy, text="Wie in Ottokars Schule.", named=marked).status_code == 302
    assert _said(copy) == 2
    entry = Entry.objects.filter(event="enquiry.explained").latest("seq")
    assert entry.facts["names_anyway"] is True


def test_an_answer_without_names_goes_out_at_once(world: World, signed_in: SignIn) -> None:
    copy = _asking(world)
    assert _answer(signed_in("demir"), copy, text="Ja, an drei Tagen.").status_code == 302
    assert "Ja, an drei Tagen." in _read(signed_in("brandt"), copy)


def _asking(world: World) -> Copy:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex",)), "flex")
    with world.acting("brandt") as by:
        answers.ask_back(by=by, copy=copy, text="Wie heißt die Schule?")
    return copy


def _answer(worker: Client, copy: Copy, **typed: str) -> Any:
    return worker.post(reverse("answer_question", args=[copy.id]), typed)


def _read(browser: Client, copy: Copy) -> str:
    return browser.get(reverse("copy", args=[copy.id])).content.decode()


def _said(copy: Copy) -> int:
    return Message.objects.filter(copy=copy).count()
