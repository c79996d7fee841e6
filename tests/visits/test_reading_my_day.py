"""Mein Tag: visits in order, names and telephones as far as they were told, what is open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from audit.models import Entry
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.hours import a_visit, booked
from tests.world import WORKER, World


def day(signed_in: SignIn, who: str = "sahin") -> str:
    """Read the page."""
    return signed_in(who).get(reverse("my_day")).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("sahin", 200), ("krause", 200), ("brandt", 404), ("demir", 404), ("kowalski", 404)],
)
def test_carers_have_a_day(world: World, signed_in: SignIn, who: str, status: int) -> None:
    assert signed_in(who).get(reverse("my_day")).status_code == status


def test_an_empty_day_says_so(world: World, signed_in: SignIn) -> None:
    text = day(signed_in)
    assert "Für heute ist kein Termin geplant." in text
    assert "Diese Woche sind noch keine Stunden gebucht." in text


def test_visits_stand_in_order_with_word_name_and_telephone(
    world: World, signed_in: SignIn
) -> None:
    share, today = share_of(a_running_aid(world), "flex"), world.actor("sahin").today
    other = share_of(a_running_aid(world), "flex")
    a_visit(world, share, clock.moment(today, 15), minutes=60)
    a_visit(world, other, clock.moment(today, 8), minutes=60)
    text = day(signed_in)
    early, late = f"{other.aid.word}</a>", f"{share.aid.word}</a>"
    assert 0 < text.index("08:00–09:00") < text.index(early) < text.index("15:00–16:00")
    assert text.index("15:00–16:00") < text.index(late)
    assert text.index(early) < text.index("Sunniva Velmbrinker") < text.index("15:00–16:00")
    assert 'href="tel:030231259001"' in text


def test_one_entry_tells_which_families_were_shown(world: World, signed_in: SignIn) -> None:
    shares = [share_of(a_running_aid(world), "flex") for _ in range(2)]
    day(signed_in)
    entry = Entry.objects.get(event="visit.day_read")
    assert set(entry.about) == {share.aid.family_id for share in shares}


def test_earlier_visits_wait_to_be_entered(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    visit = a_visit(world, share, world.ago(days=3))
    client = signed_in("sahin")
    assert "Noch offen: bitte nachtragen" in client.get(reverse("my_day")).content.decode()
    text = client.post(reverse("visit_hold", args=[visit.id]), follow=True).content.decode()
    # Until tomorrow the way back stays in sight.
    assert reverse("visit_undo", args=[visit.id]) in text


def test_the_week_and_the_hours_of_each_family(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    today = world.actor("sahin").today
    monday = today - timedelta(days=today.weekday())
    booked(world, share, monday - timedelta(days=1), minutes=60)
    booked(world, share, today, minutes=75)
    text = day(signed_in)
    assert "Diese Woche: 1:15 h" in text
    assert "2:15 von 104 Stunden" in text


def test_a_day_of_more_than_ten_hours_is_asked_about(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    today = world.actor("sahin").today
    booked(world, share, today, minutes=600)
    assert "Bitte prüfen Sie, ob das stimmt." not in day(signed_in)
    booked(world, share, today, minutes=5)
    text = day(signed_in)
    assert (
        f"Am {clock.day_text(today)} sind 10:05 h gebucht. Bitte prüfen Sie, ob das stimmt." in text
    )


def test_foreign_families_are_not_there(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    a_visit(world, share)
    for who in ("vogt", "krause"):
        assert share.aid.word not in day(signed_in, who)


def test_what_is_no_longer_told_is_no_longer_shown(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    a_visit(world, share)
    assert "Sunniva" in day(signed_in)
    with world.acting(WORKER) as by:
        disclosures.end(by=by, disclosure=Disclosure.objects.get())
    text = day(signed_in)
    assert "Sunniva" not in text
    assert "tel:030231259001" not in text
    assert share.aid.word in text


def test_many_visits_cost_no_more_questions_than_few(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    other = share_of(a_running_aid(world), "flex")
    client = signed_in("sahin")
    start = clock.moment(world.actor("sahin").today - timedelta(days=3), 6)

    def asked(visits: range) -> int:
        for number in visits:
            given = (share, other)[number % 2]
            moment = start + timedelta(minutes=20 * number)
            a_visit(world, given, moment, minutes=15, place="Büro")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(reverse("my_day"))
        return len(caught)

    assert asked(range(5)) == asked(range(5, 50))
