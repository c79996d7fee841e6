"""Shape of input about answers."""

from django import forms
from django.db import models

from audit.forms import Form, likely_day
from referrals.replies.flow import Way


class Verdict(models.TextChoices):
    """What the second person says."""

    RELEASE = "release", "Freigeben"
    BACK = "back", "Zurückgeben"


class LookForm(Form):
    """Whether an answer may go out, and if not, why."""

    verdict = forms.TypedChoiceField(
        label="Kann die Auskunft so hinaus?",
        choices=Verdict.choices,
        coerce=Verdict,
        widget=forms.RadioSelect,
        help_text="Nach der Freigabe ändert sich nichts mehr.",
    )
    remark = forms.CharField(
        label="Was anders werden soll",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Nur wenn Sie sie zurückgeben.",
    )


class SentForm(Form):
    """When and how an answer was handed out."""

    on = forms.DateField(
        label="Ausgehändigt am",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[likely_day],
    )
    way = forms.TypedChoiceField(
        label="Auf welchem Weg?",
        choices=Way.choices,
        coerce=Way,
        widget=forms.RadioSelect,
        help_text="Nicht mit einer einfachen E-Mail.",
    )
