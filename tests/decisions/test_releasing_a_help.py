"""Releasing a help: laid before the approver by one person, released by another."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.deeds import NotPossibleError
from audit.models import Entry
from providers.budgets.models import Budget, LedgerLine
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid, Share
from referrals.decisions import actions
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision
from referrals.families import actions as families
from tests.stages.aids import (
    GROUNDS,
    a_proposed_aid,
    a_reason,
    an_accepted_matter,
    an_approved_aid,
)
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]
TWO_PEOPLE = "Hier können nur zwei verschiedene Personen unterschreiben."
HINT = "Bitte begründen Sie die Stundenzahl genauer."


def test_what_providers_accepted_is_laid_before_the_approver(
    world: World, signed_in: SignIn
) -> None:
    matter = an_accepted_matter(world, {"flex": 240, "haus-der-kulturen": 60})
    page = reverse("decision_propose", args=[matter.id])
    client = signed_in(WORKER)
    assert "Haus der Kulturen" in client.get(page).content.decode()
    answer = client.post(page, {"reason": a_reason(world).id, "grounds": GROUNDS})
    decision = Decision.objects.get()
    assert answer.headers["Location"] == reverse("decision", args=[decision.id])
    assert decision.status == Status.SUBMITTED
    assert decision.aid.status == AidStatus.PROPOSED
    assert {share.week_minutes for share in decision.shares.all()} == {240, 60}


def test_without_grounds_nothing_is_laid_before_anybody(world: World, signed_in: SignIn) -> None:
    matter = an_accepted_matter(world)
    page = reverse("decision_propose", args=[matter.id])
    answer = signed_in(WORKER).post(page, {"reason": a_reason(world).id, "notice": "51-2209"})
    assert answer.status_code == 422
    assert "51-2209" in answer.content.decode()
    assert not Decision.objects.exists()


def test_it_is_proposed_once(world: World) -> None:
    matter = an_accepted_matter(world)
    given: dict[str, Any] = {"matter": matter, "reason": a_reason(world), "grounds": GROUNDS}
    with world.acting(WORKER) as by:
        actions.propose(by=by, **given)
        with pytest.raises(NotPossibleError, match="liegt schon eine Entscheidung vor"):
            actions.propose(by=by, **given)


def test_the_lead_sees_a_card_that_opens_no_family(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    page = signed_in("nolte").get(reverse("approvals")).content.decode()
    for expected in (decision.aid.word, "Sevgi Demir", "4:00 h je Woche", "1:00 h je Woche"):
        assert expected in page
    assert GROUNDS in page
    assert "Velmbrinker" not in page
    assert "Freigeben" in page


def test_cost_is_hours_times_the_rate_of_each_year(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world, {"flex": 240})
    share = decision.shares.get()
    days = (share.until_on - share.from_on).days + 1
    euros = round(240 * days / 7) * 72 / 60
    page = signed_in("kowalski").get(reverse("decision", args=[decision.id])).content.decode()
    shown = re.search(r"Kosten, geschätzt</dt>\s*<dd>([\d.]+) €", page)
    assert shown
    assert abs(int(shown[1].replace(".", "")) - euros) < 3


@pytest.mark.parametrize(
    ("who", "may"),
    [
        *((person, True) for person in ("nolte", "kowalski")),
        *((person, False) for person in (WORKER, "kaya", "wiegand", "fries", "lindner", "seidel")),
        *((person, False) for person in ("brandt", "hartwig", "sahin", "vogt")),
    ],
)
def test_only_the_lead_of_the_team_and_the_head_release(
    world: World,
    signed_in: SignIn,
    who: str,
    may: bool,  # a cell of the table
) -> None:
    decision = a_proposed_aid(world)
    signed_in(who).post(reverse("decision_approve", args=[decision.id]))
    decision.refresh_from_db()
    assert (decision.status == Status.APPROVED) is may
    assert Share.objects.exists() is may


def test_a_second_worker_sees_it_and_does_not_release_it(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world)
    with world.acting(WORKER) as by:
        second = world.town.people["kaya"]
        families.set_second_worker(by=by, family=decision.aid.family, worker=second)
    client = signed_in("kaya")
    page = client.get(reverse("decision", args=[decision.id]))
    assert page.status_code == 200
    assert reverse("decision_approve", args=[decision.id]) not in page.content.decode()
    assert client.post(reverse("decision_approve", args=[decision.id])).status_code == 404
    given = {"hint": HINT}
    assert client.post(reverse("decision_return", args=[decision.id]), given).status_code == 404
    decision.refresh_from_db()
    assert decision.status == Status.SUBMITTED


def test_the_author_reads_that_it_takes_two(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world)
    client = signed_in(WORKER)
    answer = client.post(reverse("decision_approve", args=[decision.id]), follow=True)
    assert TWO_PEOPLE in answer.content.decode()
    decision.refresh_from_db()
    assert decision.status == Status.SUBMITTED
    assert Entry.objects.filter(event="decisions.approve.refused", about__contains=[decision.id])


def test_nobody_releases_the_own_decision_by_another_role(world: World) -> None:
    decision = a_proposed_aid(world)
    author = world.actor(WORKER)
    lead = type(author)(
        user=author.user,
        roles=world.actor("nolte").roles,
        leads=world.actor("nolte").leads,
        now=author.now,
        request_id=uuid4(),
    )
    with pytest.raises(NotPossibleError, match=TWO_PEOPLE):
        actions.approve(by=lead, decision=decision)


def test_a_stranger_reads_the_same_as_for_a_decision_that_does_not_exist(
    world: World, signed_in: SignIn
) -> None:
    decision = a_proposed_aid(world)
    for who in ("wiegand", "fries", "brandt", "lindner"):
        client = signed_in(who)
        real = client.get(reverse("decision", args=[decision.id]))
        none = client.get(reverse("decision", args=[uuid4()]))
        assert real.status_code == none.status_code == 404
        assert real.content == none.content


def test_released_it_is_approved_and_shared(world: World) -> None:
    aid = an_approved_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    assert aid.status == AidStatus.APPROVED
    lead, other = aid.shares.order_by("-is_lead")
    assert (lead.provider.code, lead.carer) == ("flex", world.town.people["sahin"])
    assert not other.is_lead
    for share in (lead, other):
        lines = LedgerLine.objects.filter(account=share.account)
        assert sum(line.committed_minutes for line in lines) == share.approved_minutes
        assert sum(line.reserved_minutes for line in lines) == 0
    assert Entry.objects.filter(event="decision.approved", about__contains=[aid.id]).count() == 1


def test_what_the_choice_set_aside_beyond_the_contingent_stands_on_the_card(
    world: World, signed_in: SignIn
) -> None:
    Budget.objects.filter(provider__code="flex").update(contingent_minutes=60)
    a_proposed_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    page = signed_in("kowalski").get(reverse("approvals")).content.decode()
    assert re.search(r"FleX \d{4}: \d+:\d\d h über dem Kontingent", page)
    assert not re.search(r"Haus der Kulturen \d{4}: .* über dem Kontingent", page)


def test_it_is_released_once(world: World) -> None:
    decision = a_proposed_aid(world)
    actions.approve(by=world.actor("nolte"), decision=decision)
    with pytest.raises(NotPossibleError, match="Der Stand ist: Freigegeben"):
        actions.approve(by=world.actor("kowalski"), decision=decision)
    with pytest.raises(NotPossibleError, match="Der Stand ist: Freigegeben"):
        actions.return_decision(by=world.actor("kowalski"), decision=decision, hint=HINT)


def test_given_back_it_reaches_the_author_with_the_hint(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world)
    lead = signed_in("nolte")
    answer = lead.post(reverse("decision_return", args=[decision.id]), {"hint": HINT})
    assert answer.headers["Location"] == reverse("approvals")
    assert decision.aid.word not in lead.get(reverse("approvals")).content.decode()
    author = signed_in(WORKER)
    assert HINT in author.get(reverse("approvals")).content.decode()
    assert Aid.objects.get().status == AidStatus.DROPPED
    form = author.get(reverse("decision_revise", args=[decision.id]), follow=True)
    assert GROUNDS in form.content.decode()
    again = author.post(
        form.request["PATH_INFO"], {"reason": a_reason(world).id, "grounds": "Neu."}
    )
    assert again.status_code == 302
    assert HINT not in author.get(reverse("approvals")).content.decode()
    assert Aid.objects.filter(status=AidStatus.PROPOSED).count() == 1


def test_a_hint_is_asked_for(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world)
    answer = signed_in("nolte").post(reverse("decision_return", args=[decision.id]), {"hint": ""})
    assert answer.status_code == 422
    decision.refresh_from_db()
    assert decision.status == Status.SUBMITTED


def test_taken_back_it_can_be_laid_before_again(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world)
    signed_in("kaya").post(reverse("decision_withdraw", args=[decision.id]))
    decision.refresh_from_db()
    assert decision.status == Status.SUBMITTED  # not absent, so the deputy keeps nothing
    signed_in(WORKER).post(reverse("decision_withdraw", args=[decision.id]))
    decision.refresh_from_db()
    assert decision.status == Status.WITHDRAWN
    assert decision.aid.status == AidStatus.DROPPED


def test_what_it_rests_on_lies_sealed(world: World) -> None:
    a_proposed_aid(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT grounds, notice FROM referrals_decision")
        for column in cursor.fetchone():
            assert b"Mutter" not in bytes(column)
            assert b"51-2209" not in bytes(column)


def test_fifty_cards_take_as_many_queries_as_five(world: World, signed_in: SignIn) -> None:
    client = signed_in("nolte")
    counts = []
    for wanted in (2, 5):
        while Decision.objects.count() < wanted:
            a_proposed_aid(world, {"flex": 240, "haus-der-kulturen": 60})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("approvals")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
