"""Paper: turns a finished page into a tagged PDF, and looks for what must not stand on it.

A paper may use the files of one folder (`settings.PRINT_DIR`) and nothing else: no network, no file
of the machine, no inline data.
"""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import override

from django.conf import settings

# Tagged PDF that reading programs understand (ISO 14289-1).
VARIANT = "pdf/ua-1"
# Elements after which a word surely ends.
BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "li", "td", "th", "tr", "div", "dt", "dd", "br", "caption"}
)
INVISIBLE = frozenset({"title", "style", "script"})


# Spreadsheets take text that begins like this for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PaperError(Exception):
    """A paper could not be made; the text says what was asked for, never what stands on the paper."""


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def print_pdf(html: str, title: str) -> bytes:
    """Print a whole page of HTML.

    Args:
        html: the page, with `lang`, real headings, `scope` on table heads, and a style sheet of the
            folder of print files.
        title: what the window and the file's properties show; a neutral name, never a person's.

    Returns:
        The bytes of a tagged PDF (PDF/UA-1); its properties hold the title and nothing about who made it or when.

    Raises:
        PaperError: the page asked for something outside the folder of print files.
    """
    # WeasyPrint takes a second to load, which only those need who print: not every page, job and command.
    from protection import press

    return press.printed(html, title, settings.PRINT_DIR, VARIANT)


def protected_values_in(text: str, values: Iterable[str]) -> tuple[str, ...]:
    """Find protected values in the finished text of a paper, however they are broken, hyphenated or capitalised.

    Args:
        text: what a reader of the paper reads (see `text_of`).
        values: what must not stand there: a street, a school, a telephone number.

    Returns:
        The values that were found, in the order given; a value without letters and digits is never found.
    """
    read = _bare(text)
    return tuple(value for value in values if _bare(value) and _bare(value) in read)


def text_of(html: str) -> str:
    """Give the text that a reader of this page reads, without its markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Collects the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in INVISIBLE
        if tag in BLOCKS:
            self.parts.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in INVISIBLE
        if tag in BLOCKS:
            self.parts.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _bare(text: str) -> str:
    """Leave letters and digits only: line ends, hyphens and spaces of a number do not hide a value."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
