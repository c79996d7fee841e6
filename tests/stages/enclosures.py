"""Photographs and files of families, as people add them."""

from accounts.actor import Actor
from protection import wall
from referrals.aids.models import Aid
from referrals.enclosures import actions
from referrals.enclosures.models import Enclosure
from referrals.families.models import Family
from tests.files import clamd, samples
from tests.world import World


def an_unscanned_photo(world: World, family: Family, worker: str = "demir") -> Enclosure:
    """Give a photograph that only its author knows of."""
    with world.acting(worker) as by:
        photo = samples.a_photo()
        return again(actions.attach(by=by, family=family, content=photo, title="Küche"))


def a_photo(world: World, family: Family, worker: str = "demir") -> Enclosure:
    """Give a photograph in a family's file that was found clean."""
    return scanned(world, an_unscanned_photo(world, family, worker))


def a_photo_at_the_plan(world: World, aid: Aid, who: str = "sahin") -> Enclosure:
    """Give a photograph beside the plan of a help that was found clean."""
    with world.acting(who) as by:
        given = Aid.objects.visible_to(by).get(id=aid.id)
        title = "Wochenplan an der Wand"
        photo = actions.attach_to_aid(by=by, aid=given, content=samples.a_drawing(), title=title)
    return scanned(world, photo)


def scanned(world: World, enclosure: Enclosure) -> Enclosure:
    """Have the worker look for malware."""
    by = Actor.clock(world.ago())
    with clamd.listening(), wall.standing_as(by):
        actions.scan(by=by, enclosure=again(enclosure))
    return again(enclosure)


def again(enclosure: Enclosure) -> Enclosure:
    """Read the row anew, with its key."""
    return Enclosure.objects.select_related("lock").get(id=enclosure.id)
