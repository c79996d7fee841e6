"""Shape of input about what an answer shows."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audit.forms import Form, likely_day
from referrals.redactions.sums import CHOSEN, Opening, Reason

SHOWN = ("", "zeigen")
PART = "part_"


class ItemForm(Form):
    """For every sentence whether it is shown, or why not; and why something is shown after all."""

    why = forms.TypedChoiceField(
        label="Warum wird mehr gezeigt als vorgeschlagen?",
        choices=[("", "Es wird nichts zusätzlich gezeigt"), *Opening.choices],
        coerce=Opening,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[int, str, str]], **kwargs: Any) -> None:
        """Take the sentences that a person may decide about: place, words, why it is blackened now."""
        super().__init__(*args, **kwargs)
        choices = [SHOWN, *((one.value, one.label) for one in CHOSEN)]
        for at, text, now in parts:
            self.fields[f"{PART}{at}"] = forms.TypedChoiceField(
                label=text,
                choices=choices,
                coerce=Reason,
                empty_value=None,
                required=False,
                initial=now,
            )
        self.order_fields([*(f"{PART}{at}" for at, _, _ in parts), "why"])

    def clean(self) -> dict[str, Any]:
        """Give the sentences that are blackened, each with its reason, and why less is."""
        given = self.cleaned_data
        cuts = {
            int(name.removeprefix(PART)): reason
            for name, reason in given.items()
            if name.startswith(PART) and reason
        }
        return {"cuts": cuts, "why": given.get("why")}


class AdviceForm(Form):
    """On which day a lawyer looked at it."""

    lawyer_on = forms.DateField(
        label="Rechtlich geprüft am",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Ein Teil der Auskunft wird abgelehnt. Das prüft vorher das Rechtsamt.",
        validators=[likely_day],
    )
