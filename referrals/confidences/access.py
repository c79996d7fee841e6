"""Who reads what was confided: its author alone, and whoever the author gave a part of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.access import hold_one_of, of_the_office, unbiased
from accounts.actor import Actor
from accounts.roles import Role
from referrals.confidences.flow import Standing
from referrals.families.access import is_free, unblocked
from referrals.families.models import Family

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from referrals.confidences.models import ConfidedNote, Unsealing

NOTHING = Q(pk__in=[])
HELPERS = (Role.CASEWORKER, Role.TEAM_LEAD, Role.HEAD, Role.CHILD_PROTECTION)
# So long two people may agree to open; after that somebody has to ask anew.
AGREED_WITHIN = timedelta(days=7)


def visible_to(actor: Actor) -> Q:
    """The author alone; no deputy, no lead, nobody who keeps the family after the author."""
    own = Q(author=actor.user_id, lifted_at__isnull=True) if actor.is_office else NOTHING
    return own & unblocked(actor, "family")


def may_confide(actor: Actor) -> bool:
    """District workers and leads are the people in whom families confide."""
    return actor.has(Role.CASEWORKER, Role.TEAM_LEAD)


def may_list(actor: Actor) -> bool:
    """Whoever works with families at the office has a list of what was confided to them."""
    return actor.is_office and actor.has(*HELPERS)


def may_change(actor: Actor, note: "ConfidedNote") -> bool:
    """Only the author says whether it is still needed, gives a part of it to somebody, or puts it
    into the file.
    """
    own = actor.is_office and note.author_id == actor.user_id
    return own and note.lifted_at is None and is_free(actor, note.family_id)


def may_know_of(actor: Actor, family: Family) -> bool:
    """The lead of the team learns whether there is sealed material, yes or no, and nothing else."""
    return family.team_id in actor.leads and is_free(actor, family.id)


def received_by(actor: Actor) -> Q:
    """Whoever was given a part of it, for one purpose."""
    own = Q(receiver=actor.user_id) if actor.is_office else NOTHING
    return own & unblocked(actor, "family")


def receivers(actor: Actor, note: "ConfidedNote") -> Q:
    """Match the people whom the author may give a part: who works with families at the office and
    has no conflict of interest with this one.
    """
    able = hold_one_of(HELPERS, actor.today) & of_the_office(actor.today)
    return able & unbiased(note.family_id) & ~Q(pk=actor.user_id)


def gone(today: "date", family: "UUID") -> Q:
    """Match the people who work at the office no more, or must have nothing to do with this family:
    nobody can ask them.
    """
    return Q(is_active=False) | ~of_the_office(today) | ~unbiased(family)


def unsealings_visible_to(actor: Actor) -> Q:
    """The lead who asked; the head and the child protection experts, who agree; the officer for
    data protection.
    """
    if not actor.is_office:
        return NOTHING
    found = Q(asked_by=actor.user_id)
    if actor.has(Role.HEAD, Role.CHILD_PROTECTION, Role.DPO):
        found = Q()
    return found & unblocked(actor, "family")


def may_list_unsealings(actor: Actor) -> bool:
    """Whoever may ask for it, agree to it or looks at it afterwards."""
    wanted = (Role.TEAM_LEAD, Role.HEAD, Role.CHILD_PROTECTION, Role.DPO)
    return actor.is_office and actor.has(*wanted)


def standing(unsealing: "Unsealing", now: "datetime") -> Standing:
    """Tell where a request stands; no job has to end what nobody answered within a week."""
    if unsealing.opened_at:
        return Standing.OPENED
    if unsealing.refused_at:
        return Standing.REFUSED
    over = now - unsealing.asked_at > AGREED_WITHIN
    return Standing.LAPSED if over else Standing.ASKED


def may_agree(actor: Actor, unsealing: "Unsealing") -> bool:
    """The head and a child protection expert, two people, neither of them the one who asked; whoever
    may agree may also refuse.
    """
    if actor.user_id in {unsealing.asked_by_id, unsealing.head_id, unsealing.expert_id}:
        return False
    head = actor.has(Role.HEAD) and unsealing.head_id is None
    expert = actor.has(Role.CHILD_PROTECTION) and unsealing.expert_id is None
    waits = standing(unsealing, actor.now) == Standing.ASKED
    return actor.is_office and (head or expert) and waits and is_free(actor, unsealing.family_id)


def may_take_back(actor: Actor, unsealing: "Unsealing") -> bool:
    """Whoever of the two agreed takes it back, as long as nothing was opened."""
    own = actor.is_office and actor.user_id in {unsealing.head_id, unsealing.expert_id}
    waits = standing(unsealing, actor.now) == Standing.ASKED
    return own and waits and is_free(actor, unsealing.family_id)
