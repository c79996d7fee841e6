"""Fields for hours and days, as people write them."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms

from audit.forms import Form
from providers.budgets.sums import MINUTES_PER_HOUR

HOURS = re.compile(r"(?P<hours>\d{1,3})(?:[.,](?P<part>\d{1,2})|:(?P<minutes>[0-5]\d))?\s*h?")


class HoursField(forms.CharField):
    """Hours as 5, 5,5 or 5:30; gives whole minutes."""

    default_error_messages = {
        "hours": "Bitte geben Sie Stunden an, zum Beispiel 5 oder 5,5 oder 5:30."
    }

    def to_python(self, value: object) -> Any:
        """Read hours and give minutes; nothing stays nothing."""
        text = str(super().to_python(value) or "").strip()
        if not text:
            return None
        found = HOURS.fullmatch(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["hours"], code="hours")
        minutes = int(found["hours"]) * MINUTES_PER_HOUR + int(found["minutes"] or 0)
        if found["part"]:
            minutes += round(float(f"0.{found['part']}") * MINUTES_PER_HOUR)
        return minutes

    def prepare_value(self, value: object) -> object:
        """Show minutes as hours again."""
        if isinstance(value, int):
            return f"{value // MINUTES_PER_HOUR}:{value % MINUTES_PER_HOUR:02d}"
        return value


class DayInput(forms.DateInput):
    """A day, entered with the browser's own means."""

    input_type = "date"


class YearForm(Form):
    """Which year to look at; an unknown year is no choice."""

    year = forms.TypedChoiceField(label="Jahr", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        """Offer the years that have a budget."""
        super().__init__(*args, **kwargs)
        cast("forms.TypedChoiceField", self.fields["year"]).choices = [(one, one) for one in years]


def chosen_year(text: str) -> int | None:
    """Read a year from an address; anything else is no choice."""
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else None
