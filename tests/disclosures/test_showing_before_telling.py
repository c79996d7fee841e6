"""Showing before telling: nothing goes to a provider that nobody looked at, and nothing twice."""

from uuid import UUID

import pytest
from django.urls import reverse

from referrals.disclosures.models import Disclosure
from tests.conftest import SignIn
from tests.stages.disclosures import a_law
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.stages.families import a_family
from tests.world import World


@pytest.mark.parametrize("directly", [False, True])
def test_without_the_preview_nothing_is_told(
    world: World, signed_in: SignIn, directly: bool
) -> None:
    family = a_family(world)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    page = reverse("disclosure_direct", args=[family.id])
    page = page if directly else reverse("disclosure_new", args=[copy.id])
    picked = _picked(copy.provider_id, a_law(world, family).id)
    worker = signed_in("demir")
    for unseen in ({}, {"digest": ""}, {"digest": "x"}):
        answer = worker.post(page, {**picked, **unseen})
        assert answer.status_code == 422
        assert "sehen Sie die Vorschau noch einmal an" in answer.content.decode()
    assert not Disclosure.objects.exists()
    seen = worker.get(page, picked).context["preview"].digest
    assert worker.post(page, {**picked, "digest": seen}).status_code == 302
    assert Disclosure.objects.count() == 1


def test_on_one_ground_a_provider_is_told_once(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    law, flex = a_law(world, family), world.town.providers["flex"]
    page = reverse("disclosure_direct", args=[family.id])
    picked = _picked(flex.id, law.id)
    worker = signed_in("demir")
    # The same once more was stored already; something else on the same ground is refused.
    more = {**picked, "additions": ["birthdays"]}
    for sent, status in ((picked, 302), (picked, 302), (more, 422)):
        seen = worker.get(page, sent).context["preview"].digest
        answer = worker.post(page, {**sent, "digest": seen})
        assert answer.status_code == status
    assert "FleX hat auf dieser Grundlage schon Unterlagen." in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"basis"}
    assert Disclosure.objects.count() == 1


def test_whoever_was_told_directly_gets_the_sheet_of_its_task_on_the_same_ground(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}), "flex")
    picked = _picked(copy.provider_id, a_law(world, family).id)
    worker = signed_in("demir")
    for page in (
        reverse("disclosure_direct", args=[family.id]),
        reverse("disclosure_new", args=[copy.id]),
    ):
        seen = worker.get(page, picked).context["preview"].digest
        assert worker.post(page, {**picked, "digest": seen}).status_code == 302
    told = Disclosure.objects.order_by("made_at")
    assert [one.copy_id for one in told] == [None, copy.id]
    brandt = signed_in("brandt")
    task = brandt.get(reverse("disclosure_of_copy", args=[copy.id]))
    assert task.headers["Location"] == reverse("disclosure", args=[told[1].id])


def _picked(provider: UUID, basis: UUID) -> dict[str, str]:
    return {"provider": str(provider), "basis": str(basis), "package": "aid"}
