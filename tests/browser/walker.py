"""A browser in the example town: become somebody, click, fill in, and look at every page for
faults.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, ConsoleMessage, Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE = (1280, 900), (360, 740)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# On a busy machine a page may take its time; this is no measure of speed.
PATIENCE = 10_000
LOOKS = 40
REFUSED = 400
AXE_RUN = (
    "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map(v => v.id + ': ' +"
    " v.nodes.slice(0, 2).map(n => n.target.join(' ')).join('; ')))"
)
WIDTH = "document.documentElement.scrollWidth"
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass
class Faults:
    """What was found on the way, and on which pages it was looked for."""

    found: list[str] = field(default_factory=list)
    looked_at: set[tuple[str, str, int]] = field(default_factory=set)


class Walker:
    """One person's browser."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        person: str,
        faults: Faults,
        *,
        script: bool,
        size: tuple[int, int] = WIDE,
    ) -> None:
        """Open a browser of one's own and become a person of the example town."""
        self.faults, self.script, self.person, self.size = faults, script, person, size
        self.address = address
        self.context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": size[0], "height": size[1]},
            locale="de-DE",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._note(f"Fehler im Skript: {error}"))
        self.goes("/anmelden/")
        self.presses(f"Anmelden als {person}")

    @property
    def here(self) -> str:
        """The address of the page, without the service's own."""
        return self.page.url.removeprefix(self.address).partition("#")[0]

    def goes(self, path: str, *, to_nothing: bool = False) -> None:
        """Open an address; a page that is not there is a fault unless it is expected."""
        answer = self.page.goto(self.address + path)
        if answer and answer.status >= REFUSED and not to_nothing:
            self._note(f"Antwort {answer.status}")
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
        answer = self.context.request.get(self.address + (link.get_attribute("href") or ""))
        return answer, answer.body()

    def shrinks_and_darkens(self) -> None:
        """Go on with a phone that is set to dark."""
        self.size = PHONE
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.page.emulate_media(color_scheme="dark")

    def settles(self) -> None:
        """Wait for the page, and look at it as far as nobody has."""
        self.page.wait_for_load_state()
        place = (IDENTITY.sub("…", self.here.partition("?")[0]), self.person, self.size[0])
        if not self.script or place in self.faults.looked_at:
            return
        self.faults.looked_at.add(place)
        # The driver evaluates it in the page, so the page's own policy for scripts lets it.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[Any] = self.page.evaluate(AXE_RUN, RULES)
        for fault in found:
            self._note(str(fault))
        if self.page.evaluate(WIDTH) > self.size[0]:
            self._note(f"breiter als {self.size[0]}")

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser also reports answers that are meant to be refusals.
        if message.type == "error" and "status of 4" not in message.text:
            self._note(message.text)

    def _note(self, fault: str) -> None:
        self.faults.found.append(f"{self.here} ({self.person}): {fault}")
