"""Paper: turns a finished page into a tagged PDF, and looks for what must not stand on it.

The only room that knows WeasyPrint. A paper may use the files of one folder (`settings.PRINT_DIR`)
and nothing else: no network, no file of the machine, no inline data.
"""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import override
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from weasyprint import HTML
from weasyprint.document import DocumentMetadata
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Tagged PDF that reading programs understand (ISO 14289-1).
VARIANT = "pdf/ua-1"
# Elements after which a word surely ends.
BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "li", "td", "th", "tr", "div", "dt", "dd", "br", "caption"}
)
INVISIBLE = frozenset({"title", "style", "script"})


class PaperError(Exception):
    """A paper could not be made; the text says what was asked for, never what stands on the paper."""


class PrintFilesFetcher(URLFetcher):
    """Gives out exactly the files that lie in the folder of print files; everything else ends the printing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(fail_on_errors=True, allow_redirects=False, allowed_protocols=("file",))
        self.folder = folder.resolve()

    @override
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open one print file; links that lead out of the folder are followed before they are judged."""
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if (
            parts.scheme != "file"
            or parts.netloc
            or path.parent != self.folder
            or not path.is_file()
        ):
            raise PaperError("A paper asked for something outside the folder of print files.")
        return super().fetch(url, headers)


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
    folder = settings.PRINT_DIR
    source = HTML(
        string=html,
        base_url=folder.as_uri() + "/",
        url_fetcher=PrintFilesFetcher(folder),
        media_type="print",
    )
    try:
        document = source.render(pdf_variant=VARIANT)
    except FatalURLFetchingError as problem:
        # WeasyPrint's own text would carry the address that was asked for; it may hold anything.
        raise PaperError(
            "A paper asked for something outside the folder of print files."
        ) from problem
    document.metadata = DocumentMetadata(title=title, lang=document.metadata.lang)
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
    return pdf


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
