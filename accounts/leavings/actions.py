"""Deeds about people who come back, and about what is left of sessions that ended."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts import events
from accounts.actor import Actor
from accounts.leavings import access
from accounts.models import Mandate, User, reserved_clock
from accounts.roles import Role, not_over
from audit import trail
from audit.deeds import NotPossibleError, deed, must


@deed
def reactivate(*, by: Actor, person: User) -> None:
    """Open an ended access again: without any role, and with no way in but a new invitation."""
    person = User.objects.select_for_update().get(id=person.id)
    must(access.may_reopen(by, person) and person.id != reserved_clock())
    if person.is_active:
        raise NotPossibleError("Dieser Zugang ist offen.")
    person.is_active, person.last_login = True, None
    person.set_unusable_password()
    person.save(update_fields=["is_active", "last_login", "password"])
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    for mandate in Mandate.objects.filter(not_over(by.today), user=person):
        # A role that was to end or to begin later is over as well.
        mandate.until_on, mandate.ended_by = max(by.today, mandate.since_on), by.user
        mandate.save(update_fields=["until_on", "ended_by"])
    trail.record(events.REACTIVATED, by=by, about=[person])


@deed
def forget_sessions(*, by: Actor) -> int:
    """Remove sessions that ended, and the lines of devices that named them; tell how many there were."""
    must(by.has(Role.CLOCK))
    gone, _ = Session.objects.filter(expire_date__lt=by.now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    trail.record(events.SESSIONS_FORGOTTEN, by=by, facts={"count": gone})
    return gone
