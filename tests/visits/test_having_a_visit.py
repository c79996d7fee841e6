"""After a visit: it took place, it was different, nobody was there; and taking that back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.models import Entry
from providers.codes.models import List
from referrals.endings import actions as endings
from referrals.hours.models import TimeEntry
from referrals.hours.sums import CalendarMonth
from referrals.visits import actions
from referrals.visits.flow import Status
from referrals.visits.models import Visit
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.hours import a_visit, booked, handed_in
from tests.stages.together import at_once, refusals
from tests.world import WORKER, World

STRANGERS = ("demir", "nolte", "kowalski", "seidel", "hartwig", "krause", "vogt")


@pytest.fixture
def visit(world: World) -> Visit:
    """A visit of ninety minutes that began two hours ago."""
    return a_visit(world, share_of(a_running_aid(world), "flex"))


def minutes(status: str = "booked") -> list[int]:
    """Give the minutes that stand booked."""
    return list(TimeEntry.objects.filter(status=status).values_list("minutes", flat=True))


def post(client: Client, name: str, visit: Visit, **data: object) -> str:
    """Do something with a visit, and read the page one lands on."""
    answer = client.post(reverse(name, args=[visit.id]), data, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("who", ["sahin", "brandt", *STRANGERS])
def test_the_named_carer_and_the_coordinator_say_that_it_took_place(
    visit: Visit, signed_in: SignIn, who: str
) -> None:
    client = signed_in(who)
    answer = client.post(reverse("visit_hold", args=[visit.id]))
    nowhere = client.post(reverse("visit_hold", args=[uuid4()]))
    visit.refresh_from_db()
    if who in STRANGERS:
        assert (answer.status_code, visit.status, minutes()) == (404, Status.PLANNED, [])
        assert answer.content == nowhere.content
    else:
        assert (answer.status_code, visit.status, minutes()) == (302, Status.HELD, [90])


def test_strangers_can_do_nothing_with_it(visit: Visit, signed_in: SignIn) -> None:
    for who in STRANGERS:
        client = signed_in(who)
        assert client.get(reverse("visit", args=[visit.id])).status_code == 404
        for name in ("visit", "visit_miss", "visit_undo", "visit_cancel"):
            assert client.post(reverse(name, args=[visit.id])).status_code == 404, (who, name)
    visit.refresh_from_db()
    assert visit.status == Status.PLANNED


def test_one_tap_books_the_planned_minutes_and_offers_the_way_back(
    visit: Visit, signed_in: SignIn
) -> None:
    text = post(signed_in("sahin"), "visit_hold", visit)
    entry = TimeEntry.objects.select_related("kind").get()
    assert (entry.minutes, entry.kind.code, entry.on) == (90, "direct", clock.day(visit.starts_at))
    assert "1:30 h gebucht" in text
    assert reverse("visit_undo", args=[visit.id]) in text
    trace = Entry.objects.get(event="visit.held")
    assert {visit.id, entry.id, visit.share.aid_id} <= set(trace.about)


def test_a_slip_is_taken_back_and_the_visit_is_open_again(visit: Visit, signed_in: SignIn) -> None:
    client = signed_in("sahin")
    post(client, "visit_hold", visit)
    text = post(client, "visit_undo", visit)
    visit.refresh_from_db()
    assert (visit.status, visit.entry, minutes()) == (Status.PLANNED, None, [])
    assert sorted(minutes("reversed")) == [-90, 90]
    assert reverse("visit_hold", args=[visit.id]) in text
    post(client, "visit_hold", visit)
    assert minutes() == [90]


def test_a_corrected_visit_shows_the_hours_that_stand_and_none_opens_it_again(
    visit: Visit, signed_in: SignIn
) -> None:
    client = signed_in("sahin")
    post(client, "visit_hold", visit)
    for typed, shown in (("0:30", "0:30 h gebucht"), ("0:45", "0:45 h gebucht")):
        entry = TimeEntry.objects.get(status="booked")
        client.post(reverse("hours_correct", args=[entry.id]), {"minutes": typed})
        assert shown in client.get(reverse("my_day")).content.decode()
    entry = TimeEntry.objects.get(status="booked")
    client.post(reverse("hours_correct", args=[entry.id]), {"minutes": "0"})
    visit.refresh_from_db()
    assert (visit.status, visit.entry) == (Status.PLANNED, None)
    text = post(client, "visit_hold", visit)
    assert "1:30 h gebucht" in text
    assert minutes() == [90]


def test_what_was_handed_in_is_not_taken_back(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world, since=75), "flex")
    month = CalendarMonth.of(world.actor("sahin").today).before
    visit = a_visit(world, share, clock.moment(month.next_on - timedelta(days=1), 9))
    client = signed_in("sahin")
    post(client, "visit_hold", visit)
    handed_in(world, month, now=clock.read())
    assert "schon abgegeben. Bitte berichtigen Sie sie." in post(client, "visit_undo", visit)
    visit.refresh_from_db()
    assert visit.status == Status.HELD


def test_nobody_there_books_the_way_and_no_more_than_an_hour(
    visit: Visit, signed_in: SignIn
) -> None:
    text = post(signed_in("sahin"), "visit_miss", visit)
    entry = TimeEntry.objects.select_related("kind").get()
    assert (entry.minutes, entry.kind.code) == (60, "no_show")
    assert "1:00 h gebucht, höchstens 1:00 h, wenn niemand da ist" in text


def test_the_third_closed_door_in_a_row_asks_to_speak_with_the_district_worker(
    world: World, signed_in: SignIn
) -> None:
    share, client = share_of(a_running_aid(world), "flex"), signed_in("sahin")
    sentence = "Dreimal hintereinander war niemand anzutreffen"
    for days in (9, 6, 3):
        assert sentence not in client.get(reverse("my_day")).content.decode()
        post(client, "visit_miss", a_visit(world, share, world.ago(days=days)))
    assert sentence in client.get(reverse("my_day")).content.decode()
    post(client, "visit_hold", a_visit(world, share, world.ago(days=1)))
    assert sentence not in client.get(reverse("my_day")).content.decode()


def test_it_was_different(visit: Visit, world: World, signed_in: SignIn) -> None:
    sent = {
        "on": str(clock.day(visit.starts_at) - timedelta(days=1)),
        "minutes": "0:45",
        "kind": str(world.code(List.HOUR_KIND, "indirect").id),
        "note": "Gespräch mit der Quittenschule",
    }
    answer = signed_in("sahin").post(reverse("visit", args=[visit.id]), sent)
    assert answer.status_code == 302
    entry = TimeEntry.objects.select_related("kind").get()
    assert (entry.minutes, entry.kind.code) == (45, "indirect")
    assert entry.on == clock.day(visit.starts_at) - timedelta(days=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": "0"}, "Bitte geben Sie mehr als null Stunden an."),
        ({"minutes": "25"}, "Ein Tag hat höchstens 24 Stunden."),
        ({"minutes": "viel"}, "Bitte geben Sie Stunden an, zum Beispiel 5 oder 5,5 oder 5:30."),
        ({"minutes": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"on": "2199-01-01"}, "Stunden bucht man erst, wenn sie geleistet sind."),
        ({"on": "2009-01-01"}, "An diesem Tag war die Hilfe nicht bewilligt."),
        ({"on": "gestern"}, "Bitte geben Sie den Tag so an: 24.11.2026."),
        ({"kind": str(uuid4())}, "Bitte wählen Sie eine Art aus der Liste."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_is_kept(
    visit: Visit, world: World, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    sent = {
        "on": str(clock.day(visit.starts_at)),
        "minutes": "1:15",
        "kind": str(world.code(List.HOUR_KIND, "direct").id),
        "note": "Zweite Zeile bleibt",
        **wrong,
    }
    answer = signed_in("sahin").post(reverse("visit", args=[visit.id]), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Zweite Zeile bleibt" in text
    assert minutes() == []


def test_a_longer_time_does_not_run_into_a_visit_that_was_booked(
    world: World, signed_in: SignIn
) -> None:
    share, start = share_of(a_running_aid(world), "flex"), world.ago(days=3)
    first, second = (a_visit(world, share, start + timedelta(hours=h)) for h in (0, 2))
    client = signed_in("sahin")
    post(client, "visit_hold", second)
    sent = {
        "on": str(clock.day(first.starts_at)),
        "minutes": "2:30",
        "kind": str(world.code(List.HOUR_KIND, "direct").id),
    }
    answer = client.post(reverse("visit", args=[first.id]), sent)
    assert "In dieser Zeit liegt schon ein anderer Termin" in answer.content.decode()
    assert minutes() == [90]


def test_what_lies_ahead_has_not_taken_place(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world), "flex")
    visit = a_visit(world, share, world.ago(hours=-30))
    text = post(signed_in("sahin"), "visit_hold", visit)
    assert "Dieser Termin liegt noch vor Ihnen." in text
    assert minutes() == []


def test_called_off_it_cannot_be_booked(visit: Visit, signed_in: SignIn) -> None:
    client = signed_in("sahin")
    text = post(client, "visit_cancel", visit)
    assert "Termin abgesagt" in text
    assert "Der Stand ist: Abgesagt." in post(client, "visit_hold", visit)
    assert minutes() == []


def test_a_second_tap_gets_a_sentence(visit: Visit, signed_in: SignIn) -> None:
    client = signed_in("sahin")
    post(client, "visit_hold", visit)
    assert "Dieser Termin ist schon gebucht." in post(client, "visit_miss", visit)
    assert minutes() == [90]


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_book_once(world: World) -> None:
    visit = a_visit(world, share_of(a_running_aid(world), "flex"))
    results = at_once(
        [
            (world.actor("sahin"), lambda by: actions.hold(by=by, visit=visit)),
            (world.actor("sahin"), lambda by: actions.hold(by=by, visit=visit)),
        ]
    )
    assert refusals(results) == ["Dieser Termin ist schon gebucht."]
    assert minutes() == [90]


def test_after_the_end_it_is_booked_until_the_help_is_settled(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    inside = a_visit(world, share_of(aid, "flex"), world.ago(days=8))
    later = a_visit(world, share_of(aid, "flex"), world.ago(days=3))
    with world.acting(WORKER) as by:
        reason = world.code(List.ENDING_REASON, "10")
        ended_on = by.today - timedelta(days=5)
        endings.end(by=by, aid=aid, reason=reason, ended_on=ended_on, goals={})
    client = signed_in("sahin")
    assert "1:30 h gebucht" in post(client, "visit_hold", inside)
    assert minutes() == [90]
    later.refresh_from_db()
    assert later.status == Status.CANCELLED
    booked_id = inside.id
    aid.shares.update(visible_until=world.actor(WORKER).today - timedelta(days=1))
    assert client.post(reverse("visit_undo", args=[booked_id])).status_code == 404


def test_at_eighty_percent_a_sentence_asks_and_nothing_is_ever_blocked(
    world: World, signed_in: SignIn
) -> None:
    share = share_of(a_running_aid(world), "flex")
    client = signed_in("sahin")
    share.approved_minutes = 200
    share.save(update_fields=["approved_minutes"])
    booked(world, share, minutes=159)
    assert "verbraucht" not in client.get(reverse("my_day")).content.decode()
    booked(world, share, minutes=1)
    text = client.get(reverse("my_day")).content.decode()
    assert (
        "Die bewilligten Stunden sind zu 80 % verbraucht. Sprechen Sie bitte mit Sevgi Demir"
        in text
    )
    assert "2:40 von 3:20 Stunden" in text
    booked(world, share, minutes=90)
    assert "sind zu 125 % verbraucht" in client.get(reverse("my_day")).content.decode()
