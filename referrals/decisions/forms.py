"""Shape of input about decisions."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms

from accounts.actor import Actor
from audit.forms import Form, likely_day
from providers.budgets.forms import DayInput, HoursField
from providers.codes.models import AidType, Code, List
from providers.register.models import Provider
from referrals.decisions.models import Kind, NewShare, Terms

if TYPE_CHECKING:
    from referrals.decisions.sheets import ChangeTerms

GROUNDS = "Warum diese Hilfe geeignet und nötig ist. Zwei bis vier Sätze."
NOTICE = "Den Bescheid schreibt das Fachverfahren. Datum und Zeichen, wenn es ihn schon gibt."
NO_HOURS = "Bitte geben Sie bei mindestens einem Träger Stunden an."
LEAD_NEEDS_HOURS = "Wer die Federführung hat, braucht auch Stunden."
LEFT_OUT = "Leer heißt: Dieser Träger hat ab dem ersten Tag keine Stunden mehr."


class ProposalForm(Form):
    """What a new help rests on."""

    reason = forms.ModelChoiceField(
        Code.objects.none(), label="Hauptgrund der Hilfe", empty_label="Bitte wählen"
    )
    grounds = forms.CharField(label="Begründung", help_text=GROUNDS, widget=forms.Textarea)
    notice = forms.CharField(
        label="Bescheid aus dem Fachverfahren", help_text=NOTICE, required=False, max_length=120
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "reason").queryset = Code.objects.of(List.REASON, actor.today)


class ChangeForm(ProposalForm):
    """How a help is to go on: period, hours of each provider that already helps, and who leads."""

    from_on = forms.DateField(label="Ab", widget=DayInput(), validators=[likely_day])
    until_on = forms.DateField(label="Bis", widget=DayInput(), validators=[likely_day])
    aid_type = forms.ModelChoiceField(AidType.objects.none(), label="Hilfeart", empty_label=None)

    def __init__(
        self, *args: Any, actor: Actor, kind: Kind, present: "ChangeTerms", **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, initial=_initial(actor, kind, present), **kwargs)
        self.kind = kind
        self.providers = {
            provider.id: provider
            for provider in Provider.objects.visible_to(actor).filter(id__in=present.helpers)
            if _is_asked(kind, provider.id, present)
        }
        _field(self, "aid_type").queryset = AidType.objects.referable(actor.today)
        for provider in self._sorted():
            self.fields[f"hours_{provider.id}"] = HoursField(
                label=f"Stunden je Woche: {provider.name}",
                help_text=LEFT_OUT if kind == Kind.CHANGE and len(self.providers) > 1 else "",
                required=len(self.providers) == 1,
            )
        if kind != Kind.ADD and len(self.providers) > 1:
            self.fields["lead"] = forms.ChoiceField(
                label="Federführung",
                choices=[(str(provider.id), provider.name) for provider in self._sorted()],
                widget=forms.RadioSelect(attrs={"class": "app-chips"}),
            )
        hours = [f"hours_{provider.id}" for provider in self._sorted()]
        self.order_fields(["from_on", "until_on", *hours, "lead", "aid_type"])

    def clean(self) -> dict[str, Any]:
        """Somebody has to help, and whoever leads helps too."""
        data = super().clean() or {}
        if not any(data.get(f"hours_{provider}") for provider in self.providers):
            if not self.errors:
                self.add_error(next(name for name in self.fields if "hours_" in name), NO_HOURS)
        elif "lead" in data and not data.get(f"hours_{data['lead']}"):
            self.add_error("lead", LEAD_NEEDS_HOURS)
        return data

    def terms(self) -> Terms:
        """Give what the decision is to say."""
        kept = ("aid_type", "from_on", "until_on", "reason", "grounds", "notice")
        return Terms(kind=self.kind, **{name: self.cleaned_data[name] for name in kept})

    def shares(self) -> list[NewShare]:
        """Give the hours of each provider that has any; a single one leads."""
        hours = {p: self.cleaned_data.get(f"hours_{p}") or 0 for p in self.providers}
        wanted = {p: minutes for p, minutes in hours.items() if minutes}
        lead = self.cleaned_data.get("lead") or (str(next(iter(wanted))) if self._is_alone else "")
        return [
            NewShare(provider=self.providers[p], week_minutes=minutes, is_lead=str(p) == lead)
            for p, minutes in wanted.items()
        ]

    @property
    def _is_alone(self) -> bool:
        return self.kind != Kind.ADD and "lead" not in self.fields

    def _sorted(self) -> list[Provider]:
        return sorted(self.providers.values(), key=lambda provider: provider.name)


class HintForm(Form):
    """Why a decision is given back."""

    hint = forms.CharField(label="Hinweis", widget=forms.Textarea)


def _initial(actor: Actor, kind: Kind, present: "ChangeTerms") -> dict[str, Any]:
    """Begin with what holds: an extension follows the present end, a change holds from today."""
    days = {"from_on": present.from_on, "until_on": present.until_on}
    if kind != Kind.EXTEND and not present.is_revised:
        days = {"from_on": max(actor.today, present.begins_on), "until_on": present.ends_on}
    return {
        **days,
        "aid_type": present.aid_type,
        "reason": present.reason,
        "grounds": present.grounds,
        "notice": present.notice,
        "lead": str(present.lead or ""),
        **{f"hours_{provider}": minutes for provider, minutes in present.hours.items()},
    }


def _is_asked(kind: Kind, provider: UUID, present: "ChangeTerms") -> bool:
    """A further provider is one without hours so far; otherwise those are asked that have some."""
    return (provider in present.sharing) != (kind == Kind.ADD)


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
