"""What is asked about reports: the year, an accompanying text, a hint."""

from datetime import date
from typing import Any, cast

from django import forms

from audit.forms import Form

YEARS_BACK = 4


class PrepareForm(Form):
    """Which year to count."""

    year = forms.TypedChoiceField(label="Jahr", coerce=int)
    text = forms.CharField(
        label="Begleittext",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Steht über den Zahlen und wird mit ihnen öffentlich. "
        "Bitte keinen Namen und nichts über einzelne Familien.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Offer this year and the ones before."""
        super().__init__(*args, **kwargs)
        years = range(today.year, today.year - YEARS_BACK - 1, -1)
        cast("forms.TypedChoiceField", self.fields["year"]).choices = [(one, one) for one in years]


class ReleaseForm(Form):
    """What the releaser confirms about an accompanying text."""

    names_nobody = forms.BooleanField(
        label="Im Begleittext steht nichts über einzelne Familien",
        required=False,
        help_text="Der Text wird mit der Freigabe öffentlich. Er steht unverschlüsselt beim Bericht.",
    )


class HintForm(Form):
    """What should change before a report can be released."""

    hint = forms.CharField(
        label="Hinweis",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie, was sich ändern soll."},
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        """Ask nobody for a hint to themselves."""
        super().__init__(*args, **kwargs)
        self.fields["hint"].required = not is_own
