"""Shape of input about what protects a household less."""

from typing import Any

from django import forms

from accounts.actor import Actor
from accounts.models import User
from audit.forms import OnceForm, likely_day
from referrals.aids.models import Share
from referrals.easings.access import going_now
from referrals.shields import access
from referrals.shields.models import Level, Shield

UNTIL_HELP = "Nur bei einer Fachkraft eines Trägers; mit der Hilfe endet es früher von selbst."


class LessForm(OnceForm):
    """A weaker protection than now, or none."""

    level = forms.TypedChoiceField(
        label="Künftiger Schutz",
        choices=(),
        coerce=lambda value: Level(int(value)) if value != "0" else None,
        empty_value=None,
    )

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        less = [choice for choice in Level.choices if choice[0] < level]
        field.choices = [*less, (0, "Kein Schutz mehr")]


class NamingForm(OnceForm):
    """Somebody more who may open the address."""

    person: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        User.objects.none(), label="Wer?", empty_label="Bitte wählen"
    )
    until_on = forms.DateField(
        label="Bis",
        required=False,
        help_text=UNTIL_HELP,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )

    def __init__(self, *args: Any, actor: Actor, shield: Shield, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shares: Any = Share.objects.visible_to(actor).filter(aid__family=shield.family_id)
        carers = shares.filter(going_now(actor.today)).values("carer")
        rows: Any = User.objects.visible_to(actor)
        office = rows.filter(access.may_be_named(actor.today))
        person: Any = self.fields["person"]
        found = office | rows.filter(id__in=carers)
        person.queryset = found.exclude(id__in=shield.people).order_by("display_name")
        person.label_from_instance = lambda user: user.display_name
