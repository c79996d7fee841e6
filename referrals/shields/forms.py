"""Shape of input about protected addresses."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit.forms import Form, OnceForm
from referrals.families.models import Family
from referrals.shields import access
from referrals.shields.models import Level

PEOPLE_HELP = (
    "Mindestens zwei, bei einer Auskunftssperre höchstens sechs. "
    "Wer eine von ihnen vertritt, ist mit benannt."
)
BOX_HELP = "Bleibt das Feld leer, gilt die Anschrift des Jugendamts."
PLACES_HELP = "Je Zeile eine. Diese Namen dürfen auf keinem Papier stehen, das aus dem Haus geht."


class ProtectForm(OnceForm):
    """How a household is protected from now on."""

    level = forms.TypedChoiceField(
        label="Art des Schutzes", choices=Level.choices, coerce=lambda value: Level(int(value))
    )
    people: "forms.ModelMultipleChoiceField[User]" = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Wer darf die Anschrift öffnen?",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "app-chips"}),
        help_text=PEOPLE_HELP,
        error_messages={"required": "Bitte benennen Sie mindestens zwei Personen des Jugendamts."},
    )
    post_box = forms.CharField(
        label="Postfach statt der Anschrift", max_length=120, required=False, help_text=BOX_HELP
    )
    places = forms.CharField(
        label="Schule, Kita, Arbeitsstelle",
        max_length=500,
        required=False,
        help_text=PLACES_HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, actor: Actor, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        rows: Any = User.objects.visible_to(actor)
        near = Exists(family.team.mandates.filter(user=OuterRef("id"), until_on=None))
        able = rows.filter(access.may_be_named(actor.today)).annotate(near=near)
        people.queryset = able.order_by("-near", "display_name")
        leads = family.team.mandates.filter(role=Role.TEAM_LEAD, until_on=None)
        first = Q(id__in=[actor.user_id, family.worker_id]) | Q(id__in=leads.values("user"))
        people.initial = [user.id for user in people.queryset.filter(first)]
        people.label_from_instance = lambda user: user.display_name


class StrengthenForm(Form):
    """A stricter protection than now."""

    level = forms.TypedChoiceField(
        label="Art des Schutzes", choices=(), coerce=lambda value: Level(int(value))
    )

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = [choice for choice in Level.choices if choice[0] > level]
