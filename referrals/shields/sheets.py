"""What people are given of a shield: how a household is protected, and, on one click, what is kept back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from accounts.actor import Actor
from audit.clock import moment_text
from protection.sealing import open_keys, opened
from providers.register.models import SocialSpace
from referrals.families.models import Address, Family, Person
from referrals.families.sheets import written
from referrals.marks.sums import marked
from referrals.shields import access, sums
from referrals.shields.models import (
    Change,
    ChangeKind,
    Kept,
    Level,
    Naming,
    Shield,
    Withheld,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One thing on its way from its usual place to where only named people find it."""

    kind: Kept
    text: str
    person: UUID | None = None
    address: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShieldLine:
    """How a household is protected, in words, for those who may know of it; what they may do."""

    id: UUID
    words: str
    may_show: bool
    may_name: bool
    is_ending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """Somebody who may open the address."""

    id: UUID
    name: str
    text: str
    may_leave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A proposal that waits for a second person."""

    id: UUID
    title: str
    text: str
    may_decide: bool
    may_drop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShieldSheet:
    """The shield of a household, with its named people and what waits for a second person."""

    id: UUID
    family: UUID
    word: str
    level: str
    days: str
    notices: tuple[str, ...]
    named: tuple[NamedLine, ...]
    changes: tuple[ChangeLine, ...]
    showings: tuple[tuple[str, str], ...]
    may_show: bool
    may_change: bool
    may_raise: bool
    may_renew: bool
    may_propose_less: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSheet:
    """What is kept back of a household, opened once for one reader."""

    word: str
    addresses: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    places: tuple[str, ...]


def substitute(post_box: str) -> str:
    """Give the address that stands for the real one: a post box, or care of the office."""
    street = settings.OFFICE.street
    office = f"c/o {settings.OFFICE.name}{f', {street}' if street else ''}"
    return post_box.strip() or office


def secret_of_address(row: Address) -> Secret:
    """Give one address as it is to be kept back."""
    return Secret(kind=Kept.ADDRESS, text=_packed(row), address=row.id)


def secrets_of(family: Family) -> list[Secret]:
    """Gather, from their usual places, what of a household is to be kept back."""
    rows = open_keys(Address.objects.filter(family=family))
    found = [secret_of_address(row) for row in rows]
    for person in open_keys(Person.objects.filter(family=family)):
        found += secrets_of_person(person)
    if family.space_id:
        found.append(Secret(kind=Kept.SPACE, text=str(family.space_id)))
    return found


def secrets_of_person(person: Person) -> list[Secret]:
    """Gather what of one person is to be kept back."""
    texts = ((Kept.NUMBER, opened(person.number)), (Kept.FACTS, opened(person.facts)))
    return [Secret(kind=kind, text=text, person=person.id) for kind, text in texts if text]


def kept_of(rows: Iterable[Withheld]) -> list[tuple[Withheld, str]]:
    """Open withheld rows, for a deed that lays them back or looks for them on a paper."""
    return [(row, opened(row.text)) for row in rows if row.text is not None]


def parts(text: str) -> tuple[str, str, str]:
    """Take a packed address apart: street, number, town."""
    street, number, town = json.loads(text)
    return street, number, town


def substitute_of(shield: Shield) -> str:
    """Open the address that stands for the real one, for a deed that writes it."""
    return opened(shield.substitute)


def line(family: Family, by: Actor) -> ShieldLine | None:
    """Say how a household is protected; nothing to those who may not know of it."""
    shield = Shield.objects.visible_to(by).standing().filter(family=family).first()
    if shield is None:
        return None
    return ShieldLine(
        id=shield.id,
        words=_words(shield),
        may_show=access.may_show(by, shield),
        may_name=access.may_propose_naming(by, family),
        is_ending=sums.is_ending(shield.until_on, by.today),
    )


def shown(family: Family, rows: Sequence[Withheld]) -> ShownSheet:
    """Open what is kept back of a household."""
    names = {
        person.id: " ".join(filter(None, [person.first_name.reveal(), person.last_name.reveal()]))
        for person in open_keys(Person.objects.filter(family=family))
    }
    return _shown(family.word, kept_of(rows), names)


def shown_outside(word: str, rows: Sequence[Withheld]) -> ShownSheet:
    """Open it for a named carer, who knows the people's names from elsewhere."""
    return _shown(word, kept_of(rows), {})


def sheet(shield: Shield, by: Actor) -> ShieldSheet:
    """Make the page of a shield."""
    family = shield.family
    rows = Naming.objects.filter(shield=shield, ended_at=None).select_related("person", "provider")
    named = list(rows.order_by("person__display_name"))
    office = sum(row.provider_id is None for row in named)
    keeps = access.may_set(by, family)
    changes = Change.objects.filter(shield=shield, decided_at=None).order_by("proposed_at")
    opened_by = shield.showings.select_related("person").order_by("-shown_at")[:20]
    return ShieldSheet(
        id=shield.id,
        family=family.id,
        word=family.word,
        level=Level(shield.level).label,
        days=_lasting(shield),
        notices=sums.notices(shield.until_on, by.today),
        named=tuple(_named(row, by.today, keeps=keeps, office=office) for row in named),
        changes=tuple(_change(row, by) for row in changes.select_related("person", "proposed_by")),
        showings=tuple((one.person.display_name, moment_text(one.shown_at)) for one in opened_by),
        may_show=access.may_show(by, shield),
        may_change=keeps,
        may_raise=keeps and shield.level < Level.HIGH,
        may_renew=keeps and shield.until_on is not None,
        may_propose_less=access.may_propose_less(by, family),
    )


def _packed(address: Address) -> str:
    parts = [address.street.reveal(), address.number.reveal(), opened(address.town)]
    return json.dumps(parts, ensure_ascii=False)


def _shown(word: str, kept: Sequence[tuple[Withheld, str]], names: dict[UUID, str]) -> ShownSheet:
    addresses = [(row.address, parts(text)) for row, text in kept if row.kind == Kept.ADDRESS]
    numbers = [(row, text) for row, text in kept if row.kind == Kept.NUMBER]
    return ShownSheet(
        word=word,
        addresses=tuple(
            (_one_line(*of), _days(address))
            for address, of in sorted(
                addresses, key=lambda one: one[0] is None or one[0].until_on is not None
            )
        ),
        numbers=tuple(
            (names.get(row.person_id, ""), text, sums.dial(text))  # type: ignore[arg-type]  # a number is a person's
            for row, text in numbers
        ),
        facts=tuple(
            (names.get(row.person.id, ""), marked(text, "facts", row.person.marks))
            for row, text in kept
            if row.kind == Kept.FACTS and row.person
        ),
        places=tuple(text for row, text in kept if row.kind == Kept.SCHOOL)
        + tuple(_space(text) for row, text in kept if row.kind == Kept.SPACE),
    )


def space_names(text: str) -> list[str]:
    """Give the name of a space that is kept back; none where the space is gone."""
    found = SocialSpace.objects.filter(id=UUID(text))
    return list(found.values_list("name", flat=True))


def _space(text: str) -> str:
    return "".join(f"Sozialraum {name}" for name in space_names(text))


def _one_line(street: str, number: str, town: str) -> str:
    first = f"{street} {number}".strip()
    return f"{first}, {town}" if town else first


def _days(address: Address | None) -> str:
    if address is None or address.until_on is None:
        return ""
    return f"{written(address.since_on)} bis {written(address.until_on)}"


def _words(shield: Shield) -> str:
    until = f" bis {written(shield.until_on)}" if shield.until_on else ""
    return f"geschützt: {Level(shield.level).label}{until}"


def _lasting(shield: Shield) -> str:
    until = f", Sperre bis {written(shield.until_on)}" if shield.until_on else ""
    return f"{written(shield.since_on)}{until}"


def _named(row: Naming, today: date, *, keeps: bool, office: int) -> NamedLine:
    until = f"bis {written(row.until_on)}" if row.until_on else ""
    over = "abgelaufen" if row.until_on and row.until_on < today else until
    text = " · ".join(filter(None, [row.provider.name if row.provider else "Jugendamt", over]))
    leaves = keeps and (row.provider_id is not None or office > sums.LEAST_NAMED)
    return NamedLine(id=row.id, name=row.person.display_name, text=text, may_leave=leaves)


def _change(row: Change, by: Actor) -> ChangeLine:
    return ChangeLine(
        id=row.id,
        title=title_of(row),
        text=f"vorgeschlagen von {row.proposed_by.display_name}, {moment_text(row.proposed_at)}",
        may_decide=access.may_decide(by, row),
        may_drop=row.proposed_by_id == by.user_id,
    )


def title_of(row: Change) -> str:
    """Say what is proposed."""
    match row.kind:
        case ChangeKind.NAME:
            name = row.person.display_name if row.person else ""
            return f"{name} benennen" + (f" bis {written(row.until_on)}" if row.until_on else "")
        case ChangeKind.LOWER:
            return f"Schutz verringern: {Level(row.level).label}" if row.level else ""
        case _:
            return "Schutz beenden"
