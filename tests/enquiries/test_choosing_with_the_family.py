"""Choosing with the family: alone or jointly, hours set aside, over the contingent too."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from referrals.decisions.models import Decision
from referrals.enquiries.flow import CopyStatus, Status
from referrals.enquiries.models import Copy, Enquiry, Matter
from referrals.enquiries.sums import last_day
from tests.conftest import SignIn
from tests.stages.aids import GROUNDS, a_reason, an_accepted_matter
from tests.stages.disclosures import an_accepted_enquiry
from tests.stages.enquiries import (
    PROFILE,
    a_chosen_enquiry,
    a_sent_enquiry,
    an_offered_enquiry,
    copy_of,
    offer,
    write,
)
from tests.stages.families import a_family
from tests.world import World

PAIR = ("flex", "haus-der-kulturen")


def _offered_apart(world: World, days: int) -> Enquiry:
    """Let two providers offer for three years, the second one days later than the first."""
    enquiry = a_sent_enquiry(world, a_family(world), PAIR, months=36)
    for code, later in zip(PAIR, (0, days), strict=True):
        offer(world, enquiry, code, offered_from=enquiry.start_on + timedelta(days=later))
    return enquiry


def _chosen(enquiry: Enquiry, hours: str = "5") -> dict[str, object]:
    copies = [copy_of(enquiry, code) for code in PAIR]
    given: dict[str, object] = {"lead": copies[0].id}
    for copy in copies:
        given |= {f"chosen_{copy.id}": "on", f"hours_{copy.id}": hours}
    return given


def test_two_providers_are_chosen_jointly_and_one_leads(world: World) -> None:
    enquiry = a_chosen_enquiry(world, a_family(world))
    assert enquiry.status == Status.CHOSEN
    lead, partner = copy_of(enquiry, "flex"), copy_of(enquiry, "haus-der-kulturen")
    assert (lead.is_lead, partner.is_lead) == (True, False)
    assert {lead.status, partner.status} == {CopyStatus.CHOSEN}


def test_chosen_periods_make_one_help_that_a_decision_can_give(
    world: World, signed_in: SignIn
) -> None:
    enquiry = _offered_apart(world, 14)
    page = reverse("enquiry_choose", args=[enquiry.id])
    assert signed_in("demir").post(page, _chosen(enquiry)).status_code == 302
    ends = {copy_of(enquiry, code).chosen_until for code in PAIR}
    assert ends == {last_day(enquiry.start_on, 36)}


def test_who_could_begin_only_after_the_help_is_over_is_not_chosen(
    world: World, signed_in: SignIn
) -> None:
    enquiry = _offered_apart(world, 3 * 366)
    page = reverse("enquiry_choose", args=[enquiry.id])
    answer = signed_in("demir").post(page, _chosen(enquiry))
    assert answer.status_code == 422
    assert "Haus der Kulturen kann erst ab" in answer.content.decode()
    assert copy_of(enquiry, "flex").status == CopyStatus.OFFERED


def test_a_period_too_long_for_a_decision_is_a_sentence_on_the_page(
    world: World, signed_in: SignIn
) -> None:
    matter = an_accepted_matter(world)
    beyond = matter.enquiry.start_on + timedelta(days=4 * 366)
    Copy.objects.filter(enquiry=matter.enquiry_id).update(chosen_until=beyond)
    given = {"reason": a_reason(world).id, "grounds": GROUNDS}
    answer = signed_in("demir").post(reverse("decision_propose", args=[matter.id]), given)
    assert answer.status_code == 422
    assert "Eine Entscheidung gilt höchstens 36 Monate" in answer.content.decode()
    assert not Decision.objects.exists()


def test_without_an_acceptance_nothing_is_laid_before_anybody(
    world: World, signed_in: SignIn
) -> None:
    enquiry = an_offered_enquiry(world, a_family(world))
    page = reverse("decision_propose", args=[enquiry.matter.id])
    given = {"reason": a_reason(world).id, "grounds": GROUNDS}
    answer = signed_in("demir").post(page, given)
    assert answer.status_code == 422
    assert "Noch hat kein Träger angenommen." in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_lead_that_accepted_keeps_the_lead_with_fewer_hours(world: World) -> None:
    hours = {"flex": 60, "haus-der-kulturen": 300}
    enquiry = an_accepted_enquiry(world, a_family(world), hours)
    assert enquiry.status == Status.PLACED
    assert copy_of(enquiry, "flex").is_lead
    assert not copy_of(enquiry, "haus-der-kulturen").is_lead


@pytest.mark.parametrize(
    ("hours", "sentence"), [("0,01", "mindestens 15 Minuten"), ("100", "Mehr als 80 Stunden")]
)
def test_hours_that_cannot_be_are_refused_wherever_they_are_typed(
    world: World, signed_in: SignIn, hours: str, sentence: str
) -> None:
    family, worker = a_family(world), signed_in("demir")
    asked = write(worker, world, family, week_minutes=hours)
    copy = copy_of(a_sent_enquiry(world, a_family(world), PAIR), "flex")
    typed = {"offered_from": copy.enquiry.start_on, "week_minutes": hours, "profile": PROFILE}
    offered = signed_in("brandt").post(reverse("offer", args=[copy.id]), typed)
    enquiry = an_offered_enquiry(world, a_family(world), PAIR)
    choose = reverse("enquiry_choose", args=[enquiry.id])
    chosen = worker.post(choose, _chosen(enquiry, hours))
    for answer in (asked, offered, chosen):
        assert answer.status_code == 422
        assert sentence in html.unescape(answer.content.decode())
    assert not Matter.objects.filter(family=family).exists()
    copy.refresh_from_db()
    assert copy.status == CopyStatus.SENT
    assert copy_of(enquiry, "flex").status == CopyStatus.OFFERED


def test_an_enquiry_does_not_begin_years_ahead(world: World, signed_in: SignIn) -> None:
    family, today = a_family(world), world.actor("demir").today
    late = last_day(today, 18) + timedelta(days=1)
    worker = signed_in("demir")
    answer = write(worker, world, family, start_on=str(late), answer_by=str(today))
    assert answer.status_code == 422
    assert "mehr als 18 Monate vor uns" in answer.content.decode()
    assert 'id="id_start_on_error' in answer.content.decode()
    soon = str(late - timedelta(days=1))
    assert write(worker, world, family, start_on=soon, answer_by=str(today)).status_code == 302
