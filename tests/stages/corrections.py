"""Stages with what somebody says is wrong, and with what is not used any more."""

from typing import Any

from referrals.corrections import actions
from referrals.corrections.flow import Ground, Status
from referrals.corrections.models import Dispute, Restriction
from referrals.families.models import Family, Relation
from referrals.notes import actions as notes
from tests.world import WORKER, World

SAID = "Die Nummer gehört seit dem Sommer meiner Schwester."
UNUSED = "Ein Bekannter erzählte von Schulden bei der Videothek."


def a_dispute(
    world: World, family: Family, thing: str, worker: str = WORKER, **overrides: Any
) -> Dispute:
    """Keep that the mother says that something is wrong."""
    with world.acting(worker) as by:
        given: dict[str, Any] = {
            "person": family.people.get(relation=Relation.MOTHER),
            "statement": SAID,
            "received_on": by.today,
        }
        return actions.dispute(by=by, family=family, thing=thing, **given | overrides)


def a_disputed_number(world: World, family: Family, worker: str) -> Dispute:
    """Keep that the mother's telephone number is wrong."""
    mother = family.people.get(relation=Relation.MOTHER)
    return a_dispute(world, family, f"person:{mother.id}:number", worker)


def a_restriction(
    world: World, family: Family, thing: str, worker: str = WORKER, ground: Ground = Ground.UNLAWFUL
) -> Restriction:
    """Use something no more."""
    with world.acting(worker) as by:
        return actions.restrict(by=by, family=family, thing=thing, ground=ground)


def a_restricted_note(world: World, family: Family, worker: str) -> Restriction:
    """Keep a note that should not have been kept, and use it no more."""
    with world.acting(worker) as by:
        note = notes.note(by=by, text=UNUSED, family=family, happened_at=world.ago(days=390))
    return a_restriction(world, family, f"note:{note.id}:text", worker)


def a_corrected_dispute(world: World, family: Family, worker: str) -> Dispute:
    """Keep that the father's name was wrong, and write the right one."""
    father = family.people.get(relation=Relation.FATHER)
    dispute = a_dispute(world, family, f"person:{father.id}:last_name", worker, person=father)
    with world.acting(worker) as by:
        given: dict[str, Any] = {"status": Status.CORRECTED, "remark": "Ausweis gesehen."}
        return actions.settle(by=by, dispute=dispute, right="Velmbrinker", **given)


def a_lifted_restriction(world: World, family: Family, worker: str) -> Restriction:
    """Use something again."""
    restriction = a_restricted_note(world, family, worker)
    with world.acting(worker) as by:
        return actions.lift(by=by, restriction=restriction, remark="Die Klage ist zu Ende.")
