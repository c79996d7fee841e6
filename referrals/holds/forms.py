"""Shape of input about reasons to keep a file."""

from django import forms

from audit.forms import OnceForm, likely_day
from providers.budgets.forms import DayInput
from referrals.holds.flow import Reason


class HoldForm(OnceForm):
    """Why a file must be kept, and until when."""

    reason = forms.TypedChoiceField(
        label="Warum darf nicht gelöscht werden?", choices=Reason, coerce=Reason
    )
    until_on = forms.DateField(
        label="Bis",
        widget=DayInput(),
        required=False,
        validators=[likely_day],
        help_text="Leer: bis jemand die Aussetzung beendet.",
    )
