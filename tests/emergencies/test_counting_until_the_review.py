"""The day from which a review is late is the same by calculation and by search, on every day."""

from datetime import date, timedelta

from audit import clock
from referrals.emergencies import sums


def test_the_list_and_the_line_call_the_same_day_late() -> None:
    first = date(2026, 1, 1)
    for today in (first + timedelta(days=step) for step in range(730)):
        in_time = sums.latest_in_time(today)
        for back in range(-1, 12):
            began = today - timedelta(days=back)
            late = today > sums.due_on(clock.moment(began, hour=2))
            assert late == (began < in_time), (today, began)
