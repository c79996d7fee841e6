"""People who work through the web while its parts are killed, and remember what they were told is done."""

import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from deploy.demo import HOST
from tests.twice.pages import filled_in

PERSON = re.compile(r'name="person" value="([0-9a-f-]{36})"')
SECONDS, SERVER_ERROR, UNAVAILABLE = 10, 500, 503
LETTERS = "bdfgklmnprstvw"


@dataclass(slots=True)
class Acknowledged:
    """What the web said is done: the words of notes, the names of families, the enquiries that went out."""

    notes: list[str] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    enquiries: list[str] = field(default_factory=list)
    # Answers that were no acknowledgement: a page in words, or a connection that broke.
    in_words: int = 0
    broken: int = 0
    without_words: list[str] = field(default_factory=list)

    @property
    def deeds(self) -> int:
        """Count what was acknowledged."""
        return len(self.notes) + len(self.families) + len(self.enquiries)


class Person(threading.Thread):
    """Somebody who does one thing after the other until told to stop, and tries again after an outage."""

    def __init__(self, name: str, port: int, told: Acknowledged, seed: int) -> None:
        super().__init__(name=name, daemon=True)
        self._base, self._told, self._random = f"http://{HOST}:{port}", told, random.Random(seed)
        self._browser = requests.Session()
        self.stops = threading.Event()

    def run(self) -> None:
        """Work; whatever goes wrong is counted, and tried again a moment later."""
        deeds = (self._notes, self._notes, self._opens, self._asks)
        is_in = False
        while not self.stops.is_set():
            try:
                if not is_in:
                    self._comes_in()
                    is_in = True
                self._random.choice(deeds)()
            except requests.RequestException:
                self._told.broken += 1
                time.sleep(0.2)
            except _TurnedAwayError:
                is_in = False
                time.sleep(0.2)

    def _comes_in(self) -> None:
        page = self._get("/anmelden/")
        cards = re.findall(r'value="([0-9a-f-]{36})"[^§]{0,600}?' + re.escape(self.name), page)
        if not cards:
            raise _TurnedAwayError
        self._send("/anmelden/", "/anmelden/als/", {"person": cards[-1]}, page)

    def _notes(self) -> None:
        words = f"Probe {self._word()} {self._word()}"
        self._does("/notieren/", {"text": words, "family": ""}, self._told.notes, words)

    def _opens(self) -> None:
        name = self._word().title()
        typed = {
            "name": name,
            "adults-1-first_name": self._word().title(),
            "children-1-first_name": self._word().title(),
        }
        self._does("/familien/anlegen/", typed, self._told.families, name)

    def _asks(self) -> None:
        """Write an enquiry about an own family and send it to every provider that is offered."""
        families = re.findall(r'href="(/familien/[0-9a-f-]{36}/)"', self._get("/familien/"))
        if not families:
            return
        page = f"{self._random.choice(families)}anfrage/"
        typed = {"need": f"Ruhige Abende {self._word()}.", "week_minutes": "3"}
        place = self._does(page, typed, [], "")
        if found := re.search(r"/anfragen/([0-9a-f-]{36})/", place):
            self._goes_out(found[1])

    def _goes_out(self, enquiry: str) -> None:
        """Send an enquiry to everybody who may be asked; the page that follows says that it went out."""
        page = f"/anfragen/{enquiry}/"
        offered = re.findall(r'name="providers" value="([0-9a-f-]{36})"', self._get(page))
        if not offered:
            return
        sends = f"{page}senden/"
        chosen = "&".join(f"providers={one}" for one in offered)
        self._send(sends, sends, {}, self._get(f"{sends}?{chosen}"))
        if "ist gesendet." in self._get(page):
            self._told.enquiries.append(enquiry)

    def _does(self, address: str, typed: Mapping[str, object], told: list[str], what: str) -> str:
        """Open a page, type, send; where the web says that it is done, remember it."""
        place = self._send(address, address, typed, self._get(address))
        if place:
            told.append(what)
        return place

    def _get(self, address: str) -> str:
        answer = self._browser.get(self._base + address, timeout=SECONDS, allow_redirects=True)
        return self._in_words(answer)

    def _send(self, page: str, action: str, typed: Mapping[str, object], html: str) -> str:
        """Send a form; give where it leads when it was taken."""
        sent = filled_in(html, action, typed)
        sent.setdefault("csrfmiddlewaretoken", [self._browser.cookies.get("csrftoken", "")])
        answer = self._browser.post(
            self._base + action,
            data=sent,
            headers={"Referer": self._base + page},
            timeout=SECONDS,
            allow_redirects=False,
        )
        self._in_words(answer)
        return (
            answer.headers.get("Location", "") if answer.status_code == requests.codes.found else ""
        )

    def _in_words(self, answer: requests.Response) -> str:
        """Look whether an answer that is none says so in words, and tells nothing else."""
        if answer.status_code < SERVER_ERROR:
            if "/anmelden/" in answer.url and "/anmelden/" not in str(answer.request.path_url):
                raise _TurnedAwayError
            return answer.text
        self._told.in_words += 1
        if answer.status_code != UNAVAILABLE or "Hilfenetz" not in answer.text:
            self._told.without_words.append(f"{answer.status_code} {answer.text[:80]}")
        raise _TurnedAwayError

    def _word(self) -> str:
        vowels = "aeiou"
        return "".join(self._random.choice(LETTERS) + self._random.choice(vowels) for _ in range(6))


class _TurnedAwayError(Exception):
    """The web did not take it: somebody comes in again and tries anew."""
