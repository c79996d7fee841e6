"""Signing a plan: how each person stands to a version; it decides nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from referrals.plans.flow import SignatureState
from tests.conftest import SignIn
from tests.stages.plans import a_circulated_plan, a_plan_in_force
from tests.world import WORKER, World


def test_each_person_stands_to_it_in_their_own_way(world: World, signed_in: SignIn) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    new = reverse("signature_new", args=[version.id])
    today = world.actor(WORKER).today
    client.post(new, {"name": "Mirabai Velmbrinker", "state": "oral", "on": f"{today}"})
    client.post(new, {"name": "Frau Sahin", "state": "pending"})
    text = client.get(reverse("version", args=[version.id])).content.decode()
    assert f"mündlich einverstanden am {today:%d.%m.%Y}" in text
    assert "folgt" in text
    assert "möchte nicht" in text
    # The same person is one line, however often the state changes.
    client.post(new, {"name": "frau sahin", "state": "signed"})
    assert version.signatures.count() == 4
    line = version.signatures.get(state=SignatureState.SIGNED, on=today)
    client.post(reverse("signature", args=[version.id, line.id]), {"state": "unwilling"})
    line.refresh_from_db()
    assert (line.state, line.on) == (SignatureState.UNWILLING, None)


def test_a_signature_does_not_lie_in_the_future(world: World, signed_in: SignIn) -> None:
    version = a_circulated_plan(world)
    sent = {"name": "Mirabai", "state": "signed", "on": "2099-01-01"}
    answer = signed_in(WORKER).post(reverse("signature_new", args=[version.id]), sent)
    assert "Dieser Tag liegt in der Zukunft." in answer.content.decode()
    assert "Mirabai" in answer.content.decode()


@pytest.mark.parametrize("state", ["signed", "oral"])
def test_nobody_signs_before_the_meeting(world: World, signed_in: SignIn, state: str) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    new = reverse("signature_new", args=[version.id])
    sent = {"name": "Mirabai", "state": state, "on": f"{version.meeting_on - timedelta(days=1)}"}
    answer = client.post(new, sent)
    assert answer.status_code == 422
    assert "Dieser Tag liegt vor dem Gespräch." in answer.content.decode()
    client.post(new, sent | {"on": f"{version.meeting_on}"})
    assert version.signatures.filter(on=version.meeting_on).exists()


@pytest.mark.parametrize("state", ["pending", "unwilling"])
def test_a_day_without_an_agreement_is_not_dropped_in_silence(
    world: World, signed_in: SignIn, state: str
) -> None:
    version = a_circulated_plan(world)
    sent = {"name": "Mirabai", "state": state, "on": f"{world.actor(WORKER).today}"}
    answer = signed_in(WORKER).post(reverse("signature_new", args=[version.id]), sent)
    assert answer.status_code == 422
    assert "Ein Tag gehört nur zu „unterschrieben“" in answer.content.decode()
    assert version.signatures.count() == 2


def test_a_blank_too_many_makes_no_second_person(world: World, signed_in: SignIn) -> None:
    version, client = a_circulated_plan(world), signed_in(WORKER)
    for name in ("Nils Kesten", "Nils  Kesten", " nils\tKesten "):
        new = reverse("signature_new", args=[version.id])
        client.post(new, {"name": name, "state": "signed"})
    assert version.signatures.count() == 3


def test_names_beside_signatures_are_sealed(world: World) -> None:
    a_circulated_plan(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM referrals_signature")
        cells = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(cells) == 2
    assert not any(b"Velmbrinker" in cell for cell in cells)


@pytest.mark.parametrize("late", ["signed", "oral"])
def test_a_late_signature_is_noted_on_a_plan_in_force(
    world: World, signed_in: SignIn, late: str
) -> None:
    version = a_plan_in_force(world)
    sent = {"name": "Wunibald Velmbrinker", "state": late}
    signed_in(WORKER).post(reverse("signature_new", args=[version.id]), sent)
    assert version.signatures.count() == 2
    assert not version.signatures.filter(state=SignatureState.UNWILLING).exists()
