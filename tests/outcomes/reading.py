"""Reads tables back from a page, a paper and a file, without knowing how they were made."""

import csv
import io
from html.parser import HTMLParser
from typing import override

type Rows = list[list[str]]


class _Tables(HTMLParser):
    """Collects tables that have a caption: title and rows of text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Rows]] = []
        self._table: tuple[list[str], Rows] | None = None
        self._inside = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._table = ([], [])
        elif self._table and tag == "tr":
            self._table[1].append([])
        elif self._table and tag in {"td", "th"}:
            self._table[1][-1].append("")
        if tag in {"caption", "td", "th"}:
            self._inside = tag

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._table:
            title = "".join(self._table[0]).strip()
            if title:
                self.found.append((title, [[c.strip() for c in row] for row in self._table[1]]))
            self._table = None
        if tag == self._inside:
            self._inside = ""

    @override
    def handle_data(self, data: str) -> None:
        if self._table and self._inside == "caption":
            self._table[0].append(data)
        elif self._table and self._inside:
            self._table[1][-1][-1] += data


def tables_in_html(html: str) -> list[tuple[str, Rows]]:
    """Give title and rows of every table with a caption."""
    reader = _Tables()
    reader.feed(html)
    return reader.found


def tables_in_csv(content: bytes) -> list[tuple[str, Rows]]:
    """Give title and rows of every table of a file; tables stand below empty lines."""
    found: list[tuple[str, Rows]] = []
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    for number, row in enumerate(rows):
        if number and not rows[number - 1]:
            found.append((row[0], []))
        elif row and found:
            found[-1][1].append(row)
    return found
