"""Saying why a page does not open: an address behind a button answers in words, to everybody the same."""

from uuid import uuid4

from django.urls import reverse

from tests.conftest import SignIn


def test_an_address_behind_a_button_says_so(signed_in: SignIn) -> None:
    pages = [
        signed_in(who).get(reverse("enquiry_close", args=[uuid4()])) for who in ("demir", "brandt")
    ]
    assert [page.status_code for page in pages] == [405, 405]
    assert "Diese Adresse lässt sich so nicht öffnen." in pages[0].content.decode()
    assert (pages[0].headers["Allow"], pages[0].headers["Cache-Control"]) == ("POST", "no-store")
    assert pages[0].content == pages[1].content


def test_too_much_at_once_says_so_and_nothing_of_it(signed_in: SignIn) -> None:
    answer = signed_in("demir").post(reverse("note_new"), {"text": "Velmbrinker " * 300_000})
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (413, "no-store")
    assert "Das ist zu viel auf einmal." in page
    assert "kürzen Sie den Text" in page
    assert "Velmbrinker" not in page
