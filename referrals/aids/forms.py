"""Shape of input about helps."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from providers.budgets.forms import DayInput


class BeginForm(forms.Form):
    """When the family was met for the first time."""

    first_contact_on = forms.DateField(label="Erstes Gespräch am", widget=DayInput())


class CarerForm(forms.Form):
    """Who goes to the family from now on."""

    carer = forms.ModelChoiceField(User.objects.none(), label="Fachkraft")

    def __init__(self, *args: Any, carers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["carer"]
        field.queryset = carers
