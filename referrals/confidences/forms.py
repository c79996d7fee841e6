"""Shape of input about what was confided: to whom a part goes, and why two people should open it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.actor import Actor
from accounts.models import User
from audit.forms import Form, OnceForm
from referrals.confidences import access
from referrals.confidences.models import OF_TWO, ConfidedNote, Ground

if TYPE_CHECKING:
    ChoiceOfPerson = forms.ModelChoiceField[User]
else:
    ChoiceOfPerson = forms.ModelChoiceField


class PersonField(ChoiceOfPerson):
    """A colleague, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name."""
        return str(obj.display_name)


class ReleaseForm(OnceForm):
    """Which part, to whom, on what ground and what for."""

    ground = forms.ChoiceField(
        label="Worauf beruht das? (§ 65 Abs. 1 SGB VIII)", choices=Ground, widget=forms.RadioSelect
    )
    receiver = PersonField(User.objects.none(), label="An wen?", empty_label="Bitte wählen")
    purpose = forms.CharField(
        label="Wofür?", max_length=300, help_text="Die Person darf es nur dafür verwenden."
    )
    part = forms.CharField(
        label="Was erfährt die Person?",
        max_length=20_000,
        help_text="Nur den Teil, der dafür nötig ist.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self, *args: Any, actor: Actor, note: ConfidedNote, text: str, **kwargs: Any
    ) -> None:
        """Offer colleagues, and the words of the note to shorten."""
        super().__init__(*args, **kwargs)
        receiver: Any = self.fields["receiver"]
        people = User.objects.visible_to(actor).filter(access.receivers(actor, note))
        receiver.queryset = people.order_by("display_name")
        self.fields["part"].initial = text

    def clean_ground(self) -> Ground:
        """Give the ground as the deed takes it."""
        return Ground(self.cleaned_data["ground"])


def _of_two() -> Sequence[tuple[str, str]]:
    return [(ground.value, str(ground.label)) for ground in OF_TWO]


class UnsealingForm(OnceForm):
    """Why two people should open what somebody who left has sealed."""

    ground = forms.ChoiceField(
        label="Worauf beruht das? (§ 65 Abs. 1 SGB VIII)",
        choices=_of_two,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Welche Anzeichen für eine Gefährdung gibt es?",
        max_length=600,
        help_text="Ein Satz. Bereichsleitung und Kinderschutzfachkraft lesen ihn.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_ground(self) -> Ground:
        """Give the ground as the deed takes it."""
        return Ground(self.cleaned_data["ground"])


class RefusalForm(Form):
    """Why one of the two says no."""

    reason = forms.CharField(
        label="Warum lehnen Sie ab?",
        max_length=600,
        help_text="Ein Satz. Wer darum gebeten hat, wer mit entscheidet und der Datenschutz lesen ihn.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
