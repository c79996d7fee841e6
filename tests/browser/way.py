"""What a walk knows: its people, and the addresses they came to."""

from datetime import date

from playwright.sync_api import Browser

from audit import clock
from tests.browser.walker import PHONE, WIDE, Faults, Walker, Window

SURNAME, MOTHER, BOY, GIRL = "Wanderspecht", "Ruth", "Mirko", "Lene"
STREET = "Wetterlampenweg"
LEAD, SECOND, THIRD = "FleX", "Haus der Kulturen", "Leben lernen"
WORKER, TEAM_LEAD, HEAD = "Sevgi Demir", "Gisela Nolte", "Andreas Kowalski"
COORDINATOR, CARER = "Michael Brandt", "Derya Sahin"
SECOND_COORDINATOR, SECOND_CARER = "Leyla Aydin", "Samira Haddad"
PLANNER, OFFICER, STRANGER = "Christine Lindner", "Matthias Seidel", "Annette Hartwig"
NEED = "Zwei Kinder brauchen einen verlässlichen Morgen. Der Junge geht nicht zur Schule."
GOALS = ("Mirko ist jeden Morgen um acht in der Schule.", "Lene schläft abends um acht.")


class Way:
    """Who walks, and the addresses they come to know."""

    def __init__(self, browser: Browser, address: str, *, script: bool) -> None:
        self._window = Window(browser, address, script=script)
        self._people: dict[str, Walker] = {}
        self.faults = Faults()
        self.intake = self.family = self.word = self.enquiry = self.copy = ""
        self.aid = self.version = self.report = ""
        self.told: dict[str, str] = {}

    def be(self, person: str) -> Walker:
        """Let a person sit down; carers have a phone."""
        if person not in self._people:
            size = PHONE if person in {CARER, SECOND_CARER} else WIDE
            self._people[person] = Walker(self._window, person, self.faults, size)
        return self._people[person]


def today() -> date:
    """Give the day it is in Germany."""
    return clock.day(clock.read())
