"""Deeds about roles that rest: they begin with a slip, and end when a third person knows who came."""

from accounts.actor import Actor
from accounts.models import User
from accounts.nominations.access import came_in
from accounts.nominations.actions import WRONG_NUMBER
from accounts.nominations.models import new_number
from accounts.nominations.sums import MOST_TRIES, tried
from accounts.rests import access, events
from accounts.rests.models import Rest
from audit import trail
from audit.deeds import NotPossibleError, deed, must

NOT_YET = "{} hat den Zugang noch nicht eingerichtet. Erst danach gibt es die Zahl."
TOO_OFTEN = (
    "Die Zahl war fünfmal falsch und gilt nicht mehr. Bitte rufen Sie die IT an: Sie gibt der Person"
    " eine neue Einladung, und damit gibt es eine neue Zahl."
)
WOKEN = "Diese Rollen ruhen nicht mehr."


@deed
def let_rest(*, by: Actor, person: User) -> None:
    """Let the roles of a person rest with the slip that the administration hands out, so that nobody
    alone comes into them; a new slip makes a new number. Decision 0016.
    """
    must(access.may_begin(by, person))
    if not access.is_due(by, person):
        trail.record(events.NOT_DUE, by=by, about=[person])
        return
    new = {
        "number": new_number(),
        "tries": 0,
        "begun_by": by.user,
        "begun_at": by.now,
    }
    Rest.objects.update_or_create(user=person, ended_at=None, defaults=new)
    trail.record(events.BEGUN, by=by, about=[person])


@deed
def wake(*, by: Actor, rest: Rest, number: str) -> str:
    """End the rest with the number that the person told; the roles hold with the next request.

    Returns:
        Nothing, or what is wrong with the number: a wrong one is counted, and after five none helps.
    """
    person = User.objects.select_for_update().get(id=rest.user_id)
    rest = Rest.objects.select_for_update(of=("self",)).select_related("user").get(id=rest.id)
    must(access.may_wake(by, rest))
    if rest.ended_at or not person.is_active:
        raise NotPossibleError(WOKEN)
    if not came_in(person):
        raise NotPossibleError(NOT_YET.format(person.display_name))
    if wrong := tried(number, rest.number, rest.tries):
        rest.tries = wrong
        rest.save(update_fields=["tries"])
        trail.record(events.WRONG, by=by, about=[person], facts={"tries": wrong})
        return TOO_OFTEN if wrong >= MOST_TRIES else WRONG_NUMBER
    rest.woken_by, rest.ended_at = by.user, by.now
    rest.save(update_fields=["woken_by", "ended_at"])
    trail.record(events.WOKEN, by=by, about=[person])
    return ""
