"""Shape of input about the end of a case."""

from django import forms

from audit.forms import Form, likely_day
from providers.budgets.forms import DayInput
from referrals.families.flow import CaseEnd


class ClosingForm(Form):
    """Why and on which day a case ended."""

    end = forms.TypedChoiceField(
        label="Warum wird der Vorgang abgeschlossen?",
        choices=CaseEnd,
        coerce=CaseEnd,
        widget=forms.RadioSelect,
    )
    closed_on = forms.DateField(
        label="Letzter Tag",
        widget=DayInput(),
        validators=[likely_day],
        help_text="Ab diesem Tag laufen die Fristen der Aufbewahrung.",
    )
