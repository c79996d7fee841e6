"""Leaving a provider out of a help: from when, how long it still sees it, and when it is too early."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from audit.clock import day_text
from referrals.aids.models import Aid
from referrals.decisions import actions
from referrals.decisions.models import Decision, Kind, NewShare, Terms
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure, Field
from tests.conftest import SignIn
from tests.stages.aids import GROUNDS, a_reason, a_running_aid, share_of
from tests.stages.disclosures import a_consent
from tests.stages.hours import booked
from tests.world import WORKER, World

BOTH = {"flex": 240, "haus-der-kulturen": 60}
OTHER = "haus-der-kulturen"


def _changed(
    world: World,
    aid: Aid,
    hours: dict[str, int],
    days_ago: int = 0,
    now: datetime | None = None,
) -> Decision:
    """Let other hours hold from a day on, decided at a moment; flex leads."""
    aid.refresh_from_db()
    with world.acting(WORKER, now) as by:
        terms = Terms(
            kind=Kind.CHANGE,
            aid_type=aid.aid_type,
            from_on=by.today - timedelta(days=days_ago),
            until_on=aid.until_on,
            reason=a_reason(world),
            grounds=GROUNDS,
        )
        shares = [
            NewShare(provider=world.town.providers[p], week_minutes=m, is_lead=p == "flex")
            for p, m in hours.items()
        ]
        decision = actions.propose_change(by=by, aid=aid, terms=terms, shares=shares)
    with world.acting("nolte", now) as by:
        actions.approve(by=by, decision=decision)
    return decision


def test_whoever_is_left_out_by_a_change_ends(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, BOTH)
    decision = _changed(world, aid, {"flex": 300})
    left = share_of(aid, OTHER)
    assert left.until_on == decision.from_on - timedelta(days=1)
    assert left.visible_until is not None
    page = reverse("aid", args=[aid.id])
    assert signed_in("aydin").get(page).status_code == 200


def test_whoever_is_left_out_late_has_the_whole_window_from_that_day(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, BOTH, since=100)
    _changed(world, aid, {"flex": 300}, days_ago=90)
    left, today = share_of(aid, OTHER), world.actor(WORKER).today
    window = today + timedelta(days=settings.SETTLEMENT_DAYS)
    assert left.visible_until == window
    told = Disclosure.objects.get(provider__code=OTHER)
    assert told.until_on == window
    for who in ("aydin", "haddad"):
        for page in (reverse("aid", args=[aid.id]), reverse("disclosure", args=[told.id])):
            assert signed_in(who).get(page).status_code == 200


def test_a_later_decision_does_not_begin_the_window_anew(world: World) -> None:
    aid = a_running_aid(world, BOTH, since=80)
    _changed(world, aid, {"flex": 300}, now=world.ago(days=30))
    first = share_of(aid, OTHER).visible_until
    _changed(world, aid, {"flex": 360})
    assert share_of(aid, OTHER).visible_until == first


def test_what_a_provider_was_told_after_it_left_stays(world: World) -> None:
    aid = a_running_aid(world, BOTH, since=120)
    _changed(world, aid, {"flex": 300}, now=world.ago(days=settings.SETTLEMENT_DAYS + 2))
    consent = a_consent(world, aid.family, OTHER)
    with world.acting(WORKER) as by:
        provider, fields = world.town.providers[OTHER], [Field.ADULTS]
        told = disclosures.disclose_directly(
            by=by, family=aid.family, provider=provider, basis=consent, fields=fields
        )
    _changed(world, aid, {"flex": 360})
    told.refresh_from_db()
    assert told.until_on == consent.until_on


def test_whoever_is_left_out_reads_the_family_no_longer_than_the_help(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, BOTH, since=120)
    _changed(world, aid, {"flex": 300}, now=world.ago(days=settings.SETTLEMENT_DAYS + 2))
    told = Disclosure.objects.get(provider__code=OTHER)
    assert told.until_on == share_of(aid, OTHER).visible_until
    page = reverse("disclosure", args=[told.id])
    for who in ("aydin", "haddad"):
        client = signed_in(who)
        assert client.get(page).status_code == 404
        assert told.word not in client.get(reverse("received")).content.decode()
    kept = Disclosure.objects.get(provider__code="flex")
    assert signed_in("brandt").get(reverse("disclosure", args=[kept.id])).status_code == 200


def test_whoever_comes_back_reads_the_family_again(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, BOTH, since=120)
    _changed(world, aid, {"flex": 300}, now=world.ago(days=settings.SETTLEMENT_DAYS + 2))
    _changed(world, aid, BOTH)
    told = Disclosure.objects.get(provider__code=OTHER)
    assert told.until_on is None
    assert signed_in("aydin").get(reverse("disclosure", args=[told.id])).status_code == 200


def test_nobody_is_left_out_before_their_last_booking(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, BOTH)
    share = share_of(aid, OTHER)
    entry = booked(world, share, minutes=60, who="haddad")
    page = f"{reverse('decision_new', args=[aid.id])}?art=change"
    flex = world.town.providers["flex"].id
    given = {
        "from_on": entry.on,
        "until_on": aid.until_on,
        f"hours_{flex}": "4",
        "lead": flex,
        "aid_type": aid.aid_type_id,
        "reason": a_reason(world).id,
        "grounds": GROUNDS,
    }
    client = signed_in(WORKER)
    answer = client.post(page, given)
    assert answer.status_code == 422
    assert f"hat noch bis {day_text(entry.on)} Stunden gebucht" in answer.content.decode()
    assert f'id="id_hours_{share.provider_id}_error' in answer.content.decode()
    given["from_on"] = entry.on + timedelta(days=1)
    assert client.post(page, given).status_code == 302
