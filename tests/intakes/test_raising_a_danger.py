"""Raising the hint at a danger of a first contact: by whoever reads it, upwards only, looked at by two."""

import pytest

from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.intakes import actions
from referrals.intakes.models import Danger, Intake
from tests.conftest import SignIn
from tests.stages.intakes import an_intake
from tests.world import World

WHY = {"reason": "Die Schule sah heute blaue Flecken."}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        *(("demir", True), ("kaya", True), ("nolte", True)),
        *(("kempe", False), ("kowalski", False), ("seidel", False), ("brandt", False)),
    ],
)
def test_whoever_reads_it_raises_the_hint(
    world: World, signed_in: SignIn, who: str, may: bool
) -> None:
    intake = an_intake(world)
    answer = signed_in(who).post(_address(intake), {"danger": "yes", **WHY})
    intake.refresh_from_db()
    assert answer.status_code == (302 if may else 404)
    assert intake.danger == (Danger.YES if may else Danger.NO)
    assert Entry.objects.filter(event="intake.raised").exists() is may


def test_from_then_on_two_people_look_at_it_and_read_who_raised_it(
    world: World, signed_in: SignIn
) -> None:
    intake = an_intake(world, danger=Danger.NO)
    demir, page = signed_in("demir"), f"/meldungen/{intake.id}/"
    assert _address(intake) in demir.get(page).content.decode()
    shown = demir.post(_address(intake), {"danger": "unclear", **WHY}, follow=True).content.decode()
    for said in (WHY["reason"], "Unklar, vorher Nein", "von Sevgi Demir", "zweite Fachkraft"):
        assert said in shown
    assert demir.get(f"{page}abschliessen/").status_code == 302
    with world.acting("kaya") as by:
        actions.confirm(by=by, intake=intake)
    assert not Intake.objects.get().waits_for_second
    shown = demir.post(_address(intake), {"danger": "yes", **WHY}, follow=True).content.decode()
    assert Intake.objects.get().waits_for_second
    assert "Vorher zu zweit eingeschätzt: Aylin Kaya" in shown
    entry = Entry.objects.filter(event="intake.raised").latest("seq")
    assert entry.facts == {"danger": "yes", "before": "unclear"}


@pytest.mark.parametrize("typed", [{"danger": "no"}, {"danger": "unclear"}, {"reason": " "}, {}])
def test_it_is_never_lowered_and_never_without_a_reason(
    world: World, signed_in: SignIn, typed: dict[str, str]
) -> None:
    intake = an_intake(world, danger=Danger.UNCLEAR)
    given = {"danger": "yes", **WHY, **typed} if typed else {}
    assert signed_in("demir").post(_address(intake), given).status_code == 422
    with world.acting("demir") as by, pytest.raises(NotPossibleError, match="nur erhöht"):
        actions.raise_danger(by=by, intake=intake, danger=Danger.NO, reason="Falsch verstanden.")
    intake.refresh_from_db()
    assert intake.danger == Danger.UNCLEAR


def test_of_what_is_closed_or_certain_nothing_is_raised(world: World, signed_in: SignIn) -> None:
    closed, certain = an_intake(world), an_intake(world, danger=Danger.YES)
    Intake.objects.filter(id=closed.id).update(status="no_need", closed_at=world.ago())
    demir = signed_in("demir")
    for intake in (closed, certain):
        assert demir.get(_address(intake)).status_code == 302
        assert demir.post(_address(intake), {"danger": "yes", **WHY}).status_code == 422
        assert _address(intake) not in demir.get(f"/meldungen/{intake.id}/").content.decode()


def _address(intake: Intake) -> str:
    return f"/meldungen/{intake.id}/gefaehrdung/"
