"""Shape of input about what ends for a provider."""

from django import forms

from audit.forms import Form

NO, UNCLEAR, YES = "no", "unclear", "yes"


class WithdrawalForm(Form):
    """Whether a child is in danger because a consent was withdrawn."""

    danger = forms.ChoiceField(
        label="Ist durch den Widerruf ein Kind in Gefahr?",
        choices=[(NO, "Nein"), (UNCLEAR, "Noch nicht klar"), (YES, "Ja")],
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie, ob ein Kind in Gefahr ist."},
    )
