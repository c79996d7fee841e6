"""The choices above the trail."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.actor import Actor
from accounts.models import User
from audit.forms import Form, likely_day
from audit.trail import Kind, all_events

ALL = ("", "Alle")


class TrailForm(Form):
    """What of the trail to show; a choice that does not exist counts as none."""

    kind = forms.ChoiceField(label="Art", required=False, choices=[ALL, *Kind.choices])
    event = forms.ChoiceField(label="Ereignis", required=False)
    who = forms.ChoiceField(label="Person", required=False)
    day = forms.DateField(
        label="Tag",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        words = ((event.code, event.sentence) for event in all_events())
        people = User.objects.visible_to(actor).values_list("id", "display_name")
        self.fields["event"].choices = [ALL, *_by_word(words)]  # type: ignore[attr-defined]  # a field of choices
        self.fields["who"].choices = [ALL, *_by_word((str(id_), name) for id_, name in people)]  # type: ignore[attr-defined]  # as above

    def chosen(self) -> dict[str, Any]:
        """Give the choices that exist."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlaceForm(Form):
    """Where in a long list the page begins: behind or before the key of an entry."""

    before = forms.IntegerField(required=False)
    after = forms.IntegerField(required=False)

    def chosen(self) -> dict[str, Any]:
        """Give the place, or nothing for the latest entries."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def _by_word(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: choice[1].casefold())
