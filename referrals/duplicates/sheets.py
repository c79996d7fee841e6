"""What the duplicate check says: whom to ring, and never who it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from protection import blind
from protection.sealing import opened
from referrals.duplicates import access, sums
from referrals.duplicates.models import Asking, Trace
from referrals.families.models import Family, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One family that may be the same: an own one by its Merkwort, another by whom to ring."""

    family: UUID | None
    word: str
    team: str
    worker: str
    number: str
    dial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question came to: what may be said, and the families whose workers are told instead."""

    known: tuple[Known, ...]
    silent: tuple[Family, ...]


def marks(people: Iterable[tuple[str, str]], families: int) -> set[int]:
    """Give the marks under which people may lie; each is a surname and a birth date as ISO 8601."""
    wanted = (value for person in people for value in sums.values(*person))
    return {mark for value in wanted for mark in blind.marks_to_find(value, families)}


def found(by: Actor, people: Iterable[tuple[str, str]], families: int, but: UUID | None) -> Found:
    """Open those who share a mark and keep those who are the same; as long with a hit as without."""
    wanted = {value for person in people for value in sums.values(*person)}
    # Two questions, each by its index: together the planner reads everybody.
    near = set(
        Trace.objects.filter(mark__in=marks(people, families)).values_list("person", flat=True)
    )
    rows = Person.objects.filter(access.compared_with(), id__in=near).exclude(family=but)
    days = {born for _, born in wanted}
    # Most strangers in the same bucket have another birthday: their name stays closed.
    same = {
        row.family_id
        for row in rows.select_related("lock").only("family", "last_name", "born", "lock__wrapped")
        if row.born and opened(row.born) in days and not wanted.isdisjoint(values_of(row))
    }
    return answer(by, same)


def answer(by: Actor, same: set[UUID]) -> Found:
    """Part the families that are the same into those of which somebody may be told and the others."""
    hits = Family.objects.filter(id__in=same).select_related("team", "worker").order_by("id")
    told = set(hits.filter(access.answered_by(by)).values_list("id", flat=True))
    own = set(Family.objects.visible_to(by).filter(id__in=same).values_list("id", flat=True))
    return Found(
        known=tuple(_known(family, own) for family in hits if family.id in told),
        silent=tuple(family for family in hits if family.id not in told),
    )


def values_of(person: Person) -> list[tuple[str, str]]:
    """Open what is compared of a person."""
    return sums.values(opened(person.last_name), opened(person.born)) if person.born else []


def marks_of(person: Person, families: int) -> set[int]:
    """Give the marks under which a person is kept now."""
    return {blind.mark(value, families) for value in values_of(person)}


def asked_after(by: Actor) -> list[tuple[UUID, str, str]]:
    """Tell whoever keeps a family who asked for somebody of it and was told nothing: family, title, text."""
    rows = Asking.objects.filter(access.told_to(by, by.now - sums.TOLD_FOR))
    return [
        (
            row.family_id,
            f"{row.family.word}: Jemand legt vielleicht dieselbe Familie an",
            f"{', '.join(filter(None, (row.person.display_name, row.person.number)))}. Bitte rufen Sie an.",
        )
        for row in rows.select_related("family", "person").order_by("-asked_at")
    ]


def _known(family: Family, own: set[UUID]) -> Known:
    is_own = family.id in own
    worker = family.worker
    return Known(
        family=family.id if is_own else None,
        word=family.word if is_own else "",
        team=family.team.name,
        worker=worker.display_name,
        number=worker.number,
        dial="".join(sign for sign in worker.number if sign.isdigit() or sign == "+"),
    )
