"""What every form may need: to be taken once, however often it is sent (docs/decisions/0006); likely days."""

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

CSRF = "csrfmiddlewaretoken"
NO_CHOICE = "Bitte wählen Sie etwas aus der Liste."


NO_SUCH_DAY = "Diesen Tag gibt es nicht."
# 29.02.1990, 2026-02-30T10:00
DAY = re.compile(
    r"\s*(?:(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d\d)-(?P<D>\d\d))(?!\d)"
)


class Restored(QueryDict):
    """What somebody typed earlier: a form shows it again and never takes it (docs/decisions/0010)."""


class Form(forms.Form):
    """Every form of ours: given what was typed earlier it stands there filled in, is not valid and finds no fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to do about a choice that is none, and not what the browser sent."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            usual = type(field).default_error_messages.get("invalid_choice")
            if usual is not None and field.error_messages["invalid_choice"] == usual:
                field.error_messages["invalid_choice"] = NO_CHOICE

    def add_error(self, field: Any, error: Any) -> None:
        """Say of a day that was typed as days are and is in no calendar that it does not exist."""
        if getattr(error, "code", "") == "invalid" and isinstance(
            self.fields.get(field or ""), forms.DateField | forms.DateTimeField
        ):
            error = NO_SUCH_DAY if is_no_day(str(self[field].data)) else error
        super().add_error(field, error)

    def full_clean(self) -> None:
        """Look for faults only in what a person sends just now."""
        if isinstance(self.data, Restored):
            self._errors = ErrorDict(renderer=self.renderer)
            self.cleaned_data = {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        """Tell whether it can be taken; what was typed earlier has to be sent first."""
        return not isinstance(self.data, Restored) and super().is_valid()


class _Identity(forms.UUIDField):
    """A number that a person neither sees nor types: whatever is wrong with it, they get a new one."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def clean(self, value: Any) -> UUID:
        """Give the number that came, or a new one."""
        try:
            return UUID(str(super().clean(value) or uuid4()))
        except forms.ValidationError:
            return uuid4()


def as_seen(identity: UUID) -> forms.UUIDField:
    """Carry on a page what it showed, so that a deed can tell whether that still holds."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput, initial=identity)


class OnceForm(Form):
    """A form that knows the `id` of the row its deed will make before it is sent.

    The page carries a number of its own. Number and content together give the id, so the same page sent twice gives
    the same row, and a page that was changed in between gives another: nothing typed is ever lost.
    """

    id = _Identity(required=False, initial=uuid4)

    def add_prefix(self, field_name: str) -> str:
        """Call the field otherwise on the page: scripts would find it where a form keeps its own id."""
        return super().add_prefix("once" if field_name == "id" else field_name)

    def clean_id(self) -> UUID:
        """Bind the number to what was sent with it."""
        number: UUID = self.cleaned_data["id"]
        # The token of the page against forged requests is no content.
        sent = sorted((name, value) for name, value in dict(self.data).items() if name != CSRF)
        return uuid5(number, repr(sent))


def is_no_day(text: str) -> bool:
    """Tell whether a text begins with a day, written as days are, that is in no calendar."""
    found = DAY.match(text)
    if found is None:
        return False
    parts = [int(found[low] or found[high]) for low, high in ("yY", "mM", "dD")]
    try:
        date(*parts)
    except ValueError:
        return True
    return False


LIKELY_YEARS = range(2000, 2200)
# Nobody whose birthday a file keeps was born before.
BIRTH_YEARS = range(1900, 2200)
# 030 23125-102 (ab 16 Uhr), +49 170 1234567 oder 110
NUMBER = re.compile(r"[\w\s+()/.,;:\-–*#]*")
FEWEST_DIGITS = 3
CHECK_NUMBER = "Bitte prüfen Sie die Telefonnummer. Zum Beispiel: 030 23125-102."
CHECK_YEAR = "Bitte prüfen Sie das Jahr."


def likely_day(on: date) -> None:
    """Refuse a day whose year can only be a slip of the hand: 0026, or 20260."""
    if on.year not in LIKELY_YEARS:
        raise forms.ValidationError(CHECK_YEAR, code="year")


def likely_number(text: str) -> None:
    """Refuse what nobody can dial; more than one number, and when to call, may stand there."""
    if not NUMBER.fullmatch(text) or sum(sign.isdigit() for sign in text) < FEWEST_DIGITS:
        raise forms.ValidationError(CHECK_NUMBER, code="number")


def likely_birthday(on: date) -> None:
    """Refuse a birthday whose year can only be a slip of the hand."""
    if on.year not in BIRTH_YEARS:
        raise forms.ValidationError(CHECK_YEAR, code="year")
