"""Shape of input about photographs and files."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.conf import settings

from audit.forms import Form, OnceForm

WHICH = "Bitte nehmen Sie ein Foto auf oder wählen Sie eine Datei."
ONE = "Bitte senden Sie das Foto und die Datei nacheinander."
LARGE = "Diese Datei ist größer als {} MB. Bitte wählen Sie eine kleinere."
EMPTY = {"empty": "Diese Datei ist leer. Bitte wählen Sie eine andere."}
PICTURES = "image/jpeg,image/png"


class EitherField(forms.FileField):
    """One of two ways to give a file: neither is needed, and neither says that it may be left out."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the file that came this way, if one did."""
        return super().clean(data, initial) if data else None


class PhotoForm(OnceForm):
    """A photograph that is taken just now; the whole form is one button of a telephone."""

    photo = forms.FileField(
        label="Foto aufnehmen",
        error_messages=EMPTY,
        max_length=500,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )


class EnclosureForm(OnceForm):
    """A photograph from the camera or a file that is there already, and what it shows."""

    use_required_attribute = False
    photo = EitherField(
        label="Foto aufnehmen",
        error_messages=EMPTY,
        max_length=500,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )
    file = EitherField(
        label="Datei wählen",
        error_messages=EMPTY,
        max_length=500,
        help_text="Foto (JPEG, PNG) oder PDF. Aufnahmeort und andere Angaben der Kamera werden"
        " entfernt, auch elektronische Unterschriften.",
        widget=forms.FileInput(attrs={"accept": f"{PICTURES},application/pdf"}),
    )
    title = forms.CharField(label="Was ist zu sehen?", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Take the one file that was sent; its bytes make the id too, so that the same page takes
        another photograph and the same one once.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sent = [one for one in (cleaned.pop("photo", None), cleaned.pop("file", None)) if one]
        if self.errors:
            return cleaned
        if len(sent) != 1:
            self.add_error("file", ONE if sent else WHICH)
            return cleaned
        upload = sent[0]
        if upload.size > settings.LARGEST_FILE:
            self.add_error("file", LARGE.format(settings.LARGEST_FILE // 1_000_000))
            return cleaned
        cleaned["content"] = upload.read()
        number: UUID = cleaned["id"]
        cleaned["id"] = uuid5(number, hashlib.sha256(cleaned["content"]).hexdigest())
        return cleaned


class WhichForm(Form):
    """With which note of the family it belongs; anything unknown is none."""

    notiz = forms.UUIDField(required=False)

    def note(self) -> UUID | None:
        """Give the note's identity."""
        return self.cleaned_data["notiz"] if self.is_valid() else None
