"""Shape of input about what may be said on the telephone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from audit.forms import OnceForm, likely_day
from referrals.calls.sums import NAMES, Fact
from referrals.families.models import Person


class WordForm(OnceForm):
    """What holds about one person of the family."""

    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label="Für wen?", empty_label="Bitte wählen"
    )
    fact = forms.TypedChoiceField(
        label="Was gilt?", choices=list(NAMES.items()), coerce=Fact, widget=forms.RadioSelect
    )
    until_on = forms.DateField(
        label="Bis",
        required=False,
        help_text="Ohne Tag gilt es, bis Sie es beenden.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], names: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people
        person.label_from_instance = lambda row: names[row.id]
