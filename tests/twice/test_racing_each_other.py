"""Two people act on the same thing in the same moment: one wins, the other reads why not, and what
stands in the database is what one of both meant.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Bias, Conflict, User
from accounts.roles import Role
from audit.deeds import DONE
from outcomes import actions as reports
from outcomes.models import Report
from outcomes.sums import last_cut
from providers.codes.models import List
from referrals.aids import actions as aids
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import AidStep
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import PACKAGES, Disclosure, Package
from referrals.disclosures.sheets import lines_of
from referrals.disclosures.sums import digest
from referrals.endings import actions as endings
from referrals.endings.models import Ending
from referrals.families import actions as families
from referrals.families.models import Case, Family
from referrals.intakes import actions as intakes
from referrals.intakes.flow import Status as IntakeStatus
from referrals.intakes.models import Danger, Intake
from referrals.notes import actions as notes
from referrals.plans import actions as plans
from referrals.plans.flow import Word
from referrals.plans.models import Plan, Rating, Version
from referrals.readings import actions as readings
from referrals.readings.models import SealCheck
from referrals.reviews import actions as reviews
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid, an_approved_aid, share_of
from tests.stages.disclosures import a_consent, a_law
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.stages.families import a_family, a_household
from tests.stages.intakes import an_intake
from tests.stages.plans import a_plan_in_force, goal_of, plan_of
from tests.stages.together import Deed, at_once, refusals
from tests.world import World

ANOTHER = "Die zweite Fachkraft ist eine andere Person als die zuständige."
pytestmark = pytest.mark.django_db(transaction=True)


def _race(world: World, *deeds: tuple[str, Deed]) -> list[str]:
    """Let people act at once; give what the losers read. Whatever else breaks fails the test."""
    return refusals(at_once([(world.actor(who), deed) for who, deed in deeds]))


def test_two_open_the_family_of_one_first_contact(world: World) -> None:
    intake = an_intake(world)
    home: dict[str, Any] = {
        "street": "Hundekehrgasse",
        "house_number": "12a",
        "people": a_household(world),
    }

    def open_it(by: Actor) -> object:
        return intakes.open_family(by=by, intake=intake, name="Velmbrinker", **home)

    (said,) = _race(world, ("demir", open_it), ("kaya", open_it))
    assert said.startswith("Das ist jetzt nicht möglich. Der Stand ist: ")
    assert Family.objects.count() == Case.objects.count() == 1
    assert Intake.objects.get().family == Family.objects.get()


def test_a_possible_danger_is_never_closed_by_one(world: World) -> None:
    intake = an_intake(world, danger=Danger.YES, assessment="Erster Eindruck.")

    def confirm(by: Actor) -> object:
        return intakes.confirm(by=by, intake=intake, assessment="Zweiter Eindruck.")

    def close(by: Actor) -> object:
        text = "Letzter Eindruck."
        return intakes.close(by=by, intake=intake, status=IntakeStatus.NO_NEED, assessment=text)

    said = _race(world, ("kaya", confirm), ("demir", close))
    stands = Intake.objects.get()
    assert stands.confirmed_by is not None
    assert said == ([] if stands.status == IntakeStatus.NO_NEED else [intakes.FIRST_TWO])
    with world.acting("demir") as by:
        told = str(intakes.read(by=by, intake=stands))
    assert "Zweiter Eindruck." in told
    # What was written last stands last.
    assert said or told.index("Zweiter Eindruck.") < told.index("Letzter Eindruck.")


def test_a_note_goes_into_one_of_two_files(world: World) -> None:
    one, other = a_family(world), a_family(world)
    with world.acting("demir") as by:
        note = notes.note(by=by, text="Die Schule bittet um Rückruf.")

    def into(family: Family) -> Deed:
        return lambda by: notes.choose_family(by=by, note=note, family=family)

    said = _race(world, ("demir", into(one)), ("demir", into(other)))
    assert said == ["Diese Notiz gehört schon zu einer Familie."]
    assert one.notes.count() + other.notes.count() == 1


@pytest.mark.parametrize(
    ("grounds", "sentence"),
    [
        (1, "FleX hat zu dieser Anfrage schon Unterlagen."),
        (2, "FleX hat zu dieser Anfrage schon Unterlagen."),
    ],
)
def test_a_chosen_provider_gets_one_sheet(world: World, grounds: int, sentence: str) -> None:
    family = a_family(world)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    bases = [a_law(world, family), a_consent(world, family)][:grounds]

    def tell(by: Actor, ground: int) -> object:
        return disclosures.disclose(
            by=by, copy=copy, basis=bases[ground % grounds], fields=PACKAGES[Package.AID]
        )

    said = _race(world, ("demir", lambda by: tell(by, 0)), ("demir", lambda by: tell(by, 1)))
    assert said == [sentence]
    assert Disclosure.objects.count() == 1


def test_a_helping_provider_is_told_once_on_one_ground(world: World) -> None:
    family = a_family(world)
    basis = a_consent(world, family)
    flex = world.town.providers["flex"]

    def tell(by: Actor) -> object:
        return disclosures.disclose_directly(
            by=by, family=family, provider=flex, basis=basis, fields=PACKAGES[Package.AID]
        )

    said = _race(world, ("demir", tell), ("demir", tell))
    assert said == ["FleX hat auf dieser Grundlage schon Unterlagen."]
    assert Disclosure.objects.count() == 1


def test_the_same_sheet_released_twice_at_once_is_told_once_and_called_done(world: World) -> None:
    family = a_family(world)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    basis, fields = a_law(world, family), PACKAGES[Package.AID]
    with world.acting("demir") as by:
        mark = digest(lines_of(family.id, fields, by, copy))

    def tell(by: Actor) -> object:
        return disclosures.disclose(by=by, copy=copy, basis=basis, fields=fields, digest=mark)

    assert _race(world, ("demir", tell), ("demir", tell)) == [DONE]
    assert Disclosure.objects.count() == 1


def test_a_withdrawn_ground_closes_also_to_the_carer_who_is_just_named(world: World) -> None:
    family = a_family(world)
    aid = a_running_aid(world, family=family)
    basis = a_consent(world, family)
    with world.acting("demir") as by:
        told = disclosures.disclose_directly(
            by=by,
            family=family,
            provider=world.town.providers["flex"],
            basis=basis,
            fields=PACKAGES[Package.AID],
        )
    carer = _carers(world, "flex")[-1]
    with world.acting("brandt") as by:
        disclosures.accept(by=by, disclosure=told, carer=carer, no_conflict=True)
    share, other = share_of(aid, "flex"), _carers(world, "flex")[0]
    said = _race(
        world,
        ("demir", lambda by: disclosures.withdraw_basis(by=by, basis=basis)),
        ("brandt", lambda by: aids.name_carer(by=by, share=share, carer=other, no_conflict=True)),
    )
    assert said == []
    told.refresh_from_db()
    share.refresh_from_db()
    assert (told.status, share.carer) == ("ended", other)
    with world.acting(other.username) as by:
        assert not Disclosure.objects.visible_to(by).filter(id=told.id).exists()


def test_of_two_carers_named_at_once_one_goes_there_and_reads_the_sheet(world: World) -> None:
    aid = a_running_aid(world)
    share, (one, other) = share_of(aid, "flex"), _carers(world, "flex")[:2]

    def name(carer: User) -> Deed:
        return lambda by: aids.name_carer(by=by, share=share, carer=carer, no_conflict=True)

    assert _race(world, ("brandt", name(one)), ("hansen", name(other))) == []
    share.refresh_from_db()
    assert share.carer in {one, other}
    assert Disclosure.objects.get().carer == share.carer


def test_a_help_begins_once(world: World) -> None:
    aid = an_approved_aid(world)

    def begin(by: Actor) -> object:
        return aids.begin(by=by, aid=aid, first_contact_on=by.today)

    said = _race(world, ("demir", begin), ("brandt", begin))
    assert said == ["Das ist jetzt nicht möglich. Der Stand ist: Läuft."]
    assert AidStep.objects.filter(aid=aid, status=AidStatus.RUNNING).count() == 1


def test_a_help_ends_once(world: World) -> None:
    aid = a_running_aid(world)
    reason = world.code(List.ENDING_REASON, "10")

    def end(by: Actor) -> object:
        return endings.end(by=by, aid=aid, reason=reason, ended_on=by.today, goals={})

    said = _race(world, ("demir", end), ("demir", end))
    assert said == ["Das ist jetzt nicht möglich. Der Stand ist: Beendet."]
    assert Ending.objects.count() == 1
    assert AidStep.objects.filter(aid=aid, status=AidStatus.ENDED).count() == 1


def test_a_plan_begins_once(world: World) -> None:
    aid = a_running_aid(world)

    def begin(by: Actor) -> object:
        return plans.begin(by=by, aid=aid, meeting_on=by.today, review_on=_later(by))

    said = _race(world, ("demir", begin), ("demir", begin))
    assert said == ["Für diese Hilfe gibt es schon einen Hilfeplan."]
    assert Plan.objects.count() == Version.objects.count() == 1


def test_a_plan_is_carried_on_once(world: World) -> None:
    plan = plan_of(a_plan_in_force(world))

    def carry_on(by: Actor) -> object:
        return plans.carry_on(by=by, plan=plan, meeting_on=by.today, review_on=_later(by))

    (said,) = _race(world, ("demir", carry_on), ("demir", carry_on))
    assert said.startswith("Das ist jetzt nicht möglich. Der Stand ist: ")
    assert sorted(plan.versions.values_list("number", flat=True)) == [1, 2]


def test_a_word_said_twice_is_one_rating(world: World) -> None:
    version = a_plan_in_force(world)
    goal = goal_of(version)

    def rate(by: Actor) -> object:
        return reviews.rate(by=by, version=version, goal=goal, word=Word.BETTER)

    assert _race(world, ("brandt", rate), ("brandt", rate)) == ["Das ist schon gespeichert."]
    assert Rating.objects.count() == 1


def test_a_report_is_prepared_once(world: World) -> None:
    year = last_cut(world.actor("lindner").today).year

    def prepare(by: Actor) -> object:
        return reports.prepare(by=by, year=year)

    said = _race(world, ("lindner", prepare), ("lindner", prepare))
    assert said == [f"Für {year} ist schon ein Bericht in Arbeit."]
    assert Report.objects.count() == 1


def test_the_seal_is_checked_once(world: World) -> None:
    def ask(by: Actor) -> object:
        return readings.ask_check(by=by)

    assert _race(world, ("seidel", ask), ("seidel", ask)) == ["Eine Prüfung läuft bereits."]
    assert SealCheck.objects.count() == 1


def test_nobody_is_first_and_second_worker_of_a_family(world: World) -> None:
    kaya = world.town.people["kaya"]

    def hand_over(family: Family) -> Deed:
        return lambda by: families.hand_over(by=by, family=family, worker=kaya)

    def add(family: Family) -> Deed:
        return lambda by: families.set_second_worker(by=by, family=family, worker=kaya)

    # Whoever comes first: several families, so that it is not always the same.
    for family in [a_family(world) for _ in range(4)]:
        said = _race(world, ("nolte", hand_over(family)), ("nolte", add(family)))
        family.refresh_from_db()
        assert (family.worker, family.second_worker) == (kaya, None)
        assert said in ([], [ANOTHER])


def test_of_two_heirs_of_a_family_one_gets_it(world: World) -> None:
    family = a_family(world)

    def hand_over(to: str) -> Deed:
        person = world.town.people[to]
        return lambda by: families.hand_over(by=by, family=family, worker=person)

    said = _race(world, ("nolte", hand_over("kaya")), ("nolte", hand_over("kaya")))
    assert said == ["Bitte wählen Sie eine andere Fachkraft der Bezirkssozialarbeit."]
    family.refresh_from_db()
    assert family.worker == world.town.people["kaya"]


def _later(by: Actor) -> date:
    return by.today + timedelta(days=90)


def _carers(world: World, provider: str) -> list[User]:
    """Give those of a provider who go to families, in order of their names."""
    held = {
        "mandates__role": Role.CARER,
        "mandates__provider_id": world.town.providers[provider].id,
    }
    return list(User.objects.filter(**held).order_by("username"))


def test_a_conflict_declared_twice_at_once_is_one_and_called_done(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    page = reverse("conflict_declare", args=[family.id])
    browsers = [signed_in("demir"), signed_in("demir")]
    sent: dict[str, Any] = {"reason": next(iter(Bias)).value}

    def send(by: Actor) -> object:
        return browsers.pop().post(page, sent).status_code

    answers = at_once([(world.actor("demir"), send)] * 2)
    assert [answer for answer in answers if answer in {302, 404}] == answers
    assert Conflict.objects.filter(family_id=family.id, user__username="demir").count() == 1
