"""Corrections are reversals beside what they correct; nothing is overwritten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from audit.models import Entry
from referrals.hours import actions
from referrals.hours.flow import Status
from referrals.hours.models import TimeEntry
from referrals.hours.sums import CalendarMonth
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.hours import booked, handed_in
from tests.stages.together import at_once, refusals
from tests.world import World


@pytest.fixture
def entry(world: World) -> TimeEntry:
    """Ninety minutes, booked today."""
    return booked(world, share_of(a_running_aid(world), "flex"))


def rows() -> list[tuple[int, str]]:
    """Give every row with its state."""
    return sorted(TimeEntry.objects.values_list("minutes", "status"))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("sahin", 302), ("brandt", 302), ("vogt", 404), ("krause", 404), ("hartwig", 404)),
        *(("demir", 404), ("nolte", 404), ("seidel", 404)),
    ],
)
def test_whoever_spent_the_time_corrects_it(
    entry: TimeEntry, signed_in: SignIn, who: str, status: int
) -> None:
    client = signed_in(who)
    answer = client.post(reverse("hours_correct", args=[entry.id]), {"minutes": "1:15"})
    nowhere = client.post(reverse("hours_correct", args=[uuid4()]), {"minutes": "1:15"})
    assert answer.status_code == status
    if status == 404:
        assert answer.content == nowhere.content
        assert rows() == [(90, "booked")]
    else:
        assert rows() == [(-90, "reversed"), (75, "booked"), (90, "reversed")]


def test_what_was_handed_in_is_corrected_in_the_open(world: World, signed_in: SignIn) -> None:
    share = share_of(a_running_aid(world, since=75), "flex")
    month = CalendarMonth.of(world.actor("sahin").today).before
    entry = booked(world, share, month.first_on + timedelta(days=9))
    handed_in(world, month)
    client = signed_in("sahin")
    address = reverse("hours_correct", args=[entry.id])
    assert "1:30 h" in client.get(address).content.decode()
    text = client.post(address, {"minutes": "1"}, follow=True).content.decode()
    assert rows() == [(-90, "booked"), (60, "booked"), (90, "reversed")]
    assert "berichtigt 1:30 h" in text
    assert "−1:30 h" in text
    assert "nachgetragen" in text
    trace = Entry.objects.get(event="hours.corrected")
    assert trace.facts == {"from": 90, "to": 60}


def test_nothing_remains_when_no_time_was_spent(entry: TimeEntry, signed_in: SignIn) -> None:
    signed_in("sahin").post(reverse("hours_correct", args=[entry.id]), {"minutes": "0"})
    assert rows() == [(-90, "reversed"), (90, "reversed")]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,5", "Das ist die gebuchte Zeit. Bitte geben Sie die richtige an."),
        ("25", "Ein Tag hat höchstens 24 Stunden."),
        ("viel", "Bitte geben Sie Stunden an, zum Beispiel 5 oder 5,5 oder 5:30."),
        ("", "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    entry: TimeEntry, signed_in: SignIn, typed: str, sentence: str
) -> None:
    address = reverse("hours_correct", args=[entry.id])
    answer = signed_in("sahin").post(address, {"minutes": typed})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert rows() == [(90, "booked")]


def test_a_correction_is_not_corrected_again(entry: TimeEntry, signed_in: SignIn) -> None:
    client = signed_in("sahin")
    client.post(reverse("hours_correct", args=[entry.id]), {"minutes": "1"})
    reversal = TimeEntry.objects.get(minutes__lt=0)
    for row in (entry, reversal):
        address = reverse("hours_correct", args=[row.id])
        assert client.post(address, {"minutes": "2"}).status_code == 422
    assert rows() == [(-90, "reversed"), (60, "booked"), (90, "reversed")]


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_reverse_once(world: World) -> None:
    entry = booked(world, share_of(a_running_aid(world), "flex"))
    results = at_once(
        [
            (world.actor("sahin"), lambda by: actions.correct(by=by, entry=entry, minutes=60)),
            (world.actor("brandt"), lambda by: actions.correct(by=by, entry=entry, minutes=45)),
        ]
    )
    assert refusals(results) == ["Das ist jetzt nicht möglich. Der Stand ist: Berichtigt."]
    assert TimeEntry.objects.filter(minutes__lt=0).count() == 1


def test_the_database_takes_negative_time_only_as_a_reversal(entry: TimeEntry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_timeentry SET minutes = -1")
    entry.refresh_from_db()
    assert entry.status == Status.BOOKED


NOTE = "Mit Mirabai für die Mathearbeit geübt."


@pytest.mark.parametrize("sent", [{"note": NOTE}, {}], ids=["shown and sent", "never asked for"])
def test_the_note_stays_with_what_is_corrected(
    world: World, signed_in: SignIn, sent: dict[str, str]
) -> None:
    noted = booked(world, share_of(a_running_aid(world), "flex"), note=NOTE)
    client = signed_in("sahin")
    address = reverse("hours_correct", args=[noted.id])
    assert NOTE in client.get(address).content.decode()
    client.post(address, {"minutes": "1:15", **sent})
    again = TimeEntry.objects.get(minutes=75)
    address = reverse("hours_correct", args=[again.id])
    assert NOTE in client.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM referrals_timeentry WHERE id = %s", [again.id])
        assert NOTE.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(("typed", "kept"), [("Mit Ottokar.", "Mit Ottokar."), ("", "")])
def test_another_note_takes_its_place(
    world: World, signed_in: SignIn, typed: str, kept: str
) -> None:
    noted = booked(world, share_of(a_running_aid(world), "flex"), note=NOTE)
    client = signed_in("sahin")
    client.post(reverse("hours_correct", args=[noted.id]), {"minutes": "1:30", "note": typed})
    again = TimeEntry.objects.get(minutes=90, status=Status.BOOKED)
    shown = client.get(reverse("hours_correct", args=[again.id])).content.decode()
    assert NOTE not in shown
    assert kept in shown
