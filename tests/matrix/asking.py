"""Asking for a page, and what the answer did to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.cast import Browsers

# Every change of this transaction so far, by table; undone changes stay counted.
_CHANGES = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
 WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
# A session is no row of the work: it keeps the sentence that the next page shows.
TECHNICAL = {"django_session"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and which tables were written."""

    status: int
    body: bytes = b""
    location: str = ""
    written: frozenset[str] = frozenset()
    problem: str = ""

    @property
    def word(self) -> str:
        """Name the answer in a line of the report."""
        return self.problem or str(self.status)


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Walk over every address of the service."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def address(name: str, args: dict[str, object], *, lost: bool = False) -> str:
    """Give the address of a page; a lost one speaks of things that do not exist."""
    if lost:
        args = {key: uuid4() if isinstance(value, UUID) else value for key, value in args.items()}
    return reverse(name, kwargs=args)


def ask(browsers: Browsers, who: str, method: str, url: str, **headers: str) -> Answer:
    """Ask for a page as one of the cast; everything it does is undone."""
    with _undone():
        browsers.prepare(who)
        before = _changes()
        client = browsers.of(who)
        try:
            response = client.generic(method, url, headers=headers, content_type=FORM)
        except Exception as broken:  # noqa: BLE001  # whatever breaks is a line of the report
            return Answer(500, problem=f"{type(broken).__name__}: {broken}"[:200])
        after = _changes()
        written = {table for table, count in after.items() if count != before.get(table)}
        return Answer(
            status=response.status_code,
            body=b"".join(response) if response.streaming else response.content,
            location=response.headers.get("Location", ""),
            written=frozenset(written - TECHNICAL),
        )


FORM = "application/x-www-form-urlencoded"


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _changes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES)
        return dict(cursor.fetchall())
