"""What readers of a family are given about calls: one line under each person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from referrals.calls import sums
from referrals.calls.models import Word
from referrals.calls.sums import Fact
from referrals.families import sheets as families
from referrals.families.models import Family, Person, Relation
from referrals.families.sheets import age_of, written
from referrals.shields.models import Shield


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLine:
    """A court order, a consent or a stricter word that holds."""

    id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """What may be said to one person on the telephone, and why."""

    person: UUID
    line: str
    say: str
    words: tuple[WordLine, ...]


def of_family(family: Family, people: Iterable[Person], by: Actor) -> tuple[CallLine, ...]:
    """Say for everybody of a family what may be said to them; people come with their custody, and
    the lines in their order.

    The level counts for every reader alike, named or not: nobody who answers the telephone may give
    away what they do not know to be protected.
    """
    rows = list(people)
    codes = _custodies(rows)
    shield = Shield.objects.standing().filter(family=family).values_list("level", flat=True)
    level = shield.first() or 0
    held: dict[UUID, list[Word]] = {}
    for word in Word.objects.visible_to(by).filter(person__in=rows, ended_at=None):
        if word.until_on is None or word.until_on >= by.today:
            held.setdefault(word.person_id, []).append(word)
    return tuple(_line(row, codes, level, held.get(row.id, []), by) for row in rows)


def outside(family: UUID, known: Collection[str], by: Actor) -> tuple[tuple[str, str], ...]:
    """Say for those people of a family whose names a provider was told what it may say to them.

    Args:
        family: the file.
        known: the names that the provider reads on its sheets.
        by: whoever reads it there; the transaction stands as the office.
    """
    seen = families.sheet(families.with_people(Family.objects.filter(id=family)).get(), by)
    names = {line.id: line.name for line in seen.people if line.name in known}
    rows = list(Person.objects.filter(family=family).select_related("custody", "lock"))
    codes = _custodies(rows)
    level = Shield.objects.standing().filter(family=family).values_list("level", flat=True).first()
    held: dict[UUID, list[Fact]] = {}
    words = Word.objects.filter(person__in=names, ended_at=None).exclude(until_on__lt=by.today)
    for person, fact in words.values_list("person_id", "fact"):
        held.setdefault(person, []).append(Fact(fact))
    return tuple(
        (
            names[row.id],
            sums.answer_outside(_who(row, codes, by), level=level or 0, facts=held.get(row.id, [])),
        )
        for row in sorted(rows, key=lambda row: row.relation == Relation.CHILD)
        if row.id in names
    )


def _custodies(rows: Iterable[Person]) -> list[str]:
    return [
        row.custody.code if row.custody else "" for row in rows if row.relation == Relation.CHILD
    ]


def _who(row: Person, codes: list[str], by: Actor) -> sums.Who:
    is_child = row.relation == Relation.CHILD
    return sums.who_is(row.relation, age_of(row, by.today) if is_child else None, codes)


def _line(row: Person, codes: list[str], level: int, words: list[Word], by: Actor) -> CallLine:
    told = sums.answer(_who(row, codes, by), level=level, facts=[Fact(word.fact) for word in words])
    return CallLine(
        person=row.id,
        line=told.line,
        say=told.say,
        words=tuple(WordLine(id=word.id, text=_words(word)) for word in words),
    )


def _words(word: Word) -> str:
    until = f", bis {written(word.until_on)}" if word.until_on else ""
    return f"{sums.NAMES[Fact(word.fact)]}{until}"
