"""Words of a list of recipients, and in which order it is read."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from audit.clock import day, day_text


class Household(models.TextChoices):
    """Whether somebody lives where the family's address is."""

    WITHIN = "within", "Im Haushalt der Familie"
    APART = "apart", "Getrennt davon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that somebody outside the office learnt: who, what, on which ground, when."""

    to: str
    what: str
    basis: str
    at: datetime
    until: str

    @property
    def when(self) -> str:
        """Say when it was told and until when it can be read."""
        return f"{day_text(day(self.at))}{self.until and ', '}{self.until}"


OF_PLAN = "Mitwirkung am Hilfeplan (§ 36 Abs. 2 SGB VIII)"
NAMELESS = "Anfrage ohne Namen: Bedarf, Alter der Kinder, Art der Hilfe"
OF_ENQUIRY = "Anfrage ohne Personenbezug (§ 64 Abs. 2a SGB VIII)"


def in_order(told: list[Told]) -> tuple[Told, ...]:
    """Give what was told, recipient by recipient, the oldest first."""
    return tuple(sorted(told, key=lambda one: (one.to.casefold(), one.at, one.what)))
