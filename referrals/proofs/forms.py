"""Shape of input about the monthly proof: which month."""

from typing import Any

from django import forms

from accounts.actor import Actor
from audit.forms import Form
from referrals.hours.sums import CalendarMonth, last_months

MONTHS_SHOWN = 13


class ProofForm(Form):
    """The month; the last whole one is chosen before anybody chooses."""

    month = forms.TypedChoiceField(label="Monat")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = {month.code: month for month in last_months(actor.today, MONTHS_SHOWN)}
        field: Any = self.fields["month"]
        field.choices = [(code, month.words) for code, month in months.items()]
        field.coerce = months.__getitem__
        field.initial = CalendarMonth.of(actor.today).before.code
