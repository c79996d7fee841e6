"""What the coordination reads of what was collected, and what of it goes out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from accounts.actor import Actor
from audit.clock import day_text
from protection.sealing import open_keys, opened
from referrals.calls.models import Word
from referrals.calls.sums import HELD_BY, Fact
from referrals.families.models import Person, Relation
from referrals.intakes.models import Intake
from referrals.inventory import sheets as inventory
from referrals.inventory.sheets import Entry
from referrals.inventory.sums import TABLES
from referrals.redactions.models import Item
from referrals.redactions.sums import (
    Asking,
    Cut,
    Opening,
    Row,
    cut_of,
    reporters_in,
    sentences,
)
from referrals.subject_access.flow import Asker
from referrals.subject_access.models import AccessRequest

# Whoever a court keeps from contact or information asks as if they had no custody.
KEPT_OFF = (Fact.NO_CONTACT, Fact.NO_INFORMATION)
FACTS = "Angaben"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sentence; `reason` is empty where it is shown, `fixed` where nobody opens it."""

    at: int
    text: str
    reason: str
    code: str
    letter: str
    fixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSheet:
    """One thing that was collected, sentence by sentence."""

    id: UUID
    number: int
    label: str
    on: str
    about: str
    source: str
    parts: tuple[Part, ...]
    mark: str
    why: str
    is_changed: bool
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The things of one kind."""

    title: str
    items: tuple[ItemSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsSheet:
    """Everything that was collected for a request, by kind."""

    id: UUID
    number: str
    groups: tuple[Group, ...]
    shown: int
    cut: int


def asking(asked: AccessRequest, by: Actor) -> tuple[Asking, frozenset[UUID]]:
    """Say who asks, by the names that the rules look for, and whose rows count as theirs besides."""
    rows = Person.objects.filter(family=asked.family_id).select_related("custody")
    people = open_keys(rows.order_by("position"))
    names = _names(people)
    theirs = frozenset(_in_custody(asked, people, by))
    others = names.keys() - theirs - {asked.person_id}
    told = open_keys(Intake.objects.filter(family=asked.family_id, reporter__isnull=False))
    return (
        Asking(
            asker=Asker(asked.asker),
            own=[*(names[asked.person_id] if asked.person_id else ()), *_called(asked, people)],
            allowed=[name for one in theirs for name in names[one]],
            others=[name for one in others for name in names[one]],
            reporters=[name for row in told for name in reporters_in(opened(row.reporter))],
        ),
        theirs,
    )


def _names(people: list[Person]) -> dict[UUID, list[str]]:
    """Give the names by which each person is told from the others: a last name that several bear is none."""
    last = {one.id: opened(one.last_name) for one in people}
    borne = Counter(last.values())
    return {
        one.id: [
            name
            for name in (opened(one.first_name), last[one.id] if borne[last[one.id]] == 1 else "")
            if name
        ]
        for one in people
    }


def _called(asked: AccessRequest, people: list[Person]) -> list[str]:
    """Give the word for what the asking person is in the family, where only one person is that."""
    own = next((one.relation for one in people if one.id == asked.person_id), "")
    alone = sum(one.relation == own for one in people) == 1
    return [str(Relation(own).label)] if own in {Relation.MOTHER, Relation.FATHER} and alone else []


def _in_custody(asked: AccessRequest, people: list[Person], by: Actor) -> Iterator[UUID]:
    """Find the children whose custody the asking person has; none where a court stands against it."""
    own = next((one for one in people if one.id == asked.person_id), None)
    against = Word.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=by.today),
        person=asked.person_id,
        fact__in=KEPT_OFF,
        ended_at__isnull=True,
    )
    if own is None or own.relation not in HELD_BY or against.exists():
        return
    for one in people:
        if one.custody and one.custody.code in HELD_BY[own.relation]:
            yield one.id


def row_of(entry: Entry, asked: AccessRequest, theirs: Collection[UUID]) -> Row:
    """Say what the rules need to know of an entry besides its words."""
    return Row(
        nature=entry.nature,
        is_own=entry.about is not None and entry.about == asked.person_id,
        is_child_of_theirs=entry.about in theirs,
        is_of_nobody=entry.about is None,
    )


def parts_of(found: Iterable[Entry]) -> dict[str, str]:
    """Give every sentence that may go out under its place, and every text as a whole, for the look
    through it.
    """
    texts: dict[str, str] = {}
    for number, entry in enumerate(found):
        parts = sentences(entry.text)
        texts |= {f"{number}.{at}": part for at, part in enumerate(parts)}
        texts |= {f"{number}": entry.text} if len(parts) > 1 else {}
    return texts


def secret_in(number: int, entry: Entry, hidden: Collection[str]) -> frozenset[int]:
    """Say which sentences of an entry hold a protected value; all, where only the whole text does."""
    every = range(len(sentences(entry.text)))
    found = frozenset(at for at in every if f"{number}.{at}" in hidden)
    return found or (frozenset(every) if f"{number}" in hidden else frozenset())


def items_of(asked: AccessRequest) -> ItemsSheet:
    """Make the sheet of everything that was collected for a request."""
    rows = Item.objects.filter(asked=asked).select_related("about", "lock").order_by("number")
    return items(asked, rows)


def items(asked: AccessRequest, rows: Iterable[Item]) -> ItemsSheet:
    """Make the sheet of everything that was collected."""
    rows = list(rows)
    marks = inventory.marks((row.place, row.row) for row in rows)
    made = [(title_of(row), item(row, marks.get((row.place, row.row), ""))) for row in rows]
    groups = [
        Group(title=title, items=tuple(one for _, one in some))
        for title, some in groupby(made, key=lambda pair: pair[0])
    ]
    parts = [part for _, one in made for part in one.parts]
    cut = sum(bool(part.reason) for part in parts)
    return ItemsSheet(
        id=asked.id,
        number=asked.number,
        groups=tuple(groups),
        shown=len(parts) - cut,
        cut=cut,
    )


def item(row: Item, mark: str = "") -> ItemSheet:
    """Open one thing that was collected, with what of it is blackened, and what is noted about it."""
    cuts = {cut.at: cut for cut in map(cut_of, row.cuts)}
    words = sentences(opened(row.text)) if row.text is not None else [""]
    parts = tuple(_part(at, text, cuts.get(at)) for at, text in enumerate(words))
    table, _, column = row.place.partition(".")
    of = TABLES[f"referrals.{table}"]
    return ItemSheet(
        id=row.id,
        number=row.number,
        label=of.columns[column][0] if column else FACTS,
        on=day_text(row.on) if row.on else "",
        about=_about(row),
        source=of.source,
        parts=parts,
        mark=mark,
        why=str(Opening(row.why).label) if row.why else "",
        is_changed=row.cuts != row.proposed,
        may_change=not all(part.fixed for part in parts),
    )


def outgoing(rows: Iterable[Item]) -> dict[str, str]:
    """Give what of every thing is shown, under its number, for the look through it before it goes out."""
    found: dict[str, str] = {}
    for row in rows:
        shown = [part.text for part in item(row).parts if not part.reason]
        found |= {f"Nummer {row.number}": "\n".join(shown)} if shown else {}
    return found


def title_of(row: Item) -> str:
    """Name the kind of thing."""
    return TABLES[f"referrals.{row.place.partition('.')[0]}"].title


def _part(at: int, text: str, cut: Cut | None) -> Part:
    return Part(
        at=at,
        text=text,
        reason=str(cut.reason.label) if cut else "",
        code=cut.reason.value if cut else "",
        letter=cut.reason.letter if cut else "",
        fixed=cut.fixed if cut else False,
    )


def _about(row: Item) -> str:
    """Say to whom a row belongs, by what the person is in the family."""
    return str(Relation(row.about.relation).label) if row.about else ""
