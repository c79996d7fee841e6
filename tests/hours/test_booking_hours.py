"""Booking hours without a planned visit; the note is the provider's own."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from audit.clock import day_text
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection.models import DataKey
from protection.sealing import opened
from providers.codes.models import List
from referrals.aids.models import Aid, Share
from referrals.hours import actions
from referrals.hours.models import TimeEntry
from tests.conftest import SignIn
from tests.stages.aids import a_proposed_aid, a_running_aid, share_of
from tests.stages.hours import booked
from tests.stages.together import at_once, refusals
from tests.world import WORKER, World

NOTE = "Mirabai war müde, Quittengelee eingekocht"


@pytest.fixture
def share(world: World) -> Share:
    """FleX's share of a running help."""
    return share_of(a_running_aid(world), "flex")


def form(world: World, share: Share, **other: Any) -> dict[str, Any]:
    """Give what a carer types."""
    typed = {
        "share": str(share.id),
        "on": str(world.actor("sahin").today),
        "minutes": "1,25",
        "kind": str(world.code(List.HOUR_KIND, "indirect").id),
        "note": NOTE,
    }
    return {**typed, **other}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("sahin", 302), ("brandt", 302), ("vogt", 422), ("krause", 422), ("hartwig", 422)),
        *(("demir", 404), ("nolte", 404), ("seidel", 404)),
    ],
)
def test_the_named_carer_books_and_a_coordinator_for_her(
    share: Share, world: World, signed_in: SignIn, who: str, status: int
) -> None:
    answer = signed_in(who).post(reverse("hours_new"), form(world, share))
    assert answer.status_code == status
    entries = TimeEntry.objects.values_list("minutes", "carer__username", "booked_by__username")
    assert list(entries) == ([(75, "sahin", who)] if status == 302 else [])


def test_the_page_begins_with_the_chosen_family(share: Share, signed_in: SignIn) -> None:
    client = signed_in("sahin")
    chosen = f'value="{share.id}" selected'
    assert chosen in client.get(reverse("hours_new"), {"share": str(share.id)}).content.decode()
    text = client.get(reverse("hours_new"), {"share": "quatsch"}).content.decode()
    assert chosen not in text


def test_families_with_a_help_today_stand_first(
    share: Share, world: World, signed_in: SignIn
) -> None:
    later = share_of(a_running_aid(world, since=3), "flex")
    Aid.objects.filter(id=share.aid_id).update(word="zz")
    Aid.objects.filter(id=later.aid_id).update(word="aa")
    Share.objects.filter(id=later.id).update(until_on=world.actor("sahin").today - timedelta(1))
    page = signed_in("sahin").get(reverse("hours_new")).content.decode()
    assert 0 < page.index(f'value="{share.id}"') < page.index(f'value="{later.id}"')


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": "0"}, "Bitte geben Sie mehr als null Stunden an."),
        ({"minutes": "24:01"}, "Ein Tag hat höchstens 24 Stunden."),
        ({"minutes": "eine"}, "Bitte geben Sie Stunden an, zum Beispiel 5 oder 5,5 oder 5:30."),
        ({"on": "2199-01-01"}, "Stunden bucht man erst, wenn sie geleistet sind."),
        ({"on": "2009-01-01"}, "An diesem Tag war die Hilfe nicht bewilligt."),
        ({"share": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"note": "x" * 601}, "Bitte fassen Sie sich kürzer: höchstens 600 Zeichen."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_is_kept(
    share: Share, world: World, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    typed = {**form(world, share), **wrong}
    answer = signed_in("sahin").post(reverse("hours_new"), typed)
    text = answer.content.decode()
    assert (answer.status_code, sentence in text) == (422, True)
    assert typed["note"][:20] in text
    assert not TimeEntry.objects.exists()


def test_a_kind_without_family_is_not_offered_here(
    share: Share, world: World, signed_in: SignIn
) -> None:
    kind = world.code(List.HOUR_KIND, "unspecific")
    answer = signed_in("sahin").post(reverse("hours_new"), form(world, share, kind=str(kind.id)))
    assert answer.status_code == 422
    with world.acting("sahin") as by, pytest.raises(NotPossibleError, match="keiner Familie"):
        actions.book(by=by, share=share, on=by.today, minutes=60, kind=kind)


def test_the_deed_itself_refuses_a_time_that_cannot_be(share: Share, world: World) -> None:
    kind = world.code(List.HOUR_KIND, "direct")
    with world.acting("sahin") as by:
        for minutes in (0, -5, 24 * 60 + 1):
            with pytest.raises(NotPossibleError, match="zwischen einer Minute und 24 Stunden"):
                actions.book(by=by, share=share, on=by.today, minutes=minutes, kind=kind)
    assert Entry.objects.filter(event="hours.book.refused").count() == 3


def test_no_hours_before_somebody_released_the_help(world: World) -> None:
    decision = a_proposed_aid(world)
    with pytest.raises(Share.DoesNotExist):
        share_of(decision.aid, "flex")


def test_work_without_a_family_names_none(world: World, signed_in: SignIn) -> None:
    sent = {"on": str(world.actor("sahin").today), "minutes": "0:45"}
    answer = signed_in("sahin").post(reverse("hours_team"), sent, follow=True)
    assert "Ohne Familie: 0:45 h gebucht." in answer.content.decode()
    entry = TimeEntry.objects.select_related("kind", "provider").get()
    assert (entry.minutes, entry.share, entry.kind.code) == (45, None, "unspecific")
    assert entry.provider.code == "flex"


def test_a_slip_in_the_year_does_not_block_the_months(world: World, signed_in: SignIn) -> None:
    sent = {"on": "0026-11-20", "minutes": "0:45"}
    answer = signed_in("sahin").post(reverse("hours_team"), sent)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie das Jahr." in answer.content.decode()
    assert not TimeEntry.objects.exists()


@pytest.mark.parametrize("who", ["demir", "nolte", "seidel"])
def test_the_office_books_no_work_of_providers(world: World, signed_in: SignIn, who: str) -> None:
    sent = {"on": str(world.actor("sahin").today), "minutes": "0:45"}
    assert signed_in(who).post(reverse("hours_team"), sent).status_code == 404


def test_the_note_lies_sealed(share: Share, world: World) -> None:
    booked(world, share, note=NOTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM referrals_timeentry")
        raw = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT string_agg(facts::text || seals::text, '') FROM audit_entry")
        trail = cursor.fetchone()[0]
    assert raw
    assert not any(word.encode() in raw or word in trail for word in NOTE.split())


def test_the_office_holds_no_key_for_the_note(
    share: Share, world: World, signed_in: SignIn
) -> None:
    booked(world, share, note=NOTE)
    with world.acting(WORKER) as by:
        seen = TimeEntry.objects.visible_to(by).get()
        assert not DataKey.objects.filter(circle="provider").exists()
        with pytest.raises(DataKey.DoesNotExist):
            opened(seen.note)
    for who in ("sahin", "brandt"):
        assert NOTE in signed_in(who).get(reverse("hours")).content.decode()
    for page in (reverse("hours"), reverse("aid_hours", args=[share.aid_id])):
        assert NOTE not in signed_in(WORKER).get(page).content.decode()


def test_a_settled_help_takes_no_more_hours(share: Share, world: World, signed_in: SignIn) -> None:
    share.visible_until = world.actor("sahin").today - timedelta(days=1)
    share.save(update_fields=["visible_until"])
    answer = signed_in("sahin").post(reverse("hours_new"), form(world, share))
    assert "Bitte wählen Sie eine Ihrer Familien." in answer.content.decode()


def test_the_last_approved_day_counts(world: World) -> None:
    share = share_of(a_running_aid(world), "flex")
    share.until_on = world.actor("sahin").today - timedelta(days=3)
    share.save(update_fields=["until_on"])
    last: date = share.until_on
    assert booked(world, share, last).minutes == 90
    with pytest.raises(NotPossibleError, match="nicht bewilligt"):
        booked(world, share, last + timedelta(days=1))
    with pytest.raises(NotPossibleError, match="nicht bewilligt"):
        booked(world, share, share.from_on - timedelta(days=1))


def test_a_day_has_no_more_than_24_hours_however_they_are_booked(
    share: Share, world: World, signed_in: SignIn
) -> None:
    booked(world, share, minutes=23 * 60)
    client, today = signed_in("sahin"), world.actor("sahin").today
    sentence = f"Am {day_text(today)} sind schon 23:00 h gebucht. Ein Tag hat höchstens 24 Stunden."
    answer = client.post(reverse("hours_new"), form(world, share, minutes="1:01"))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    answer = client.post(reverse("hours_team"), {"on": str(today), "minutes": "1:01"})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert client.post(reverse("hours_new"), form(world, share, minutes="1")).status_code == 302
    entry = TimeEntry.objects.get(minutes=60)
    with world.acting("sahin") as by:
        with pytest.raises(NotPossibleError, match="24:00 h gebucht"):
            actions.correct(by=by, entry=entry, minutes=61)
        actions.correct(by=by, entry=entry, minutes=0)
    booked(world, share, minutes=60)


@pytest.mark.django_db(transaction=True)
def test_two_bookings_at_once_do_not_fill_a_day_twice(world: World) -> None:
    share = share_of(a_running_aid(world), "flex")
    kind, today = world.code(List.HOUR_KIND, "direct"), world.actor("sahin").today
    given: dict[str, Any] = {"share": share, "on": today, "minutes": 13 * 60, "kind": kind}
    sahin = world.actor("sahin")
    results = at_once([(sahin, lambda by: actions.book(by=by, **given))] * 2)
    assert [said for said in refusals(results) if "sind schon 13:00 h gebucht" in said]
    assert TimeEntry.objects.count() == 1
