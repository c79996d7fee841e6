"""Shape of input of a disclosure: on what ground, which package, what beyond it; and of its acceptance."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from accounts.actor import Actor
from accounts.models import User
from audit.forms import Form
from providers.register.models import Provider
from referrals.answers.forms import reason_field
from referrals.bases.models import Basis
from referrals.disclosures import access
from referrals.disclosures.models import ADDITIONS, PACKAGES, Disclosure, Field, Package


def no_conflict_field(
    label: str = "Niemand, der mitarbeitet, ist mit der Familie verwandt oder befreundet",
    help_text: str = "",
) -> forms.BooleanField:
    """Ask the coordinator, once names are known, whether anybody of the house knows the family (DP-113)."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)


class DisclosureForm(Form):
    """What a provider learns: a package by task, and additions that each need a tick of their own."""

    package = forms.ChoiceField(
        label="Wofür",
        choices=Package,
        widget=forms.RadioSelect,
        help_text="Jedes Paket enthält nur, was die Aufgabe braucht.",
        error_messages={"required": "Bitte wählen Sie, wofür die Unterlagen gebraucht werden."},
    )
    additions = forms.MultipleChoiceField(
        label="Zusätzlich, wenn es nötig ist",
        choices=[(field.value, field.label) for field in ADDITIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # The mark of the lines that the preview showed.
    digest = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        grounds: Mapping[str, Basis],
        words: Iterable[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"] = forms.TypedChoiceField(
            label="Grundlage",
            choices=[(str(key), text) for key, text in words],
            coerce=grounds.__getitem__,
            widget=forms.RadioSelect,
            error_messages={"required": "Bitte wählen Sie, worauf die Freigabe beruht."},
        )
        self.order_fields(["basis", "package", "additions", "digest"])

    @property
    def chosen(self) -> list[Field]:
        """Give the fields of the package and the additions."""
        additions = [Field(field) for field in self.cleaned_data["additions"]]
        return [*PACKAGES[self.cleaned_data["package"]], *additions]


class ProviderForm(Form):
    """Which provider is to learn something, on the short path without an enquiry."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Provider.objects.visible_to(actor).active(actor.today)
        known = {str(row.id): row for row in rows}
        self.fields["provider"] = forms.TypedChoiceField(
            label="Träger",
            choices=[("", "Bitte wählen"), *((key, row.name) for key, row in known.items())],
            coerce=known.__getitem__,
            empty_value=None,
            error_messages={"required": "Bitte wählen Sie einen Träger."},
        )


class AcceptForm(Form):
    """Who goes to the family, and that nobody is biased."""

    no_conflict = no_conflict_field()

    def __init__(self, *args: Any, actor: Actor, told: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.visible_to(actor).filter(access.may_go(told, actor.today))
        carers = {str(row.id): row for row in able.order_by("display_name")}
        self.fields["carer"] = forms.TypedChoiceField(
            label="Fachkraft",
            choices=[("", "Bitte wählen"), *((key, _carer(row)) for key, row in carers.items())],
            coerce=carers.__getitem__,
            empty_value=None,
            error_messages={"required": "Bitte nennen Sie die Fachkraft, die zur Familie geht."},
        )
        self.order_fields(["carer", "no_conflict"])


class RefuseForm(Form):
    """Why a chosen provider does not take the family on."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(actor.today)


def _carer(carer: User) -> str:
    return f"{carer.display_name} ({carer.profile})" if carer.profile else carer.display_name
