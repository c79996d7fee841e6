"""What is read about people who are away."""

from datetime import date

from accounts.actor import Actor
from accounts.models import Absence
from audit.clock import day_text


def stood_in_for(by: Actor, until_on: date) -> list[str]:
    """Say for whom somebody stands in until a day, and until when each of them is away."""
    away = Absence.objects.filter(from_on__lte=until_on, until_on__gte=by.today)
    rows = away.filter(user__deputy=by.user).select_related("user").order_by("user__display_name")
    return [f"{one.user.display_name} bis {day_text(one.until_on)}" for one in rows]
