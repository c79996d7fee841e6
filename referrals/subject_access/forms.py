"""Shape of input about requests."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from audit.forms import Form, OnceForm, likely_day
from referrals.subject_access.flow import Asker, Channel, Proof


def _words(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=1000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Bitte fassen Sie sich kürzer: höchstens 1000 Zeichen."},
    )


class RequestForm(OnceForm):
    """Who asks, how it came and when, and where the answer is to go."""

    requester = forms.CharField(
        label="Wer fragt?", max_length=200, help_text="Name, wenn bekannt mit Geburtsdatum."
    )
    contact = forms.CharField(
        label="Wohin soll die Antwort?",
        max_length=300,
        help_text="Anschrift, oder: holt persönlich ab.",
    )
    channel = forms.TypedChoiceField(
        label="Wie kam es?", choices=Channel, coerce=Channel, widget=forms.RadioSelect
    )
    received_on = forms.DateField(
        label="Eingang",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Von diesem Tag an läuft der Monat, der für die Antwort bleibt.",
        validators=[likely_day],
    )
    wish = _words(
        "Was möchte die Person wissen?",
        hint="Leer heißt: alles, was über sie da ist.",
        required=False,
    )


class IdentityForm(Form):
    """How the office made sure who asks."""

    proof = forms.TypedChoiceField(
        label="Woran wurde die Person erkannt?",
        choices=Proof,
        coerce=Proof,
        widget=forms.RadioSelect,
        help_text="Eine E-Mail oder ein Anruf allein genügt nie.",
        error_messages={"required": "Bitte wählen Sie, woran die Person erkannt wurde."},
    )


class PlaceForm(Form):
    """By what a family is found: its Merkwort, or a name with something else."""

    name = forms.CharField(
        label="Merkwort oder Familienname",
        max_length=80,
        error_messages={"required": "Bitte geben Sie das Merkwort oder den Familiennamen an."},
    )
    mark = forms.CharField(
        label="Vorname oder Straße",
        max_length=80,
        required=False,
        help_text="Nötig nur zum Familiennamen.",
    )


class ScopeForm(Form):
    """Whom it is about, as what they ask, and how much they want to know."""

    person = forms.TypedChoiceField(
        label="Um wen geht es?",
        coerce=UUID,
        widget=forms.RadioSelect,
        help_text="Um Auskunft für ein Kind bittet, wer die elterliche Sorge hat.",
        error_messages={"required": "Bitte wählen Sie, um wen es geht."},
    )
    asker = forms.TypedChoiceField(
        label="Als was fragt die Person?",
        choices=Asker,
        coerce=Asker,
        widget=forms.RadioSelect,
        help_text="Davon hängt ab, was über andere vorgeschlagen wird zu schwärzen.",
        error_messages={"required": "Bitte wählen Sie, als was die Person fragt."},
    )
    scope = _words(
        "Auf was beschränkt sich die Auskunft?", hint="Leer heißt: alles.", required=False
    )

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        """Offer the people of the family."""
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.choices = [(str(identity), name) for identity, name in people]


class ExtensionForm(Form):
    """Why the answer takes longer."""

    reason = _words("Warum dauert es länger?", hint="Der Satz steht im Brief an die Person.")


class RequestRefusalForm(Form):
    """Why there is no answer at all."""

    reason = _words(
        "Warum gibt es keine Auskunft?",
        hint="Zum Beispiel: Die Identität ließ sich nicht klären. Oder: Hier ist nichts gespeichert.",
    )
    lawyer_on = forms.DateField(
        label="Rechtlich geprüft am",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Nötig, sobald die Identität geprüft ist.",
        validators=[likely_day],
    )
