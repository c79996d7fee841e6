"""A session that nobody showed themselves at is locked, not signed out: it opens again for the same person."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.drafts.models import Draft
from accounts.middleware import DEVICE
from audit.models import Entry
from tests.conftest import SignIn
from tests.locks.aging import RECORDS, later, shows_a_factor
from tests.world import World

LOCKED = 423
SENTENCE = "Zu Ihrem Schutz ist die Seite verschlossen."
FAMILIES = "/familien/"


def _events(browser: Client) -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def test_every_address_shows_the_same_page_without_content(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    pages = [browser.get(url) for url in ("/", FAMILIES, "/zugang/", "/stunden/")]
    assert {page.status_code for page in pages} == {LOCKED}
    for page in pages:
        shown = page.content.decode()
        assert SENTENCE in shown
        assert not any(menu in shown for menu in ("Hauptmenü", "Alle Bereiche", "Schnellzugriff"))


def test_nothing_is_read_while_it_is_locked(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    before = _events(browser)
    browser.get(FAMILIES)
    assert _events(browser) == before


def test_after_a_factor_the_page_comes_back_and_the_trail_says_so(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    back = browser.get(FAMILIES + "?seite=1").context["sheet"].back
    assert back == FAMILIES + "?seite=1"
    shows_a_factor(browser)
    assert browser.get(back).status_code == 200
    assert "account.reopened" in _events(browser)


def test_a_password_alone_opens_nothing(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    session = browser.session
    at = session["signed_in_at"] + 11 * 60
    session[RECORDS] = [*session[RECORDS], {"method": "password", "at": at}]
    session.save()
    assert browser.get(FAMILIES).status_code == LOCKED


@pytest.mark.parametrize(
    ("device", "agent", "minutes"),
    [
        ("desk", "", 60),
        ("phone", "", 5),
        ("foreign", "", 10),
        ("", "Mozilla/5.0 (X11; Linux)", 10),
        ("", "Mozilla/5.0 (Linux; Android 15) Mobile", 5),
        ("desk", "Mozilla/5.0 (Linux; Android 15) Mobile", 60),
    ],
)
def test_each_kind_of_device_has_its_own_time(
    signed_in: SignIn, device: str, agent: str, minutes: int
) -> None:
    browser = signed_in("demir")
    browser.defaults["HTTP_USER_AGENT"] = agent
    if device:
        answer = browser.post(reverse("device"), {"device": device, "next": FAMILIES})
        assert answer.headers["Location"] == FAMILIES
        assert browser.session[DEVICE] == device
    later(browser, minutes - 1)
    assert browser.get(FAMILIES).status_code == 200
    later(browser, minutes + 1)
    assert browser.get(FAMILIES).status_code == LOCKED


def test_whoever_goes_on_working_is_never_locked(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    for _ in range(4):
        later(browser, 8)
        assert browser.get(FAMILIES).status_code == 200


def test_reading_changes_the_session_once_a_minute_at_most(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    browser.get(FAMILIES)
    before = browser.session["seen_at"]
    browser.get(FAMILIES)
    assert browser.session["seen_at"] == before
    later(browser, 2)
    browser.get(FAMILIES)
    assert browser.session["seen_at"] > before


def test_the_script_of_an_open_page_keeps_it_open_and_learns_how_long(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 9)
    assert browser.post(reverse("still_here")).json()["seconds"] >= 590
    later(browser, 11)
    quiet = browser.post(reverse("still_here"), headers={"X-Quiet": "yes"})
    assert (quiet.status_code, quiet.content) == (LOCKED, b"")


def test_a_page_that_asks_by_itself_is_loaded_anew(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    answer = browser.get(FAMILIES, headers={"HX-Request": "true"})
    assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")


def test_the_way_back_stays_in_the_service(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    browser = signed_in("demir")
    for back in ("https://anderswo.example/", "//anderswo.example/", "javascript:alert(1)", ""):
        assert browser.post(reverse("reopen"), {"next": back}).headers["Location"] == "/"
        chosen = browser.post(reverse("device"), {"device": "desk", "next": back})
        assert chosen.headers["Location"] == "/"


def test_in_the_example_town_one_click_opens_it(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    assert browser.post(reverse("reopen"), {"next": FAMILIES}).status_code == 404
    monkeypatch.setattr(settings, "DEMO", True)
    shown = browser.get(FAMILIES)
    assert "Entsperren" in shown.content.decode()
    assert browser.post(reverse("reopen"), {"next": FAMILIES}).headers["Location"] == FAMILIES
    assert browser.get(FAMILIES).status_code == 200


def test_signing_out_is_possible_from_a_locked_page(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    browser.post(reverse("account_logout"))
    assert browser.get(FAMILIES).status_code == 302


def test_the_last_half_hour_says_until_when(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    assert "Sie sind noch bis" not in browser.get("/").content.decode()
    later(browser, 11 * 60 + 31)
    shows_a_factor(browser)
    assert "Sie sind noch bis" in browser.get("/").content.decode()


def test_what_somebody_looks_for_is_asked_again_and_never_kept(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    answer = browser.post(
        "/suche/", {"q": "Velmbrinker"}, headers={"referer": "http://testserver/suche/"}
    )
    assert answer.status_code == LOCKED
    assert answer.context["sheet"].back == "/suche/"
    assert "Es wurde nichts gesendet" in answer.content.decode()
    assert not Draft.objects.exists()
