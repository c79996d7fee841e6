"""Extending a help, changing it, taking a further provider in: without an enquiry, by a decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from providers.budgets.models import Budget
from referrals.aids.models import Aid
from referrals.decisions import actions
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision, Kind, NewShare, Terms
from referrals.families import actions as families
from tests.stages.aids import a_reason, a_running_aid, share_of, told_directly
from tests.world import WORKER, World

type SignIn = Callable[[str], Client]


def _terms(world: World, aid: Aid, kind: Kind, **overrides: Any) -> Terms:
    after = aid.until_on + timedelta(days=1)
    given = {
        "kind": kind,
        "aid_type": aid.aid_type,
        "from_on": after if kind == Kind.EXTEND else world.actor(WORKER).today,
        "until_on": after + timedelta(days=181) if kind == Kind.EXTEND else aid.until_on,
        "reason": a_reason(world),
        "grounds": "Zwei Ziele brauchen mehr Zeit.",
    }
    return Terms(**{**given, **overrides})


def _change(world: World, aid: Aid, terms: Terms, hours: dict[str, int], lead: str = "") -> Aid:
    shares = [
        NewShare(provider=world.town.providers[p], week_minutes=m, is_lead=p == lead)
        for p, m in hours.items()
    ]
    with world.acting(WORKER) as by:
        decision = actions.propose_change(by=by, aid=aid, terms=terms, shares=shares)
    with world.acting("nolte") as by:
        return actions.approve(by=by, decision=decision)


def test_the_form_begins_with_what_holds_and_six_months_more(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    page = reverse("decision_new", args=[aid.id])
    shown = signed_in(WORKER).get(page).content.decode()
    assert (aid.until_on + timedelta(days=1)).isoformat() in shown
    assert 'value="4:00"' in shown
    assert 'value="1:00"' in shown
    assert "Leben lernen" not in shown


def test_a_help_is_extended_with_three_fields_filled_in(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    flex = world.town.providers["flex"].id
    until = aid.until_on + timedelta(days=100)
    client = signed_in(WORKER)
    given = {
        "from_on": aid.until_on + timedelta(days=1),
        "until_on": until,
        f"hours_{flex}": "5,5",
        "aid_type": aid.aid_type_id,
        "reason": a_reason(world).id,
        "grounds": "Zwei Ziele brauchen mehr Zeit.",
    }
    answer = client.post(reverse("decision_new", args=[aid.id]), given)
    decision = Decision.objects.get(kind=Kind.EXTEND)
    assert answer.headers["Location"] == reverse("decision", args=[decision.id])
    signed_in("nolte").post(reverse("decision_approve", args=[decision.id]))
    aid.refresh_from_db()
    assert aid.until_on == until
    share = share_of(aid, "flex")
    assert [p.week_minutes for p in share.periods.order_by("decided_at")] == [240, 330]
    assert "5:30 h je Woche" in client.get(reverse("aid", args=[aid.id])).content.decode()


def test_bad_hours_are_named_beside_the_field_and_the_rest_is_kept(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    flex = world.town.providers["flex"].id
    answer = signed_in(WORKER).post(
        reverse("decision_new", args=[aid.id]),
        {f"hours_{flex}": "viel", "grounds": "Zwei Ziele brauchen mehr Zeit."},
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Bitte geben Sie Stunden an, zum Beispiel 5 oder 5,5 oder 5:30." in shown
    assert "Zwei Ziele brauchen mehr Zeit." in shown
    assert not Decision.objects.exclude(kind=Kind.NEW).exists()


@pytest.mark.parametrize(
    ("kind", "overrides", "sentence"),
    [
        (Kind.EXTEND, {"until_on": 0}, "Das neue Ende liegt nicht nach dem bisherigen."),
        (Kind.CHANGE, {"from_on": -300}, "Dieser Tag liegt vor dem Beginn der Hilfe."),
        (Kind.CHANGE, {"until_on": -150}, "Das Ende liegt vor dem Beginn."),
    ],
)
def test_days_that_cannot_be_are_refused(
    world: World, kind: Kind, overrides: dict[str, int], sentence: str
) -> None:
    aid = a_running_aid(world)
    days = {name: aid.until_on + timedelta(days=shift) for name, shift in overrides.items()}
    if kind == Kind.EXTEND:
        days["from_on"] = aid.until_on
    with pytest.raises(NotPossibleError, match=sentence):
        _change(world, aid, _terms(world, aid, kind, **days), {"flex": 240}, "flex")


def test_one_decision_waits_at_a_time(world: World) -> None:
    aid = a_running_aid(world)
    terms = _terms(world, aid, Kind.EXTEND)
    share = NewShare(provider=world.town.providers["flex"], week_minutes=240, is_lead=True)
    with world.acting(WORKER) as by:
        actions.propose_change(by=by, aid=aid, terms=terms, shares=[share])
        with pytest.raises(NotPossibleError, match="wartet schon eine Entscheidung"):
            actions.propose_change(by=by, aid=aid, terms=terms, shares=[share])


def test_a_change_counts_from_its_first_day(world: World) -> None:
    aid = a_running_aid(world)
    before = share_of(aid, "flex").approved_minutes
    terms = _terms(world, aid, Kind.CHANGE)
    rest = (aid.until_on - terms.from_on).days + 1
    _change(world, aid, terms, {"flex": 480}, "flex")
    after = share_of(aid, "flex").approved_minutes
    assert abs(after - before - 240 * rest / 7) <= 2


def test_a_provider_that_does_not_know_the_family_is_not_added(world: World) -> None:
    aid = a_running_aid(world)
    terms = _terms(world, aid, Kind.ADD)
    with pytest.raises(NotPossibleError, match="Leben lernen kennt die Familie noch nicht"):
        _change(world, aid, terms, {"leben-lernen": 60})


def test_a_further_provider_gets_in_with_its_own_hours_and_carer(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    told_directly(world, aid.family, "haus-der-kulturen")
    page = reverse("aid", args=[aid.id])
    for who in ("aydin", "haddad"):
        assert signed_in(who).get(page).status_code == 404
    flex_before = share_of(aid, "flex").approved_minutes
    _change(world, aid, _terms(world, aid, Kind.ADD), {"haus-der-kulturen": 90})
    aid.refresh_from_db()
    added = world.town.providers["haus-der-kulturen"].id
    assert added in aid.readers
    assert added in aid.lock.readers
    assert share_of(aid, "haus-der-kulturen").carer == world.town.people["haddad"]
    assert share_of(aid, "flex").approved_minutes == flex_before
    assert share_of(aid, "flex").is_lead
    for who in ("aydin", "haddad"):
        shown = signed_in(who).get(page)
        assert shown.status_code == 200
        assert "FleX" in shown.content.decode()
        assert "4:00 h je Woche" not in shown.content.decode()


def test_hours_beyond_the_contingent_are_marked_and_released_all_the_same(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    year = (aid.until_on + timedelta(days=1)).year
    with wall.standing_as(Actor.clock(world.ago())):
        Budget.objects.filter(provider__code="flex", year=year).update(contingent_minutes=6000)
    terms = _terms(world, aid, Kind.EXTEND)
    share = NewShare(provider=world.town.providers["flex"], week_minutes=600, is_lead=True)
    with world.acting(WORKER) as by:
        decision = actions.propose_change(by=by, aid=aid, terms=terms, shares=[share])
    head = signed_in("kowalski")
    assert f"FleX {year}: " in head.get(reverse("approvals")).content.decode()
    assert "über dem Kontingent" in head.get(reverse("approvals")).content.decode()
    head.post(reverse("decision_approve", args=[decision.id]))
    decision.refresh_from_db()
    assert decision.status == Status.APPROVED
    assert Entry.objects.filter(event="budget.exceeded").exists()


@pytest.mark.parametrize("who", ["kaya", "wiegand", "nolte", "kowalski", "brandt", "sahin"])
def test_only_whoever_keeps_the_file_proposes(world: World, signed_in: SignIn, who: str) -> None:
    aid = a_running_aid(world)
    assert signed_in(who).get(reverse("decision_new", args=[aid.id])).status_code == 404
    assert signed_in(WORKER).get(reverse("decision_new", args=[aid.id])).status_code == 200


def test_a_change_that_came_back_begins_with_its_texts(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    share = NewShare(provider=world.town.providers["flex"], week_minutes=600, is_lead=True)
    with world.acting(WORKER) as by:
        decision = actions.propose_change(
            by=by, aid=aid, terms=_terms(world, aid, Kind.EXTEND), shares=[share]
        )
    with world.acting("nolte") as by:
        actions.return_decision(by=by, decision=decision, hint="Bitte weniger Stunden.")
    client = signed_in(WORKER)
    assert "Bitte weniger Stunden." in client.get(reverse("approvals")).content.decode()
    form = client.get(reverse("decision_revise", args=[decision.id]), follow=True)
    shown = form.content.decode()
    assert "Zwei Ziele brauchen mehr Zeit." in shown
    assert 'value="10:00"' in shown
    listed = client.get(reverse("decisions", args=[aid.id])).content.decode()
    assert "Bitte weniger Stunden." in listed or "Nolte" in listed


def test_providers_read_who_is_responsible_after_the_family_was_handed_over(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    with world.acting("nolte") as by:
        families.hand_over(by=by, family=aid.family, worker=world.town.people["wiegand"])
    shown = signed_in("brandt").get(reverse("aid", args=[aid.id])).content.decode()
    assert "Thomas Wiegand" in shown
    assert "Sevgi Demir, 0" not in shown
