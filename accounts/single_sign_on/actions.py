"""Deeds about accounts of the town: bound once to an access, let go, refused at the door."""

from allauth.socialaccount.models import SocialAccount

from accounts.actor import Actor
from accounts.models import User
from accounts.rests import actions as rests
from accounts.roles import Role
from accounts.single_sign_on import access, events
from audit import trail
from audit.deeds import NotPossibleError, deed, must

LONGEST_SUBJECT = 191


@deed
def bind(*, by: Actor, person: User, subject: str) -> None:
    """Bind a person's access to their account at the issuer, once; from then on it opens the door.

    Args:
        by: the person themselves, or the administration before the person came in.
        person: whose access it is.
        subject: the claim `sub` of the account, exactly as the issuer writes it.
    """
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_bind(by, person))
    issuer = access.issuer().issuer
    if not person.is_active:
        raise NotPossibleError("Dieser Zugang ist beendet.")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotPossibleError("So sieht keine Kennung aus.", field="subject")
    bound = SocialAccount.objects.filter(provider=issuer)
    if bound.filter(user=person).exists():
        raise NotPossibleError("Dieser Zugang ist schon verbunden.", field="subject")
    if bound.filter(uid=subject).exists():
        raise NotPossibleError(
            "Dieses Konto ist schon mit einem anderen Zugang verbunden.", field="subject"
        )
    SocialAccount.objects.create(user=person, provider=issuer, uid=subject, extra_data={})
    if person.id != by.user_id and by.has(Role.IT_ADMIN):
        # Slips that are still out end, so that there is one way in.
        person.set_unusable_password()
        person.save(update_fields=["password"])
        rests.let_rest(by=by, person=person)
    trail.record(events.BOUND, by=by, about=[person])


@deed
def release(*, by: Actor, person: User) -> None:
    """Let a bound account go; name, password and passkeys stay."""
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_release(by, person))
    bound = SocialAccount.objects.filter(user=person)
    if not bound.exists():
        raise NotPossibleError("Dieser Zugang ist nicht verbunden.")
    bound.delete()
    trail.record(events.RELEASED, by=by, about=[person])


@deed
def note_refusal(*, by: Actor, reason: str, person: User | None = None) -> None:
    """Record that somebody came back from the issuer and was not let in; whose account it was is not
    kept where nobody here is bound to it.
    """
    must(by.has(Role.CLOCK) or by.user_id == getattr(person, "id", None))
    trail.record(events.REFUSED, by=by, about=[person] if person else [], facts={"reason": reason})
