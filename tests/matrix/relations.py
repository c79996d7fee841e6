"""Which addresses speak of a family, for tests that ask all of them for one more relation to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import URLPattern

from tests.matrix.asking import patterns
from tests.matrix.expected import TABLE, Page, pages
from tests.matrix.test_opening_every_page import THINGS

PATTERNS: dict[str, URLPattern] = {str(pattern.name): pattern for pattern in patterns()}
# Addresses that speak of no family: of people, of the own provider's month, of reports.
ELSEWHERE = {
    *("person", "provider", "year", "month", "check", "report", "session", "factor", "token"),
    *("table", "number", "mandate", "nomination", "rest", "on_call", "place"),
}
# Things that belong to nobody's family yet: an anonymous enquiry, a note, an open first contact.
UNKNOWN = {
    *("note_unassigned", "intake", "intake_waiting", "copy_sent", "copy_asking", "copy_offered"),
    *("measure", "asked"),
    # The other family of the same story.
    *("sheltered", "shield", "naming", "change", "word"),
    *("passed", "erasure", "hold", "at_rest", "inspection"),
}


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is done here, so that the next one finds the whole world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def about_the_family() -> Iterator[tuple[str, Page]]:
    """Give every address with things that belong to a family, once for each thing."""
    for name in sorted(PATTERNS.keys() & TABLE.keys()):
        for said in pages(name):
            keys = set(PATTERNS[name].pattern.converters) - ELSEWHERE
            things = {said.about.get(key) or THINGS.get(key, key) for key in keys}
            if things and not things & UNKNOWN:
                yield name, said
