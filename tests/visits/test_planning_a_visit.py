"""Planning visits: own families, a neutral place, never two at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from audit import clock
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from protection.models import DataKey
from protection.sealing import opened
from referrals.aids.models import Share
from referrals.nearness.sums import has_house
from referrals.visits import actions
from referrals.visits.models import Visit
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, an_accepted_matter, share_of
from tests.stages.hours import a_visit
from tests.stages.together import at_once, refusals
from tests.world import World

PLACE = "Lerncafé Zwetschgenhof"


@pytest.fixture
def share(world: World) -> Share:
    """FleX's share of a running help."""
    return share_of(a_running_aid(world), "flex")


def form(share: Share, on: date, **other: Any) -> dict[str, Any]:
    """Give what a carer types."""
    typed = {"share": str(share.id), "on": str(on), "time": "14:30", "minutes": "1,5"}
    return {**typed, "place": PLACE, **other}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sahin", 302),
        ("brandt", 302),
        ("vogt", 422),
        ("krause", 422),
        ("demir", 404),
        ("seidel", 404),
    ],
)
def test_carers_plan_with_their_own_families(
    share: Share, world: World, signed_in: SignIn, who: str, status: int
) -> None:
    on = world.actor(who).today + timedelta(days=2)
    answer = signed_in(who).post(reverse("visit_new"), form(share, on))
    assert (answer.status_code, Visit.objects.count()) == (status, int(status == 302))


def test_it_stands_among_the_next_ones_and_in_the_trail(
    share: Share, world: World, signed_in: SignIn
) -> None:
    client, on = signed_in("sahin"), world.actor("sahin").today + timedelta(days=2)
    text = client.post(reverse("visit_new"), form(share, on), follow=True).content.decode()
    assert PLACE in text
    assert "14:30–16:00" in text
    visit = Visit.objects.get()
    assert (visit.minutes, visit.starts_at) == (90, clock.moment(on, 14, 30))
    assert visit.id in Entry.objects.get(event="visit.planned").about


def test_the_place_is_the_providers_own(share: Share, world: World) -> None:
    a_visit(world, share, place=PLACE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM referrals_visit")
        raw = bytes(cursor.fetchone()[0])
    assert raw
    assert PLACE.encode() not in raw
    with world.acting("nolte") as by:
        assert not Visit.objects.visible_to(by).exists()
        assert not DataKey.objects.filter(circle="provider").exists()
    with world.acting("sahin"):
        assert opened(Visit.objects.select_related("lock").get().place) == PLACE


def test_without_a_place_there_is_no_key(share: Share, world: World) -> None:
    assert a_visit(world, share).lock is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"on": "2009-05-01"}, "An diesem Tag war die Hilfe nicht bewilligt."),
        ({"on": "0001-01-01", "time": "00:00"}, "Bitte prüfen Sie das Jahr."),
        ({"on": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"time": "25:70"}, "Bitte geben Sie die Uhrzeit so an: 14:30."),
        ({"minutes": "0"}, "Bitte geben Sie mehr als null Stunden an."),
        ({"minutes": "11"}, "Ein Termin dauert zwischen fünf Minuten und zehn Stunden."),
        ({"minutes": "lange"}, "Bitte geben Sie Stunden an"),
        ({"share": "unbekannt"}, "Bitte wählen Sie eine Ihrer Familien."),
        # The same rule for every family: a refusal tells nothing about what is protected.
        ({"place": "Zuhause, Grubenhelmstieg 96"}, "Bitte schreiben Sie hier keine Anschrift."),
        ({"place": "Hundekehrstr.12 a"}, "Bitte schreiben Sie hier keine Anschrift."),
        ({"place": "x" * 81}, "Bitte fassen Sie sich kürzer: höchstens 80 Zeichen."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    share: Share, world: World, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    on = world.actor("sahin").today + timedelta(days=2)
    answer = signed_in("sahin").post(reverse("visit_new"), {**form(share, on), **wrong})
    text = answer.content.decode()
    assert (answer.status_code, sentence in text) == (422, True)
    assert (PLACE in text) == ("place" not in wrong)
    assert not Visit.objects.exists()


def test_not_further_ahead_than_half_a_year(world: World) -> None:
    share = share_of(a_running_aid(world, months=12), "flex")
    with world.acting("sahin") as by, pytest.raises(NotPossibleError, match="sechs Monate"):
        actions.plan_visit(by=by, share=share, starts_at=world.ago(days=-200), minutes=60)


def test_not_before_the_help_is_approved(world: World, signed_in: SignIn) -> None:
    an_accepted_matter(world)
    page = signed_in("sahin").get(reverse("my_day")).content.decode()
    assert "Noch keine Familie." in page


def test_nobody_is_in_two_places_at_once(world: World, signed_in: SignIn) -> None:
    on = world.actor("sahin").today + timedelta(days=2)
    here, there = (share_of(a_running_aid(world), "flex") for _ in range(2))
    a_visit(world, here, clock.moment(on, 14))
    client = signed_in("sahin")
    taken = client.post(reverse("visit_new"), form(there, on))
    assert taken.status_code == 422
    assert f"In dieser Zeit liegt schon ein anderer Termin: {clock.day_text(on)}" in (
        taken.content.decode()
    )
    right_after = client.post(reverse("visit_new"), form(there, on, time="15:30"))
    right_before = client.post(reverse("visit_new"), form(there, on, time="12:30"))
    assert (right_after.status_code, right_before.status_code) == (302, 302)


@pytest.mark.django_db(transaction=True)
def test_two_plans_at_once_do_not_take_the_same_time(world: World) -> None:
    here, there = (share_of(a_running_aid(world), "flex") for _ in range(2))
    start = world.ago(days=-3)

    def plan(share: Share) -> Any:
        return lambda by: actions.plan_visit(by=by, share=share, starts_at=start, minutes=60)

    results = at_once([(world.actor("sahin"), plan(here)), (world.actor("brandt"), plan(there))])
    assert len(refusals(results)) == 1
    assert Visit.objects.count() == 1


def test_whoever_is_named_next_goes_there(share: Share, world: World, signed_in: SignIn) -> None:
    visit = a_visit(world, share, world.ago(hours=-30))
    with wall.as_office():
        share.carer = world.town.people["vogt"]
        share.save(update_fields=["carer"])
    known = [signed_in(who).get(reverse("visit", args=[visit.id])) for who in ("sahin", "vogt")]
    assert [answer.status_code for answer in known] == [404, 200]
    assert "Geplant für Derya Sahin" in signed_in("vogt").get(reverse("my_day")).content.decode()


@pytest.mark.parametrize(
    ("place", "is_address"),
    [
        ("Am Markt 5", True),
        ("Große Gasse 12a", True),
        ("Spielplatz", False),
        ("Büro, Raum 12", False),
        ("Wohnung, 2. Stock", False),
        ("Grundschule, 14 Uhr", False),
    ],
)
def test_a_place_stays_neutral(place: str, is_address: bool) -> None:
    assert has_house(place) is is_address
