"""Shape of input about lists of recipients: for whom."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from audit.forms import Form
from referrals.families.models import Person
from referrals.receipts.sums import Household


class ReceiptForm(Form):
    """Who takes the list home."""

    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label="Für wen?", empty_label="Bitte wählen"
    )
    household = forms.TypedChoiceField(
        label="Wo lebt diese Person?",
        choices=Household.choices,
        coerce=Household,
        widget=forms.RadioSelect,
        help_text=(
            "Wer getrennt lebt, liest nichts, was auf Einwilligungen anderer beruht, und nichts,"
            " was seit dem Schutz einer Anschrift weitergegeben wurde."
        ),
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], names: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people
        person.label_from_instance = lambda row: names[row.id]
