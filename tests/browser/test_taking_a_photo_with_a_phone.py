"""After a visit, with a phone in one hand: a tap for the camera, a tap to save; with and without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from referrals.families.models import Family
from tests.files import samples
from tests.stages.families import a_family
from tests.world import World

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def family(transactional_db: None, world: World) -> Family:
    """A family, made before the browser opens: beside its loop nobody talks to the database."""
    return a_family(world)


@pytest.mark.parametrize("script", [True, False], ids=["with_javascript", "without_javascript"])
def test_a_photo_takes_two_taps(
    address: str, family: Family, chromium: Browser, tmp_path: Path, script: bool
) -> None:
    taken = tmp_path / "image.jpg"
    taken.write_bytes(samples.a_photo())
    phone = chromium.new_context(
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=script,
        locale="de-DE",
    )
    page = phone.new_page()
    page.goto(f"{address}/anmelden/")
    page.get_by_role("button", name="Demir").click()
    page.goto(f"{address}/familien/{family.id}/")
    save = page.get_by_role("button", name="Foto speichern")
    expect(save).to_be_hidden()
    with page.expect_file_chooser() as camera:
        page.get_by_label("Foto aufnehmen").tap()
    assert camera.value.element.get_attribute("capture") == "environment"
    camera.value.set_files(taken)
    save.tap()
    expect(page.get_by_text("Gespeichert, wird geprüft.")).to_be_visible()
    expect(page.get_by_text("Noch ungeprüft")).to_be_visible()
    # For the next one the camera is there again.
    expect(page.get_by_label("Foto aufnehmen")).to_be_visible()
    phone.close()


def test_a_machine_without_a_camera_to_hold_has_one_way(
    address: str, family: Family, chromium: Browser
) -> None:
    desk = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = desk.new_page()
    page.goto(f"{address}/anmelden/")
    page.get_by_role("button", name="Demir").click()
    page.goto(f"{address}/familien/{family.id}/")
    expect(page.get_by_text("Foto aufnehmen")).to_be_hidden()
    page.goto(f"{address}/familien/{family.id}/dateien/")
    expect(page.get_by_label("Datei wählen")).to_be_visible()
    expect(page.get_by_label("Foto aufnehmen")).to_be_hidden()
    desk.close()
