"""Asking for a page, and what the answer did to the database."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from protection import pdf
from protection.pdf import pages_of
from tests.matrix.cast import Browsers

# Every change of this transaction so far, by table; undone changes stay counted.
_CHANGES = """
SELECT relname, count FROM (
  SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                  + pg_stat_get_xact_tuples_deleted(oid) AS count
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
) AS tables WHERE count > 0
"""
# A session is no row of the work: it keeps the sentence that the next page shows.
TECHNICAL = {"django_session"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, what else left the house with it, and which tables were written."""

    status: int
    body: bytes = b""
    location: str = ""
    kind: str = ""
    # Everything that can be read in it and beside it: headers, sentences for the next page, mails.
    text: str = ""
    written: frozenset[str] = frozenset()
    problem: str = ""

    @property
    def word(self) -> str:
        """Name the answer in a line of the report."""
        return self.problem or str(self.status)


def _of_pdf(body: bytes) -> str:
    """Give the words of a printed file, and whatever else stands in it."""
    # The press may part a word at the end of a line.
    words = re.sub(r"[-\u00ad]?\n", "", "\n".join(pages_of(body)))
    inside = b"\n".join(pdf.objects_of(body).values())
    return "\n".join(
        [words, inside.decode("latin-1"), inside.replace(b"\0", b"").decode("latin-1")]
    )


# How each format is read; an answer in another one fails until somebody says how.
READ: dict[str, Callable[[bytes], str]] = {
    "text/html": bytes.decode,
    "text/csv": bytes.decode,
    "application/json": bytes.decode,
    "application/pdf": _of_pdf,
    "image/jpeg": partial(bytes.decode, encoding="latin-1"),
    "image/png": partial(bytes.decode, encoding="latin-1"),
}


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


def ask(
    browsers: Browsers,
    who: str,
    method: str,
    url: str,
    *,
    sent: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask for a page as one of the cast, with what a form sends; everything it does is undone."""
    with _undone():
        browsers.prepare(who)
        before = changes()
        mail.outbox = []
        client = browsers.of(who)
        typed = urlencode(sent or {}, doseq=True)
        try:
            response = client.generic(method, url, typed, headers=headers, content_type=FORM)
        except Exception as broken:  # noqa: BLE001  # whatever breaks is a line of the report
            return Answer(500, problem=f"{type(broken).__name__}: {broken}"[:200])
        after = changes()
        written = {table for table, count in after.items() if count != before.get(table)}
        return answered(response, frozenset(written - TECHNICAL))


def answered(response: Any, written: frozenset[str] = frozenset()) -> Answer:
    """Take an answer apart."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    body = b"".join(response) if response.streaming else response.content
    return Answer(
        status=response.status_code,
        body=body,
        location=response.headers.get("Location", ""),
        kind=kind,
        text=f"{_beside(response)}\n{READ.get(kind, bytes.decode)(body) if body else ''}",
        written=written,
    )


def _beside(response: Any) -> str:
    """Give what leaves the house beside the page."""
    storage: Any = get_messages(response.wsgi_request)
    kept = [str(message) for message in getattr(storage, "_queued_messages", ())]
    mails = [f"{one.to} {one.subject} {one.body}" for one in mail.outbox]
    return "\n".join([str(dict(response.headers)), str(response.cookies), *kept, *mails])


FORM = "application/x-www-form-urlencoded"


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def changes() -> dict[str, int]:
    """Count the changes of this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES)
        return dict(cursor.fetchall())
