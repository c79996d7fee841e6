"""Somebody who works for two providers sees the union of both, each thing once, and acts for one."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from accounts import actions
from accounts.models import Mandate
from accounts.roles import Role
from audit.models import Entry
from referrals.aids import actions as aids
from referrals.aids.models import Aid, Share
from referrals.hours.models import TimeEntry
from tests.conftest import SignIn
from tests.stages.hours import booked
from tests.stages.people import a_role
from tests.stages.whole import Whole


@pytest.fixture(autouse=True)
def _both(whole: Whole) -> Iterator[None]:
    """Let one carer of FleX work for the other provider too, with a family at each."""
    world = whole.world
    vogt, second = world.town.people["vogt"], whole.mitte.share.provider_id
    with transaction.atomic():
        a_role(vogt, Role.CARER, provider_id=second)
        for house, story in (("brandt", whole.sued), ("hartwig", whole.mitte)):
            with world.acting(house) as by:
                aids.name_carer(by=by, share=story.share, carer=vogt, no_conflict=True)
        yield
        transaction.set_rollback(True)


def _seen(whole: Whole, *, days: int = 0) -> list[UUID]:
    by = whole.world.actor("vogt", whole.world.ago(days=-days))
    return sorted(Aid.objects.visible_to(by).values_list("id", flat=True))


def test_lists_are_exactly_the_union_each_once(whole: Whole, signed_in: SignIn) -> None:
    assert _seen(whole) == sorted([whole.sued.aid.id, whole.mitte.aid.id])
    page = signed_in("vogt").get("/hilfen/").content.decode()
    for aid in (whole.sued.aid, whole.mitte.aid):
        assert page.count(f"/hilfen/{aid.id}/") == 1


def test_leaving_one_house_takes_that_half_only(whole: Whole) -> None:
    vogt = whole.world.town.people["vogt"]
    here = Mandate.objects.get(user=vogt, provider_id=whole.sued.share.provider_id)
    actions.end_mandate(by=whole.world.actor("brandt"), mandate=here)
    assert _seen(whole) == [whole.mitte.aid.id]


def test_an_entry_says_for_which_house_somebody_acted(whole: Whole) -> None:
    world = whole.world
    day = world.actor("vogt").today - timedelta(days=1)
    for story in (whole.sued, whole.mitte):
        share = Share.objects.get(id=story.share.id)
        entry = booked(world, share, day, who="vogt")
        made = TimeEntry.objects.get(id=entry.id)
        told = Entry.objects.filter(about__contains=[made.id]).latest("seq")
        assert told.organisation == story.share.provider_id
