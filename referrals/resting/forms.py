"""Shape of input about files that rest."""

from django import forms

from audit.forms import OnceForm
from referrals.resting.flow import Reason


class InspectionForm(OnceForm):
    """Which file, and why."""

    word = forms.CharField(label="Merkwort der Akte", max_length=60)
    reason = forms.TypedChoiceField(
        label="Warum soll sie geöffnet werden?",
        choices=Reason,
        coerce=Reason,
        widget=forms.RadioSelect,
    )
