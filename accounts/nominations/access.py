"""Who decides about a role that waits, and what must be so before."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.access import decided_by, may_administer
from accounts.actor import Actor
from accounts.models import Mandate, Nomination, User
from accounts.roles import not_over


def may_decide(actor: Actor, nomination: Nomination) -> bool:
    """Tell whether somebody may confirm or decline a role: the lead for the team, coordinators for
    their house, the head for all; never whoever asked for it, nor the person themselves.
    """
    return Nomination.objects.filter(decided_by(actor), id=nomination.id).exists()


def may_withdraw(actor: Actor, nomination: Nomination) -> bool:
    """Tell whether somebody of the administration may take back a role that waits."""
    return may_administer(actor, nomination.user)


def came_in(person: User) -> bool:
    """Tell whether a new person has set up their access, so that a role reaches nobody else."""
    found: bool = User.objects.filter(has_come_in(), id=person.id).exists()
    return found


def has_come_in() -> Q:
    """Match the people who came in: with a second factor, or on the word of the issuer. Whoever
    only chose a password has not.
    """
    factor = Authenticator.objects.filter(user=OuterRef("pk"))
    bound = SocialAccount.objects.filter(user=OuterRef("pk"))
    # In the example town nobody has a factor: its own sign-in counts, as everywhere.
    enough = Q() if settings.DEMO else Q(Exists(bound))
    return Q(Exists(factor)) | (enough & Q(last_login__isnull=False))


def is_new(actor: Actor, person: User) -> bool:
    """Tell whether a person holds no role yet: then they tell the number that they read, so that
    whoever confirms knows who came in on the invitation.
    """
    return not User.objects.filter(holds_a_role(actor.today), id=person.id).exists()


def holds_a_role(today: date) -> Q:
    """Match the people who have a role that has not ended."""
    held = Mandate.objects.filter(user=OuterRef("pk"))
    return Q(Exists(held.filter(not_over(today))))
