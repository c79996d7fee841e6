"""Naming nobody: what points at a family is marked before a provider reads it, in whatever writing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals.answers import actions as answers
from referrals.enquiries.models import Copy, Matter, Message
from referrals.enquiries.sums import names_in, traces_in
from tests.conftest import SignIn
from tests.stages.enquiries import a_sent_enquiry, copy_of, write
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
        # What only looks alike says nothing.
        ("Die Mutter braucht Hilfe in der Schule.", []),
        ("Ein Zementwerk und eine Linde stehen da, lila.", []),
        ("Die Wege von der Kita sind weit.", []),
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
        ("Ab 16.05.2014 für 7 Stunden im Feld, Raum 51, 20 Termine.", []),
    ],
)
def test_what_points_at_a_family_is_found_in_any_writing(text: str, found: list[str]) -> None:
    traces = traces_in(
        text,
        numbers=["0209 7788991"],
        streets=["Feldstraße 7b"],
        births=[date(2014, 5, 6)],
        file="51-20999",
    )
    assert traces == found


@pytest.mark.parametrize(
    ("need", "marked"),
    [
        ("Anrufen unter 030/231259001.", "„030/231259001“"),
        ("Sie wohnt Hundekehr-Gasse 12a.", "„Hundekehrgasse“"),
        ("Akte 5120999.", "„5120999“"),
        ("Der Velmbrinkr braucht Hilfe.", "„Velmbrinkr“"),
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
    assert not Matter.objects.filter(family=family).exists()


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
