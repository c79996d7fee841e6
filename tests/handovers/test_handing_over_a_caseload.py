"""Who leaves or moves leaves nothing behind: leads and coordinators hand it over at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts import access as people
from accounts import actions as accounts
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.roles import Role
from audit.deeds import NotPossibleError
from referrals.aids.forms import CarerForm
from referrals.aids.models import Share
from referrals.families.access import IN_USE
from referrals.families.models import Family, district_workers
from referrals.handovers import actions
from referrals.handovers.forms import CaseloadForm
from tests.agenda.reading import first_page, verb
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.people import a_role
from tests.stages.whole import Whole


@pytest.fixture(autouse=True)
def _undone(whole: Whole) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _page(signed_in: SignIn, who: str, address: str) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _deactivate(whole: Whole, code: str) -> User:
    person = whole.world.town.people[code]
    accounts.deactivate(by=whole.world.actor("wolters"), person=person)
    return person


def test_a_lead_hands_the_whole_caseload_to_one_colleague(whole: Whole, signed_in: SignIn) -> None:
    demir, kaya = _deactivate(whole, "demir"), whole.world.town.people["kaya"]
    listed = _page(signed_in, "nolte", "/uebergaben/")
    gone, _here = listed.split("Vor einem Wechsel")
    assert "Sevgi Demir" in gone
    page = _page(signed_in, "nolte", f"/uebergaben/{demir.id}/")
    assert "Velmbrinker" in page
    assert "Der Zugang ist beendet" in page
    own = list(Family.objects.filter(IN_USE, worker=demir).values_list("id", flat=True))
    sent = {"things": [str(id_) for id_ in own], "to": str(kaya.id)}
    assert signed_in("nolte").post(f"/uebergaben/{demir.id}/", sent).status_code == 302
    assert not Family.objects.filter(IN_USE, worker=demir).exists()
    assert Family.objects.filter(worker=kaya, id__in=own).count() == len(own)


def test_the_lead_finds_on_the_first_page_what_a_leaver_left(
    whole: Whole, signed_in: SignIn
) -> None:
    waits, page = "ohne zuständige Fachkraft", "/uebergaben/"
    assert waits not in first_page(signed_in, "nolte")
    demir = _deactivate(whole, "demir")
    own = Family.objects.filter(
        IN_USE, worker=demir, team__in=whole.world.actor("nolte").leads
    ).count()
    left = f"{own} {'Familie' if own == 1 else 'Familien'} {waits}"
    for lead, shown in (("nolte", True), ("fries", False), ("kaya", False)):
        said = first_page(signed_in, lead)
        assert (left in said) is shown, lead
        assert verb(said, "Übergeben", f"{page}{demir.id}/") is shown, lead
    # Of two who left, the way leads to the list of both.
    kaya = whole.world.town.people["kaya"]
    other = Family.objects.filter(IN_USE, worker=demir).order_by("id").first()
    assert other
    Family.objects.filter(id=other.id).update(worker=kaya)
    _deactivate(whole, "kaya")
    said = first_page(signed_in, "nolte")
    assert left in said
    assert verb(said, "Übergeben", page)
    assert "Bisher: Aylin Kaya, Sevgi Demir" in said


def test_nothing_is_handed_over_when_one_of_it_is_gone(whole: Whole, signed_in: SignIn) -> None:
    demir, kaya = whole.world.town.people["demir"], whole.world.town.people["kaya"]
    foreign = whole.mitte.family
    for things in ([whole.sued.family.id, foreign.id], []):
        sent = {"things": [str(id_) for id_ in things], "to": str(kaya.id)}
        assert signed_in("nolte").post(f"/uebergaben/{demir.id}/", sent).status_code == 422
    both = [whole.sued.family.id, foreign.id]
    with whole.world.acting("nolte") as by, pytest.raises(NotPossibleError, match="inzwischen"):
        actions.hand_families(by=by, person=demir.id, to=kaya, things=both)
    assert Family.objects.get(id=whole.sued.family.id).worker_id == demir.id


def test_a_bias_stops_the_whole_and_is_named_by_merkwort(whole: Whole, signed_in: SignIn) -> None:
    # The town has it entered already that this colleague knows the family.
    family, petry = whole.sued.family, whole.world.town.people["petry"]
    demir = whole.world.town.people["demir"]
    own = [
        str(id_) for id_ in Family.objects.filter(IN_USE, worker=demir).values_list("id", flat=True)
    ]
    sent = {"things": own, "to": str(petry.id)}
    answer = signed_in("nolte").post(f"/uebergaben/{demir.id}/", sent)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert f"1 Familie nicht: Hier besteht eine Befangenheit ({family.word})" in said
    assert not Family.objects.filter(worker=petry, id__in=own).exists()
    rest = [one for one in own if one != str(family.id)]
    if rest:
        sent["things"] = rest
        assert signed_in("nolte").post(f"/uebergaben/{demir.id}/", sent).status_code == 302


def test_a_bias_of_a_carer_is_named_to_the_coordinator(whole: Whole, signed_in: SignIn) -> None:
    sahin, vogt = whole.world.town.people["sahin"], whole.world.town.people["vogt"]
    a_conflict(whole.world, "brandt", whole.sued.family, "vogt")
    sent = {"things": [str(whole.sued.share.id)], "to": str(vogt.id)}
    answer = signed_in("brandt").post(f"/uebergaben/{sahin.id}/", sent)
    assert answer.status_code == 422
    assert f"Befangenheit ({whole.sued.aid.word})" in answer.content.decode()
    assert Share.objects.get(id=whole.sued.share.id).carer_id == sahin.id


def test_who_moved_to_another_team_stands_with_those_who_left(
    whole: Whole, signed_in: SignIn
) -> None:
    it, demir = whole.world.actor("wolters"), whole.world.town.people["demir"]
    accounts.end_mandate(by=it, mandate=Mandate.objects.get(user=demir))
    a_role(demir, Role.CASEWORKER, team=whole.world.town.teams["nord"])
    gone, _here = _page(signed_in, "nolte", "/uebergaben/").split("Vor einem Wechsel")
    assert "Sevgi Demir" in gone


def test_a_coordinator_hands_over_the_families_of_a_carer(whole: Whole, signed_in: SignIn) -> None:
    sahin, vogt = _deactivate(whole, "sahin"), whole.world.town.people["vogt"]
    gone, _here = _page(signed_in, "brandt", "/uebergaben/").split("Vor einem Wechsel")
    assert "Derya Sahin" in gone
    page = _page(signed_in, "brandt", f"/uebergaben/{sahin.id}/")
    assert whole.sued.aid.word in page
    assert "Termin" in page
    sent = {"things": [str(whole.sued.share.id)], "to": str(vogt.id)}
    unsaid = signed_in("brandt").post(f"/uebergaben/{sahin.id}/", sent)
    assert unsaid.status_code == 422
    assert "Bitte bestätigen Sie, dass niemand, der mitarbeitet" in unsaid.content.decode()
    assert Share.objects.get(id=whole.sued.share.id).carer_id == sahin.id
    said = {**sent, "no_conflict": "on"}
    assert signed_in("brandt").post(f"/uebergaben/{sahin.id}/", said).status_code == 302
    assert Share.objects.get(id=whole.sued.share.id).carer_id == vogt.id


def test_nobody_looks_at_what_others_leave_elsewhere(whole: Whole, signed_in: SignIn) -> None:
    codes = {code: whole.world.town.people[code].id for code in ("demir", "sahin")}
    for who, person in (
        *(("fries", "demir"), ("hartwig", "sahin"), ("brandt", "demir"), ("nolte", "sahin")),
        *(("kaya", "demir"), ("wolters", "demir"), ("sahin", "sahin"), ("kowalski", "demir")),
    ):
        assert signed_in(who).get(f"/uebergaben/{codes[person]}/").status_code == 404, who


def _takers(by: Actor) -> Any:
    to: Any = CaseloadForm(actor=by, person=by.user_id, choices=[]).fields["to"]
    return to.queryset


def test_who_left_stands_in_no_picker(whole: Whole) -> None:
    world = whole.world
    demir, sahin = _deactivate(whole, "demir"), _deactivate(whole, "sahin")
    lead, house = world.actor("nolte"), world.actor("brandt")
    provider = world.town.providers["flex"].id
    family = whole.sued.family.id
    workers = district_workers(lead, family)
    carers: Any = CarerForm(actor=house, provider=provider, family=family).fields["carer"]
    deputies = User.objects.filter(people.may_deputise(world.actor("kaya")))
    for offered, person in (
        (workers, demir),
        (carers.queryset, sahin),
        (_takers(lead), demir),
        (_takers(house), sahin),
        (deputies, demir),
        (User.objects.one_can_be(), demir),
    ):
        assert offered.exists()
        assert not offered.filter(id=person.id).exists()


def test_whose_last_day_is_over_is_offered_nowhere(whole: Whole) -> None:
    yesterday = whole.world.actor("wolters").today - timedelta(days=1)
    Mandate.objects.filter(user=whole.world.town.people["demir"]).update(until_on=yesterday)
    lead = whole.world.actor("nolte")
    assert not district_workers(lead).filter(id=whole.world.town.people["demir"].id).exists()


def test_whoever_stands_in_and_goes_away_leaves_nobody_unnoticed(
    whole: Whole, signed_in: SignIn
) -> None:
    people, today = whole.world.town.people, whole.world.actor("demir").today

    def goes(who: str, deputy: str, days: int) -> str:
        typed = {"until_on": today + timedelta(days=days), "deputy": people[deputy].id}
        return signed_in(who).post("/zugang/", typed, follow=True).content.decode()

    assert "in höchstens sechs Monaten" in goes("demir", "kaya", 190)
    assert "Sie vertreten" not in goes("demir", "kaya", 7)
    assert "auch nicht da" not in first_page(signed_in, "nolte")
    # Nobody stands in who is away on one of these days.
    refused = goes("kaya", "demir", 3)
    assert "Sevgi Demir ist selbst nicht da (bis" in refused
    assert "als abwesend eingetragen." not in refused
    told = goes("kaya", "rosin", 3)
    assert "Sie vertreten Sevgi Demir bis" in told
    said = first_page(signed_in, "nolte")
    assert said.count("Aylin Kaya, auch nicht da. Bitte klären Sie, wer jetzt vertritt.") == 1
