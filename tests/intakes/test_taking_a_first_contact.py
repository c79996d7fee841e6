"""Taking a first contact as it was told."""

import uuid

import pytest
from django.db import connection

from audit.models import Entry
from providers.codes.models import List
from referrals.intakes.models import Danger, Intake
from tests.conftest import SignIn
from tests.stages.intakes import MATTER, REPORTER, an_intake
from tests.world import World

ADDRESS = "/meldungen/aufnehmen/"


def typed(world: World, **overrides: str) -> dict[str, str]:
    """Give what a worker types while the telephone is still in the hand."""
    return {
        "channel": str(world.code(List.INTAKE_CHANNEL, "telephone").id),
        "reporter_category": str(world.code(List.REPORTER, "school").id),
        "reporter": REPORTER,
        "matter": MATTER,
        "danger": "no",
        "urgency": "week",
        "space": str(world.town.spaces["herten-sued"].id),
        "assessment": "Erst einmal ein Gespräch mit der Schule.",
        **overrides,
    }


def test_a_first_contact_is_kept_as_it_was_told(world: World, signed_in: SignIn) -> None:
    answer = signed_in("demir").post(ADDRESS, typed(world), follow=True)
    page = answer.content.decode()
    intake = Intake.objects.get()
    assert answer.redirect_chain == [(f"/meldungen/{intake.id}/", 302)]
    for shown in (MATTER, REPORTER, "Schule", "Telefon", "Innerhalb von 7 Tagen", "Herten-Süd"):
        assert shown in page
    assert "zuerst hin" not in page


@pytest.mark.parametrize("danger", ["yes", "unclear"])
def test_a_possible_danger_says_to_leave_first(
    world: World, signed_in: SignIn, danger: str
) -> None:
    page = signed_in("demir").post(ADDRESS, typed(world, danger=danger), follow=True)
    assert "Fahren Sie zuerst hin" in page.content.decode()
    assert "zweite Fachkraft unterschreibt später an ihrem eigenen Gerät" in page.content.decode()


@pytest.mark.parametrize(
    "who", ["demir", "nolte", "kowalski", "lindner", "seidel", "wolters", "brandt", "sahin"]
)
def test_only_district_workers_take_them(world: World, signed_in: SignIn, who: str) -> None:
    answer = signed_in(who).post(ADDRESS, typed(world))
    assert Intake.objects.exists() == (who == "demir")
    assert answer.status_code == (302 if who == "demir" else 404)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"matter": "  "}, "matter"),
        ({"danger": "perhaps"}, "danger"),
        ({"urgency": ""}, "urgency"),
        ({"channel": str(uuid.uuid4())}, "channel"),
        ({"reporter_category": "school"}, "reporter_category"),
        ({"space": "x"}, "space"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_is_kept(
    world: World, signed_in: SignIn, wrong: dict[str, str], where: str
) -> None:
    answer = signed_in("demir").post(ADDRESS, typed(world, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert REPORTER in page
    assert "Erst einmal ein Gespräch mit der Schule." in page
    assert not Intake.objects.exists()


def test_it_goes_to_the_team_of_its_district(world: World, signed_in: SignIn) -> None:
    space = str(world.town.spaces["westerholt"].id)
    signed_in("demir").post(ADDRESS, typed(world, space=space))
    assert Intake.objects.get().team.district == "nord"
    signed_in("demir").post(ADDRESS, typed(world, space="", matter="Ohne Raum"))
    assert Intake.objects.filter(team__district="sued").count() == 1


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("demir", True),
        ("kaya", True),
        ("nolte", True),
        ("kempe", False),
        ("busch", False),
        ("kowalski", False),
        ("lindner", False),
        ("seidel", False),
        ("wolters", False),
        ("brandt", False),
        ("sahin", False),
    ],
)
def test_an_open_one_is_seen_by_its_team(
    world: World, signed_in: SignIn, who: str, sees: bool
) -> None:
    intake = an_intake(world)
    browser = signed_in(who)
    answer = browser.get(f"/meldungen/{intake.id}/")
    assert answer.status_code == (200 if sees else 404)
    assert (REPORTER in answer.content.decode()) == sees
    nowhere = browser.get(f"/meldungen/{uuid.uuid4()}/")
    assert sees or answer.content == nowhere.content


def test_nothing_told_lies_in_the_database_in_clear(world: World) -> None:
    intake = an_intake(world, assessment="Die Klassenlehrerin wirkt besorgt.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter, reporter, assessment FROM referrals_intake WHERE id = %s", [intake.id]
        )
        row = [bytes(cell) for cell in cursor.fetchone()]
    for clear, cell in zip([b"Unterricht", b"Quastenberg", b"besorgt"], row, strict=True):
        assert clear not in cell


def test_taking_and_reading_leave_a_trace(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world, danger=Danger.YES)
    signed_in("demir").get(f"/meldungen/{intake.id}/")
    events = Entry.objects.filter(about__contains=[intake.id]).order_by("seq")
    assert [entry.event for entry in events] == ["intake.taken", "intake.read"]
    assert events[0].facts == {"danger": "yes", "urgency": "normal", "channel": "telephone"}
