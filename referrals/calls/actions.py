"""Deeds that keep court orders and stricter words about what may be said on the telephone."""

from datetime import date
from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.calls import access, events
from referrals.calls.models import Word
from referrals.calls.sums import Fact
from referrals.families.models import Family, Person

OVER = "Dieser Tag ist vorbei. Bitte prüfen Sie, bis wann es gilt."
THERE = "Das ist für diese Person schon festgehalten."
ENDED = "Das gilt schon nicht mehr."


@deed
def keep_word(
    *, by: Actor, person: Person, fact: Fact, until_on: date | None = None, id: UUID | None = None
) -> Word:
    """Keep a court order, a consent or a stricter word about one person; it acts at once."""
    Family.objects.select_for_update(of=("self",)).get(id=person.family_id)
    must(access.may_word(by, person.family))
    if until_on and until_on < by.today:
        raise NotPossibleError(OVER, field="until_on")
    same = Word.objects.filter(person=person, fact=fact, ended_at=None)
    if any(word.until_on is None or word.until_on >= by.today for word in same):
        raise NotPossibleError(THERE, field="fact")
    for past in same:
        past.ended_at = by.now
        past.save(update_fields=["ended_at"])
    word = Word(id=id or uuid4(), person=person, fact=fact, until_on=until_on)
    word.set_by, word.set_at = by.user, by.now
    word.save(force_insert=True)
    trail.record(events.KEPT, by=by, about=[person.family_id, person], facts={"fact": fact.value})
    return word


@deed
def end_word(*, by: Actor, word: Word) -> Word:
    """End a court order, a consent or a stricter word that does not hold any more."""
    word = (
        Word.objects.select_for_update(of=("self",))
        .select_related("person__family")
        .get(id=word.id)
    )
    must(access.may_word(by, word.person.family))
    if word.ended_at:
        raise NotPossibleError(ENDED)
    word.ended_at = by.now
    word.save(update_fields=["ended_at"])
    about = [word.person.family_id, word.person_id]
    trail.record(events.ENDED, by=by, about=about, facts={"fact": word.fact})
    return word
