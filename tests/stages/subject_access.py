"""Stages with people who ask what is kept about them: taken, recognised, the family found, the scope clear."""

from dataclasses import replace
from datetime import date
from typing import Any

from providers.codes.models import List
from referrals.families.models import Family
from referrals.intakes import actions as intakes
from referrals.intakes.models import Danger, Urgency
from referrals.notes import actions as notes
from referrals.notes.models import Way
from referrals.redactions import actions as redactions
from referrals.replies import actions as replies
from referrals.replies.models import Reply
from referrals.subject_access import actions
from referrals.subject_access.flow import Asker, Channel, Proof
from referrals.subject_access.models import AccessRequest
from tests.stages.cast import REPORTER, SCHOOL
from tests.stages.confidences import a_confided_note
from tests.stages.families import a_family, a_household
from tests.stages.shields import shielded
from tests.world import WORKER, World

COORDINATION, DESK, SECOND = "rehm", "ullrich", "kowalski"
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


REPORTED = (
    "Die Nachbarin hört abends ein Kind weinen. Mirabai kam ohne Jacke. Sie wirkte sehr müde."
)
NOTED = (
    "Quastenbein rief wieder an. Ottokar bekommt Insulin. Mirabai turnt gern. "
    "Mirabai geht in die Rosengartenschule. Die Wohnung in der Hundekehrgasse 12a ist zu klein. "
    "Die Mutter ist müde. Wunibald holt Mirabai am Montag um 16:00 Uhr ab."
)
ILLNESS = "Ottokar hat Diabetes und spritzt Insulin."


def a_torn_family(world: World, *, protected: bool = True) -> Family:
    """A family whose parents live apart: a report, a note, something confided, a protected address.

    The parents have custody of Mirabai together, of Ottokar the mother alone.
    """
    people = [
        replace(one, facts=ILLNESS if one.first_name == "Ottokar" else one.facts)
        for one in a_household(world)
    ]
    family = a_family(world, people=people)
    with world.acting(WORKER) as by:
        intake = intakes.take(
            by=by,
            channel=world.code(List.INTAKE_CHANNEL, "telephone"),
            reporter_category=world.code(List.REPORTER, "neighbours"),
            matter=REPORTED,
            reporter=REPORTER,
            urgency=Urgency.WEEK,
            danger=Danger.NO,
            space=world.town.spaces["herten-sued"],
        )
        intakes.join_family(by=by, intake=intake, family=family)
        notes.note(by=by, text=NOTED, way=Way.CALL, who=SCHOOL, family=family)
    a_confided_note(world, family)
    if protected:
        shielded(world, family, named=(WORKER, "nolte"))
    return family


def a_collected_request(
    world: World, family: Family, name: str, asker: Asker, **overrides: Any
) -> AccessRequest:
    """Collect what the file holds for one person of the family, by the first name."""
    relation, position = NAMED[name]
    asked = a_placed_request(world, family, **overrides)
    person = family.people.filter(relation=relation).order_by("position")[position]
    with world.acting(COORDINATION) as by:
        asked = actions.clarify(by=by, asked=asked, person=person.id, asker=asker)
        return redactions.collect(by=by, asked=asked)


def a_submitted_request(
    world: World, family: Family, name: str, asker: Asker, **overrides: Any
) -> AccessRequest:
    """Hand the answer to the second person as the rules proposed it."""
    asked = a_collected_request(world, family, name, asker, **overrides)
    with world.acting(COORDINATION) as by:
        return redactions.submit(by=by, asked=asked)


def a_released_request(
    world: World, family: Family, name: str, asker: Asker, **overrides: Any
) -> AccessRequest:
    """Let the head release the answer."""
    asked = a_submitted_request(world, family, name, asker, **overrides)
    with world.acting(SECOND) as by:
        return replies.release(by=by, asked=again(asked))


NAMED = {
    "Mirabai": ("child", 0),
    "Ottokar": ("child", 1),
    "Sunniva": ("mother", 0),
    "Wunibald": ("father", 0),
}


def answered(world: World, family: Family) -> dict[str, Any]:
    """Requests on their way: collected, at the second person, released; nobody looks for many in an hour."""
    collected = a_collected_request(world, family, "Sunniva", Asker.PARENT)
    released = a_released_request(world, family, "Sunniva", Asker.PARENT)
    return {
        "asked_released": released,
        "reply": Reply.objects.select_related("lock", "asked", "released_by").get(asked=released),
        "asked_collected": collected,
        "asked_waiting": a_submitted_request(world, family, "Sunniva", Asker.PARENT),
        "item": collected.items.get(place="intake.matter"),
    }
