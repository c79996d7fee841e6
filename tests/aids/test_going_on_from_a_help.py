"""Going on from a help: to its hours, to what a further provider must be told first."""

import pytest
from django.urls import reverse

from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.purposes import she_says_what_for
from tests.world import WORKER, World


@pytest.mark.parametrize("who", [WORKER, "nolte"])
def test_family_and_help_lead_to_the_hours(world: World, signed_in: SignIn, who: str) -> None:
    aid = a_running_aid(world)
    hours = reverse("aid_hours", args=[aid.id])
    she_says_what_for(world, aid.family)
    client = signed_in(who)
    for page in (reverse("family", args=[aid.family_id]), reverse("aid", args=[aid.id])):
        assert hours in client.get(page).content.decode()
    assert client.get(hours).status_code == 200


def test_a_provider_is_not_led_to_what_only_the_office_reads(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world)
    shown = signed_in("brandt").get(reverse("aid", args=[aid.id])).content.decode()
    assert reverse("aid_hours", args=[aid.id]) not in shown


def test_taking_a_provider_in_leads_to_telling_it_first(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    tell = reverse("disclosure_direct", args=[aid.family_id])
    page = reverse("decision_new", args=[aid.id])
    client = signed_in(WORKER)
    assert tell in client.get(page, {"art": "add"}).content.decode()
    assert tell not in client.get(page, {"art": "change"}).content.decode()
