"""Shape of input about visits."""

from typing import Any

from django import forms

from accounts.actor import Actor
from audit import clock
from audit.forms import OnceForm, likely_day
from providers.budgets.forms import DayInput
from referrals.hours.forms import hours_field, offer_shares, share_field, shorter


class PlanForm(OnceForm):
    """A visit: with whom, when, how long, where."""

    share = share_field()
    on = forms.DateField(label="Tag", widget=DayInput(), validators=[likely_day])
    time = forms.TimeField(
        label="Beginn",
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    minutes = hours_field("Dauer in Stunden", initial=90)
    place = forms.CharField(
        label="Ort",
        max_length=80,
        required=False,
        error_messages=shorter(80),
        help_text="Zum Beispiel Wohnung, Schule, Büro. Keine Anschrift, keine Namen.",
    )

    field_order = ("share", "on", "time", "minutes", "place")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_shares(self, actor)

    def planned(self) -> dict[str, Any]:
        """Give what the deed takes: day and time are one moment."""
        given = dict(self.cleaned_data)
        on, time = given.pop("on"), given.pop("time")
        return {**given, "starts_at": clock.moment(on, time.hour, time.minute)}
