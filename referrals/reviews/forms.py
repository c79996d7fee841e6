"""Shape of input between two meetings."""

from django import forms

from audit.forms import Form, OnceForm
from referrals.plans.flow import GoalStatus, Word


class PointForm(OnceForm):
    """A point for the next meeting."""

    text = forms.CharField(
        label="Für das Gespräch vormerken",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alle, die an dieser Hilfe beteiligt sind, lesen den Punkt.",
    )


class RatingForm(Form):
    """One of the five words."""

    word = forms.ChoiceField(choices=Word.choices)

    def clean_word(self) -> Word:
        """Give the word as the deed knows it."""
        return Word(self.cleaned_data["word"])


class SettleForm(Form):
    """What became of a goal."""

    status = forms.ChoiceField(
        label="Was ist aus dem Ziel geworden?",
        choices=GoalStatus.choices,
        widget=forms.RadioSelect(attrs={"class": "app-chips"}),
    )

    def clean_status(self) -> GoalStatus:
        """Give the status as the deed knows it."""
        return GoalStatus(self.cleaned_data["status"])
