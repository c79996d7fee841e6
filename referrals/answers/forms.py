"""Shape of input of an answer: an offer, a question, a later day, a reason."""

from datetime import date
from typing import Any

from django import forms

from audit.forms import Form, OnceForm
from providers.budgets.forms import HoursField
from providers.codes.models import Code, List
from referrals.enquiries.forms import DayField, NamingForm

ONE_REASON = "Wenn es nicht geht, nennen Sie den Grund. Wir suchen dann gemeinsam eine Lösung."
LONG = 400


class AnswerForm(Form):
    """What every answer carries along: the status that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class OfferForm(OnceForm, AnswerForm):
    """Help that a provider offers: from when, how much, who comes, what differs."""

    offered_from = DayField(label="Ab wann")
    week_minutes = HoursField(
        label="Stunden in der Woche",
        error_messages={"required": "Bitte geben Sie die Stunden in der Woche an."},
    )
    profile = forms.CharField(
        label="Wer kommt",
        max_length=LONG,
        help_text="Erfahrung und Sprachen, ohne Namen.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    differs = forms.CharField(
        label="Bemerkung",
        max_length=LONG,
        required=False,
        help_text="Was ist anders als angefragt? Zum Beispiel: nur zusammen mit einem anderen Träger.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LaterForm(AnswerForm):
    """The day from which help will be possible."""

    offered_from = DayField(label="Voraussichtlich ab")
    note = forms.CharField(
        label="Bemerkung",
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuestionForm(OnceForm, AnswerForm):
    """A question to the district worker, or the answer to one."""

    text = forms.CharField(
        label="Ihre Rückfrage",
        max_length=2 * LONG,
        help_text="Bitte ohne Namen.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie, was Sie wissen möchten."},
    )


class DeclineForm(AnswerForm):
    """The reason why it is not possible, from the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(self.today)


class ReplyForm(OnceForm, NamingForm):
    """The office's answer to a question."""

    text = forms.CharField(
        label="Ihre Antwort",
        max_length=2 * LONG,
        help_text="Bitte ohne Namen. Der Träger liest die Antwort sofort.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie Ihre Antwort."},
    )


def reason_field(today: date) -> forms.TypedChoiceField:
    """Make the field for the coded reason of a refusal."""
    codes = {code.code: code for code in Code.objects.of(List.DECLINE_REASON, today)}
    return forms.TypedChoiceField(
        label="Grund",
        choices=[(key, code.name) for key, code in codes.items()],
        coerce=codes.__getitem__,
        widget=forms.RadioSelect,
        help_text=ONE_REASON,
        error_messages={"required": ONE_REASON},
    )
