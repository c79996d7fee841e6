"""Shape of input about papers: for whom."""

from django import forms

from audit.forms import Form
from referrals.papers.models import Audience


class AudienceForm(Form):
    """For whom a version is printed."""

    audience = forms.TypedChoiceField(
        label="Fassung",
        choices=Audience.choices,
        coerce=Audience,
        empty_value=Audience.EVERYBODY,
        required=False,
        help_text=(
            "Die Fassung für einen getrennt lebenden Elternteil nennt keine Anschrift, kein Telefon,"
            " keine Schule und keine Orte von Gesprächen."
        ),
    )
