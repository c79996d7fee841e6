"""Takes the README's pictures from the example town: each main page, wide and on a phone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from deploy import demo

PORT = 8765
ADDRESS = f"http://{demo.HOST}:{PORT}"
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
LARGEST = 300_000
# name of the picture, person, way by clicks on links (texts), size
PICTURES = (
    ("today", "Sevgi Demir", (), WIDE),
    ("families", "Sevgi Demir", ("Meine Familien",), WIDE),
    ("enquiries", "Brandt", ("Anfragen",), WIDE),
    ("my-day", "Sahin", (), PHONE),
    ("plan", "Sevgi Demir", ("Hilfepläne", "first"), WIDE),
    ("budgets", "Kowalski", ("Steuerung",), WIDE),
    ("reports", "Lindner", ("Berichte", "press:Bericht vorbereiten", "until:Bericht prüfen"), WIDE),
    ("trail", "Seidel", ("Nachweise",), WIDE),
)


def main() -> None:
    """Start the demo as everybody does, and photograph it."""
    FOLDER.mkdir(exist_ok=True)
    with served(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, person, way, size in PICTURES:
            take(browser, name, person, way, size)
        browser.close()


@contextmanager
def served() -> Iterator[None]:
    """Have the demo running; it builds its town when there is none yet."""
    command = [sys.executable, "manage.py", "demo", "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            for line in running.stdout or ():
                if ADDRESS in line:
                    break
            yield
        finally:
            running.terminate()
            running.communicate()


def take(
    browser: Browser, name: str, person: str, way: tuple[str, ...], size: dict[str, int]
) -> None:
    """Be a person, go a way, take a picture of what the window shows."""
    page = browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    page.goto(f"{ADDRESS}/anmelden/")
    page.get_by_role("button", name=person).first.click()
    for step in way:
        follow(page, step)
    target = FOLDER / f"{name}.png"
    page.screenshot(path=str(target))
    page.close()
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target.name} ist größer als 300 kB.")
    sys.stdout.write(f"{target.name}: {target.stat().st_size // 1000} kB\n")


def follow(page: Page, step: str) -> None:
    """Click a link of the menu or the first thing of a list, press a button, or wait for words."""
    kind, _, words = step.rpartition(":")
    if kind == "until":
        while not page.locator("main").get_by_text(words).count():
            page.wait_for_timeout(1000)
            page.reload()
    elif kind == "press":
        page.get_by_role("button", name=words).first.click()
    elif step == "first":
        page.locator("main ul a, main table a").first.click()
    else:
        page.get_by_role("link", name=step).first.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
