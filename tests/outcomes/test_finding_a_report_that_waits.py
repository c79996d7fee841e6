"""A report that was counted waits on the first page of whoever may release it."""

import pytest
from django.urls import reverse

from audit.models import Entry
from outcomes import actions
from outcomes.models import Report
from tests.conftest import SignIn
from tests.stages.outcomes import a_prepared_report, an_empty_year
from tests.world import World

PAGES = ("today", "approvals")


@pytest.fixture
def prepared(world: World) -> Report:
    """A report that the planner had counted."""
    return a_prepared_report(world, an_empty_year(world).year)


@pytest.mark.parametrize("address", PAGES)
def test_the_head_lands_on_the_spot_where_it_is_released(
    prepared: Report, signed_in: SignIn, address: str
) -> None:
    head = signed_in("kowalski")
    found = head.get(reverse(address)).content.decode()
    assert f"Bericht {prepared.year} wartet auf Freigabe" in found
    spot = f"{reverse('report', args=[prepared.id])}#pruefen"
    assert found.count(f'href="{spot}"') == 1
    assert "Prüfen und freigeben" in found
    assert 'id="pruefen"' in head.get(spot).content.decode()


def test_it_is_part_of_what_the_trail_says_was_read(prepared: Report, signed_in: SignIn) -> None:
    signed_in("kowalski").get(reverse("today"))
    assert prepared.id in Entry.objects.get(event="agenda.read").about


@pytest.mark.parametrize("address", PAGES)
def test_it_does_not_wait_for_whoever_had_it_counted(
    world: World, signed_in: SignIn, address: str
) -> None:
    a_prepared_report(world, an_empty_year(world).year, by="kowalski")
    assert "wartet auf Freigabe" not in signed_in("kowalski").get(reverse(address)).content.decode()


@pytest.mark.parametrize("person", ["lindner", "nolte", "demir", "seidel", "brandt"])
def test_nobody_else_is_asked_to_release_it(
    prepared: Report, signed_in: SignIn, person: str
) -> None:
    found = signed_in(person).get(reverse("today")).content.decode()
    assert "wartet auf Freigabe" not in found
    assert str(prepared.id) not in found


def test_what_came_back_waits_for_its_author_until_the_year_is_counted_again(
    prepared: Report, world: World, signed_in: SignIn
) -> None:
    with world.acting("kowalski") as by:
        actions.return_report(by=by, report=prepared, hint="Bitte den Text kürzen.")
    planner = signed_in("lindner")
    page = planner.get(reverse("today")).content.decode()
    assert f"Bericht {prepared.year} kam zurück" in page
    assert "Bitte den Text kürzen." in page
    assert reverse("report", args=[prepared.id]) in page
    assert "kam zurück" not in signed_in("kowalski").get(reverse("today")).content.decode()
    a_prepared_report(world, prepared.year)
    assert "kam zurück" not in planner.get(reverse("today")).content.decode()


def test_what_was_released_waits_no_more(prepared: Report, world: World, signed_in: SignIn) -> None:
    with world.acting("kowalski") as by:
        actions.release(by=by, report=prepared)
    assert "wartet auf Freigabe" not in signed_in("kowalski").get("/").content.decode()
