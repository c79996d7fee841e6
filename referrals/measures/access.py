"""Who may take the one immediate measure, who looks at it afterwards, and who never learns of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.access import holds
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.roles import Role, in_force
from audit import clock
from referrals.emergencies.access import may_begin, may_look_after
from referrals.emergencies.sums import latest_in_time
from referrals.families.access import is_free, unblocked, worked_with
from referrals.families.models import Family
from referrals.measures.flow import Status

if TYPE_CHECKING:
    from referrals.measures.models import Measure

NOTHING = Q(pk__in=[])
# So long the author may read the receipt again; later it could only tell what became of the file.
RECEIPT_LASTS = timedelta(days=1)


def visible_to(actor: Actor) -> Q:
    """Whoever reads what was done: leads and the head while it waits, then whoever works with the family
    to which it was put (its gate subtracts conflicts), or whoever said that there is none; never its
    author, whether biased or not.
    """
    if not actor.is_office:
        return NOTHING
    mine = Q(family__in=Family.objects.filter(worked_with(actor)))
    mine |= Q(reviewed_by=actor.user_id, family__isnull=True)
    waiting = Q(status=Status.WAITING) if _looks(actor) else NOTHING
    return (mine | waiting) & ~Q(author=actor.user_id)


def listed_for(actor: Actor) -> Q:
    """As above, and for the officer for data protection that nobody looked in time; not what was done."""
    found = visible_to(actor)
    if actor.is_office and actor.has(Role.DPO):
        found |= overdue(actor) & ~Q(author=actor.user_id)
    return found


def overdue(actor: Actor) -> Q:
    """Match what waits for longer than three working days; the calendar alone says so."""
    begin = clock.moment(latest_in_time(actor.today), hour=0)
    return Q(status=Status.WAITING, recorded_at__lt=begin)


def of_a_lead(actor: Actor) -> Q:
    """Match what a lead did: the head looks at it from the first day."""
    return Q(author__in=User.objects.filter(holds(Role.TEAM_LEAD, actor.today)))


def receipts_of(actor: Actor) -> Q:
    """The author finds the receipt for a day, and nothing else; it never changes."""
    since = actor.now - RECEIPT_LASTS
    return Q(author=actor.user_id, recorded_at__gt=since) if actor.is_office else NOTHING


def may_take(actor: Actor) -> bool:
    """Whoever works with families at the office, and whoever is on call; nobody is asked whether
    something keeps them away, because the answer would say that the family is known here.
    """
    return may_begin(actor)


def may_list(actor: Actor) -> bool:
    """Leads and the head look at it; the officer sees what nobody looked at in time."""
    return may_look_after(actor)


def may_review(actor: Actor, measure: "Measure") -> bool:
    """Any lead or the head, never the author, nobody with a conflict of interest."""
    other = measure.author_id != actor.user_id and is_free(actor, measure.family_id)
    return _looks(actor) and other


def may_leave_alone(actor: Actor, measure: "Measure") -> bool:
    """That it belongs to no family says who answers for all teams: the head, and any lead where the
    head is the author.
    """
    if not may_review(actor, measure):
        return False
    heads = User.objects.filter(holds(Role.HEAD, actor.today), id=measure.author_id)
    return actor.has(Role.HEAD) or heads.exists()


def fitting(actor: Actor, measure: "Measure") -> Q:
    """Match the families to which somebody may put it: those that one sees; for the head also those
    of teams that the author leads, which nobody else could name.
    """
    found = worked_with(actor)
    if actor.is_office and actor.has(Role.HEAD):
        led = Mandate.objects.filter(
            in_force(actor.today),
            user=measure.author_id,
            role=Role.TEAM_LEAD,
            team=OuterRef("team"),
        )
        found |= Q(Exists(led))
    return found & unblocked(actor, "pk")


def _looks(actor: Actor) -> bool:
    return actor.is_office and actor.has(Role.TEAM_LEAD, Role.HEAD)
