"""Shape of input about hand-given exceptions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.models import User
from audit.forms import OnceForm, likely_day
from providers.budgets.forms import DayInput
from referrals.families.flow import GrantKind, GrantReason

KINDS = [(kind.value, kind.label) for kind in (GrantKind.STAND_IN, GrantKind.NAMED)]
# A sample is drawn, and a file that rests is opened, on pages of their own.
BY_OTHER_WAYS = (GrantReason.AUDIT, GrantReason.INSPECTION)
REASONS = [(one.value, one.label) for one in GrantReason if one not in BY_OTHER_WAYS]
MOST = 50


class UntilForm(OnceForm):
    """Who, and until which day."""

    person: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        User.objects.none(), label="Wer?", empty_label="Bitte wählen"
    )
    until_on = forms.DateField(
        label="Bis einschließlich", widget=DayInput(), validators=[likely_day]
    )

    def __init__(self, *args: Any, able: QuerySet[User], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = able
        person.label_from_instance = lambda one: one.display_name
        self.fields["until_on"].initial = actor.today + timedelta(days=14)


class LetInForm(UntilForm):
    """What for, who, why, until when."""

    kind = forms.TypedChoiceField(
        label="Was soll die Person können?",
        choices=KINDS,
        coerce=GrantKind,
        widget=forms.RadioSelect,
        help_text="Die Vertretung führt die Akte bis zu diesem Tag, als wäre sie zuständig.",
    )
    reason = forms.TypedChoiceField(
        label="Warum?", choices=REASONS, coerce=GrantReason, widget=forms.RadioSelect
    )

    field_order = ("kind", "person", "reason", "until_on")


class SampleForm(UntilForm):
    """Who examines, how many files, until when."""

    count = forms.IntegerField(label="Wie viele Familien?", min_value=1, max_value=MOST, initial=5)

    field_order = ("person", "count", "until_on")
