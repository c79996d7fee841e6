"""Shape of input about helps."""

from typing import Any
from uuid import UUID

from django import forms

from accounts.actor import Actor
from accounts.models import User
from audit.forms import Form, likely_day
from providers.budgets.forms import DayInput
from referrals.disclosures.access import may_carry
from referrals.disclosures.forms import no_conflict_field


class BeginForm(Form):
    """When the family was met for the first time."""

    first_contact_on = forms.DateField(
        label="Erstes Gespräch am", widget=DayInput(), validators=[likely_day]
    )


class CarerForm(Form):
    """Who goes to the family from now on: somebody who works with families at the provider."""

    carer = forms.ModelChoiceField(
        User.objects.none(), label="Fachkraft", empty_label="Bitte wählen"
    )
    no_conflict = no_conflict_field()

    def __init__(
        self, *args: Any, actor: Actor, provider: UUID, family: UUID, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        can = may_carry(provider, actor.today, family)
        able = User.objects.visible_to(actor).filter(can)
        carer: Any = self.fields["carer"]
        carer.queryset = able.order_by("display_name")
        carer.label_from_instance = lambda person: person.display_name
