"""Shape of input about notes: text first, everything else optional."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms

from accounts.actor import Actor
from audit import clock
from audit.forms import Form, OnceForm, likely_day
from referrals.families.models import Family
from referrals.notes.models import Way

if TYPE_CHECKING:
    ChoiceOfFamily = forms.ModelChoiceField[Family]
else:
    ChoiceOfFamily = forms.ModelChoiceField

OTHERS = "andere"


class NoteForm(OnceForm):
    """What was said or seen, how, when and with whom."""

    text = forms.CharField(
        label="Was möchten Sie festhalten?",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
    )
    way = forms.ChoiceField(
        label="Wie?",
        choices=Way,
        initial=Way.CALL.value,
        widget=forms.RadioSelect(attrs={"class": "app-chips"}),
    )
    person = forms.ChoiceField(
        label="Wer?", required=False, widget=forms.RadioSelect(attrs={"class": "app-chips"})
    )
    other = forms.CharField(
        label="Wer?",
        max_length=120,
        required=False,
        help_text="Zum Beispiel Lehrerin, Frau Krause.",
    )
    confided = forms.BooleanField(
        label="Mir anvertraut",
        required=False,
        help_text="Nur ich lese es; auch Leitung und Vertretung nicht. Was auf Gefahr für ein Kind "
        "hindeutet, gehört in eine gewöhnliche Notiz.",
    )
    on = forms.DateField(
        label="Tag",
        required=False,
        help_text="Leer heißt: jetzt.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )
    at = forms.TimeField(
        label="Uhrzeit",
        required=False,
        help_text="Leer heißt: jetzt.",
        widget=forms.TimeInput(attrs={"type": "time"}),
    )

    def __init__(self, *args: Any, actor: Actor, people: Sequence[str] = (), **kwargs: Any) -> None:
        """Offer the people of a family where one is chosen already."""
        super().__init__(*args, **kwargs)
        self._actor = actor
        if not people:
            del self.fields["person"]
            return
        person: Any = self.fields["person"]
        person.choices = [(name, name) for name in people] + [(OTHERS, "andere")]
        self.fields["other"].label = "Andere Person"

    def is_confided(self) -> bool:
        """Tell whether it is for the author alone."""
        return bool(self.cleaned_data["confided"])

    def given(self) -> dict[str, Any]:
        """Give what the deed takes."""
        cleaned = self.cleaned_data
        person = cleaned.get("person") or OTHERS
        return {
            "text": cleaned["text"],
            "way": Way(cleaned["way"]),
            "who": cleaned["other"] if person == OTHERS else person,
            "happened_at": self._moment(),
            "family": cleaned.get("family"),
            "id": cleaned["id"],
        }

    def _moment(self) -> datetime | None:
        """Give the moment that was meant: a day without a time means that day at this hour."""
        on, at = self.cleaned_data["on"], self.cleaned_data["at"]
        if on is None and at is None:
            return None
        if at is None:
            return self._actor.now - timedelta(days=(self._actor.today - on).days)
        return clock.moment(on or self._actor.today, at.hour, at.minute)


class FamilyField(ChoiceOfFamily):
    """One of the families that a person works with, by the name that a deed told."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(Family.objects.none(), label=label, **more)

    def offer(self, actor: Actor, names: Sequence[tuple[UUID, str]]) -> None:
        """Offer these families, sorted as they are."""
        self.queryset = Family.objects.visible_to(actor).select_related("lock")
        empty = [("", self.empty_label)] if self.empty_label else []
        self.choices = [*empty, *((str(family), name) for family, name in names)]


class FreeNoteForm(NoteForm):
    """A note whose family is chosen here, or later."""

    family = FamilyField("Familie", required=False, empty_label="Später wählen")

    def __init__(
        self, *args: Any, actor: Actor, names: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        family: Any = self.fields["family"]
        family.offer(actor, names)


class ChooseFamilyForm(Form):
    """Which family a note belongs to."""

    family = FamilyField("Familie", empty_label="Bitte wählen")

    def __init__(
        self, *args: Any, actor: Actor, names: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        family: Any = self.fields["family"]
        family.offer(actor, names)


class WhichForm(Form):
    """From which family's page somebody comes; anything unknown is none."""

    familie = forms.UUIDField(required=False)

    def family(self) -> UUID | None:
        """Give the family's identity."""
        return self.cleaned_data["familie"] if self.is_valid() else None
