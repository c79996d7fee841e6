"""Shape of input about what is wrong and what is not used any more."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from audit.forms import Form, OnceForm, likely_day
from referrals.corrections.flow import Ground, Status, Use
from referrals.corrections.sums import Place, Thing
from referrals.families.models import Person

LONGEST = 4000


def _offered(things: Iterable[Thing]) -> list[Any]:
    """Group what can be chosen by where it stands."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for thing in things:
        groups.setdefault(str(Place(thing.place).label), []).append((thing.code, thing.label))
    return [("", "Bitte wählen"), *groups.items()]


class _AboutForm(OnceForm):
    """Which thing of the file."""

    thing = forms.ChoiceField(label="Worum geht es?")

    def __init__(self, *args: Any, things: Iterable[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thing: Any = self.fields["thing"]
        thing.choices = _offered(things)


class DisputeForm(_AboutForm):
    """Who says that something is wrong, and how it is from their point of view."""

    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label="Wer bestreitet das?", empty_label="Bitte wählen"
    )
    statement = forms.CharField(
        label="Wie ist es aus Sicht dieser Person?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        help_text="Möglichst in ihren Worten. Die Gegendarstellung bleibt in der Akte.",
    )
    received_on = forms.DateField(
        label="Gesagt am",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[likely_day],
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], names: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people
        person.label_from_instance = lambda row: names[row.id]


class SettleForm(Form):
    """What became of a dispute, why, and what is right."""

    status = forms.TypedChoiceField(
        label="Was hat die Prüfung ergeben?", coerce=Status, widget=forms.RadioSelect
    )
    right = forms.CharField(
        label="Richtige Angabe",
        required=False,
        max_length=LONGEST,
        help_text="Nur beim Berichtigen: Sie steht ab sofort in der Akte.",
    )
    remark = forms.CharField(
        label="Begründung",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        help_text="Was geprüft wurde, und womit. Das teilen Sie auch der Person mit.",
    )

    def __init__(self, *args: Any, steps: Iterable[Status], is_fact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status: Any = self.fields["status"]
        status.choices = [(one.value, one.label) for one in steps]
        if not is_fact:
            del self.fields["right"]


class RestrictForm(_AboutForm):
    """Why something is not used any more."""

    ground = forms.TypedChoiceField(
        label="Warum?", choices=Ground.choices, coerce=Ground, widget=forms.RadioSelect
    )


class UseForm(Form):
    """What something restricted is read for."""

    use = forms.TypedChoiceField(
        label="Wofür brauchen Sie die Angabe?",
        choices=Use.choices,
        coerce=Use,
        widget=forms.RadioSelect,
    )


class LiftForm(Form):
    """Why something is used again."""

    remark = forms.CharField(
        label="Warum wird die Angabe wieder verwendet?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        help_text="Sagen Sie es der Person vorher (Art. 18 Abs. 3 DSGVO).",
    )
