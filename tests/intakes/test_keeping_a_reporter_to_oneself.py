"""Whose name reported stands with the first contact alone; the matrix asks every page for it."""

from referrals.intakes.models import Intake
from tests.conftest import SignIn
from tests.matrix.expected import KEPT_TO
from tests.stages.cast import REPORTER
from tests.stages.whole import Whole

(NAME,) = (words for words in KEPT_TO if words in REPORTER)


def test_the_first_contact_of_the_whole_world_has_a_reporter(
    whole: Whole, signed_in: SignIn
) -> None:
    page = signed_in("demir").get(f"/meldungen/{whole.sued.intake.id}/").content.decode()
    assert REPORTER in page


def test_nobody_finds_a_family_by_who_reported(whole: Whole, signed_in: SignIn) -> None:
    for person in ("demir", "nolte", "brandt", "sahin"):
        shown = signed_in(person).post("/suche/", {"q": NAME}, follow=True).content.decode()
        assert f"/familien/{whole.sued.family.id}/" not in shown
        assert f"/unterlagen/{whole.sued.disclosure.id}/" not in shown


def test_the_name_is_sealed_apart_from_what_was_told(whole: Whole) -> None:
    for intake in Intake.objects.select_related("lock"):
        assert NAME not in str(intake.reporter)
        assert NAME not in intake.matter.reveal()
