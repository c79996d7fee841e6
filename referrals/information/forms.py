"""Shape of input about how somebody was informed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from audit.forms import OnceForm, likely_day
from providers.budgets.forms import DayInput
from referrals.families.models import Person
from referrals.information.flow import Way


class InformationForm(OnceForm):
    """Who was informed, how and when."""

    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label="Wer?", empty_label="Bitte wählen"
    )
    way = forms.TypedChoiceField(
        label="Wie?", choices=Way.choices, coerce=Way, widget=forms.RadioSelect
    )
    given_on = forms.DateField(label="Wann?", widget=DayInput(), validators=[likely_day])

    def __init__(
        self, *args: Any, people: QuerySet[Person], names: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people
        person.label_from_instance = lambda row: names[row.id]
