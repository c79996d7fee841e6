"""Shape of input about families: the household with a row for every person, a move, who works with the family."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from accounts.actor import Actor
from accounts.models import User
from audit.deeds import NotPossibleError
from audit.forms import Form, OnceForm, likely_birthday, likely_number
from providers.codes.models import Code, List
from providers.register.models import SocialSpace
from referrals.families.models import NewPerson, Relation, district_workers

NO_PLACE = {"required": "Bitte geben Sie die Anschrift an oder wählen Sie den Sozialraum von Hand."}
FIRST_NAME = {"required": "Bitte geben Sie einen Vornamen an."}
UNBORN_HELP = "Bei einem ungeborenen Kind, statt des Geburtsdatums."
TOWN_HELP = "Nur wenn die Familie in einem anderen Ort wohnt."
SPACE_HELP = "Nur wenn die Straße nicht im Verzeichnis steht oder es keine Anschrift gibt."
PHONE = forms.TextInput(attrs={"type": "tel"})
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Codes:
    """The code lists that rows of people choose from, read once for all rows."""

    custody: Mapping[str, Code]
    language: Mapping[str, Code]

    @classmethod
    def on(cls, day: date) -> "Codes":
        """Read the lists as they hold on a day."""
        custody, language = (
            {str(code.id): code for code in Code.objects.of(code_list, day)}
            for code_list in (List.CUSTODY, List.LANGUAGE)
        )
        return cls(custody, language)


def code_field(label: str, codes: Mapping[str, Code], **more: Any) -> forms.TypedChoiceField:
    """Make a field whose cleaned value is a code of a list that was read before."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Bitte wählen"), *((id_, code.name) for id_, code in codes.items())],
        coerce=codes.get,
        empty_value=None,
        **more,
    )


def day_field(label: str, **more: Any) -> forms.DateField:
    """Make a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, validators=[likely_birthday], **more)


class PersonForm(Form):
    """One person of a household; what cannot be true is said beside its field."""

    relation = forms.ChoiceField(label="Wer ist das?", choices=Relation)
    first_name = forms.CharField(label="Vorname", max_length=120, error_messages=FIRST_NAME)
    last_name = forms.CharField(label="Anderer Nachname", max_length=120, required=False)
    born = day_field("Geburtsdatum", required=False)
    expected = day_field("Errechneter Termin", required=False, help_text=UNBORN_HELP)
    number = forms.CharField(
        label="Telefon", max_length=60, required=False, widget=PHONE, validators=[likely_number]
    )
    needs_interpreter = forms.BooleanField(label="Braucht Dolmetschen", required=False)
    facts = forms.CharField(
        label="Gut zu wissen",
        max_length=2000,
        required=False,
        help_text="Zum Beispiel Schule, Kita, Gesundheit, was dem Menschen wichtig ist.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    order = (
        *("relation", "first_name", "last_name", "born", "custody", "expected", "number"),
        *("language", "needs_interpreter", "facts"),
    )
    folded: tuple[str, ...] = ()

    def __init__(self, *args: Any, codes: Codes, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["custody"] = code_field("Elterliche Sorge", codes.custody, required=False)
        self.fields["language"] = code_field("Sprache", codes.language, required=False)
        self.order_fields(self.order)
        if self.data.get(self.add_prefix("expected")):
            self.fields["first_name"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask the person itself what cannot be true."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not self.errors:
            try:
                self.person().check(self._today)
            except NotPossibleError as refusal:
                self.add_error(refusal.field, refusal.sentence)
        return cleaned

    def person(self) -> NewPerson:
        """Give the person as the deed takes it."""
        given = {"relation": Relation.CHILD, **self.cleaned_data}
        given.pop("id", None)
        return NewPerson(**{**given, "relation": Relation(given["relation"])})

    def shown(self) -> list[forms.BoundField]:
        """Give the fields that are always there."""
        return [field for field in self if field.name not in self.folded]

    def more(self) -> list[forms.BoundField]:
        """Give the fields that can be folded away."""
        return [field for field in self if field.name in self.folded]

    def is_open(self) -> bool:
        """Tell whether a folded field holds something, or needs another look."""
        return any(field.value() or field.errors for field in self.more())


class NewPersonForm(OnceForm, PersonForm):
    """A person who is added to a file."""


class ChildForm(PersonForm):
    """A row for a child."""

    folded = ("expected", "number", "language", "needs_interpreter", "facts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["relation"]


class AdultForm(PersonForm):
    """A row for an adult of the household."""

    folded = ("born", "facts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["custody"], self.fields["expected"]
        relation: Any = self.fields["relation"]
        relation.choices = [choice for choice in Relation.choices if choice[0] != Relation.CHILD]
        relation.initial = Relation.MOTHER.value


class PlaceForm(Form):
    """An address, and the social space where the street list does not know it."""

    street = forms.CharField(label="Straße", max_length=120, error_messages=NO_PLACE)
    house_number = forms.CharField(label="Hausnummer", max_length=20, error_messages=NO_PLACE)
    town = forms.CharField(label="Ort", max_length=80, required=False, help_text=TOWN_HELP)
    space: "forms.ModelChoiceField[SocialSpace]" = forms.ModelChoiceField(
        SocialSpace.objects.none(),
        label="Sozialraum von Hand",
        required=False,
        empty_label="Aus dem Straßenverzeichnis",
        help_text=SPACE_HELP,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("space"):
            self.fields["street"].required = self.fields["house_number"].required = False
        space: Any = self.fields["space"]
        space.queryset = SocialSpace.objects.valid(actor.today)


class FamilyForm(OnceForm, PlaceForm):
    """What concerns the whole family."""

    name = forms.CharField(label="Familienname", max_length=120)
    file_number = forms.CharField(
        label="Aktenzeichen",
        max_length=60,
        required=False,
        help_text="Das Zeichen der Akte im führenden Verfahren.",
    )
    second_worker: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        User.objects.none(),
        label="Zweite Fachkraft",
        required=False,
        empty_label="Niemand",
        help_text="Sie sieht die Familie und arbeitet mit Ihnen zusammen.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        worker: Any = self.fields["second_worker"]
        worker.queryset = district_workers(actor).exclude(id=actor.user_id)
        self.order_fields(["name", "file_number"])


class MoveForm(PlaceForm):
    """Where the household lives from a day on."""

    since_on = day_field("Eingezogen am")


class WorkerForm(Form):
    """Which district worker; nobody is a choice unless `required`."""

    worker: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(User.objects.none())

    def __init__(
        self, *args: Any, able: QuerySet[User], label: str, required: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        worker: Any = self.fields["worker"]
        worker.queryset, worker.label = able, label
        worker.required, worker.empty_label = required, "Bitte wählen" if required else "Niemand"


@dataclass(frozen=True, slots=True)
class Named:
    """A field in the summary of errors, with the row it stands in."""

    label: str
    errors: list[str]
    anchor: str


class Household:
    """The form of a new family: the household, and as many rows of people as are wanted.

    A button for one more row gives everything back as it was typed; rows left empty are left out.
    """

    def __init__(self, actor: Actor, data: MultiValueDict[str, str] | None = None) -> None:
        """Make it empty, with what was typed when another row is wanted, or with what was sent."""
        self._given: MultiValueDict[str, str] = MultiValueDict() if data is None else data
        self.adds = next((w for w in ("more_adults", "more_children") if w in self._given), "")
        self._sent = None if self.adds else data
        self._rows: dict[str, Any] = {"codes": Codes.on(actor.today), "today": actor.today}
        self.family = FamilyForm(self._sent, initial=self._typed(""), actor=actor)
        self.adults = self._forms("adults", AdultForm)
        self.children = self._forms("children", ChildForm)

    def _forms(self, kind: str, form: type[PersonForm]) -> list[PersonForm]:
        given = self._given.get(kind) or ""
        count = min(max(int(given[:3]), 1), MOST_ROWS) if given.isdecimal() else 1
        made = [
            form(
                self._sent,
                prefix=f"{kind}-{i}",
                initial=self._typed(f"{kind}-{i}-"),
                empty_permitted=True,
                use_required_attribute=False,
                **self._rows,
            )
            for i in range(1, count + 1 + (self.adds == f"more_{kind}"))
        ]
        if self.adds == f"more_{kind}":
            made[-1].fields["first_name"].widget.attrs["autofocus"] = True
        return made

    def _typed(self, prefix: str) -> dict[str, Any]:
        """Give what was typed as it stands, so that another row costs nobody a word."""
        given = self._given if self.adds else {}
        return {name[len(prefix) :]: given[name] for name in given if name.startswith(prefix)}

    def is_valid(self) -> bool:
        """Tell whether the family can be opened with it."""
        if self._sent is None or not self.family.is_valid() or self.errors:
            return False
        if not self._people():
            self.family.add_error(None, "Bitte tragen Sie mindestens eine Person ein.")
        return not self.family.errors

    def cleaned(self) -> dict[str, Any]:
        """Give what the deed takes."""
        return {**self.family.cleaned_data, "people": self._people()}

    def _people(self) -> list[NewPerson]:
        return [row.person() for row in (*self.adults, *self.children) if row.has_changed()]

    @property
    def errors(self) -> bool:
        """Tell whether anything needs another look."""
        return any(form.errors for form in (self.family, *self.adults, *self.children))

    def non_field_errors(self) -> list[str]:
        """Give what is wrong with the whole."""
        return [str(error) for error in self.family.non_field_errors()]

    def __iter__(self) -> Iterator[Named]:
        """Give the fields for the summary of errors, each with its row."""
        rows = [(f"Kind {i}: ", row) for i, row in enumerate(self.children, 1)]
        rows += [(f"Erwachsene Person {i}: ", row) for i, row in enumerate(self.adults, 1)]
        for before, form in [("", self.family), *rows]:
            for field in form:
                anchor = getattr(field, "anchor", field.id_for_label)
                yield Named(f"{before}{field.label}", [str(e) for e in field.errors], anchor)
