"""The page "Stunden": carers their own month, coordinators their provider's, the office sums."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from audit import clock
from audit.models import Entry
from referrals.aids.models import Share
from referrals.hours.sums import CalendarMonth
from referrals.months import sheets as months
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.hours import a_visit, booked, handed_in
from tests.stages.purposes import she_says_what_for
from tests.world import WORKER, World

NOTE = "Elternabend im Kirschkernhaus"


def page(signed_in: SignIn, who: str, **query: Any) -> str:
    """Read the page as somebody."""
    return signed_in(who).get(reverse("hours"), query).content.decode()


@pytest.fixture
def share(world: World) -> Share:
    """FleX's share of a help that has run for more than two months."""
    return share_of(a_running_aid(world, since=100), "flex")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("sahin", 200), ("brandt", 200), ("demir", 200), ("nolte", 200)),
        *(("kowalski", 404), ("lindner", 404), ("seidel", 404), ("wolters", 404)),
    ],
)
def test_who_opens_it(world: World, signed_in: SignIn, who: str, status: int) -> None:
    assert signed_in(who).get(reverse("hours")).status_code == status


def test_carers_see_their_own_hours_and_no_others(
    share: Share, world: World, signed_in: SignIn
) -> None:
    booked(world, share, minutes=75, note=NOTE)
    mine = page(signed_in, "sahin")
    assert share.aid.word in mine
    assert "1:15 h" in mine
    assert NOTE in mine
    for who in ("vogt", "krause"):
        assert share.aid.word not in page(signed_in, who)
    assert Entry.objects.filter(event="hours.listed", about__contains=[share.aid_id]).count() == 1


@pytest.mark.parametrize("month", ["", "2026-99", "gestern", "2001-01"])
def test_an_unknown_month_is_the_current_one(
    share: Share, world: World, signed_in: SignIn, month: str
) -> None:
    booked(world, share)
    today = CalendarMonth.of(world.actor("sahin").today)
    text = page(signed_in, "sahin", month=month)
    assert f'value="{today.code}" selected' in text
    assert share.aid.word in text


def test_another_month_by_choice(share: Share, world: World, signed_in: SignIn) -> None:
    before = CalendarMonth.of(world.actor("sahin").today).before
    booked(world, share, before.first_on, minutes=77)
    assert "1:17 h" not in page(signed_in, "sahin")
    assert "1:17 h" in page(signed_in, "sahin", month=before.code)


def test_coordinators_see_who_entered_how_much_and_who_is_missing(
    share: Share, world: World, signed_in: SignIn
) -> None:
    other = share_of(a_running_aid(world, carers={"flex": "vogt"}, since=100), "flex")
    month = CalendarMonth.of(world.actor("sahin").today).before
    booked(world, share, month.first_on, minutes=75)
    booked(world, share, month.first_on + timedelta(days=1), minutes=30)
    a_visit(world, other, clock.moment(month.first_on + timedelta(days=2)), "vogt")
    text = page(signed_in, "brandt")
    assert f'value="{month.code}" selected' in text
    assert "Derya Sahin" in text
    assert "1:45 h" in text
    missing = text[text.index("Wer fehlt") : text.index("Wer hat wie viel eingetragen")]
    assert "Peter Vogt" in missing
    assert "1 Termin noch nicht gebucht" in missing
    assert "Derya Sahin" not in missing
    assert "Derya Sahin" not in page(signed_in, "hartwig")


def test_a_long_month_is_read_carer_by_carer(
    share: Share, world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "BOOKINGS_SHOWN", 3)
    other = share_of(a_running_aid(world, carers={"flex": "vogt"}, since=100), "flex")
    month = CalendarMonth.of(world.actor("sahin").today).before
    for day in range(3):
        booked(world, share, month.first_on + timedelta(days=day), minutes=61)
    booked(world, other, month.first_on, minutes=77, who="vogt")
    text = page(signed_in, "brandt", month=month.code)
    assert "3:03 h" in text
    assert "1:01 h" not in text
    assert "Wählen Sie oben eine Fachkraft" in text
    chosen = {"month": month.code, "carer": str(world.town.people["sahin"].id)}
    assert escape(f"?{urlencode(chosen)}#buchungen") in text
    of_one = page(signed_in, "brandt", **chosen)
    assert of_one.count("1:01 h") == 3
    odd = page(signed_in, "brandt", month=month.code, carer="\x00")
    assert "Wählen Sie oben eine Fachkraft" in odd


def test_the_office_sees_what_was_handed_in_by_day_and_kind(
    share: Share, world: World, signed_in: SignIn
) -> None:
    month = CalendarMonth.of(world.actor("sahin").today).before
    a_visit(world, share, clock.moment(month.first_on, 7, 35))
    booked(world, share, month.first_on, minutes=77, note=NOTE)
    address = reverse("aid_hours", args=[share.aid_id])
    client = signed_in(WORKER)
    waiting = client.get(address).content.decode()
    assert ", noch nicht abgegeben 1:17 h" in waiting
    assert "Mit der Familie" not in waiting
    handed_in(world, month)
    text = client.get(address).content.decode()
    approved = f"1:17 von {share.approved_minutes // 60}"
    for shown in (clock.day_text(month.first_on), "1:17 h", "Mit der Familie", approved):
        assert shown in text
    for hidden in ("07:35", NOTE, "Sahin"):
        assert hidden not in text
    assert share.aid.word in page(signed_in, WORKER)
    assert Entry.objects.filter(event="hours.read", about__contains=[share.aid_id]).count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((WORKER, 200), ("nolte", 200), ("wiegand", 404), ("fries", 404), ("kowalski", 404)),
        *(("seidel", 404), ("brandt", 404), ("sahin", 404)),
    ],
)
def test_whose_family_it_is_sees_its_hours(
    share: Share, world: World, signed_in: SignIn, who: str, status: int
) -> None:
    she_says_what_for(world, share.aid.family)
    answer = signed_in(who).get(reverse("aid_hours", args=[share.aid_id]))
    assert answer.status_code == status


def test_after_the_settlement_the_word_is_gone_for_the_provider(
    share: Share, world: World, signed_in: SignIn
) -> None:
    booked(world, share, minutes=75)
    share.visible_until = world.actor("sahin").today - timedelta(days=1)
    share.save(update_fields=["visible_until"])
    for who in ("sahin", "brandt"):
        text = page(signed_in, who)
        assert share.aid.word not in text
        assert "Beendete Hilfe" in text
        assert "Berichtigen" not in text


@pytest.mark.parametrize("who", ["sahin", "brandt", WORKER])
def test_many_bookings_cost_no_more_questions_than_few(
    share: Share, world: World, signed_in: SignIn, who: str
) -> None:
    client = signed_in(who)
    month = CalendarMonth.of(world.actor("sahin").today).before
    address = reverse("aid_hours", args=[share.aid_id]) if who == WORKER else reverse("hours")

    def asked(count: int, month: CalendarMonth) -> int:
        for number in range(count):
            booked(world, share, month.first_on, minutes=5 + number % 7, note="Notiz")
        if who == WORKER:
            handed_in(world, month)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address, {"month": month.code}).status_code == 200
        return len(caught)

    assert asked(5, month.before) == asked(45, month)


def test_what_came_after_a_month_was_handed_in_is_told_apart(
    share: Share, world: World, signed_in: SignIn
) -> None:
    month = CalendarMonth.of(world.actor("sahin").today).before
    booked(world, share, month.first_on, minutes=120)
    handed_in(world, month)
    assert "Davon" not in page(signed_in, "brandt", month=month.code)
    booked(world, share, month.first_on, minutes=15)
    text = page(signed_in, "brandt", month=month.code)
    assert ": 2:00 h</p>" in text
    goes_with = CalendarMonth(month.next_on).words
    assert f"Davon noch nicht abgegeben: 0:15 h, gehen mit {goes_with}." in text
