"""Telling a provider: the ground, the frozen lines, who reads them, and how it ends in the same second."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from audit.deeds import NotPossibleError
from protection.models import DataKey
from providers.budgets.models import LedgerLine
from providers.codes.models import List
from referrals.bases.models import Topic
from referrals.disclosures import actions, sheets
from referrals.disclosures.flow import FLOW, Status
from referrals.disclosures.models import PACKAGES, Disclosure, Field, Package
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.flow import Status as Asked
from tests.conftest import SignIn
from tests.stages.disclosures import (
    a_consent,
    a_disclosure,
    a_law,
    accept,
    an_accepted_disclosure,
)
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.stages.families import a_family, a_household
from tests.stages.purposes import she_says_what_for
from tests.world import World


def told(world: World, **overrides: Any) -> Disclosure:
    family = a_family(world)
    return a_disclosure(
        world, copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex"), **overrides
    )


@pytest.mark.parametrize(
    ("who", "may"),
    [
        *(("brandt", True), ("hansen", True), ("demir", True), ("nolte", True)),
        *(("sahin", False), ("vogt", False), ("hartwig", False), ("krause", False)),
        *(("kaya", False), ("overbeck", False), ("kowalski", False), ("seidel", False)),
    ],
)
def test_before_acceptance_only_the_house_that_was_chosen_reads_it(
    world: World, signed_in: SignIn, who: str, may: bool
) -> None:
    disclosure = told(world)
    she_says_what_for(world, disclosure.family)
    page = reverse("disclosure", args=[disclosure.id])
    browser = signed_in(who)
    answer = browser.get(page)
    assert answer.status_code == (200 if may else 404)
    if not may:
        assert answer.content == browser.get(reverse("disclosure", args=[uuid4()])).content


@pytest.mark.parametrize("page", ["disclosure_new", "answer_question"])
def test_pages_of_the_office_about_a_copy_are_not_there_for_the_provider(
    world: World, signed_in: SignIn, page: str
) -> None:
    copy = copy_of(a_chosen_enquiry(world, a_family(world), {"flex": 300}), "flex")
    for who in ("brandt", "hartwig", "sahin", "overbeck"):
        assert signed_in(who).get(reverse(page, args=[copy.id])).status_code == 404
    assert signed_in("demir").get(reverse(page, args=[copy.id])).status_code == 200


def test_a_provider_learns_the_package_and_nothing_else(world: World, signed_in: SignIn) -> None:
    page = signed_in("brandt").get(reverse("disclosure", args=[told(world).id])).content.decode()
    for line in ("Mirabai Velmbrinker", "Ottokar Quendkötter", "030 23125-9001", "Sevgi Demir"):
        assert line in page
    for secret in ("Hundekehrgasse", "51-20999", "Handballverein"):
        assert secret not in page


def test_the_office_reads_what_was_written_and_not_what_was_empty(world: World) -> None:
    people = [replace(one, language=None, needs_interpreter=False) for one in a_household(world)]
    family = a_family(world, people=people)
    enquiry = a_chosen_enquiry(world, family, {"flex": 300})
    disclosure = a_disclosure(world, copy_of(enquiry, "flex"))
    assert Field.LANGUAGES in PACKAGES[Package.AID]
    with world.acting("demir") as by:
        written = {label for label, _ in sheets.sheet(disclosure, by).rows}
        (line,) = sheets.of_family(disclosure.family, by)
    assert set(line.what.split(", ")) == written
    assert str(Field.LANGUAGES.label) not in written


def test_reading_it_is_recorded_as_a_transmission(world: World, signed_in: SignIn) -> None:
    disclosure = told(world)
    signed_in("brandt").get(reverse("disclosure", args=[disclosure.id]))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facts->>'transmission', kind FROM audit_entry"
            " WHERE event = 'disclosure.read' AND %s = ANY(about)",
            [disclosure.family_id],
        )
        assert cursor.fetchall() == [("true", "reading")]


def test_the_key_of_a_sheet_is_in_the_hands_of_one_provider(world: World) -> None:
    disclosure = told(world)
    assert disclosure.lock.readers == [world.town.providers["flex"].id]
    with world.acting("hartwig"):
        assert not DataKey.objects.filter(id=disclosure.lock_id).exists()
        assert not Disclosure.objects.exists()


def test_withdrawing_a_consent_closes_the_view_with_the_next_request(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    consent = a_consent(world, family)
    disclosure = accept(world, a_disclosure(world, copy, consent))
    sahin, page = signed_in("sahin"), reverse("disclosure", args=[disclosure.id])
    assert sahin.get(page).status_code == 200
    withdrawn = signed_in("demir").post(
        reverse("basis_withdraw", args=[consent.id]), {"danger": "no"}
    )
    assert withdrawn.status_code == 302
    assert sahin.get(page).status_code == 404
    with world.acting("brandt"):
        assert not DataKey.objects.filter(id=disclosure.lock_id).exists()
    with world.acting("demir") as by:
        (line,) = sheets.of_family(family, by)
    assert (line.provider, line.status) == ("FleX", "Beendet")
    assert "Namen der Erwachsenen" in line.what


def test_a_withdrawn_consent_leaves_what_rests_on_the_law(world: World) -> None:
    family = a_family(world)
    by_law = an_accepted_disclosure(world, family)
    consent = a_consent(world, family, topic=Topic.SCHOOL)
    flex = world.town.providers["flex"]
    with world.acting("demir") as by:
        school = actions.disclose_directly(
            by=by, family=family, provider=flex, basis=consent, fields=[Field.CHILDREN]
        )
        actions.withdraw_basis(by=by, basis=consent)
    school.refresh_from_db()
    by_law.refresh_from_db()
    assert (school.status, by_law.status) == (Status.ENDED, Status.ACCEPTED)


def test_the_law_cannot_be_withdrawn(world: World, signed_in: SignIn) -> None:
    law = a_law(world, a_family(world))
    page = signed_in("demir").post(
        reverse("basis_withdraw", args=[law.id]), {"danger": "no"}, follow=True
    )
    assert "Eine gesetzliche Grundlage kann nicht widerrufen werden." in page.content.decode()
    law.refresh_from_db()
    assert law.withdrawn_at is None


@pytest.mark.parametrize("who", ["overbeck", "kaya", "brandt", "kowalski"])
def test_only_whoever_keeps_the_file_withdraws(world: World, signed_in: SignIn, who: str) -> None:
    family = a_family(world)
    consent = a_consent(world, family)
    assert (
        signed_in(who)
        .post(reverse("basis_withdraw", args=[consent.id]), {"danger": "no"})
        .status_code
        == 404
    )
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


GROUNDS: list[tuple[dict[str, Any], str]] = [
    ({"provider": "leben-lernen"}, "gilt nicht für FleX"),
    ({"topic": Topic.SCHOOL}, "Für den Auftrag der Hilfe fehlt eine Grundlage"),
]


@pytest.mark.parametrize(("ground", "sentence"), GROUNDS)
def test_without_a_ground_that_holds_the_sentence_names_what_is_missing(
    world: World, ground: dict[str, Any], sentence: str
) -> None:
    family = a_family(world)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    consent = a_consent(world, family, **ground)
    with pytest.raises(NotPossibleError, match=sentence):
        a_disclosure(world, copy, consent)
    assert not Disclosure.objects.exists()


def test_an_expired_or_withdrawn_consent_carries_nothing(world: World) -> None:
    family = a_family(world, now=world.ago(days=500))
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    old = a_consent(world, family, now=world.ago(days=450))
    with pytest.raises(NotPossibleError, match="abgelaufen am"):
        a_disclosure(world, copy, old)
    gone = a_consent(world, family)
    with world.acting("demir") as by:
        actions.withdraw_basis(by=by, basis=gone)
    with pytest.raises(NotPossibleError, match="widerrufen am"):
        a_disclosure(world, copy, gone)


def test_a_topic_covers_only_its_own_fields(world: World) -> None:
    family = a_family(world)
    consent = a_consent(world, family, topic=Topic.SCHOOL)
    told: dict[str, Any] = {
        "family": family,
        "provider": world.town.providers["flex"],
        "basis": consent,
    }
    with (
        world.acting("demir") as by,
        pytest.raises(NotPossibleError, match="deckt nicht Anschrift"),
    ):
        actions.disclose_directly(by=by, fields=[Field.CHILDREN, Field.ADDRESS], **told)


def test_what_changed_since_the_preview_is_previewed_again(world: World) -> None:
    with pytest.raises(NotPossibleError, match="inzwischen geändert"):
        told(world, digest="something else")


def test_taking_on_needs_a_carer_of_the_own_house_and_no_conflict(
    world: World, signed_in: SignIn
) -> None:
    disclosure = told(world)
    brandt, page = signed_in("brandt"), reverse("disclosure", args=[disclosure.id])
    people = world.town.people
    biased = brandt.post(page, {"carer": str(people["sahin"].id)})
    assert biased.status_code == 422
    shown = biased.content.decode()
    assert "Bitte bestätigen Sie, dass niemand, der mitarbeitet" in shown
    assert reverse("conflict_enter", args=[disclosure.family_id]) in shown
    foreign = brandt.post(page, {"carer": str(people["krause"].id), "no_conflict": "on"})
    assert foreign.status_code == 422
    disclosure.refresh_from_db()
    assert disclosure.status == Status.MADE


def test_not_taking_it_on_frees_the_hours_and_the_family_chooses_again(
    world: World, signed_in: SignIn
) -> None:
    disclosure = told(world)
    brandt = signed_in("brandt")
    no = reverse("disclosure_refuse", args=[disclosure.id])
    assert brandt.post(no, {}).status_code == 422
    assert brandt.post(no, {"reason": "conflict_of_interest"}).status_code == 302
    assert brandt.get(reverse("disclosure", args=[disclosure.id])).status_code == 404
    copy = disclosure.copy
    assert copy is not None
    copy.refresh_from_db()
    copy.enquiry.refresh_from_db()
    assert (copy.status, copy.enquiry.status) == (CopyStatus.DECLINED, Asked.SENT)
    lines = LedgerLine.objects.filter(account=copy.account)
    assert sum(line.reserved_minutes for line in lines) == 0


def test_the_office_ends_it_and_the_view_is_gone(world: World, signed_in: SignIn) -> None:
    disclosure = an_accepted_disclosure(world, a_family(world))
    end = reverse("disclosure_end", args=[disclosure.id])
    assert signed_in("brandt").post(end).status_code == 404
    assert signed_in("demir").post(end).status_code == 302
    assert signed_in("brandt").get(reverse("disclosure", args=[disclosure.id])).status_code == 404


@pytest.mark.parametrize("status", [Status.REFUSED, Status.ENDED])
def test_what_has_ended_does_not_begin_again(world: World, status: Status) -> None:
    disclosure = told(world)
    Disclosure.objects.filter(id=disclosure.id).update(status=status, ended_at=world.ago())
    with pytest.raises(NotPossibleError, match=f"Der Stand ist: {status.label}"):
        accept(world, disclosure)
    assert not any(FLOW.allows(status, following) for following in Status)


def test_a_partner_that_falls_out_leaves_the_other_to_go_on(world: World) -> None:
    enquiry = a_chosen_enquiry(world, a_family(world), {"flex": 240, "haus-der-kulturen": 60})
    accept(
        world,
        a_disclosure(world, copy_of(enquiry, "haus-der-kulturen")),
        "haus-der-kulturen",
    )
    lead = a_disclosure(world, copy_of(enquiry, "flex"))
    with world.acting("brandt") as by:
        reason = world.code(List.DECLINE_REASON, "no_capacity")
        actions.refuse(by=by, disclosure=lead, reason=reason)
    enquiry.refresh_from_db()
    partner = copy_of(enquiry, "haus-der-kulturen")
    assert (enquiry.status, partner.status, partner.is_lead) == ("placed", "accepted", True)
