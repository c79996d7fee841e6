"""Shape of input about purposes."""

from django import forms

from audit.forms import OnceForm
from referrals.purposes.flow import Purpose


class PurposeForm(OnceForm):
    """A class and one line; nobody has to write more."""

    purpose = forms.TypedChoiceField(
        label="Wofür?",
        choices=Purpose,
        coerce=Purpose,
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie, wofür Sie die Familie ansehen."},
    )
    line = forms.CharField(
        label="In einem Satz",
        max_length=200,
        help_text="Bleibt verschlossen in der Akte.",
        error_messages={"required": "Bitte sagen Sie in einem Satz, worum es geht."},
    )
