"""Shape of input of a choice: whom the family chose, with how many hours, who leads, and its wish."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django import forms

from audit.forms import Form
from providers.budgets.forms import HoursField

ONE_SENTENCE = 300


class Offered(NamedTuple):
    """An offer that can be chosen: its copy, the provider's name, the minutes a week it offers."""

    copy: UUID
    provider: str
    week_minutes: int


class ChoiceForm(Form):
    """A row for every offer; one provider alone leads by itself."""

    lead = forms.ChoiceField(
        label="Federführung",
        required=False,
        widget=forms.RadioSelect,
        help_text="Nur nötig, wenn mehrere Träger gemeinsam helfen.",
    )
    wish = forms.CharField(
        label="Wunsch der Familie",
        required=False,
        max_length=ONE_SENTENCE,
        help_text="Ein Satz. Er bleibt im Jugendamt.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, offers: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        for key, provider, minutes in offers:
            self.fields[f"chosen_{key}"] = forms.BooleanField(
                label=f"{provider} ausgewählt", required=False, initial=len(offers) == 1
            )
            self.fields[f"hours_{key}"] = HoursField(
                label="Stunden in der Woche", required=False, initial=minutes
            )
        lead = self.fields["lead"]
        lead.choices = [(str(o.copy), o.provider) for o in offers]  # type: ignore[attr-defined]  # a ChoiceField
        rows = [name for o in offers for name in (f"chosen_{o.copy}", f"hours_{o.copy}")]
        self.order_fields([*rows, "lead", "wish"])

    def clean(self) -> dict[str, Any]:
        """Gather what was ticked as triples of copy, minutes and lead."""
        data: dict[str, Any] = self.cleaned_data
        picked = [o.copy for o in self.offers if data.get(f"chosen_{o.copy}")]
        for key in picked:
            if not self.errors.get(f"hours_{key}") and not data.get(f"hours_{key}"):
                self.add_error(f"hours_{key}", "Bitte geben Sie die Stunden in der Woche an.")
        data["picked"] = [
            (key, data.get(f"hours_{key}") or 0, str(key) == data.get("lead")) for key in picked
        ]
        return data
