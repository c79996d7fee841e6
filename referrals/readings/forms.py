"""The choices above the trail."""

from typing import Any

from django import forms

from audit.models import Kind

ALL = ("", "Alle")


class TrailForm(forms.Form):
    """What of the trail to show; a choice that does not exist counts as none."""

    kind = forms.ChoiceField(label="Art", required=False, choices=[ALL, *Kind.choices])
    event = forms.ChoiceField(label="Ereignis", required=False)
    who = forms.ChoiceField(label="Person", required=False)
    day = forms.DateField(
        label="Tag", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self, data: Any, *, words: list[tuple[str, str]], people: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["event"].choices = [ALL, *words]  # type: ignore[attr-defined]  # a field of choices
        self.fields["who"].choices = [ALL, *people]  # type: ignore[attr-defined]  # a field of choices

    def chosen(self) -> dict[str, Any]:
        """Give the choices that exist."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlaceForm(forms.Form):
    """Where in a long list the page begins: behind or before the key of an entry."""

    before = forms.IntegerField(required=False)
    after = forms.IntegerField(required=False)

    def chosen(self) -> dict[str, Any]:
        """Give the place, or nothing for the latest entries."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
