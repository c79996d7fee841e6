"""Shape of input about hours: bookings, corrections, the month that is shown."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Case, Q, When

from accounts.actor import Actor
from audit.forms import Form, OnceForm, likely_day
from providers.budgets.forms import DayInput, HoursField
from providers.codes.models import Code, List
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Share
from referrals.hours.sums import CalendarMonth, last_months

if TYPE_CHECKING:
    ChoiceField = forms.ModelChoiceField[Share]
else:
    ChoiceField = forms.ModelChoiceField

DAY_MINUTES = 24 * 60
MONTHS_SHOWN = 15


def shorter(length: int) -> dict[str, str]:
    """Give the sentence for a text that is too long."""
    return {"max_length": f"Bitte fassen Sie sich kürzer: höchstens {length} Zeichen."}


def hours_field(label: str = "Stunden", *, at_least: int = 1, **more: Any) -> HoursField:
    """Make a field for hours that gives minutes of at most a day."""
    help_text = "Zum Beispiel 1,5 oder 1:30."
    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"})
    field = HoursField(label=label, help_text=help_text, widget=widget, **more)
    field.validators.append(_within_a_day(at_least))
    return field


def _within_a_day(at_least: int) -> Any:
    def check(minutes: int) -> None:
        if minutes < at_least:
            raise forms.ValidationError("Bitte geben Sie mehr als null Stunden an.")
        if minutes > DAY_MINUTES:
            raise forms.ValidationError("Ein Tag hat höchstens 24 Stunden.")

    return check


class ShareField(ChoiceField):
    """A family of the own provider, by its Merkwort."""

    def label_from_instance(self, share: Share) -> str:
        """Name the family by the word that is spoken."""
        return share.aid.word


def share_field() -> ShareField:
    """Make a field for one of the families that a person works with; `offer_shares` fills it."""
    return ShareField(
        Share.objects.none(),
        label="Familie",
        empty_label="Bitte wählen",
        error_messages={"invalid_choice": "Bitte wählen Sie eine Ihrer Familien."},
    )


def offer_shares(form: forms.Form, actor: Actor) -> None:
    """Offer the families of this person that are not settled yet, those with a help today first."""
    share: Any = form.fields["share"]
    today = Q(from_on__lte=actor.today, until_on__gte=actor.today, aid__ended_on=None)
    known = Share.objects.visible_to(actor).select_related("aid")
    known = known.order_by(Case(When(today, then=0), default=1), "aid__word")
    share.queryset = known.exclude(aid__status__in=[AidStatus.PROPOSED, AidStatus.DROPPED])


def note_field() -> forms.CharField:
    """Give the field of a provider's own note."""
    return forms.CharField(
        label="Notiz",
        max_length=600,
        required=False,
        error_messages=shorter(600),
        help_text="Nur für Ihren Träger. Das Jugendamt sieht Tag, Stunden und Art.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SpentForm(Form):
    """What really took place: day, hours, kind, and a note for the own provider."""

    on = forms.DateField(label="Tag", widget=DayInput(), validators=[likely_day])
    minutes = hours_field()
    kind = forms.ModelChoiceField(
        Code.objects.none(),
        label="Art",
        empty_label=None,
        error_messages={"invalid_choice": "Bitte wählen Sie eine Art aus der Liste."},
    )
    note = note_field()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.queryset = Code.objects.of(List.HOUR_KIND, actor.today).filter(
            detail__about_family="yes"
        )
        kind.initial = kind.initial or kind.queryset.first()
        self.fields["on"].initial = self.fields["on"].initial or actor.today


class BookForm(OnceForm, SpentForm):
    """Hours for a family that were not planned as a visit."""

    share = share_field()
    field_order = ("share", "on", "minutes", "kind", "note")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_shares(self, actor)


class TeamForm(OnceForm):
    """Work without a family."""

    on = forms.DateField(label="Tag", widget=DayInput(), validators=[likely_day])
    minutes = hours_field()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = actor.today


class CorrectForm(Form):
    """The right time of a booking, and its note."""

    minutes = hours_field(
        "Richtige Stunden",
        at_least=0,
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].help_text = "Null, wenn gar keine Zeit angefallen ist."

    def clean_note(self) -> str | None:
        """Tell a note that was emptied from one that was never asked for: the latter stays."""
        return str(self.cleaned_data["note"]) if "note" in self.data else None


def _identity(text: str | None) -> UUID | None:
    """Read whom an address names; anything else is nobody."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class MonthForm(Form):
    """Which month to show; a month that does not exist counts as the current one."""

    month = forms.ChoiceField(label="Monat", required=False)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        self._months = {month.code: month for month in last_months(actor.today, MONTHS_SHOWN)}
        self._today = actor.today
        self.carer = _identity(data.get("carer") if data else None)
        sent = data.get("month") if data else None
        self.is_chosen = sent in self._months
        super().__init__({"month": sent if self.is_chosen else CalendarMonth.of(self._today).code})
        choice: Any = self.fields["month"]
        choice.choices = [(code, month.words) for code, month in self._months.items()]

    def chosen(self) -> CalendarMonth:
        """Give the month."""
        return self._months[str(self.data["month"])]

    def start_with(self, month: CalendarMonth) -> None:
        """Show another month as long as nobody chose one."""
        if not self.is_chosen and month.code in self._months:
            self.data = {"month": month.code}
