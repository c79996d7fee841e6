"""Keeping a decision within bounds: how long, how many hours, and not below what was worked."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from audit.clock import day_text
from providers.budgets.sums import hours_text
from referrals.aids.models import Aid
from referrals.decisions.models import Decision, Kind
from referrals.enquiries.sums import last_day
from tests.conftest import SignIn
from tests.stages.aids import (
    a_proposed_aid,
    a_proposed_extension,
    a_reason,
    a_running_aid,
    share_of,
    told_directly,
)
from tests.stages.hours import a_share, booked
from tests.world import WORKER, World


def _extension(world: World, aid: Aid, **overrides: Any) -> dict[str, Any]:
    flex = world.town.providers["flex"].id
    begins = aid.until_on + timedelta(days=1)
    return {
        "from_on": begins,
        "until_on": last_day(begins, 36),
        f"hours_{flex}": "80",
        "aid_type": aid.aid_type_id,
        "reason": a_reason(world).id,
        "grounds": "Zwei Ziele brauchen mehr Zeit.",
        **overrides,
    }


def test_a_decision_holds_at_most_thirty_six_months_and_eighty_hours_a_week(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    flex = world.town.providers["flex"].id
    page, client = reverse("decision_new", args=[aid.id]), signed_in(WORKER)
    longest = last_day(aid.until_on + timedelta(days=1), 36)
    for wrong, sentence in (
        (
            {"until_on": longest + timedelta(days=1)},
            f"36 Monate, hier also bis {day_text(longest)}",
        ),
        ({"until_on": "2099-12-31"}, "Eine Entscheidung gilt höchstens 36 Monate"),
        ({"from_on": "2096-01-01", "until_on": "2097-12-31"}, "Bitte prüfen Sie das Jahr"),
        ({f"hours_{flex}": "80:01"}, "höchstens 80 Stunden je Woche"),
    ):
        answer = client.post(page, _extension(world, aid, **wrong))
        assert answer.status_code == 422
        assert sentence in html.unescape(answer.content.decode())
        assert f'id="id_{next(iter(wrong))}_error' in answer.content.decode()
    assert not Decision.objects.exclude(kind=Kind.NEW).exists()
    assert client.post(page, _extension(world, aid)).status_code == 302
    assert Decision.objects.get(kind=Kind.EXTEND).until_on == longest


def test_hours_of_all_providers_count_together(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    flex, houses = (world.town.providers[code].id for code in ("flex", "haus-der-kulturen"))
    hours = {f"hours_{flex}": "41", f"hours_{houses}": "40", "lead": flex}
    page = reverse("decision_new", args=[aid.id])
    answer = signed_in(WORKER).post(page, _extension(world, aid, **hours))
    assert answer.status_code == 422
    assert "alle Träger zusammen" in answer.content.decode()


def test_the_approver_reads_that_more_was_worked_than_would_remain(
    world: World, signed_in: SignIn
) -> None:
    share = a_share(world, a_running_aid(world))
    aid = share.aid
    booked(world, share, minutes=600)
    given = {"from_on": aid.from_on, "until_on": world.actor(WORKER).today}
    page = f"{reverse('decision_new', args=[aid.id])}?art=change"
    fields = _extension(world, aid, **given, **{f"hours_{share.provider_id}": "1"})
    assert signed_in(WORKER).post(page, fields).status_code == 302
    sentence = "FleX: Geleistet sind schon 10:00 h, bewilligt wären nur noch"
    lead = signed_in("nolte")
    assert sentence in lead.get(reverse("approvals")).content.decode()
    decision = Decision.objects.get(kind=Kind.CHANGE)
    lead.post(reverse("decision_approve", args=[decision.id]))
    decided = lead.get(reverse("decision", args=[decision.id])).content.decode()
    assert "Geleistet sind schon" not in decided


def test_what_leaves_enough_hours_warns_of_nothing(world: World, signed_in: SignIn) -> None:
    share = a_share(world, a_running_aid(world))
    booked(world, share, minutes=600)
    page = reverse("decision_new", args=[share.aid_id])
    assert signed_in(WORKER).post(page, _extension(world, share.aid)).status_code == 302
    shown = signed_in("nolte").get(reverse("approvals")).content.decode()
    assert "Geleistet sind schon" not in shown


def test_a_decision_reaches_until_today_at_least(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    today, client = world.actor(WORKER).today, signed_in(WORKER)
    page = f"{reverse('decision_new', args=[aid.id])}?art=change"
    fields = _extension(world, aid, from_on=aid.from_on, until_on=today - timedelta(days=1))
    answer = client.post(page, fields)
    assert answer.status_code == 422
    assert "wählen Sie „Hilfe beenden“" in answer.content.decode()
    assert 'id="id_until_on_error' in answer.content.decode()
    assert client.post(page, {**fields, "until_on": today}).status_code == 302


@pytest.mark.parametrize("shift", [-30, 0, 2, 91])
def test_an_extension_begins_the_day_after(world: World, signed_in: SignIn, shift: int) -> None:
    aid = a_running_aid(world)
    ends = aid.until_on + timedelta(days=100)
    given = {"from_on": aid.until_on + timedelta(days=shift), "until_on": ends}
    answer = signed_in(WORKER).post(
        reverse("decision_new", args=[aid.id]), _extension(world, aid, **given)
    )
    assert answer.status_code == 422
    sentence = (
        f"am Tag nach dem Ende der Hilfe, hier am {day_text(aid.until_on + timedelta(days=1))}"
    )
    assert sentence in html.unescape(answer.content.decode())


def test_a_change_leaves_no_gap(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    page = f"{reverse('decision_new', args=[aid.id])}?art=change"
    given = {"from_on": aid.until_on + timedelta(days=2)}
    answer = signed_in(WORKER).post(page, _extension(world, aid, **given))
    assert answer.status_code == 422
    assert "Bitte beginnen Sie spätestens am Tag danach." in answer.content.decode()
    given = {"from_on": aid.until_on + timedelta(days=1)}
    assert signed_in(WORKER).post(page, _extension(world, aid, **given)).status_code == 302


def test_the_approver_reads_the_difference_of_an_extension(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    before = share_of(aid, "flex").approved_minutes
    decision = a_proposed_extension(world, aid)
    lead = signed_in("nolte")
    shown = lead.get(reverse("decision", args=[decision.id])).content.decode()
    lead.post(reverse("decision_approve", args=[decision.id]))
    more = share_of(aid, "flex").approved_minutes - before
    found = re.search(r"Gegenüber bisher</dt>\s*<dd>\+([\d.:]+ h), \+", shown)
    assert found
    assert found[1] == hours_text(more)


def test_who_is_added_counts_with_those_who_help_already(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, {"flex": 300})
    told_directly(world, aid.family, "haus-der-kulturen")
    added = world.town.providers["haus-der-kulturen"].id
    page = f"{reverse('decision_new', args=[aid.id])}?art=add"
    days = {"from_on": world.actor(WORKER).today, "until_on": aid.until_on}
    fields = _extension(world, aid, **days, **{f"hours_{added}": "80"})
    answer = signed_in(WORKER).post(page, fields)
    assert answer.status_code == 422
    assert "alle Träger zusammen" in answer.content.decode()
    assert f'id="id_hours_{added}_error' in answer.content.decode()
    fields[f"hours_{added}"] = "75"
    assert signed_in(WORKER).post(page, fields).status_code == 302


def test_years_stand_in_a_row_and_thousands_apart(world: World, signed_in: SignIn) -> None:
    decision = a_proposed_aid(world, {"flex": 4000}, months=36)
    shown = signed_in("nolte").get(reverse("decision", args=[decision.id])).content.decode()
    found = re.search(r"(\d+\.\d{3}:\d\d h), davon (.+)</dd>", shown)
    assert found
    years = re.findall(r" in (\d{4})(, | und |$)", found[2])
    assert [between for _, between in years] == [*([", "] * (len(years) - 2)), " und ", ""]
    assert len(years) > 2
