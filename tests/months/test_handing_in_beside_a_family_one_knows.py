"""Who must have nothing to do with a family reads no sum in which its hours are, and hands the month in
all the same.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.deeds import NotPossibleError
from referrals.hours.models import Month
from referrals.hours.sums import CalendarMonth
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.conflicts import i_know_them
from tests.stages.hours import booked, handed_in
from tests.world import World


@pytest.fixture
def month(world: World) -> CalendarMonth:
    """Give the last full month."""
    return CalendarMonth.of(world.actor("sahin").today).before


def _hidden_and_seen(world: World, month: CalendarMonth) -> None:
    """Book an hour and a quarter for a family that Brandt knows, and half an hour for another."""
    known = share_of(a_running_aid(world, since=100), "flex")
    other = share_of(a_running_aid(world, since=100), "flex")
    booked(world, known, month.before.first_on, minutes=75)
    booked(world, known, month.first_on, minutes=75)
    booked(world, other, month.first_on + timedelta(days=1), minutes=30)
    i_know_them(world, "brandt", known.aid.family)


def test_no_sum_tells_of_the_hours_of_a_family_that_one_knows(
    world: World, signed_in: SignIn, month: CalendarMonth
) -> None:
    _hidden_and_seen(world, month)
    parts = [world.town.providers["flex"].id, month.first_on.year, month.first_on.month]
    biased = signed_in("brandt")
    said = biased.get(reverse("hours")).content.decode()
    assert "1 Buchung, 0:30 h" in said
    said += biased.post(reverse("hand_in", args=parts), follow=True).content.decode()
    said += biased.get(reverse("hours"), {"month": month.code}).content.decode()
    kept = Month.objects.get()
    assert (kept.minutes, kept.entries) == (180, 3)
    assert f"{month.words} ist abgegeben." in said
    assert ": 0:30 h" in said
    for trace in ("1:15 h", "1:45 h", "2:30 h", "3:00 h", f"{month.before.words} ab"):
        assert trace not in said
    whole = signed_in("hansen").get(reverse("hours"), {"month": month.code}).content.decode()
    assert ": 3:00 h" in whole


def test_a_month_with_hours_of_that_family_alone_looks_empty(
    world: World, signed_in: SignIn, month: CalendarMonth
) -> None:
    known = share_of(a_running_aid(world, since=100), "flex")
    booked(world, known, month.first_on, minutes=75)
    i_know_them(world, "brandt", known.aid.family)
    assert "Alle vollen Monate" in signed_in("brandt").get(reverse("hours")).content.decode()
    with pytest.raises(NotPossibleError, match="keine Stunden offen"):
        handed_in(world, month)
    assert not Month.objects.exists()
