"""Who may bind an account of the town to an access, and who may let it go."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.access import may_administer
from accounts.actor import Actor
from accounts.models import User
from accounts.single_sign_on.sums import SignOn


def issuer() -> SignOn:
    """Give the issuer whose word is taken; where there is none, nothing of it may be done."""
    known = settings.SIGN_ON
    if known is None:
        raise PermissionDenied
    return known


def may_enter(actor: Actor, person: User) -> bool:
    """Tell whether somebody may enter the account of another person: the administration, and only
    before that person came in. Roles that the person has already rest from then on.
    """
    return may_administer(actor, person) and not _came_in(person)


def may_bind(actor: Actor, person: User) -> bool:
    """Tell whether somebody may bind an account: everybody the own, the administration a new one."""
    return person.id == actor.user_id or may_enter(actor, person)


def may_release(actor: Actor, person: User) -> bool:
    """Tell whether somebody may let a bound account go: everybody the own, the administration any."""
    return person.id == actor.user_id or may_administer(actor, person)


def _came_in(person: User) -> bool:
    return person.last_login is not None or Authenticator.objects.filter(user=person).exists()
