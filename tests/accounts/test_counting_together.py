"""Counting together: attempts and ended sessions are one thing for all processes of the web."""

import re
from collections.abc import Iterator

import pytest
import requests

from accounts.models import User
from tests.accounts.process import a_web_process
from tests.accounts.test_having_an_own_page import both_in
from tests.accounts.visitor import PASSWORD, SIGN_IN, MakePerson

TOO_OFT = "Das waren zu viele Versuche."
WRONG = "Der Birnbaum blüht im Mai"


@pytest.fixture
def two_processes(by_clock: object) -> Iterator[tuple[str, str]]:
    """Run the web twice on the database of this test."""
    with a_web_process() as first, a_web_process() as second:
        yield first, second


def tries(process: str, name: str, password: str = WRONG) -> str:
    """Try a password at one process, in a browser of its own, and give the page."""
    with requests.Session() as browser:
        door = browser.get(f"{process}{SIGN_IN}", timeout=60).text
        word = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', door)
        assert word
        given = {"login": name, "password": password, "csrfmiddlewaretoken": word[1]}
        return browser.post(f"{process}{SIGN_IN}", given, timeout=60).text


def test_wrong_passwords_and_ended_sessions_count_in_every_process(
    two_processes: tuple[str, str], person: User, make_person: MakePerson
) -> None:
    # A session of one process is one of the other, and out there on its next click once it ended here.
    desk, phone = both_in(person)
    cookie = {"session": phone.client.cookies["session"].value}
    own = [f"{process}/zugang/" for process in two_processes]
    seen = [requests.get(page, cookies=cookie, allow_redirects=False, timeout=60) for page in own]
    assert [answer.status_code for answer in seen] == [200, 200]
    lines = desk.opens("/zugang/").content.decode()
    address = lines.partition('action="/zugang/sitzungen/')[2].partition('"')[0]
    desk.client.post(f"/zugang/sitzungen/{address}")
    seen = [requests.get(page, cookies=cookie, allow_redirects=False, timeout=60) for page in own]
    assert [answer.status_code for answer in seen] == [302, 302]

    # By name: three wrong ones here, three there, and the right one opens neither.
    for _ in range(3):
        for process in two_processes:
            assert TOO_OFT not in tries(process, person.username)
    for process in two_processes:
        assert TOO_OFT in tries(process, person.username, PASSWORD)

    # By address: one name each, so no name is at its limit; the thirtieth of a minute was the last.
    known = make_person("lerchenfeld")
    said = [tries(two_processes[turn % 2], f"niemand-{turn}") for turn in range(30)]
    stopped = [TOO_OFT in page for page in said]
    assert not stopped[0]
    assert stopped[-1]
    assert TOO_OFT in tries(two_processes[0], known.username, PASSWORD)
