"""Shape of input about grounds: one short form for each kind."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from accounts.actor import Actor
from audit.forms import Form, OnceForm, likely_day
from providers.register.models import Provider
from referrals.bases import sums
from referrals.bases.models import Kind, Law, Topic
from referrals.families.models import Person

if TYPE_CHECKING:
    ChoiceOfPerson = forms.ModelChoiceField[Person]
else:
    ChoiceOfPerson = forms.ModelChoiceField

BOTH = "Bei gemeinsamer Sorge halten Sie für jeden Elternteil eine eigene fest."


class KindForm(Form):
    """Which kind of ground the page asks for; anything unknown is the first."""

    art = forms.ChoiceField(choices=Kind)

    def kind(self) -> Kind:
        """Give the chosen kind."""
        return Kind(self.cleaned_data["art"]) if self.is_valid() else Kind.LAW


class LawForm(OnceForm):
    """A statutory ground."""

    topic = forms.ChoiceField(label="Worum geht es?", choices=Topic)
    paragraph = forms.ChoiceField(label="Vorschrift", choices=Law, widget=forms.RadioSelect)
    provider: "forms.ModelChoiceField[Provider]" = forms.ModelChoiceField(
        Provider.objects.none(),
        label="Für welchen Träger?",
        required=False,
        empty_label="Jeder Träger, der mit der Hilfe beauftragt ist",
    )
    until_on = forms.DateField(
        label="Gilt bis",
        required=False,
        help_text="Leer lassen, wenn sie gilt, solange die Hilfe dauert.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider: Any = self.fields["provider"]
        provider.queryset = Provider.objects.visible_to(actor).active(actor.today)
        self.fields["paragraph"].initial = Law.TASK.value


class GiverField(ChoiceOfPerson):
    """A person of the family, by the name that a sheet told."""

    names: Mapping[UUID, str]

    def label_from_instance(self, obj: Any) -> str:
        """Give the name."""
        return self.names[obj.id]


class ConsentForm(OnceForm):
    """A consent or a release from secrecy that a person of the family gave."""

    giver = GiverField(
        Person.objects.none(), label="Von wem?", empty_label="Bitte wählen", help_text=BOTH
    )
    topic = forms.ChoiceField(label="Worum geht es?", choices=Topic)
    provider: "forms.ModelChoiceField[Provider]" = forms.ModelChoiceField(
        Provider.objects.none(),
        label="Für welchen Träger?",
        required=False,
        empty_label="Keinen Träger, sondern eine andere Stelle",
    )
    recipient = forms.CharField(
        label="Andere Stelle",
        max_length=200,
        required=False,
        help_text="Zum Beispiel Schule, Ärztin oder Kita, mit Namen.",
    )
    given_on = forms.DateField(
        label="Erteilt am",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )
    until_on = forms.DateField(
        label="Gilt bis",
        help_text="So lange, wie sie gebraucht wird, höchstens drei Jahre; vorgeschlagen ist eines.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        people: QuerySet[Person],
        names: Mapping[UUID, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        giver: Any = self.fields["giver"]
        giver.names = names
        giver.queryset = people
        provider: Any = self.fields["provider"]
        provider.queryset = Provider.objects.visible_to(actor).active(actor.today)
        self.fields["given_on"].initial = actor.today
        self.fields["until_on"].initial = sums.a_year_later(actor.today)
