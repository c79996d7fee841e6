"""Two people at once: one wins, the other gets a sentence; hours add up whatever happens."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Sum

from accounts.actor import Actor
from providers.budgets import actions as budgets
from providers.budgets.models import Budget, LedgerLine
from providers.budgets.sums import minutes_by_year
from providers.register.models import Provider
from referrals.answers import actions as answers
from referrals.choices import actions as choices
from referrals.choices.actions import Choice
from referrals.disclosures import actions as disclosures
from referrals.enquiries import actions
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy, CopyStep, Enquiry
from referrals.enquiries.sums import last_day
from tests.stages.disclosures import a_consent, a_disclosure
from tests.stages.enquiries import (
    PROFILE,
    a_chosen_enquiry,
    a_draft,
    a_sent_enquiry,
    copy_of,
    offer,
)
from tests.stages.families import a_family
from tests.stages.together import Deed, at_once, refusals
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_sending_twice_sends_once(world: World) -> None:
    enquiry = a_draft(world, a_family(world))
    flex = world.town.providers["flex"]

    def send(by: Actor) -> object:
        return actions.send(by=by, enquiry=enquiry, providers=[flex])

    results = at_once([(world.actor("demir"), send), (world.actor("demir"), send)])
    assert refusals(results) == ["Die Anfrage liegt schon vor bei: FleX."]
    assert Copy.objects.filter(enquiry=enquiry).count() == 1


def test_of_two_colleagues_who_answer_one_reads_that_it_is_answered(world: World) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy = copy_of(enquiry, "flex")

    def offer_help(by: Actor) -> object:
        return answers.offer(
            by=by, copy=copy, offered_from=by.today, week_minutes=300, profile=PROFILE
        )

    people = [(world.actor("brandt"), offer_help), (world.actor("hansen"), offer_help)]
    (sentence,) = refusals(at_once(people))
    assert "hat diese Anfrage soeben beantwortet. Ihre Antwort ist nicht mehr nötig." in sentence
    assert CopyStep.objects.filter(copy=copy, status=CopyStatus.OFFERED).count() == 1


def test_accepting_twice_promises_the_hours_once(world: World) -> None:
    family = a_family(world)
    enquiry = a_chosen_enquiry(world, family, {"flex": 300})
    told = a_disclosure(world, copy_of(enquiry, "flex"))
    sahin = world.town.people["sahin"]

    def accept(by: Actor) -> object:
        return disclosures.accept(by=by, disclosure=told, carer=sahin, no_conflict=True)

    results = at_once([(world.actor("brandt"), accept), (world.actor("hansen"), accept)])
    assert refusals(results) == ["Das ist jetzt nicht möglich. Der Stand ist: Angenommen."]
    copy = copy_of(enquiry, "flex")
    assert copy.status == CopyStatus.ACCEPTED
    held = _held(copy)
    assert held["reserved"] == 0
    assert held["committed"] > 0
    assert LedgerLine.objects.filter(account=copy.account, movement="confirmed").count() <= 2


def test_accepting_against_withdrawing_the_enquiry_leaves_one_of_both(world: World) -> None:
    family = a_family(world)
    enquiry = a_chosen_enquiry(world, family, {"flex": 300})
    told = a_disclosure(world, copy_of(enquiry, "flex"))
    sahin = world.town.people["sahin"]
    results = at_once(
        [
            (
                world.actor("brandt"),
                lambda by: disclosures.accept(
                    by=by, disclosure=told, carer=sahin, no_conflict=True
                ),
            ),
            (
                world.actor("demir"),
                lambda by: disclosures.withdraw_enquiry(by=by, enquiry=enquiry),
            ),
        ]
    )
    assert len(refusals(results)) == 1
    copy = copy_of(enquiry, "flex")
    held = _held(copy)
    told.refresh_from_db()
    if copy.status == CopyStatus.ACCEPTED:
        assert (told.status, held["committed"] > 0) == ("accepted", True)
    else:
        assert (copy.status, told.status) == (CopyStatus.WITHDRAWN, "ended")
        assert (held["reserved"], held["committed"]) == (0, 0)


def test_accepting_against_withdrawing_the_consent_never_leaves_a_view(world: World) -> None:
    family = a_family(world)
    enquiry = a_chosen_enquiry(world, family, {"flex": 300})
    basis = a_consent(world, family)
    told = a_disclosure(world, copy_of(enquiry, "flex"), basis)
    sahin = world.town.people["sahin"]
    at_once(
        [
            (
                world.actor("brandt"),
                lambda by: disclosures.accept(
                    by=by, disclosure=told, carer=sahin, no_conflict=True
                ),
            ),
            (world.actor("demir"), lambda by: disclosures.withdraw_basis(by=by, basis=basis)),
        ]
    )
    told.refresh_from_db()
    assert told.status == "ended"


def test_twenty_choices_on_the_last_hours_all_stand_and_exactly_those_beyond_are_marked(
    world: World,
) -> None:
    provider = world.town.providers["haus-der-kulturen"]
    family = a_family(world)
    enquiries = [a_sent_enquiry(world, family, ("haus-der-kulturen",), months=1) for _ in range(20)]
    copies = [offer(world, enquiry, "haus-der-kulturen") for enquiry in enquiries]
    _leave_hours(world, provider, families=7)

    def choose(enquiry: Enquiry, copy: Copy) -> Deed:
        return lambda by: choices.choose(by=by, enquiry=enquiry, choices=[Choice(copy, 60)])

    pairs = zip(enquiries, copies, strict=True)
    results = at_once([(world.actor("demir"), choose(*pair)) for pair in pairs])
    assert refusals(results) == []
    chosen = Copy.objects.filter(provider=provider, status=CopyStatus.CHOSEN)
    assert chosen.count() == 20
    assert chosen.filter(over=True).count() == 13
    assert _events("enquiry.overrun") == 13
    lines = LedgerLine.objects.filter(account__in=chosen.values("account"))
    total = lines.aggregate(total=Sum("reserved_minutes"))["total"]
    assert total == sum(_held(copy)["reserved"] for copy in chosen)
    assert total == 20 * _held(chosen[0])["reserved"]


def test_the_family_chooses_once(world: World) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy = offer(world, enquiry, "flex")

    def choose(by: Actor) -> object:
        return choices.choose(by=by, enquiry=enquiry, choices=[Choice(copy, 60)])

    results = at_once([(world.actor("demir"), choose), (world.actor("demir"), choose)])
    assert refusals(results) == [
        "Das ist jetzt nicht möglich. Der Stand ist: Mit der Familie ausgewählt."
    ]
    assert CopyStep.objects.filter(copy=copy, status=CopyStatus.CHOSEN).count() == 1


def _leave_hours(world: World, provider: Provider, families: int) -> None:
    """Let so much be reserved elsewhere that the hours suffice for just so many families."""
    with world.acting("demir") as by:
        start = by.today + timedelta(days=14)
        each = minutes_by_year(start, last_day(start, 1), 60)
        for year, minutes in each.items():
            budget = Budget.objects.get(provider=provider, year=year)
            rest = budget.contingent_minutes - families * minutes
            on = date(year, 12, 31)
            # The seventh part of a week lies on one day.
            budgets.reserve(
                by=by,
                provider=provider,
                account=uuid4(),
                from_on=on,
                until_on=on,
                week_minutes=7 * rest,
            )


def _held(copy: Copy) -> dict[str, int]:
    return LedgerLine.objects.filter(account=copy.account).aggregate(
        reserved=Sum("reserved_minutes", default=0), committed=Sum("committed_minutes", default=0)
    )


def _events(code: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE event = %s", [code])
        return int(cursor.fetchone()[0])
