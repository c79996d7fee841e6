"""Shape of input about immediate measures."""

from datetime import datetime
from typing import Any

from django import forms

from audit.forms import Form, OnceForm, likely_day
from referrals.measures.flow import Kind, Status

WHOSE = (
    "Bitte geben Sie das Merkwort an. Gehört die Familie nicht zu Ihrem Team, lassen Sie den Eintrag "
    "stehen: Eine andere Teamleitung oder die Bereichsleitung prüft ihn."
)
NO_MOMENT = {"required": "Bitte geben Sie Tag und Uhrzeit an."}


def _likely_moment(moment: datetime) -> None:
    likely_day(moment.date())


def _words(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=1000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Bitte fassen Sie sich kürzer: höchstens 1000 Zeichen."},
    )


class MeasureForm(OnceForm):
    """Whom it was about, what could not wait, the one thing that was done, and why nobody else did it."""

    who = forms.CharField(
        label="Um wen ging es?",
        max_length=300,
        help_text="Name, Geburtsdatum oder Ort, soweit Sie es wissen.",
    )
    danger = _words("Welche Gefahr bestand?")
    kind = forms.TypedChoiceField(
        label="Was haben Sie getan?", choices=Kind, coerce=Kind, widget=forms.RadioSelect
    )
    words = _words("Näheres dazu", hint="Nötig nur bei einer anderen Maßnahme.", required=False)
    taken_at = forms.DateTimeField(
        label="Wann?",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=NO_MOMENT,
        validators=[_likely_moment],
    )
    alone = _words("Warum war niemand ohne Befangenheit erreichbar?")


class MeasureReviewForm(Form):
    """To which family it belongs, and whether it was in order."""

    word = forms.CharField(
        label="Merkwort der Familie",
        max_length=60,
        required=False,
        help_text="Nur eine Familie, die Sie selbst sehen.",
        error_messages={"required": WHOSE},
    )
    no_family = forms.BooleanField(label="Keiner Familie zuzuordnen", required=False)
    outcome = forms.TypedChoiceField(
        label="Ergebnis",
        choices=[(one.value, one.label) for one in (Status.CONFIRMED, Status.OBJECTED)],
        coerce=Status,
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie ein Ergebnis."},
    )
    remark = _words("Bemerkung", hint="Nötig, wenn Sie etwas beanstanden.", required=False)

    def __init__(self, *args: Any, may_leave_alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_leave_alone:
            self.fields["word"].help_text = "Leer nur, wenn es keine Familie gibt."
        else:
            self.fields["word"].required = True
            del self.fields["no_family"]
