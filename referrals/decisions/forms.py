"""Shape of input about decisions."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from providers.budgets.forms import DayInput, HoursField
from providers.register.models import AidType, Code, List
from referrals.decisions.models import Kind

GROUNDS = "Warum diese Hilfe geeignet und nötig ist. Zwei bis vier Sätze."
NOTICE = "Den Bescheid schreibt das Fachverfahren. Datum und Zeichen, wenn es ihn schon gibt."


class ProposalForm(forms.Form):
    """What a new help rests on."""

    reason = forms.ModelChoiceField(Code.objects.none(), label="Hauptgrund der Hilfe")
    grounds = forms.CharField(label="Begründung", help_text=GROUNDS, widget=forms.Textarea)
    notice = forms.CharField(
        label="Bescheid aus dem Fachverfahren", help_text=NOTICE, required=False, max_length=120
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "reason").queryset = Code.objects.of(List.REASON, today)


class ChangeForm(forms.Form):
    """How a running help is to go on: kind, period, and hours of each provider that already
    helps.
    """

    kind = forms.ChoiceField(
        label="Was soll sich ändern?",
        choices=[choice for choice in Kind.choices if choice[0] != Kind.NEW],
        widget=forms.RadioSelect(attrs={"class": "app-chips"}),
    )
    aid_type = forms.ModelChoiceField(AidType.objects.none(), label="Hilfeart")
    from_on = forms.DateField(label="Ab", widget=DayInput())
    until_on = forms.DateField(label="Bis", widget=DayInput())
    reason = forms.ModelChoiceField(Code.objects.none(), label="Hauptgrund der Hilfe")
    grounds = forms.CharField(label="Begründung", help_text=GROUNDS, widget=forms.Textarea)
    notice = forms.CharField(
        label="Bescheid aus dem Fachverfahren", help_text=NOTICE, required=False, max_length=120
    )

    def __init__(
        self, *args: Any, today: date, helpers: Iterable[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "aid_type").queryset = AidType.objects.referable(today)
        _field(self, "reason").queryset = Code.objects.of(List.REASON, today)
        self.helpers = dict(helpers)
        for provider, name in self.helpers.items():
            self.fields[f"hours_{provider}"] = HoursField(
                label=f"Stunden je Woche: {name}", required=False
            )
        self.fields["lead"] = forms.ChoiceField(
            label="Federführung",
            choices=[(str(provider), name) for provider, name in self.helpers.items()],
            widget=forms.RadioSelect(attrs={"class": "app-chips"}),
        )
        self.order_fields(["kind", *(f"hours_{p}" for p in self.helpers), "lead"])

    def clean(self) -> dict[str, Any]:
        """Gather the hours by provider; somebody has to help."""
        data = super().clean() or {}
        hours = {p: data.pop(f"hours_{p}", None) for p in self.helpers}
        data["hours"] = {provider: minutes for provider, minutes in hours.items() if minutes}
        lead = data.pop("lead", None)
        data["lead"] = UUID(lead) if lead else None
        if not self.errors and data["lead"] not in data["hours"]:
            self.add_error("lead", "Wer die Federführung hat, braucht auch Stunden.")
        return data


class HintForm(forms.Form):
    """Why a decision is given back."""

    hint = forms.CharField(label="Hinweis", widget=forms.Textarea)


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
