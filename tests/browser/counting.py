"""The steps that look back: the report of the year, and the trail of everything."""

import re

from tests.browser.walker import LOOKS
from tests.browser.way import (
    CARER,
    COORDINATOR,
    HEAD,
    OFFICER,
    PLANNER,
    TEAM_LEAD,
    WORKER,
    Way,
    today,
)

NOTHING_YET = re.compile("^0 Einträge")


def a_report_is_prepared_by_one_and_released_by_another(way: Way) -> None:
    planner = way.be(PLANNER)
    planner.goes("/berichte/")
    planner.fills(year=str(today().year))
    planner.presses("Bericht vorbereiten")
    planner.waits_until_gone("Der Bericht wird gerechnet.")
    way.report = planner.here
    planner.reads("So wird gezählt")
    assert not planner.page.get_by_role("button", name="Freigeben").count()
    head = way.be(HEAD)
    head.goes("/berichte/")
    head.goes(way.report)
    head.presses("Freigeben", within="main")
    head.reads("Der Bericht ist freigegeben.")
    head.goes("/steuerung/")
    planner.goes(way.report)
    planner.waits_for_link("PDF öffnen")
    answer, paper = planner.fetches("PDF öffnen")
    assert answer.ok
    assert paper.startswith(b"%PDF")
    answer, table = planner.fetches("Tabelle herunterladen (CSV)")
    assert answer.headers["content-type"].startswith("text/csv")
    assert table.startswith("\ufeff".encode())


def the_officer_reads_the_trail_and_has_its_seal_checked(way: Way) -> None:
    officer = way.be(OFFICER)
    officer.goes("/nachweise/")
    officer.reads("Neueste Nachweise zuerst", WORKER)
    officer.does_not_read(way.word)
    officer.goes(way.family.replace("familien", "nachweise/zu"))
    # What was read and done with one family opens by two keys.
    officer.reads("öffnen zwei Personen nacheinander", "Protokoll erbitten")
    # The seal comes every minute; before the first one there is nothing to check.
    for _ in range(LOOKS):
        officer.goes("/nachweise/")
        officer.presses("Siegel prüfen", within="main")
        officer.waits_until_gone("Die Prüfung läuft.")
        if not officer.page.locator("main").get_by_text(NOTHING_YET).count():
            break
        officer.page.wait_for_timeout(1000)
    officer.does_not_read("Einträge wurden verändert.")
    officer.reads("Einträge, alle unverändert.")
    assert not officer.page.locator("main").get_by_text(NOTHING_YET).count()
    officer.follows("Zu den Nachweisen")
    officer.reads("Einträge, alle unverändert.")
    worker = way.be(WORKER)
    worker.goes("/meine-zugriffe/")
    worker.reads("Neueste Zugriffe zuerst")


def every_page_fits_a_phone_in_the_dark(way: Way) -> None:
    """Look at main pages again as they are on a small and dark screen."""
    pages = {
        WORKER: ("/", "/familien/", "/anfragen/", "/hilfen/", "/stunden/", "/sozialraeume/"),
        TEAM_LEAD: ("/", "/freigaben/"),
        COORDINATOR: ("/", "/anfragen/", "/unterlagen/", "/hilfen/", "/stunden/", "/steuerung/"),
        CARER: ("/mein-tag/", "/stunden/", "/hilfeplaene/"),
        HEAD: ("/", "/steuerung/", way.report),
        PLANNER: ("/", "/berichte/"),
        OFFICER: ("/", "/nachweise/"),
    }
    pages[WORKER] += (way.intake, way.family, way.enquiry, way.aid, way.version)
    for person, addresses in pages.items():
        walker = way.be(person)
        walker.shrinks_and_darkens()
        for address in addresses:
            walker.goes(address)
