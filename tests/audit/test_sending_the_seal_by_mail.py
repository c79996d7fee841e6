"""The signed state goes by mail to somebody outside, when it is wanted; a relay that is away stops nothing."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from audit import jobs, mails, notes
from audit.checkpoints import latest, signer
from deploy import checks
from tests.audit.outside import happen_and_seal, lamp
from tests.conftest import SignIn
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


class Letters(socketserver.ThreadingTCPServer):
    """A relay that speaks SMTP as far as a mail needs it, and keeps what it took."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[tuple[list[str], bytes]] = []
        self.strangers: set[str] = set()

    def way(self) -> str:
        port = self.server_address[1]
        return f"smtp://127.0.0.1:{port}?from=siegel@stadt.example&to=revision@kreis.example"


class _Session(socketserver.StreamRequestHandler):
    server: Letters

    def handle(self) -> None:
        self.wfile.write(b"220 relay.example\r\n")
        to: list[str] = []
        while line := self.rfile.readline():
            word = line.upper()
            if word.startswith(b"RCPT TO:"):
                to.append(line[8:].decode().strip().strip("<>"))
                if to[-1] in self.server.strangers:
                    to.pop()
                    self.wfile.write(b"550 nobody here\r\n")
                    continue
            if word.startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                self.server.taken.append((to, self._letter()))
            self.wfile.write(b"221 bye\r\n" if word.startswith(b"QUIT") else b"250 ok\r\n")
            if word.startswith(b"QUIT"):
                return

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines)


@pytest.fixture
def relay(settings: Settings) -> Iterator[Letters]:
    cache.clear()
    with Letters() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CHECKPOINT_MAIL = server.way()
        yield server
        server.shutdown()


def test_the_newest_state_goes_out_once(world: World, relay: Letters) -> None:
    happen_and_seal(world)
    jobs.mail(0)
    jobs.mail(0)
    ((to, letter),) = relay.taken
    assert to == ["revision@kreis.example"]
    (attached,) = message_from_bytes(letter, policy=policy.default).iter_attachments()
    note = attached.get_content().decode()
    assert note == latest()
    assert notes.opened_note(note, signer().public).size > 0
    happen_and_seal(world)
    jobs.mail(0)
    assert len(relay.taken) == 2


def test_a_relay_that_is_away_stops_nothing_and_is_told(
    world: World, relay: Letters, settings: Settings, signed_in: SignIn
) -> None:
    officer = signed_in("seidel")
    settings.CHECKPOINT_MAIL = "smtp://127.0.0.1:1?from=siegel@stadt.example&to=a@kreis.example"
    happen_and_seal(world)
    before = latest()
    jobs.mail(0)
    assert lamp(officer).startswith("Das Siegel geht nicht als Mail hinaus.")
    happen_and_seal(world)
    assert latest() != before
    settings.CHECKPOINT_MAIL = relay.way()
    jobs.mail(0)
    assert len(relay.taken) == 1
    assert "Mail" not in lamp(officer)


def test_one_address_that_is_refused_is_told_and_the_other_is_not_written_to_again(
    world: World, relay: Letters, settings: Settings, signed_in: SignIn
) -> None:
    officer = signed_in("seidel")
    settings.CHECKPOINT_MAIL = f"{relay.way()}&to=gone@kreis.example"
    relay.strangers = {"gone@kreis.example"}
    happen_and_seal(world)
    jobs.mail(0)
    jobs.mail(0)
    assert [to for to, _ in relay.taken] == [["revision@kreis.example"]]
    assert lamp(officer).startswith("Das Siegel geht nicht als Mail hinaus.")


def test_nothing_is_sent_when_nobody_wants_it(
    world: World, relay: Letters, settings: Settings
) -> None:
    settings.CHECKPOINT_MAIL = ""
    happen_and_seal(world)
    jobs.mail(0)
    assert relay.taken == []


@pytest.mark.parametrize(
    "wrong",
    [
        "revision@kreis.example",
        "https://relay.example?from=a@b.example&to=c@d.example",
        "smtp://relay.example:25?to=c@d.example",
        "smtp://relay.example:25?from=a@b.example",
        "smtp://relay.example:25?from=a@b.example&to=no-address",
        "smtp://relay.example:25?from=a@b.example&to=a+c@d.example",
        "smtp://relay.example:teapot?from=a@b.example&to=c@d.example",
    ],
)
def test_jobs_do_not_start_with_a_way_that_leads_nowhere(wrong: str, settings: Settings) -> None:
    settings.CHECKPOINT_MAIL = wrong
    with pytest.raises(ImproperlyConfigured, match="HILFENETZ_CHECKPOINT_MAIL"):
        checks.refuse_to_start_without_the_seal()
    assert mails.failing() is False
