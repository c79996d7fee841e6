"""Stages with what was confided to one worker, and what a worker who left has sealed."""

from datetime import datetime

from accounts import actions as accounts
from accounts.actor import Actor
from accounts.models import Team, User
from accounts.roles import Role
from protection import wall
from referrals.confidences import actions
from referrals.confidences.models import ConfidedNote, Ground, Unsealing
from referrals.families import actions as families
from referrals.families.models import Family
from tests.stages.cast import CONFIDED, CONFIDER
from tests.stages.people import a_role
from tests.world import WORKER, World

IT, LEAD, EXPERT = "wolters", "nolte", "kempe"
SIGNS = "Die Schule meldet blaue Flecken, und die frühere Fachkraft kannte die Familie."
REFUSAL = "Die frühere Fachkraft ist erreichbar und kann gefragt werden."


def a_confided_note(
    world: World, family: Family, worker: str = WORKER, now: datetime | None = None
) -> ConfidedNote:
    """Seal what somebody of a family confided to a worker of the town."""
    with world.acting(worker, now) as by:
        return actions.confide(by=by, family=family, text=CONFIDED, confider=CONFIDER)


def a_worker_who_left(world: World, family: Family, lead: str = LEAD) -> User:
    """Let a second worker of a family seal something and leave the office."""
    with world.acting(IT) as by:
        name = f"zeisig-{family.word.lower().replace(' ', '-')}"
        person = accounts.open_account(by=by, username=name, display_name="Runa Zeisig")
        team = Team.objects.get(id=family.team_id)
        a_role(person, Role.CASEWORKER, team=team)
    with world.acting(lead) as by:
        families.set_second_worker(by=by, family=family, worker=person)
    theirs = Actor.of(person, now=world.ago())
    with wall.standing_as(theirs):
        actions.confide(by=theirs, family=family, text=CONFIDED, confider=CONFIDER)
    with world.acting(lead) as by:
        families.set_second_worker(by=by, family=family, worker=None)
    with world.acting(IT) as by:
        accounts.deactivate(by=by, person=person)
    family.refresh_from_db()
    return person


def an_unsealing(world: World, family: Family, lead: str = LEAD) -> Unsealing:
    """Ask as the lead that two people open what a worker who left has sealed."""
    a_worker_who_left(world, family, lead)
    with world.acting(lead) as by:
        return actions.ask_unsealing(by=by, family=family, ground=Ground.CHANGE, why=SIGNS)


def a_refused_unsealing(world: World, family: Family, lead: str = LEAD) -> Unsealing:
    """Ask for it, be told no by the head, and ask again: the request that waits."""
    first = an_unsealing(world, family, lead)
    with world.acting("kowalski") as by:
        actions.refuse_unsealing(by=by, unsealing=first, reason=REFUSAL)
    with world.acting(lead) as by:
        return actions.ask_unsealing(by=by, family=family, ground=Ground.CHANGE, why=SIGNS)


def a_child_protection_expert(world: World, person: str = EXPERT) -> None:
    """Let somebody of the office be a child protection expert too."""
    a_role(world.town.people[person], Role.CHILD_PROTECTION)
