"""Using a passkey: enrolled in a real browser with a virtual authenticator, then enough to sign in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Page, sync_playwright

from accounts.models import User
from tests.accounts.visitor import FACTORS, PASSWORD, SIGN_IN
from tests.locks.aging import later

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(person: User) -> Iterator[str]:
    """Serve the service to a browser; passkeys need a name, a number is no place for them."""
    server = LiveServerThread("localhost", _StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """Open a browser with an authenticator; whatever the content policy stops fails the test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_context(base_url=address, locale="de-DE").new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        browser.close()
    assert not [text for text in said if "Content Security Policy" in text]


def test_a_passkey_is_enrolled_and_then_enough_to_sign_in(page: Page, person: User) -> None:
    page.goto(SIGN_IN)
    page.get_by_label("Anmeldename").fill(person.username)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"**{FACTORS}")
    page.get_by_role("link", name="Passkey einrichten").click()
    page.get_by_role("button", name="Passkey einrichten").click()
    page.wait_for_url("**/zugang/notfallcodes/")
    page.goto("/zugang/")
    assert not page.get_by_text("Es fehlt noch").is_visible()
    assert page.get_by_text("Passkey 1").is_visible()

    page.get_by_role("button", name="Abmelden").first.click()
    page.wait_for_url(f"**{SIGN_IN}*")
    page.goto("/zugang/")
    assert SIGN_IN in page.url
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url(lambda url: SIGN_IN not in url)
    page.goto("/zugang/")
    assert page.get_by_role("heading", name=person.display_name).is_visible()


def test_a_locked_page_opens_by_the_passkey_and_comes_back(page: Page, person: User) -> None:
    page.goto(SIGN_IN)
    page.get_by_label("Anmeldename").fill(person.username)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_role("link", name="Passkey einrichten").click()
    page.get_by_role("button", name="Passkey einrichten").click()
    page.wait_for_url("**/zugang/notfallcodes/")
    browser = Client()
    browser.cookies["session"] = next(
        str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == "session"
    )
    with ThreadPoolExecutor(1) as beside:  # the browser's own loop allows no database here
        beside.submit(_wait, browser).result()
    page.goto("/zugang/?teil=1")
    assert page.get_by_text("Zu Ihrem Schutz ist die Seite verschlossen.").is_visible()
    assert not page.get_by_text("Passkey 1").is_visible()
    page.get_by_role("button", name="Mit Passkey entsperren").click()
    page.wait_for_url("**/zugang/?teil=1")
    page.get_by_text("Passkey 1").wait_for()


def _wait(browser: Client) -> None:
    later(browser, 11)
    connection.close()


def test_the_door_offers_the_passkey_first(page: Page) -> None:
    page.goto(SIGN_IN)
    first, second = (page.locator("main button").nth(place) for place in (0, 1))
    assert first.inner_text() == "Mit Passkey anmelden"
    assert "kern-btn--primary" in (first.get_attribute("class") or "")
    assert second.inner_text() == "Anmelden"
    assert "kern-btn--secondary" in (second.get_attribute("class") or "")
