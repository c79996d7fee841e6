"""What becomes of an emergency access afterwards, and who stands on the roster."""

from datetime import timedelta

from django.urls import reverse

from accounts import actions as accounts
from referrals.emergencies import actions, sums
from referrals.emergencies.models import Emergency, Outcome
from tests.conftest import SignIn
from tests.emergencies.asking import REASON, Moved, asks
from tests.stages.whole import Whole


def test_another_person_reviews_and_misuse_needs_words(whole: Whole, signed_in: SignIn) -> None:
    stranger = signed_in("haas")
    asks(stranger, whole.sued.family.word)
    emergency = Emergency.objects.latest("began_at")
    page = reverse("emergency_review", args=[emergency.id])
    assert stranger.get(page).status_code == 404
    assert signed_in("demir").get(page).status_code == 404
    lead = signed_in("nolte")
    assert REASON in lead.get(page).content.decode()
    refused = lead.post(page, {"outcome": Outcome.MISUSE.value})
    assert "Bitte schreiben Sie, was nicht in Ordnung war." in refused.content.decode()
    assert lead.post(page, {"outcome": Outcome.FINE.value}).status_code == 302
    emergency.refresh_from_db()
    assert (emergency.outcome, emergency.reviewed_by) == ("fine", whole.world.town.people["nolte"])
    assert lead.get(page).status_code in {404, 200}
    assert "schon geprüft" in lead.post(page, {"outcome": "fine"}).content.decode()


def test_the_responsible_worker_and_the_lead_hear_of_it_the_next_morning(
    whole: Whole, signed_in: SignIn, moved: Moved
) -> None:
    asks(signed_in("haas"), whole.sued.family.word)
    who, today = whole.world.town.people["haas"].display_name, reverse("today")
    line = f"{whole.sued.family.word}: {who}"
    assert line not in signed_in("demir").get(today).content.decode()
    moved.by(timedelta(days=1))
    for reader in ("demir", "nolte"):
        assert line in signed_in(reader).get(today).content.decode()
    for stranger in ("haas", "overbeck", "fries", "kowalski"):
        assert line not in signed_in(stranger).get(today).content.decode()


def test_what_nobody_reviewed_in_three_working_days_goes_to_the_head_and_the_officer(
    whole: Whole, signed_in: SignIn, moved: Moved
) -> None:
    word = whole.sued.family.word
    asks(signed_in("haas"), word)
    above = ("kowalski", "seidel")
    listed = reverse("emergencies")
    assert not any(word in signed_in(who).get(listed).content.decode() for who in above)
    last = sums.due_on(whole.world.actor("haas").now)
    moved.by(timedelta(days=(last - whole.world.actor("haas").today).days))
    assert not any(word in signed_in(who).get(listed).content.decode() for who in above)
    moved.by(timedelta(days=(last - whole.sued.emergency.began_at.date()).days + 1))
    for who in above:
        assert "Prüfung überfällig" in signed_in(who).get(reverse("today")).content.decode()
        assert "Prüfung überfällig" in signed_in(who).get(listed).content.decode()


def test_nobody_puts_themselves_on_the_roster_or_twice(whole: Whole, signed_in: SignIn) -> None:
    people, lead = whole.world.town.people, signed_in("nolte")
    hours = {"from_at": "2030-01-01T18:00", "until_at": "2030-01-02T08:00"}
    roster = reverse("roster")
    assert lead.post(roster, {"person": people["nolte"].id, **hours}).status_code == 422
    assert lead.post(roster, {"person": people["sahin"].id, **hours}).status_code == 422
    years = {**hours, "until_at": "2030-01-16T08:00"}
    too_long = lead.post(roster, {"person": people["haas"].id, **years})
    assert "Eine Bereitschaft dauert höchstens 14 Tage." in too_long.content.decode()
    assert lead.post(roster, {"person": people["haas"].id, **hours}).status_code == 302
    again = lead.post(roster, {"person": people["haas"].id, **hours})
    assert "In dieser Zeit hat die Person schon Bereitschaft." in again.content.decode()
    assert (
        signed_in("demir").post(roster, {"person": people["haas"].id, **hours}).status_code == 404
    )


def test_a_person_without_a_role_is_not_on_call(whole: Whole) -> None:
    world = whole.world
    with world.acting("nolte") as by:
        actions.put_on_call(
            by=by,
            person=world.town.people["haas"],
            from_at=world.ago(hours=1),
            until_at=world.ago(hours=-6),
        )
    with world.acting("wolters") as by:
        accounts.deactivate(by=by, person=world.town.people["haas"])
    world.town.people["haas"].refresh_from_db()
    try:
        assert world.actor("haas").roles == frozenset()
    finally:
        world.town.people["haas"].is_active = True
