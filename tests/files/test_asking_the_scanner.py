"""Only one answer of the scanner means that a file is clean; every other means that nobody looked."""

import socket
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import pytest
from pytest_django import Settings

from protection import scanning
from tests.files import clamd, samples


@pytest.fixture
def scanner() -> Iterator[clamd.Clamd]:
    with clamd.listening() as listening:
        yield listening


def test_it_gets_every_byte_and_says_that_it_is_clean(scanner: clamd.Clamd) -> None:
    assert scanning.is_clean([b"ab", b"", b"c" * 100_000])
    assert scanner.seen == [b"ab" + b"c" * 100_000]


def test_it_finds_the_test_word_also_where_chunks_meet(scanner: clamd.Clamd) -> None:
    word = samples.EICAR.encode()
    assert not scanning.is_clean([b"x" * 10 + word[:40], word[40:]])


@pytest.mark.parametrize(
    "says",
    [
        *(b"ERROR", b"stream: ERROR", b"OK", b"stream: OK FOUND ERROR", b"UNKNOWN COMMAND"),
        *(b"INSTREAM size limit exceeded. ERROR", b"\0"),
    ],
)
def test_an_answer_that_is_none_means_that_nobody_looked(scanner: clamd.Clamd, says: bytes) -> None:
    scanner.says = says
    with pytest.raises(scanning.ScannerAwayError):
        scanning.is_clean([b"Foto"])


def test_a_file_that_is_too_long_for_it_is_not_clean(scanner: clamd.Clamd) -> None:
    scanner.most = 100_000
    with pytest.raises(scanning.ScannerAwayError):
        scanning.is_clean(repeat(bytes(65_536), 200))


def test_without_a_scanner_nobody_looked(settings: Settings, tmp_path: Path) -> None:
    for address in ("", str(tmp_path / "clamd.ctl"), "127.0.0.1:1"):
        settings.CLAMD = address
        with pytest.raises(scanning.ScannerAwayError):
            scanning.is_clean([b"Foto"])


def test_one_that_never_answers_is_away(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "clamd.ctl"))
        silent.listen()
        settings.CLAMD = str(tmp_path / "clamd.ctl")
        with pytest.raises(scanning.ScannerAwayError):
            scanning.is_clean([b"Foto"])


def test_it_is_reached_over_the_network_too(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        with scanning._connected() as client:
            theirs, _ = server.accept()
            with theirs:
                client.sendall(b"x")
                assert theirs.recv(1) == b"x"
