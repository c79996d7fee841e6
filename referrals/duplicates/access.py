"""Who may ask whether somebody is known in the town, and whom the answer may name."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.models import Family
from referrals.shields.models import Shield

if TYPE_CHECKING:
    from datetime import datetime


def may_ask(actor: Actor, family: Family | None) -> bool:
    """District workers ask when they open a family, and whoever keeps one when a person comes into it; nobody of a
    provider ever does.
    """
    works = actor.is_office and actor.has(Role.CASEWORKER)
    return works and (family is None or families.may_keep(actor, family))


def may_renew(actor: Actor) -> bool:
    """Only the clock makes marks."""
    return actor.has(Role.CLOCK)


def compared_with() -> Q:
    """Match the people who are compared with: those of all families that do not rest."""
    return Q(family__restricted_on__isnull=True)


def answered_by(actor: Actor) -> Q:
    """Match the families of which the answer may tell: own ones, and those of others unless a protected address or a
    conflict of interest says no. Of those the asking person learns nothing; their worker is told who asked.
    """
    shielded = Exists(Shield.objects.standing().filter(family=OuterRef("pk")))
    seen = Family.objects.visible_to(actor).values("pk")
    return (Q(pk__in=seen) | ~Q(shielded)) & families.unblocked(actor, "pk")


def told_to(actor: Actor, since: "datetime") -> Q:
    """Match what is told to whoever keeps the family, for some days."""
    kept = Family.objects.filter(families.kept_by(actor), families.unblocked(actor, "pk"))
    return Q(family__in=kept, asked_at__gte=since) & ~Q(person=actor.user_id)
