"""Shape of input about care plans."""

from collections.abc import Mapping
from typing import Any

from django import forms

from audit.forms import Form, OnceForm, likely_day
from providers.budgets.forms import DayInput
from referrals.plans.flow import SignatureState
from referrals.plans.models import TEXTS

HINTS = {
    "place": "Zum Beispiel: Jugendamt, Raum 12. Keine private Anschrift.",
    "people_present": "Namen und wofür die Personen da waren, auch wer gedolmetscht hat.",
    "child_view": "Möglichst in den Worten des Kindes. Fehlt seine Sicht, nennen Sie bitte darunter den Grund.",
    "child_view_missing": "Nur wenn die Sicht des Kindes fehlt: zu jung, wollte nicht, wäre gefährlich.",
    "parents_view": "Sehen es die Eltern verschieden, schreiben Sie beides auf.",
    "professionals_view": "Die drei Sichten dürfen sich widersprechen.",
    "need": "Was die Familie braucht und warum diese Hilfe dafür geeignet ist.",
    "agreements": "Zum Beispiel Umgang, Schule, Gesundheit, Wünsche der Familie.",
    "dissent": "Wer anderer Meinung ist, und worin.",
}
SHORT = 400
LONG = 10_000


class DaysForm(Form):
    """When people meet, and when they look at the plan again."""

    meeting_on = forms.DateField(label="Gespräch am", widget=DayInput(), validators=[likely_day])
    review_on = forms.DateField(
        label="Nächste Überprüfung am",
        widget=DayInput(),
        validators=[likely_day],
        help_text="Zuerst nach etwa drei Monaten, danach jedes halbe Jahr.",
    )


class EditForm(Form):
    """Texts that two people may write at once; `edit` tells which state the writer had before their eyes."""

    edit = forms.IntegerField(widget=forms.HiddenInput)

    def catch_up(self, edit: int, texts: Mapping[str, str]) -> list[tuple[str, str]]:
        """Give label and text of what somebody else wrote meanwhile; sending again then replaces it.

        Args:
            edit: the number of the state that stands now.
            texts: the texts that stand now, by name of the field.
        """
        if str(edit) == self.data.get("edit"):
            return []
        self.data = {**dict(self.data.items()), "edit": str(edit)}
        return [
            (str(self.fields[name].label), text)
            for name, text in texts.items()
            if self.data.get(name, "").split() != text.split()
        ]


class TextsForm(DaysForm, EditForm):
    """The texts of a version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in TEXTS.items():
            short = name == "place"
            self.fields[name] = forms.CharField(
                label=label,
                help_text=HINTS[name],
                required=False,
                max_length=SHORT if short else LONG,
                widget=forms.TextInput() if short else forms.Textarea(attrs={"rows": 4}),
            )


class GoalForm(Form):
    """How a goal is worded."""

    text = forms.CharField(
        label="Ziel",
        max_length=SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ein Satz, den auch das Kind versteht.",
    )


class NewGoalForm(OnceForm, GoalForm):
    """How a new goal is worded."""


class RewordForm(GoalForm, EditForm):
    """How a goal is worded differently."""


class TaskForm(OnceForm):
    """Who does what by when."""

    who = forms.CharField(label="Wer", max_length=120)
    what = forms.CharField(label="Macht was", max_length=SHORT)
    due_on = forms.DateField(label="Bis", widget=DayInput(), validators=[likely_day])


class StateForm(Form):
    """How a person stands to a version."""

    state = forms.ChoiceField(
        label="Stand",
        choices=SignatureState.choices,
        widget=forms.RadioSelect(attrs={"class": "app-chips"}),
    )
    on = forms.DateField(
        label="Am",
        required=False,
        widget=DayInput(),
        validators=[likely_day],
        help_text="Bei „unterschrieben“ und „mündlich einverstanden“. Ohne Angabe gilt heute.",
    )

    def clean_state(self) -> SignatureState:
        """Give the state as the deed knows it."""
        return SignatureState(self.cleaned_data["state"])


class SignatureForm(StateForm):
    """How a person who was not yet on the list stands to a version."""

    name = forms.CharField(label="Name", max_length=120)
    field_order = ("name", "state", "on")


class _Number(forms.IntegerField):
    """A number that a person neither sees nor types: whatever is wrong with it, nothing was seen."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def clean(self, value: Any) -> int:
        """Give the number that came, or the one that no state has."""
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


class SeenForm(Form):
    """Which state of a version was on the page on which somebody decides about it."""

    seen = _Number(required=False)


class InForceForm(SeenForm):
    """From which day on a version is in force."""

    in_force_on = forms.DateField(label="Gilt seit", widget=DayInput(), validators=[likely_day])
