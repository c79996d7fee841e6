"""Shape of input about feedback: three questions with yes or no."""

from typing import Any

from django import forms

from audit.forms import OnceForm


def _yes_or_no(label: str) -> Any:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", "Ja"), ("no", "Nein")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect(attrs={"class": "app-chips"}),
    )


class FeedbackForm(OnceForm):
    """The three facts of SGB VIII § 64 (4), and no field for words."""

    confirmed = _yes_or_no("Haben sich die mitgeteilten Anhaltspunkte bestätigt?")
    acted = _yes_or_no("Ist das Jugendamt zum Schutz des Kindes tätig geworden?")
    acts_still = _yes_or_no("Ist das Jugendamt noch tätig?")
