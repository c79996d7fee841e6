"""Shape of input about enquiries: their text, and whom they go to."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings

from audit import clock
from audit.forms import Form, OnceForm, likely_day
from providers.budgets.forms import DayInput, HoursField
from providers.codes.models import AidType, Code, List
from providers.register.models import Provider, SocialSpace
from referrals.enquiries.models import LONGEST_MONTHS, NEED_LENGTH, NO_DEADLINE

if TYPE_CHECKING:
    from django.http import QueryDict

# Asking, choosing and deciding take about two weeks.
USUAL_LEAD_TIME = timedelta(days=14)
MOST_CHILDREN = 15


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = DayInput
    default_validators = [likely_day]


class NamingForm(Form):
    """A text for a provider: when it names the family it goes out only by a second press with the same text."""

    text_field = "text"
    # Whether this showing warns of names: its button then says what a second press does.
    warned = False
    # The digest of a text in which names were found.
    named = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Tell whether the person was warned of names in this very text."""
        data: dict[str, Any] = self.cleaned_data
        named = data.pop("named", "")
        data["names_anyway"] = bool(named) and named == _digest(data.get(self.text_field, ""))
        return data

    def warn(self, field: str | None, sentence: str) -> None:
        """Show why the text does not go out; for names the same text may be sent by a second press."""
        self.add_error(field, sentence)
        if field == self.text_field:
            self.warned = True
            named = _digest(str(self.data.get(field, "")))
            self.data = cast("QueryDict", self.data).copy()
            self.data["named"] = named


class EnquiryForm(NamingForm):
    """What an enquiry says; pre-filled from the family, with coarse space if wished."""

    text_field = "need"
    need = forms.CharField(
        label="Bedarf",
        max_length=NEED_LENGTH,
        help_text="Was soll die Hilfe erreichen? Bis 400 Zeichen, ohne Namen und Anschrift.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Bitte beschreiben Sie in ein bis drei Sätzen den Bedarf."},
    )
    week_minutes = HoursField(
        label="Stunden in der Woche",
        help_text="Zum Beispiel 5 oder 5,5 oder 5:30.",
        error_messages={"required": "Bitte geben Sie die Stunden in der Woche an."},
    )
    children = forms.IntegerField(label="Zahl der Kinder", min_value=0, max_value=MOST_CHILDREN)
    start_on = DayField(label="Beginn ab")
    months = forms.IntegerField(
        label="Dauer in Monaten", min_value=1, max_value=LONGEST_MONTHS, initial=6
    )
    answer_by = DayField(label="Antwort bis", error_messages={"required": NO_DEADLINE})

    def __init__(self, *args: Any, today: date, is_protected: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        types = {str(row.id): row for row in AidType.objects.referable(today)}
        spaces = {str(row.id): row for row in SocialSpace.objects.valid(today)}
        hint = "Wenn wenige Familien gemeint sein können, wählen Sie „ganze Stadt“."
        if is_protected:
            hint, spaces = "Die Anschrift ist geschützt, auch der Sozialraum.", {}
        self.fields["aid_type"] = _choice("Hilfeart", types, [("", "Bitte wählen")])
        self.fields["space"] = _choice(
            "Raum",
            spaces,
            [("", "ganze Stadt")],
            required=False,
            help_text=hint,
        )
        for name, label, code_list in (
            ("age_bands", "Alter der Kinder", List.AGE_BAND),
            ("languages", "Sprachen, die gebraucht werden", List.LANGUAGE),
            ("weekdays", "Tage", List.WEEKDAY),
        ):
            self.fields[name] = _codes(label, code_list, today)
        default = clock.working_days_later(today, settings.ANSWER_WORKING_DAYS)
        self.fields["answer_by"].initial = default
        self.fields["start_on"].initial = today + USUAL_LEAD_TIME
        self.order_fields(
            [
                *("aid_type", "need", "week_minutes", "children", "age_bands", "languages"),
                *("weekdays", "space", "start_on", "months", "answer_by", "named"),
            ]
        )

    def clean_week_minutes(self) -> int:
        """Refuse help without hours."""
        minutes: int = self.cleaned_data["week_minutes"]
        if minutes <= 0:
            raise forms.ValidationError("Bitte geben Sie die Stunden in der Woche an.")
        return minutes

    def clean_start_on(self) -> date:
        """Refuse a beginning in the past."""
        start: date = self.cleaned_data["start_on"]
        if start < self._today:
            raise forms.ValidationError("Der Beginn liegt in der Vergangenheit.")
        return start


class NewEnquiryForm(OnceForm, EnquiryForm):
    """What a new enquiry says."""


class ProvidersForm(Form):
    """Whom an enquiry goes to; several can be ticked."""

    # The mark of the lines and recipients that the preview showed.
    digest = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Iterable[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {str(provider.id): provider for provider in offered}
        self.fields["providers"] = forms.TypedMultipleChoiceField(
            label="Wer kommt in Frage",
            choices=[(key, provider.name) for key, provider in chosen.items()],
            coerce=chosen.__getitem__,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Bitte wählen Sie mindestens einen Träger aus."},
        )


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _choice(
    label: str, rows: dict[str, Any], first: list[tuple[str, str]], **more: Any
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[*first, *((key, str(row)) for key, row in rows.items())],
        coerce=rows.__getitem__,
        empty_value=None,
        **more,
    )


def _codes(label: str, code_list: List, today: date) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(code.code, code.name) for code in Code.objects.of(code_list, today)],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "app-chips"}),
    )
