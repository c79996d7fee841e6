"""A browser in the example town: become somebody, click, fill in, and look at every page for faults."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE = (1280, 900), (360, 740)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Faults:
    """What was found on the way."""

    violations: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


class Walker:
    """One person's browser."""

    def __init__(
        self, browser: Browser, address: str, person: str, faults: Faults, *, script: bool, size: tuple[int, int] = WIDE
    ) -> None:
        """Open a browser of one's own and become a person of the example town."""
        self.faults, self.script, self.person = faults, script, person
        self.context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": size[0], "height": size[1]},
            locale="de-DE",
            bypass_csp=False,
        )
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda m: self._hear(m.type, m.text))
        self.page.on("pageerror", lambda e: self._hear("error", str(e)))
        self.address = address
        self.goes("/anmelden/")
        self.page.get_by_role("button", name=person).first.click()
        self.settles()

    def goes(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.address + path)
        self.settles()

    def follows(self, name: str, *, within: str = "body", exact: bool = False) -> None:
        """Click a link."""
        self.page.locator(within).get_by_role("link", name=name, exact=exact).first.click()
        self.settles()

    def presses(self, name: str, *, within: str = "body") -> None:
        """Press a button."""
        self.page.locator(within).get_by_role("button", name=name).first.click()
        self.settles()

    def opens(self, name: str) -> None:
        """Click whatever carries this text: a link or a button."""
        link = self.page.locator("main").get_by_role("link", name=name)
        button = self.page.locator("main").get_by_role("button", name=name)
        link.or_(button).first.click()
        self.settles()

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

    def reads(self, text: str) -> None:
        """Expect a text on the page."""
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_read(self, text: str) -> None:
        """Expect a text not to be on the page."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()

    def settles(self) -> None:
        """Wait for the page, and look at it with axe."""
        self.page.wait_for_load_state()
        if self.script:
            self._look()

    def _look(self) -> None:
        # Evaluated in the page by the driver, so the page's own policy for scripts does not apply to it.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map(v => v.id + ': ' +"
            " v.nodes.slice(0, 2).map(n => n.target.join(' ')).join('; ')))",
            RULES,
        )
        where = self.page.url.removeprefix(self.address)
        self.faults.violations += [f"{where} ({self.person}): {fault}" for fault in found]

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.faults.console.append(f"{self.page.url.removeprefix(self.address)}: {text}")

