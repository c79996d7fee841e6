"""The first page of providers: what waits for coordinators, and the day of carers."""

from datetime import timedelta

from django.urls import reverse

from accounts import actions as accounts
from tests.agenda.reading import NOTHING, first_page, verb
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, share_of
from tests.stages.enquiries import a_sent_enquiry, copy_of
from tests.stages.families import a_family
from tests.stages.hours import booked
from tests.world import World


def test_coordinators_find_enquiries_by_deadline(world: World, signed_in: SignIn) -> None:
    today, family = world.actor("demir").today, a_family(world)
    late = a_sent_enquiry(world, family, answer_by=today + timedelta(days=9))
    soon = a_sent_enquiry(world, family, answer_by=today + timedelta(days=2))
    page = first_page(signed_in, "brandt")
    assert page.index(soon.word) < page.index(late.word)
    assert f"ab {soon.start_on:%d.%m.%Y}" in page
    assert verb(page, "Antworten", reverse("copy", args=[copy_of(soon, "flex").id]))
    assert NOTHING in first_page(signed_in, "marx")


def test_coordinators_find_families_to_which_nobody_goes(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    address = reverse("carer_new", args=[share_of(aid, "flex").id])
    assert address not in first_page(signed_in, "brandt")
    away = world.town.people["sahin"]
    with world.acting("sahin") as by:
        accounts.set_absence(
            by=by,
            person=away,
            deputy=world.town.people["vogt"],
            until_on=by.today + timedelta(days=3),
        )
    page = first_page(signed_in, "brandt")
    assert verb(page, "Fachkraft benennen", address)
    assert f"{away.display_name} ist nicht da" in page
    assert address not in first_page(signed_in, "hartwig")


def test_coordinators_find_the_months_to_hand_in(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, since=80)
    last_month = world.actor("brandt").today.replace(day=1) - timedelta(days=1)
    for _ in range(2):
        booked(world, share_of(aid, "flex"), last_month)
    page = first_page(signed_in, "brandt")
    assert page.count('class="app-task__title"') == 1
    assert verb(page, "Monat abgeben", reverse("hours"))
    assert "ist noch nicht abgegeben" not in first_page(signed_in, "marx")


def test_carers_begin_with_their_day(world: World, signed_in: SignIn) -> None:
    answer = signed_in("sahin").get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_day"))
