"""Who sees photographs and files, who adds some, who takes the own ones back."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from audit import clock
from referrals.aids import access as aids
from referrals.aids.models import Aid
from referrals.disclosures import access as disclosures
from referrals.enclosures.flow import Status
from referrals.families import access as families
from referrals.families.models import Family
from referrals.notes import access as notes

if TYPE_CHECKING:
    from referrals.enclosures.models import Enclosure

NOTHING = Q(pk__in=[])
# Of what nobody else may see yet, or any more, the author sees how it stands.
AUTHORS = (Status.UNSCANNED, Status.INFECTED)


def visible_to(actor: Actor) -> Q:
    """The office with the family; at a provider whoever sees the help beside whose plan it lies,
    while they are told anything of the family. What is not found clean is its author's alone.
    """
    stands = Q(status=Status.CLEAN) | Q(author=actor.user_id, status__in=AUTHORS)
    if actor.is_office:
        return Q(family__in=Family.objects.visible_to(actor)) & stands
    if not actor.providers:
        return NOTHING
    shared = Q(aid__in=Aid.objects.visible_to(actor), readers__overlap=list(actor.providers))
    return shared & disclosures.still_told(actor) & stands


def may_attach(actor: Actor, family: Family) -> bool:
    """Whoever may write a note about a family they see may add a photograph."""
    return notes.may_note(actor) and Family.objects.visible_to(actor).filter(id=family.id).exists()


def may_attach_to(actor: Actor, aid: Aid) -> bool:
    """The office as with the family; a coordinator of a provider that shares the help, or its named
    carer, while they are told anything of the family.
    """
    if actor.is_office:
        return may_attach(actor, aid.family)
    told = disclosures.told_to(actor.providers, actor.today).filter(family=aid.family_id)
    return any(aids.may_work(actor, share) for share in aid.shares.all()) and told.exists()


def may_remove(actor: Actor, enclosure: "Enclosure") -> bool:
    """The author takes back on the same day what was added by mistake, and what was infected any day."""
    mine = enclosure.author_id == actor.user_id and families.is_free(actor, enclosure.family_id)
    infected = enclosure.status == Status.INFECTED
    return mine and (infected or clock.day(enclosure.uploaded_at) == actor.today)


def may_scan(actor: Actor) -> bool:
    """Looking for malware, and sweeping what was left behind, is done by the clock."""
    return actor.has(Role.CLOCK)


def may_watch(actor: Actor) -> bool:
    """IT learns that files wait for the scanner, never which."""
    return actor.has(Role.IT_ADMIN)
