"""What a locked page shows: whose session it is and how it opens, and nothing else."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LockSheet:
    """The ways back in of one person."""

    name: str
    back: str
    sentence: str
    has_passkey: bool
    has_code: bool
    demo: bool


def lock(actor: Actor, *, back: str, sentence: str) -> LockSheet:
    """Make the sheet of a locked session."""
    types = set(Authenticator.objects.filter(user_id=actor.user_id).values_list("type", flat=True))
    return LockSheet(
        name=actor.user.display_name,
        back=back,
        sentence=sentence,
        has_passkey=Authenticator.Type.WEBAUTHN in types,
        has_code=bool(types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}),
        demo=settings.DEMO,
    )
