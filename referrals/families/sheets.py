"""What readers of a family are given: lines of the list, and the sheet of one family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.formats import date_format

from accounts.actor import Actor
from protection.sealing import open_keys, opened
from referrals.families import access, sums
from referrals.families.models import Address, Case, Family, Person, Relation
from referrals.marks.sheets import is_restricted, shown
from referrals.marks.sums import disputed_words

MONTHS_UNTIL = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLine:
    """One family in a list: by name for those who work with it, with the word that is spoken and printed instead."""

    id: UUID
    name: str
    word: str
    space: str
    children: str
    worker: str
    standing: str
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person of a family; `born` and `expected` as they are written, `age` in whole years."""

    id: UUID
    first_name: str
    last_name: str
    name: str
    relation: str
    is_child: bool
    born: str
    expected: str
    age: int | None
    age_words: str
    custody: str
    language: str
    language_code: str
    number: str
    dial: str
    facts: str
    # What of it is disputed, in words.
    disputed: str
    told_facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLine:
    """One address and its days."""

    text: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySheet:
    """A family as those who may see it read it; `may_keep` and `may_hand_over` say which buttons there are."""

    id: UUID
    name: str
    word: str
    space: str
    space_id: UUID | None
    file_number: str
    standing: tuple[str, ...]
    people: tuple[PersonLine, ...]
    address: str
    former: tuple[AddressLine, ...]
    may_keep: bool
    may_hand_over: bool
    is_responsible: bool
    closed_on: date | None


def name_of(family: Family) -> str:
    """Give the family's name, for deeds that seal it again elsewhere."""
    return opened(family.name)


def with_people(families: QuerySet[Family]) -> QuerySet[Family]:
    """Load families with everything that their lines and sheets show, in three queries.

    People and addresses lie under the family's key, which comes with the family.
    """
    people = Person.objects.select_related("custody", "language").order_by("position")
    addresses = Address.objects.order_by("-since_on")
    last = Case.objects.filter(family=OuterRef("pk")).order_by("-number").values("closed_on")[:1]
    near = families.select_related("lock", "space", "worker__deputy", "second_worker")
    return near.annotate(closed_on=Subquery(last)).prefetch_related(
        Prefetch("people", queryset=people), Prefetch("addresses", queryset=addresses)
    )


def lines(families: Iterable[Family], by: Actor) -> tuple[FamilyLine, ...]:
    """Make the lines of a list, sorted by name as DIN 5007 part 2 says; closed ones last."""
    made = [_line(family, by) for family in families]
    return tuple(sorted(made, key=lambda line: (line.closed, sums.sorting(line.name), line.word)))


def found(families: Iterable[Family], text: str, by: Actor) -> tuple[FamilyLine, ...]:
    """Make the lines of those families in which the text is found, however it is spelled."""
    return lines((family for family in families if sums.matches(text, _texts(family))), by)


def names(families: Iterable[Family]) -> tuple[tuple[UUID, str], ...]:
    """Give name and Merkwort of families to choose from, sorted."""
    made = [(family.id, f"{family.name.reveal()} · {family.word}") for family in families]
    return tuple(sorted(made, key=lambda choice: sums.sorting(choice[1])))


def sheet(family: Family, by: Actor) -> FamilySheet:
    """Make the sheet of one family, loaded by `with_people`."""
    addresses = list(family.addresses.all())
    present = [address for address in addresses if address.until_on is None]
    return FamilySheet(
        id=family.id,
        name=family.name.reveal(),
        word=family.word,
        space=family.space.name if family.space else "",
        space_id=family.space_id,
        file_number=opened(family.file_number),
        standing=_standing(family, by),
        people=tuple(_person(person, by.today) for person in family.people.all()),
        address=(now := _address(present[0]) if present else ""),
        # Of a protected household every address is the substitute, which is said once.
        former=tuple(
            _former(address)
            for address in addresses
            if address.until_on and _address(address) != now
        ),
        may_keep=access.may_keep(by, family),
        may_hand_over=access.may_hand_over(by, family),
        is_responsible=access.is_responsible(by, family),
        closed_on=_closed_on(family),
    )


def people(family: Family, on: date) -> tuple[PersonLine, ...]:
    """Give the people of a family in their order."""
    rows = Person.objects.filter(family=family).select_related("custody", "language")
    return tuple(_person(person, on) for person in open_keys(rows.order_by("position")))


def _line(family: Family, by: Actor) -> FamilyLine:
    own = family.worker_id == by.user_id
    standing = "zweite Fachkraft" if family.second_worker_id == by.user_id else ""
    if family.worker_id in by.stands_in_for:
        standing = f"Vertretung für {family.worker.display_name}"
    if _closed_on(family):
        standing = "abgeschlossen"
    return FamilyLine(
        id=family.id,
        name=family.name.reveal(),
        word=family.word,
        space=family.space.name if family.space else "",
        children=_children(family.people.all(), by.today),
        worker="Sie" if own else family.worker.display_name,
        standing=standing,
        closed=_closed_on(family) is not None,
    )


def _closed_on(family: Family) -> date | None:
    """Give the day on which the last case was closed, as `with_people` fetched it."""
    on: date | None = getattr(family, "closed_on", None)
    return on


def _children(rows: Iterable[Person], on: date) -> str:
    """Say how old the children are, the youngest last: "11 und 4 Jahre · 8 Monate"."""
    children = [row for row in rows if row.relation == Relation.CHILD]
    born = sorted(filter(None, (_day(opened(child.born)) for child in children)))
    unborn = [child for child in children if child.expected is not None]
    years = [str(sums.age(day, on)) for day in born if sums.months(day, on) >= MONTHS_UNTIL]
    small = [age_words(day, None, on) for day in born if sums.months(day, on) < MONTHS_UNTIL]
    words = [f"{_and(years)} Jahre"] if years else []
    words += small + ["ungeboren"] * len(unborn)
    unknown = len(children) - len(born) - len(unborn)
    words += [f"{unknown} ohne Geburtsdatum"] if unknown else []
    return " · ".join(words)


def _and(words: list[str]) -> str:
    return " und ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _texts(family: Family) -> list[str]:
    """Give everything by which a family is found."""
    texts = [family.name.reveal(), family.word, opened(family.file_number)]
    for person in family.people.all():
        texts.append(f"{person.first_name.reveal()} {person.last_name.reveal()}")
        texts.append(person.last_name.reveal())
    present = [address for address in family.addresses.all() if address.until_on is None]
    texts += [f"{address.street.reveal()} {address.number.reveal()}" for address in present]
    return texts


def age_of(person: Person, on: date) -> int | None:
    """Give a person's age in whole years for a deed that depends on it; none when nobody knows it."""
    born = _day(opened(person.born))
    return sums.age(born, on) if born else None


def _person(person: Person, on: date) -> PersonLine:
    first, last = person.first_name.reveal(), person.last_name.reveal()
    born, expected = _day(opened(person.born)), _day(opened(person.expected))
    number = opened(person.number)
    return PersonLine(
        id=person.id,
        first_name=first,
        last_name=last,
        name=f"{first} {last}" if first else f"Ungeborenes Kind {last}",
        relation=Relation(person.relation).label,
        is_child=person.relation == Relation.CHILD,
        born=written(born),
        expected=written(expected),
        age=sums.age(born, on) if born else None,
        age_words=age_words(born, expected, on),
        custody=person.custody.name if person.custody else "",
        language=_language(person),
        language_code=person.language.code if person.language else "",
        number=number,
        dial="tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+"),
        facts=shown(person, "facts"),
        disputed=disputed_words(person.marks),
        told_facts="" if is_restricted(person, "facts") else shown(person, "facts"),
    )


def _language(person: Person) -> str:
    if person.language is None:
        return ""
    return (
        f"{person.language.name}, mit Dolmetschen"
        if person.needs_interpreter
        else person.language.name
    )


def age_words(born: date | None, expected: date | None, on: date) -> str:
    """Say the age in words: months for small children, the expected day for an unborn child, nothing when unknown."""
    if born is None:
        return f"wird am {written(expected)} erwartet" if expected else ""
    months = sums.months(born, on)
    if months < MONTHS_UNTIL:
        return f"{months} Monat" if months == 1 else f"{months} Monate"
    return f"{sums.age(born, on)} Jahre"


def written(day: date | None) -> str:
    """Write a day as people read it."""
    return date_format(day, "d.m.Y") if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _address(address: Address) -> str:
    street = f"{address.street.reveal()} {address.number.reveal()}".strip()
    town = opened(address.town)
    return f"{street}, {town}" if town else street


def _former(address: Address) -> AddressLine:
    days = f"{written(address.since_on)} bis {written(address.until_on)}"
    return AddressLine(text=_address(address), days=days)


def _standing(family: Family, by: Actor) -> tuple[str, ...]:
    """Say who is responsible and who else works with the family, as the person who reads would say it."""
    worker = "Sie" if family.worker_id == by.user_id else family.worker.display_name
    said = [f"zuständig: {worker}"]
    if on := _closed_on(family):
        said.insert(0, f"Vorgang abgeschlossen am {written(on)}")
    deputy = family.worker.deputy
    if deputy:
        said.append(f"Vertretung: {'Sie' if deputy.id == by.user_id else deputy.display_name}")
    second = family.second_worker
    if second:
        said.append(
            f"zweite Fachkraft: {'Sie' if second.id == by.user_id else second.display_name}"
        )
    return tuple(said)
