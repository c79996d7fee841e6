"""Stages with people who ask what is kept about them: taken, recognised, the family found, the scope clear."""

from datetime import date
from typing import Any

from referrals.families.models import Family
from referrals.subject_access import actions
from referrals.subject_access.flow import Asker, Channel, Proof
from referrals.subject_access.models import AccessRequest
from tests.world import World

COORDINATION, DESK = "rehm", "ullrich"
REQUESTER = "Sunniva Velmbrinker, geboren 1991"
CONTACT = "c/o Beratungsstelle Quellgasse"
WISH = "Ich möchte wissen, was über mich in der Akte steht."
SCOPE = "Ohne die Jahre vor dem Umzug."


def a_request(world: World, received_on: date | None = None, **overrides: Any) -> AccessRequest:
    """Let the front desk take a request."""
    with world.acting(DESK) as by:
        given: dict[str, Any] = {
            "requester": REQUESTER,
            "contact": CONTACT,
            "wish": WISH,
            "channel": Channel.LETTER,
            "received_on": received_on or by.today,
        }
        return actions.register(by=by, **given | overrides)


def a_placed_request(world: World, family: Family, **overrides: Any) -> AccessRequest:
    """Check who asks, and find the family by its Merkwort."""
    asked = a_request(world, **overrides)
    with world.acting(COORDINATION) as by:
        asked = actions.identify(by=by, asked=asked, proof=Proof.CARD)
        assert actions.place(by=by, asked=asked, name=family.word) == 1
    return again(asked)


def a_clear_request(
    world: World,
    family: Family,
    relation: str = "mother",
    asker: Asker = Asker.PARENT,
    **overrides: Any,
) -> AccessRequest:
    """Say which person of the family asks, and as what."""
    asked = a_placed_request(world, family, **overrides)
    person = family.people.filter(relation=relation).order_by("position").first()
    assert person is not None
    with world.acting(COORDINATION) as by:
        return actions.clarify(by=by, asked=asked, person=person.id, asker=asker, scope=SCOPE)


def again(asked: AccessRequest) -> AccessRequest:
    """Read the row anew, with what hangs on it."""
    near = ("lock", "family__lock", "person")
    return AccessRequest.objects.select_related(*near).get(id=asked.id)
