"""Shape of input about handing over: what of it, and to whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from accounts.access import works_as
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit.forms import Form
from referrals.disclosures.forms import no_conflict_field
from referrals.families.models import district_workers

type Choice = tuple[UUID, str]


class CaseloadForm(Form):
    """A checklist of what is handed over, all of it at first, and the colleague who takes it; who
    coordinates says once for all of it that nobody who helps knows one of the families.
    """

    things = forms.TypedMultipleChoiceField(
        label="Was übergeben wird",
        coerce=UUID,
        error_messages={"required": "Bitte wählen Sie aus, was übergeben wird."},
        widget=forms.CheckboxSelectMultiple,
    )
    to = forms.ModelChoiceField(User.objects.none(), label="An", empty_label="Bitte wählen")

    def __init__(
        self, *args: Any, actor: Actor, person: UUID, choices: Sequence[Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        things: Any = self.fields["things"]
        things.choices = [(str(id_), words) for id_, words in choices]
        self.initial.setdefault("things", [str(id_) for id_, _ in choices])
        to: Any = self.fields["to"]
        to.queryset = _colleagues(actor).exclude(id=person)
        to.label_from_instance = lambda colleague: colleague.display_name
        if not actor.leads:
            self.fields["no_conflict"] = no_conflict_field(
                label="Niemand, der mitarbeitet, ist mit einer der Familien verwandt oder befreundet",
                help_text="Kennt jemand eine Familie, nehmen Sie sie hier heraus und sagen es auf der Seite "
                "ihrer Hilfe.",
            )


def _colleagues(actor: Actor) -> Any:
    """Give whoever can take over: district workers, or the carers of the own house."""
    if actor.leads:
        return district_workers(actor)
    able = works_as(Role.CARER, actor.coordinates, actor.today)
    return User.objects.visible_to(actor).filter(able).order_by("display_name")
