"""Shape of input about erasures."""

from typing import Any
from uuid import UUID

from django import forms

from audit.forms import Form
from referrals.erasure.flow import Answer


class ChosenForm(Form):
    """Which things of a list were chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent: Any = self.data
        self.sent = sent.getlist("chosen") if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        """Give the identities; what is none was not on the page."""
        cleaned = super().clean() or {}
        try:
            return {**cleaned, "chosen": [UUID(one) for one in self.sent]}
        except ValueError:
            return {**cleaned, "chosen": []}


class AnswerForm(ChosenForm):
    """What the archive said."""

    answer = forms.TypedChoiceField(
        label="Antwort des Archivs",
        choices=Answer,
        coerce=Answer,
        widget=forms.RadioSelect(attrs={"class": "app-chips"}),
        error_messages={"required": "Bitte wählen Sie, was das Archiv geantwortet hat."},
    )
