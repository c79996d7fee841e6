"""A month is handed in once; its hours are used, exact to the minute, in the year they were spent."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum
from django.urls import reverse

from audit import clock
from audit.deeds import NotPossibleError
from audit.models import Entry
from providers.budgets.models import LedgerLine
from providers.codes.models import List
from referrals.aids.models import Share
from referrals.hours import actions
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import CalendarMonth
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.hours import booked, handed_in
from tests.stages.together import at_once, refusals
from tests.world import World


def last_month(world: World) -> CalendarMonth:
    """Give the last full month."""
    return CalendarMonth.of(world.actor("sahin").today).before


@pytest.fixture
def share(world: World) -> Share:
    """FleX's share of a help that has run for more than two months."""
    return share_of(a_running_aid(world, ("flex", "haus-der-kulturen"), since=100), "flex")


def used(share: Share) -> dict[int, tuple[int, int]]:
    """Give used and still committed minutes of a share by budget year."""
    lines = LedgerLine.objects.filter(account=share.account).order_by().values("budget__year")
    summed = lines.annotate(used=Sum("used_minutes"), committed=Sum("committed_minutes"))
    return {row["budget__year"]: (row["used"], row["committed"]) for row in summed}


def press(world: World, signed_in: SignIn, month: CalendarMonth, who: str = "brandt") -> Any:
    """Press "Monat abgeben"."""
    parts = [world.town.providers["flex"].id, month.first_on.year, month.first_on.month]
    return signed_in(who).post(reverse("hand_in", args=parts), follow=True)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("brandt", 200), ("hansen", 200), ("sahin", 404), ("hartwig", 404), ("aydin", 404)),
        *(("demir", 404), ("kowalski", 404), ("lindner", 404), ("seidel", 404)),
    ],
)
def test_coordinators_hand_in_their_own_month(
    share: Share, world: World, signed_in: SignIn, who: str, status: int
) -> None:
    booked(world, share, last_month(world).first_on)
    assert press(world, signed_in, last_month(world), who).status_code == status
    assert Month.objects.count() == int(status == 200)


def test_from_the_first_page_it_takes_two_clicks(
    share: Share, world: World, signed_in: SignIn
) -> None:
    month = last_month(world)
    booked(world, share, month.first_on, minutes=100)
    client = signed_in("brandt")
    assert reverse("hours") in client.get(reverse("enquiries")).content.decode()
    text = client.get(reverse("hours")).content.decode()
    assert month.words in text
    assert "1 Buchung, 1:40 h" in text
    address = reverse(
        "hand_in", args=[world.town.providers["flex"].id, month.first_on.year, month.first_on.month]
    )
    assert f'action="{address}"' in text
    done = client.post(address, follow=True).content.decode()
    assert f"{month.words} ist abgegeben." in done
    assert "Alle vollen Monate sind abgegeben." in done


def test_used_hours_leave_what_was_committed(share: Share, world: World, signed_in: SignIn) -> None:
    month = last_month(world)
    before = used(share)
    minutes = [95, 37, 61]
    for day, spent in enumerate(minutes):
        booked(world, share, month.first_on + timedelta(days=day), minutes=spent)
    assert used(share) == before
    press(world, signed_in, month)
    year = month.first_on.year
    assert used(share)[year] == (sum(minutes), before[year][1] - sum(minutes))
    kept = Month.objects.get()
    assert (kept.minutes, kept.entries) == (193, 3)
    assert set(TimeEntry.objects.values_list("status", "month")) == {("handed_in", kept.id)}
    trace = Entry.objects.get(event="hours.handed_in")
    assert trace.facts == {"month": str(month.first_on), "entries": 3, "minutes": 193}


def test_other_providers_hours_stay_where_they_are(
    share: Share, world: World, signed_in: SignIn
) -> None:
    month = last_month(world)
    other = share_of(share.aid, "haus-der-kulturen")
    booked(world, share, month.first_on)
    theirs = booked(world, other, month.first_on, who="haddad")
    press(world, signed_in, month)
    theirs.refresh_from_db()
    assert theirs.month is None
    assert used(other)[month.first_on.year][0] == 0


def test_a_running_month_is_not_handed_in(share: Share, world: World, signed_in: SignIn) -> None:
    today = world.actor("sahin").today
    booked(world, share, today)
    text = press(world, signed_in, CalendarMonth.of(today)).content.decode()
    assert "Dieser Monat läuft noch." in text
    assert not Month.objects.exists()


def test_on_the_first_day_of_the_next_month_it_is_possible(share: Share, world: World) -> None:
    month = last_month(world)
    booked(world, share, month.first_on)
    last_evening = clock.moment(month.next_on - timedelta(days=1), 23)
    with pytest.raises(NotPossibleError, match="läuft noch"):
        handed_in(world, month, now=last_evening)
    assert handed_in(world, month, now=clock.moment(month.next_on, 0, 5)).entries == 1


def test_months_go_one_after_the_other(share: Share, world: World, signed_in: SignIn) -> None:
    month = last_month(world)
    booked(world, share, month.before.first_on)
    booked(world, share, month.first_on)
    text = press(world, signed_in, month).content.decode()
    assert f"Bitte geben Sie zuerst den {month.before.words} ab." in text
    press(world, signed_in, month.before)
    press(world, signed_in, month)
    assert list(Month.objects.order_by("first_on").values_list("first_on", flat=True)) == [
        month.before.first_on,
        month.first_on,
    ]


def test_a_month_without_hours_has_nothing_to_hand_in(world: World, signed_in: SignIn) -> None:
    text = press(world, signed_in, last_month(world)).content.decode()
    assert "In diesem Monat sind keine Stunden offen." in text


@pytest.mark.parametrize("path", ["2026/13", "0/1", "9999/12"])
def test_a_month_that_does_not_exist_is_not_found_or_runs(
    world: World, signed_in: SignIn, path: str
) -> None:
    provider = world.town.providers["flex"].id
    answer = signed_in("brandt").post(f"/stunden/abgeben/{provider}/{path}/")
    assert answer.status_code in {302, 404}
    assert not Month.objects.exists()
    assert signed_in("brandt").post(f"/stunden/abgeben/{uuid4()}/2026/1/").status_code == 404


def test_what_was_typed_late_goes_along_with_the_next_month(
    share: Share, world: World, signed_in: SignIn
) -> None:
    month = last_month(world)
    booked(world, share, month.before.first_on, minutes=60)
    handed_in(world, month.before)
    booked(world, share, month.before.first_on + timedelta(days=1), minutes=25)
    booked(world, share, month.first_on, minutes=30)
    waiting = signed_in("brandt").get(reverse("hours")).content.decode()
    assert "2 Buchungen, 0:55 h, davon nachgetragen oder berichtigt: 1" in waiting
    press(world, signed_in, month)
    assert Month.objects.get(first_on=month.first_on).minutes == 55
    assert used(share)[month.first_on.year][0] == 115
    for who in ("brandt", "sahin"):
        page = signed_in(who).get(reverse("hours"), {"month": month.before.code})
        assert page.content.decode().count("nachgetragen") == 1


def test_a_correction_goes_into_the_next_month_as_a_counter_entry(
    share: Share, world: World, signed_in: SignIn
) -> None:
    month = last_month(world)
    entry = booked(world, share, month.before.first_on, minutes=90)
    handed_in(world, month.before)
    before = used(share)[month.before.first_on.year]
    with world.acting("sahin") as by:
        actions.correct(by=by, entry=entry, minutes=50)
    assert used(share)[month.before.first_on.year] == before
    press(world, signed_in, month)
    assert Month.objects.get(first_on=month.first_on).minutes == -40
    assert used(share)[month.before.first_on.year] == (before[0] - 40, before[1] + 40)


def test_december_typed_in_january_counts_in_the_old_year(world: World) -> None:
    today = world.actor("sahin").today
    december = CalendarMonth(date(today.year - 1, 12, 1))
    since = (today - date(today.year - 1, 11, 20)).days
    share = share_of(a_running_aid(world, since=since, months=12), "flex")
    january = clock.moment(date(today.year, 1, 10))
    booked(world, share, date(today.year - 1, 12, 30), minutes=61, now=january)
    late = booked(world, share, date(today.year - 1, 12, 31), minutes=44, now=january)
    handed_in(world, december, now=january)
    assert used(share)[today.year - 1][0] == 105
    with world.acting("sahin", january) as by:
        actions.correct(by=by, entry=late, minutes=40)
    booked(world, share, date(today.year, 1, 4), minutes=77, now=january)
    handed_in(world, CalendarMonth(date(today.year, 1, 1)))
    assert (used(share)[today.year - 1][0], used(share)[today.year][0]) == (101, 77)


def test_more_than_was_decided_is_used_all_the_same(share: Share, world: World) -> None:
    month = last_month(world)
    decided = used(share)[month.first_on.year][1]
    for day in range(-(-(decided + 30) // 1400)):
        booked(world, share, month.first_on + timedelta(days=day), minutes=1400)
    handed_in(world, month, now=clock.read())
    spent, committed = used(share)[month.first_on.year]
    assert spent > decided
    assert committed == 0


def test_work_without_a_family_touches_no_account(world: World, signed_in: SignIn) -> None:
    month = last_month(world)
    kind = world.code(List.HOUR_KIND, "unspecific")
    with world.acting("sahin", clock.moment(month.first_on, 18)) as by:
        provider = world.town.providers["flex"]
        actions.book_unspecific(by=by, provider=provider, on=by.today, minutes=45, kind=kind)
    press(world, signed_in, month)
    assert Month.objects.get().minutes == 45
    assert not LedgerLine.objects.filter(used_minutes__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_hand_in_one_month(world: World) -> None:
    share = share_of(a_running_aid(world, since=75), "flex")
    month, provider = last_month(world), world.town.providers["flex"]
    booked(world, share, month.first_on, minutes=90)

    def hand_in(by: Any) -> Month:
        return actions.hand_in(by=by, provider=provider, first_on=month.first_on)

    results = at_once([(world.actor("brandt"), hand_in), (world.actor("hansen"), hand_in)])
    assert refusals(results) == ["Dieser Monat ist schon abgegeben."]
    assert Month.objects.count() == 1
    assert used(share)[month.first_on.year][0] == 90
