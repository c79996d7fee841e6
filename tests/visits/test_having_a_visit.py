"""A carer's visits: planned, held in one tap, held differently, missed, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from referrals.hours.models import TimeEntry
from referrals.visits.flow import Status
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.hours import a_share, a_visit
from tests.world import World


def test_one_tap_books_the_planned_minutes(world: World, signed_in: SignIn) -> None:
    visit = a_visit(world, a_share(world, a_running_aid(world)))
    client = signed_in("sahin")
    page = client.get(reverse("my_day"))
    assert page.status_code == 200
    answer = client.post(reverse("visit_hold", args=[visit.id]))
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.HELD
    assert TimeEntry.objects.get().minutes == 90
