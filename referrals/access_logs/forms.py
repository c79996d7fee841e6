"""Shape of input about access logs."""

from django import forms

from audit.forms import OnceForm, likely_day
from providers.budgets.forms import DayInput
from referrals.access_logs.flow import Reason


class AccessLogForm(OnceForm):
    """Which family, which period, and why."""

    word = forms.CharField(
        label="Merkwort oder Kennung der Akte",
        max_length=60,
        help_text="Die Kennung steht in den Nachweisen.",
    )
    from_on = forms.DateField(label="Von", widget=DayInput(), validators=[likely_day])
    until_on = forms.DateField(label="Bis", widget=DayInput(), validators=[likely_day])
    reason = forms.TypedChoiceField(
        label="Warum?", choices=Reason.choices, coerce=Reason, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Was ist zu klären?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        help_text="Die zweite Person liest das, und es steht auf dem Papier.",
    )
