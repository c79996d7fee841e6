"""Shape of input about letting people in: a role with its place, a new person, a list of people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import access
from accounts.actor import Actor
from accounts.admissions import sheets, sums
from accounts.admissions.actions import NewColleague
from accounts.roles import NOT_GIVEN, PROVIDER_ROLES, TEAM_ROLES, Role
from audit.forms import Form

OFFICE = "office"
WRONG_PLACE = {
    "team": "Zu dieser Rolle gehört ein Team.",
    "provider": "Zu dieser Rolle gehört ein Träger.",
    "office": "Diese Rolle gehört zum Jugendamt als Ganzem, zu keinem Team und keinem Träger.",
}


class Places:
    """The places at which somebody may give roles, and what they are called."""

    def __init__(self, actor: Actor) -> None:
        everywhere = access.may_administer(actor)
        self.teams = {team.id: team for team in sheets.teams(actor)}
        self.providers = sheets.providers(actor)
        self.roles = [
            role
            for role in Role
            if role not in NOT_GIVEN and (everywhere or role in PROVIDER_ROLES)
        ]
        self.choices: list[tuple[str, str]] = [(OFFICE, "Jugendamt")] if everywhere else []
        self.choices += [(str(team.id), team.name) for team in self.teams.values()]
        self.choices += [(str(place), name) for place, name in self.providers.items()]

    def found(self, role: Role, place: str) -> dict[str, Any]:
        """Give the place of a role as the deeds take it.

        Raises:
            ValidationError: the role belongs to another kind of place.
        """
        team = next((t for t in self.teams.values() if str(t.id) == place), None)
        provider = next((id_ for id_ in self.providers if str(id_) == place), None)
        kind = "team" if role in TEAM_ROLES else "provider" if role in PROVIDER_ROLES else OFFICE
        if kind != ("team" if team else "provider" if provider else OFFICE):
            raise ValidationError(WRONG_PLACE[kind])
        return {"role": role, "team": team, "provider_id": provider}

    def named(self, name: str) -> str:
        """Find a place by the name that stands in a list; nothing means the only one there is."""
        if not name and len(self.choices) == 1:
            return self.choices[0][0]
        wanted = (name or "Jugendamt").casefold()
        return next((code for code, words in self.choices if words.casefold() == wanted), "")

    def role(self, name: str) -> Role | None:
        """Find a role by the words that stand in a list."""
        wanted = name.casefold()
        return next((r for r in self.roles if str(r.label).casefold() == wanted), None)


def _asked(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choose nothing for the person where there is something to choose."""
    return choices if len(choices) == 1 else [("", "Bitte wählen"), *choices]


class RoleForm(Form):
    """A role and where it is held."""

    role = forms.ChoiceField(label="Rolle")
    place = forms.ChoiceField(label="Ort")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = Places(actor)
        role, place = self.fields["role"], self.fields["place"]
        if isinstance(role, forms.ChoiceField) and isinstance(place, forms.ChoiceField):
            role.choices = _asked([(r.value, r.label) for r in self.places.roles])
            place.choices = _asked(self.places.choices)

    def clean(self) -> dict[str, Any]:
        """Put role and place together; a role at a wrong place is said beside the place."""
        cleaned: dict[str, Any] = self.cleaned_data
        if {"role", "place"} <= cleaned.keys():
            try:
                cleaned |= self.places.found(Role(cleaned["role"]), cleaned.pop("place"))
            except ValidationError as wrong:
                self.add_error("place", wrong)
        return cleaned


class AccountForm(RoleForm):
    """A new person with their first role."""

    username = forms.CharField(
        label="Anmeldename",
        max_length=80,
        help_text="Kleine Buchstaben, Ziffern, Punkt und Strich.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(label="Vor- und Nachname", max_length=120)
    number = forms.CharField(
        label="Dienstliche Telefonnummer",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    field_order = ("display_name", "username", "number", "role", "place")

    def clean_username(self) -> str:
        """Write the sign-in name in small letters."""
        return str(self.cleaned_data["username"]).strip().casefold()

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot stand in a name."""
        cleaned = super().clean()
        if not self.errors:
            given = (cleaned["username"], cleaned["display_name"], cleaned["number"])
            if problem := sums.problem_of(*given):
                self.add_error(None, problem)
        return cleaned

    @property
    def colleague(self) -> NewColleague:
        """Give what the deed takes."""
        return NewColleague(**self.cleaned_data)


class SearchForm(Form):
    """Whom somebody looks for; it travels in the body of the request, never in an address."""

    q = forms.CharField(
        label="Name oder Anmeldename",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class FilterForm(Form):
    """Which people to show: by place and state."""

    place = forms.ChoiceField(label="Ort", required=False)
    state = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[("", "alle"), *((state.value, state.label) for state in sheets.State)],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        if isinstance(place, forms.ChoiceField):
            place.choices = [("", "alle"), *Places(actor).choices]


class ListForm(Form):
    """A list of people as a file; on the second page it travels as text, until it is confirmed."""

    file = forms.FileField(
        label="Liste (CSV)",
        help_text=f"Spalten: {', '.join(sums.COLUMNS)}. Aus Excel: „CSV UTF-8“ speichern.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Bitte wählen Sie eine Datei."},
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200_000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        self._places, self.colleagues = Places(actor), list[NewColleague]()
        self.lines: list[sheets.ListLine] = []
        self.is_older = False
        # On the second page the text of the file is there already.
        self.fields["file"].required = not self.data.get("text")

    def clean(self) -> dict[str, Any]:
        """Read every line and say what will happen, or what is wrong with it."""
        cleaned: dict[str, Any] = self.cleaned_data
        file = cleaned.get("file")
        if "file" in self.errors:
            return cleaned
        try:
            text = cleaned.get("text", "")
            if file:
                text, self.is_older = sums.decoded(file.read())
            read = sums.lines_of(text)
        except sums.UnreadableError as wrong:
            self.add_error("file", str(wrong))
            return cleaned
        taken = sheets.taken(line.username for line in read)
        namesakes = sheets.namesakes(self._actor, (line.name for line in read))
        for line in read:
            self._take(line, taken, namesakes)
        cleaned["text"] = text
        return cleaned

    def _take(self, line: sums.Line, taken: set[str], namesakes: set[str]) -> None:
        try:
            self.colleagues.append(self._colleague(line, taken))
            problem = ""
        except ValidationError as wrong:
            problem = wrong.messages[0]
            self.add_error("file", f"Zeile {line.position}: {problem}")
        taken.add(line.username)
        self.lines.append(sheets.list_line(line, problem, line.name.casefold() in namesakes))

    def _colleague(self, line: sums.Line, taken: set[str]) -> NewColleague:
        if problem := sums.problem_of(line.username, line.name, line.number):
            raise ValidationError(problem)
        if line.username in taken:
            raise ValidationError("Diesen Anmeldenamen gibt es schon.")
        role, place = self._places.role(line.role), self._places.named(line.place)
        if role is None:
            raise ValidationError(f"Die Rolle „{line.role}“ gibt es hier nicht.")
        if not place:
            raise ValidationError(f"Den Ort „{line.place}“ gibt es hier nicht.")
        return NewColleague(
            username=line.username,
            display_name=line.name,
            number=line.number,
            **self._places.found(role, place),
        )
