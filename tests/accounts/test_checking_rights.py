"""Each quarter leads, coordinators and the head look through who has which role at their place."""

import pytest
from django.test import Client

from accounts.models import Mandate
from accounts.rights.models import RightsCheck, RightsMark
from accounts.rights.sums import OFFICE, quarter_of, quarter_text
from tests.conftest import SignIn
from tests.world import World

REMINDER = "Rechte prüfen"


def _text(client: Client, address: str = "/rechte/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "there", "elsewhere"),
    [
        ("nolte", "Sevgi Demir", ("Ute Kempe", "Derya Sahin", "Jana Wolters")),
        ("brandt", "Derya Sahin", ("Simone Krause", "Sevgi Demir")),
        ("kowalski", "Jana Wolters", ("Sevgi Demir", "Derya Sahin")),
        ("seidel", "FleX", ("Derya Sahin", "Sevgi Demir")),
        ("wolters", "FleX", ("Derya Sahin",)),
    ],
)
def test_everybody_looks_through_the_own_place(
    signed_in: SignIn, who: str, there: str, elsewhere: tuple[str, ...]
) -> None:
    page = _text(signed_in(who))
    assert there in page
    assert [name for name in elsewhere if name in page] == []


def test_the_reminder_ends_when_the_quarter_is_checked(world: World, signed_in: SignIn) -> None:
    lead, team = signed_in("nolte"), world.town.teams["sued"]
    assert REMINDER in _text(lead, "/")
    assert lead.post(f"/rechte/{team.id}/geprueft/").status_code == 302
    assert REMINDER not in _text(lead, "/")
    check = RightsCheck.objects.get()
    assert check.quarter_on == quarter_of(world.actor("nolte").today)
    assert check.checked_by == world.town.people["nolte"]
    overview = _text(signed_in("seidel"))
    assert overview.count("geprüft</span>") == 1
    assert "Gisela Nolte" not in overview


def test_nobody_checks_another_place(world: World, signed_in: SignIn) -> None:
    for who, place in (
        ("nolte", world.town.teams["nord"].id),
        ("brandt", world.town.providers["leben-lernen"].id),
        ("nolte", OFFICE),
        ("wolters", OFFICE),
        ("seidel", world.town.teams["nord"].id),
    ):
        assert signed_in(who).post(f"/rechte/{place}/geprueft/").status_code == 404
    assert not RightsCheck.objects.exists()


def test_what_is_to_be_changed_goes_to_the_administration(world: World, signed_in: SignIn) -> None:
    held = Mandate.objects.get(user=world.town.people["vogt"])
    house, it = signed_in("brandt"), signed_in("wolters")
    assert house.post(f"/rechte/rolle/{held.id}/", {"wish": "gone"}).status_code == 302
    assert "Eine Änderung ist erbeten" in _text(it, "/")
    page = _text(it)
    assert "Peter Vogt" in page
    assert it.post(f"/rechte/erledigt/{RightsMark.objects.get().id}/").status_code == 302
    assert "Peter Vogt" not in _text(it)
    own = Mandate.objects.get(user=world.town.people["brandt"])
    assert house.post(f"/rechte/rolle/{own.id}/", {"wish": "role"}).status_code == 404


def test_a_quarter_has_a_name(world: World) -> None:
    first = quarter_of(world.actor("nolte").today)
    assert (first.day, first.month % 3) == (1, 1)
    assert quarter_text(first).endswith(str(first.year))
