"""Shape of input about first contacts: what was told, a second look, what becomes of it, what is only counted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from accounts.actor import Actor
from audit.forms import Form, OnceForm, likely_day
from providers.codes.models import Code, List
from providers.register.models import SocialSpace
from referrals.families.models import Family
from referrals.intakes.flow import Status
from referrals.intakes.models import Danger, Intake, Urgency

GO_FIRST = (
    "Bei Ja oder Unklar: Fahren Sie zuerst hin, wenn es nötig ist. "
    "Die zweite Fachkraft unterschreibt später an ihrem eigenen Gerät."
)
LONGEST = 20_000


def chips() -> forms.RadioSelect:
    """Give the widget for a choice of few, side by side."""
    return forms.RadioSelect(attrs={"class": "app-chips"})


def long_text(rows: int, **more: Any) -> forms.CharField:
    """Make a field for some sentences."""
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more)


def code_field(label: str, **more: Any) -> Any:
    """Make a field for a code; the form says of which list."""
    return forms.ModelChoiceField(Code.objects.none(), label=label, **more)


def space_field(empty_label: str, **more: Any) -> Any:
    """Make a field for a social space, which may stay open."""
    return forms.ModelChoiceField(
        SocialSpace.objects.none(),
        label="Sozialraum",
        required=False,
        empty_label=empty_label,
        **more,
    )


class TakeForm(OnceForm):
    """A first contact as it was told."""

    channel = code_field("Wie kam die Meldung?", widget=chips(), empty_label=None)
    reporter_category = code_field("Wer meldet sich?", empty_label="Bitte wählen")
    reporter = forms.CharField(
        label="Name und Telefon der meldenden Person",
        max_length=400,
        required=False,
        help_text="Wird getrennt verschlossen und nie in die Akte der Familie übernommen.",
    )
    matter = long_text(
        7,
        label="Was wird mitgeteilt?",
        help_text="So, wie es gesagt wurde. Ihre Einschätzung steht unten.",
    )
    danger = forms.ChoiceField(
        label="Hinweis auf Gefährdung", choices=Danger, widget=chips(), help_text=GO_FIRST
    )
    urgency = forms.ChoiceField(label="Wie eilig ist es?", choices=Urgency, widget=chips())
    space = space_field(
        "Noch nicht bekannt", help_text="Danach richtet sich, welches Team die Meldung bekommt."
    )
    assessment = long_text(3, label="Erste Einschätzung", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the codes and spaces that hold today."""
        super().__init__(*args, **kwargs)
        _offer(self, "channel", List.INTAKE_CHANNEL, actor)
        _offer(self, "reporter_category", List.REPORTER, actor)
        _offer_spaces(self, actor)

    def clean_danger(self) -> Danger:
        """Give the answer as the deed takes it."""
        return Danger(self.cleaned_data["danger"])

    def clean_urgency(self) -> Urgency:
        """Give the urgency as the deed takes it."""
        return Urgency(self.cleaned_data["urgency"])


class ConfirmForm(Form):
    """What the second person thinks; the signature itself is the button."""

    assessment = long_text(
        5,
        label="Ihre Einschätzung",
        required=False,
        help_text="Steht unter der ersten Einschätzung; nichts wird überschrieben.",
    )


class RaiseForm(Form):
    """How grave a hint at a danger is after all, and why."""

    reason = long_text(3, label="Warum?", help_text="Ein Satz genügt.")

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        """Offer only what is graver than the present answer."""
        super().__init__(*args, **kwargs)
        self.fields["danger"] = forms.ChoiceField(
            label="Hinweis auf Gefährdung",
            choices=[(danger.value, danger.label) for danger in intake.graver],
            widget=chips(),
        )
        self.order_fields(["danger", "reason"])

    def clean_danger(self) -> Danger:
        """Give the answer as the deed takes it."""
        return Danger(self.cleaned_data["danger"])


class CloseForm(Form):
    """How a first contact ends that leads to no family's file, and why."""

    status = forms.ChoiceField(
        label="Ergebnis",
        choices=[
            (status.value, status.label)
            for status in (Status.COUNSELLING, Status.FORWARDED, Status.NO_NEED)
        ],
        widget=chips(),
    )
    assessment = long_text(5, label="Abschließende Einschätzung")

    def clean_status(self) -> Status:
        """Give the status as the deed takes it."""
        return Status(self.cleaned_data["status"])


class JoinForm(Form):
    """Which of the own families a first contact is about."""

    family: Any = forms.ModelChoiceField(Family.objects.none(), label="Familie")

    def __init__(
        self, *args: Any, actor: Actor, names: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        family: Any = self.fields["family"]
        family.queryset = Family.objects.visible_to(actor)
        family.choices = [("", "Bitte wählen"), *((str(id_), name) for id_, name in names)]


class ContactForm(OnceForm):
    """Counselling that is only counted; nothing here is about a person."""

    topic = code_field("Anlass", empty_label="Bitte wählen")
    channel = code_field("Wie?", widget=chips(), empty_label=None)
    age_band = code_field(
        "Alter des Kindes",
        required=False,
        blank=True,
        widget=chips(),
        empty_label="keine Angabe",
    )
    space = space_field("keine Angabe")
    on = forms.DateField(
        label="Tag",
        required=False,
        help_text="Leer heißt: heute.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the codes and spaces that hold today."""
        super().__init__(*args, **kwargs)
        _offer(self, "topic", List.COUNSELLING_TOPIC, actor)
        _offer(self, "channel", List.INTAKE_CHANNEL, actor)
        _offer(self, "age_band", List.AGE_BAND, actor)
        _offer_spaces(self, actor)


def _offer(form: forms.Form, name: str, code_list: List, actor: Actor) -> None:
    field: Any = form.fields[name]
    field.queryset = Code.objects.of(code_list, actor.today)


def _offer_spaces(form: forms.Form, actor: Actor) -> None:
    field: Any = form.fields["space"]
    field.queryset = SocialSpace.objects.valid(actor.today)
