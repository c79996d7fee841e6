"""What is shown about an account of the town: whether it is bound, and what may be done about it."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from accounts.actor import Actor
from accounts.models import User
from accounts.single_sign_on import access


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySheet:
    """The account of one person at the issuer; under which name stays there."""

    name: str
    is_bound: bool
    may_bind: bool
    may_release: bool


def identity(actor: Actor, person: User) -> IdentitySheet | None:
    """Make the part about the account of a person; none where there is no issuer, or nothing to do."""
    if settings.SIGN_ON is None or not access.may_release(actor, person):
        return None
    bound = SocialAccount.objects.filter(user=person, provider=settings.SIGN_ON.issuer).exists()
    return IdentitySheet(
        name=settings.SIGN_ON.name,
        is_bound=bound,
        may_bind=not bound and person.is_active and access.may_bind(actor, person),
        may_release=bound,
    )
