"""A browser in the example town: become somebody, click, fill in, and look at every page for
faults.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import (
    APIResponse,
    Browser,
    ConsoleMessage,
    Error,
    Page,
    expect,
)

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE = (1280, 900), (360, 740)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# On a busy machine a page may take its time; this is no measure of speed.
PATIENCE = 10_000
LOOKS = 40
REFUSED = 400
AXE_RUN = (
    "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(r =>"
    " r.violations.map(v => v.id + ': ' +"
    " v.nodes.slice(0, 2).map(n => n.target.join(' ')).join('; ')))"
)
# What a page is built of: each kind of element, its classes, the names of its attributes, and the
# kind of element it stands in. The words and the number of rows do not count.
KINDS = (
    "[...new Set([...document.querySelectorAll('*')].map(e => (e.parentElement || e).tagName +"
    " '>' + e.tagName + '.' + e.className + e.getAttributeNames().sort()))].sort()"
)
WIDTH = "document.documentElement.scrollWidth"
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass
class Faults:
    """What was found on the way, and on which pages it was looked for."""

    found: list[str] = field(default_factory=list)
    looked_at: set[tuple[str, int]] = field(default_factory=set)
    looked_at_as: set[tuple[str, int, str]] = field(default_factory=set)
    kinds: dict[int, set[str]] = field(default_factory=dict)


class Window:
    """The one window of a walk. Each further window costs as much as thirty pages, so people take
    turns at it: their cookies are put away and laid out again.
    """

    def __init__(self, browser: Browser, address: str, *, script: bool) -> None:
        """Open it; nobody sits at it."""
        self.address, self.script = address, script
        self.context = browser.new_context(java_script_enabled=script, locale="de-DE")
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._stumbles)
        self._sits: Walker | None = None

    def seats(self, person: "Walker", *, where_they_were: bool) -> None:
        """Let a person sit down, on the page that they left if they want it."""
        if self._sits is person:
            return
        if self._sits:
            self._sits.cookies = list(self.context.cookies())
            self._sits.left = self.page.url
        self._sits = person
        self.context.clear_cookies()
        self.context.add_cookies(person.cookies)
        self.page.set_viewport_size({"width": person.size[0], "height": person.size[1]})
        self.page.emulate_media(color_scheme=person.scheme)
        if where_they_were and person.left:
            self.page.goto(person.left)

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser also reports answers that are meant to be refusals.
        if self._sits and message.type == "error" and "status of 4" not in message.text:
            self._sits.notes(message.text)

    def _stumbles(self, error: Error) -> None:
        if self._sits:
            self._sits.notes(f"Fehler im Skript: {error}")


class Walker:
    """One person at the window."""

    def __init__(
        self, window: Window, person: str, faults: Faults, size: tuple[int, int] = WIDE
    ) -> None:
        """Sit down and become a person of the example town."""
        self.faults, self.person, self.size = faults, person, size
        self.scheme: Literal["light", "dark"] = "light"
        self.left = ""
        self.cookies: list[Any] = []
        self._window, self.address = window, window.address
        self.goes("/anmelden/")
        self.presses(f"Anmelden als {person}")

    @property
    def page(self) -> Page:
        """The page in front of this person."""
        self._window.seats(self, where_they_were=True)
        return self._window.page

    @property
    def here(self) -> str:
        """The address of the page, without the service's own."""
        return self.page.url.removeprefix(self.address).partition("#")[0]

    def goes(self, path: str, *, to_nothing: bool = False) -> None:
        """Open an address; a page that is not there is a fault unless it is expected."""
        self._window.seats(self, where_they_were=False)
        answer = self.page.goto(self.address + path)
        if answer and answer.status >= REFUSED and not to_nothing:
            self.notes(f"Antwort {answer.status}")
        self.settles()

    def follows(self, name: str, *, within: str = "body") -> None:
        """Click a link."""
        self.page.locator(within).get_by_role("link", name=name).first.click()
        self.settles()

    def presses(self, name: str, *, within: str = "body", exact: bool = False) -> None:
        """Press a button."""
        self.page.locator(within).get_by_role("button", name=name, exact=exact).first.click()
        self.settles()

    def unfolds(self, name: str) -> None:
        """Open what is folded."""
        self.page.locator("summary").filter(has_text=name).first.click()

    def fills(self, **fields: str) -> None:
        """Fill in fields by their names; a choice from a list is taken by its label."""
        for name, value in fields.items():
            found = self.page.locator(f"main [name='{name}']").first
            if found.evaluate("e => e.tagName") == "SELECT":
                found.select_option(label=value)
            else:
                found.fill(value)

    def picks(self, *labels: str) -> None:
        """Take choices by what stands beside them."""
        for label in labels:
            self.page.locator("main").get_by_label(label).first.check(force=True)

    def picks_from(self, name: str, words: str) -> None:
        """Choose from a list the first entry that contains some words."""
        entries = self.page.locator(f"main [name='{name}'] option:not([value=''])")
        value = entries.filter(has_text=words).first.get_attribute("value")
        self.page.locator(f"main [name='{name}']").select_option(value=value)

    def reads(self, *texts: str) -> None:
        """Expect texts on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE)

    def does_not_read(self, *texts: str) -> None:
        """Expect texts not to be on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def waits_until_gone(self, text: str) -> None:
        """Look again until the worker is done with something."""
        for _ in range(LOOKS):
            self.page.reload()
            if not self.page.locator("main").get_by_text(text).count():
                break
            self.page.wait_for_timeout(1000)
        self.settles()
        self.does_not_read(text)

    def waits_for_link(self, name: str) -> None:
        """Look again until the worker made what a link leads to."""
        link = self.page.locator("main").get_by_role("link", name=name)
        for _ in range(LOOKS):
            if link.count():
                break
            self.page.wait_for_timeout(1000)
            self.page.reload()
        self.settles()

    def fetches(self, name: str) -> tuple[APIResponse, bytes]:
        """Download what is behind a link."""
        link = self.page.locator("main").get_by_role("link", name=name).first
        answer = self.page.context.request.get(self.address + (link.get_attribute("href") or ""))
        return answer, answer.body()

    def shrinks_and_darkens(self) -> None:
        """Go on with a phone that is set to dark."""
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.page.emulate_media(color_scheme="dark")
        self.size, self.scheme = PHONE, "dark"

    def settles(self) -> None:
        """Wait for the page, and look at it as far as nobody has."""
        self.page.wait_for_load_state()
        place = (IDENTITY.sub("…", self.here.partition("?")[0]), self.size[0])
        if not self._window.script or (*place, self.person) in self.faults.looked_at_as:
            return
        kinds = set(self.page.evaluate(KINDS))
        known = self.faults.kinds.setdefault(self.size[0], set())
        # Another person's page is looked at again where it is built of anything new.
        seen = place in self.faults.looked_at and kinds <= known
        self.faults.looked_at.add(place)
        self.faults.looked_at_as.add((*place, self.person))
        if seen:
            return
        known |= kinds
        # The driver evaluates it in the page, so the page's own policy for scripts lets it.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[Any] = self.page.evaluate(AXE_RUN, RULES)
        for fault in found:
            self.notes(str(fault))
        if self.page.evaluate(WIDTH) > self.size[0]:
            self.notes(f"breiter als {self.size[0]}")

    def notes(self, fault: str) -> None:
        """Keep a fault, with the page and the person."""
        self.faults.found.append(f"{self.here} ({self.person}): {fault}")
