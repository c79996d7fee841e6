"""Shape of input about conflicts of interest."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from accounts.models import Bias, User
from audit.forms import Form


class BiasForm(Form):
    """Why; a class is enough, nobody has to tell more."""

    reason = forms.TypedChoiceField(
        label="Warum?",
        choices=Bias,
        coerce=Bias,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bitte wählen Sie einen Grund. Näheres müssen Sie nicht angeben."
        },
    )


class EnterForm(BiasForm):
    """Who, and why."""

    person: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        User.objects.none(), label="Wer ist befangen?", empty_label="Bitte wählen"
    )

    def __init__(self, *args: Any, able: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = able
        person.label_from_instance = lambda one: one.display_name
        self.order_fields(["person", "reason"])


class LeadForm(Form):
    """Under whose lead a family stands from now on."""

    team = forms.TypedChoiceField(label="Leitung", coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, *args: Any, teams: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        if isinstance(team, forms.ChoiceField):
            team.choices = [(str(id_), words) for id_, words in teams]
