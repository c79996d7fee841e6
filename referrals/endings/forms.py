"""Shape of input about the end of a help."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from accounts.actor import Actor
from audit.forms import Form, likely_day
from providers.budgets.forms import DayInput
from providers.codes.models import Code, List
from referrals.plans.flow import GoalStatus

OUTCOMES = [choice for choice in GoalStatus.choices if choice[0] != GoalStatus.AGREED]
DANGER = "Nötig, wenn die Hilfe anders endet als geplant."


class EndingForm(Form):
    """Why and when a help ended, and what became of each open goal."""

    ended_on = forms.DateField(
        label="Letzter Tag der Hilfe", widget=DayInput(), validators=[likely_day]
    )
    reason = forms.ModelChoiceField(
        Code.objects.none(), label="Grund der Beendigung", empty_label="Bitte wählen"
    )
    danger_looked_at = forms.BooleanField(
        label="Wurde geprüft, ob ein Kind gefährdet ist?", help_text=DANGER, required=False
    )
    remark = forms.CharField(label="Bemerkung", widget=forms.Textarea, required=False)

    def __init__(
        self, *args: Any, actor: Actor, open_goals: Iterable[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.queryset = Code.objects.of(List.ENDING_REASON, actor.today)
        self.goals = [goal for goal, _ in open_goals]
        for goal, text in open_goals:
            self.fields[f"goal_{goal}"] = forms.ChoiceField(
                label=f"Ziel: {text}",
                choices=OUTCOMES,
                widget=forms.RadioSelect(attrs={"class": "app-chips"}),
            )
        goals = [f"goal_{goal}" for goal in self.goals]
        self.order_fields(["ended_on", "reason", "danger_looked_at", *goals, "remark"])

    def cleaned(self) -> dict[str, Any]:
        """Give what the deed takes."""
        data = dict(self.cleaned_data)
        goals = {goal: GoalStatus(data.pop(f"goal_{goal}")) for goal in self.goals}
        return {**data, "goals": goals}
