"""Reading the form of a page as a browser without scripts does, and what it would send."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, cast

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

type Sent = dict[str, list[Any]]


class Chosen(SimpleUploadedFile):
    """A file that somebody chose; a browser sends it whole, however often."""

    def read(self, *_: object) -> bytes:
        """Give all of it each time."""
        self.seek(0)
        return cast("bytes", cast("Any", self.file).read())


class _Forms(HTMLParser):
    """Collects the forms of a page that are sent by POST, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Sent]] = []
        self._first: Sent = {}
        self._name = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        match tag:
            case "form" if given.get("method") == "post":
                self.forms.append((given.get("action", ""), {}))
                self._first = {}
            case "input" if given.get("type") in {"radio", "checkbox"}:
                value = value or ("on" if given["type"] == "checkbox" else "")
                self._offer(name, value, given["type"] == "radio", "checked" in given)
            case "input":
                self._keep(name, value)
            case "select" | "textarea":
                self._name, self._text = name, ""
            case "option":
                self._offer(self._name, value, True, "selected" in given)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._keep(self._name, self._text.strip())
        elif tag == "form" and self.forms:
            # Where nothing is chosen, a person takes the first.
            fields = self.forms[-1][1]
            fields.update(
                {name: first for name, first in self._first.items() if name not in fields}
            )

    def _keep(self, name: str, value: str) -> None:
        if self.forms and name:
            self.forms[-1][1].setdefault(name, []).append(value)

    def _offer(self, name: str, value: str, one: bool, chosen: bool) -> None:
        if one and value:
            self._first.setdefault(name, [value])
        if chosen and value:
            self._keep(name, value)


def filled_in(page: str, here: str, typed: Mapping[str, object]) -> Sent:
    """Give what the form of a page sends when somebody typed this into it."""
    reader = _Forms()
    reader.feed(page)
    own = [fields for action, fields in reader.forms if action in {"", here}]
    sent = max(own, key=len) if own else {}
    given = {
        name: value if isinstance(value, Chosen) else str(value) for name, value in typed.items()
    }
    return {**sent, **{name: [value] for name, value in given.items()}}


def told(answer: Any) -> list[str]:
    """Give the sentences that an answer leaves for the next page."""
    storage: Any = get_messages(answer.wsgi_request)
    return [str(message) for message in storage._queued_messages]
