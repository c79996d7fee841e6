"""Shape of input in an emergency, for its review and for the roster."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms

from accounts import access
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit.forms import Form, OnceForm, likely_day
from referrals.emergencies import sums
from referrals.emergencies.access import HELPERS
from referrals.emergencies.models import Cause, Outcome

if TYPE_CHECKING:
    ChoiceOfPerson = forms.ModelChoiceField[User]
else:
    ChoiceOfPerson = forms.ModelChoiceField


def _likely_moment(moment: datetime) -> None:
    likely_day(moment.date())


class EmergencyForm(OnceForm):
    """Which family, and why now."""

    name = forms.CharField(label="Familienname oder Merkwort", max_length=120)
    mark = forms.CharField(
        label="Vorname einer Person oder Straße",
        max_length=120,
        help_text="Mit dem Merkwort allein nicht nötig.",
        error_messages={"required": sums.MORE},
    )
    cause = forms.ChoiceField(label="Was ist geschehen?", choices=Cause, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Warum brauchen Sie die Angaben jetzt?",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": "Bitte fassen Sie sich kürzer: höchstens 600 Zeichen.",
            "required": "Bitte schreiben Sie in einem ganzen Satz, warum Sie die Angaben jetzt brauchen.",
        },
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].required = not sums.is_word(self.data.get("name", ""))
        self.fields["reason"].required = not actor.has(Role.ON_CALL)
        self.fields["reason"].help_text = (
            "In der Bereitschaft dürfen Sie das Feld leer lassen."
            if actor.has(Role.ON_CALL)
            else "Ein Satz. Eine zweite Person liest ihn innerhalb von drei Arbeitstagen."
        )

    def clean_cause(self) -> Cause:
        """Give the cause as the deed takes it."""
        return Cause(self.cleaned_data["cause"])


class ReviewForm(Form):
    """What the second person says."""

    outcome = forms.ChoiceField(label="Ergebnis", choices=Outcome, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="Bemerkung",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Bitte fassen Sie sich kürzer: höchstens 600 Zeichen."},
    )

    def clean_outcome(self) -> Outcome:
        """Give the outcome as the deed takes it."""
        return Outcome(self.cleaned_data["outcome"])


class OnCallForm(OnceForm):
    """Who is on call from when until when."""

    person = ChoiceOfPerson(User.objects.none(), label="Wer?", empty_label="Bitte wählen")
    from_at = forms.DateTimeField(
        label="Von",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[_likely_moment],
    )
    until_at = forms.DateTimeField(
        label="Bis",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[_likely_moment],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        fitting = access.hold_one_of(HELPERS, actor.today)
        people = User.objects.visible_to(actor).filter(fitting).exclude(id=actor.user_id)
        person.queryset = people.order_by("display_name")
