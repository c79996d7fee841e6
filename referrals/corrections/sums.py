"""Which columns can be wrong, and what is read of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models

from audit.clock import months_later
from referrals.marks.sums import OF_A_PERSON


class Place(models.TextChoices):
    """Where something stands that can be wrong."""

    PERSON = "person", "Person"
    NOTE = "note", "Notiz"
    INTAKE = "intake", "Meldung"
    DECISION = "decision", "Entscheidung"
    VERSION = "version", "Hilfeplan"


# What can be disputed, place by place: column and word.
COLUMNS: Mapping[Place, Mapping[str, str]] = {
    Place.PERSON: {**OF_A_PERSON, "facts": "Gut zu wissen"},
    Place.NOTE: {"text": "Text"},
    Place.INTAKE: {"matter": "Was gemeldet wurde", "assessment": "Einschätzung"},
    Place.DECISION: {"grounds": "Empfehlung", "notice": "Bescheid"},
    Place.VERSION: {
        "people_present": "Wer dabei war",
        "child_view": "Wie das Kind es sieht",
        "child_view_missing": "Warum die Sicht des Kindes fehlt",
        "parents_view": "Wie die Eltern es sehen",
        "professionals_view": "Wie die Fachkräfte es sehen",
        "need": "Was gebraucht wird",
        "agreements": "Vereinbarungen",
        "dissent": "Abweichende Meinung",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing of a file that can be wrong: where it stands, and how people call it."""

    place: Place
    row: UUID
    column: str
    label: str

    @property
    def code(self) -> str:
        """Give it a sign for a form."""
        return f"{self.place.value}:{self.row}:{self.column}"

    @property
    def is_text(self) -> bool:
        """Tell whether it is a text; the rest of a person is replaced by what is right."""
        return self.place != Place.PERSON or self.column == "facts"


def due_on(received_on: date) -> date:
    """Give the last day on which the person is told what became of it: one month (GDPR Art. 12 (3))."""
    return months_later(received_on, 1)


def parsed(text: str) -> date:
    """Read a day as people or browsers write it: 04.05.2019 or 2019-05-04.

    Raises:
        ValueError: it is no day.
    """
    form = "%Y-%m-%d" if "-" in text else "%d.%m.%Y"
    return datetime.strptime(text, form).date()  # noqa: DTZ007  # a birthday has no time zone
