"""What a provider is told about a family, and who was told what."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format

from accounts.actor import Actor
from accounts.models import User
from audit import clock
from protection.sealing import opened
from providers.register.models import Provider
from referrals.bases.models import Basis, Kind
from referrals.disclosures.flow import Status
from referrals.disclosures.models import OF_TOPIC, Disclosure, Field
from referrals.enquiries.models import Copy
from referrals.families.models import Address, Family, Person, Relation

type Lines = list[tuple[str, str]]


def day(on: date) -> str:
    """Write a day as people read it."""
    return date_format(on, "d.m.Y")


def words_of(basis: Basis) -> str:
    """Say on what ground something is told, without naming who gave it."""
    if basis.kind == Kind.LAW:
        return f"{basis.get_kind_display()}: {basis.paragraph}"
    return f"{basis.get_kind_display()} vom {day(basis.given_on)} ({basis.get_topic_display()})"


def withdrawn(basis: Basis) -> str:
    """Say since when a ground does not hold any more."""
    on = clock.day(basis.withdrawn_at) if basis.withdrawn_at else basis.given_on
    return f"{words_of(basis)}: widerrufen am {day(on)}."


def why_not(basis: Basis, provider: Provider, fields: Collection[str], today: date) -> str:
    """Say why a ground does not let this provider learn these fields; empty when it does."""
    words = words_of(basis)
    if basis.withdrawn_at:
        return withdrawn(basis)
    if basis.until_on and basis.until_on < today:
        return f"{words}: abgelaufen am {day(basis.until_on)}. Bitte holen Sie sie neu ein."
    if basis.given_on > today:
        return f"{words}: gilt erst ab {day(basis.given_on)}."
    if basis.provider_id != provider.id and (basis.provider_id or basis.kind != Kind.LAW):
        return (
            f"{words}: gilt nicht für {provider.name}. Es fehlt eine Grundlage für diesen Träger."
        )
    outside = [str(f.label) for f in Field if f in set(fields) - OF_TOPIC[basis.topic]]
    return f"{words}: deckt nicht {', '.join(outside)}." if outside else ""


def lines_of(family: Family, fields: Collection[str], worker: User, copy: Copy | None) -> Lines:
    """Write out the chosen fields of a family, as the provider will read them; empty ones are left out."""
    people = list(
        Person.objects.filter(family=family).select_related("lock", "custody", "language")
    )
    people.sort(key=lambda person: person.position)
    children = [person for person in people if person.relation == Relation.CHILD]
    adults = [person for person in people if person.relation != Relation.CHILD]
    written = {
        Field.CHILDREN: [f"{_name(child)} ({_year(child)})" for child in children],
        Field.ADULTS: [f"{_name(adult)}, {adult.get_relation_display()}" for adult in adults],
        Field.NUMBERS: [f"{_name(p)}: {opened(p.number)}" for p in people if p.number],
        Field.LANGUAGES: [_language(person) for person in people if person.language],
        Field.CUSTODY: [f"{_first(c)}: {c.custody.name}" for c in children if c.custody],
        Field.NEED: [opened(copy.enquiry.need)] if copy else [],
        Field.WORKER: [f"{worker.display_name}, {worker.number}"],
        Field.ADDRESS: _address(family) if Field.ADDRESS in fields else [],
        Field.BIRTHDAYS: [f"{_first(c)}: {_birthday(c)}" for c in children],
        Field.FACTS: [f"{_first(p)}: {opened(p.facts)}" for p in people if p.facts],
    }
    return [
        (str(field.label), "\n".join(written[field]))
        for field in Field
        if field in fields and written[field]
    ]


def frozen(lines: Lines) -> str:
    """Write lines as the text that is sealed."""
    return json.dumps(lines, ensure_ascii=False)


def digest(lines: Lines) -> str:
    """Give a short mark of lines, so that what is sent is what the preview showed."""
    return hashlib.sha256(frozen(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who is met and how they are reached, as far as the provider was told; empty what was not."""

    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


def contacts(by: Actor, families: Collection[UUID]) -> dict[UUID, Contact]:
    """Give name and telephone of families out of what this reader's provider was told, for lists
    of visits; families of which nothing may be seen are left out.
    """
    told = Disclosure.objects.visible_to(by).filter(
        family__in=list(families), status=Status.ACCEPTED
    )
    found: dict[UUID, Contact] = {}
    for disclosure in told.select_related("lock").order_by("accepted_at"):
        contact = _contact(disclosure)
        # A later sheet about one topic alone does not hide the telephone of the mandate.
        if contact.numbers or disclosure.family_id not in found:
            found[disclosure.family_id] = contact
    return found


def _contact(disclosure: Disclosure) -> Contact:
    lines = dict(json.loads(opened(disclosure.sheet)))
    people = lines.get(Field.ADULTS.label) or lines.get(Field.CHILDREN.label) or ""
    numbers = lines.get(Field.NUMBERS.label, "").splitlines()
    return Contact(
        # Without what the person is: mother, or born in a year.
        name=people.split("\n")[0].split(",")[0].split(" (")[0],
        numbers=tuple((who, number) for who, _, number in (n.partition(": ") for n in numbers)),
    )


def _name(person: Person) -> str:
    return f"{_first(person)} {opened(person.last_name)}".strip()


def _first(person: Person) -> str:
    return opened(person.first_name) or str(person.get_relation_display())


def _year(person: Person) -> str:
    born, expected = opened(person.born), opened(person.expected)
    if born:
        return born[:4]
    return f"erwartet {expected[:4]}" if expected else "Geburtsjahr nicht bekannt"


def _birthday(person: Person) -> str:
    born, expected = opened(person.born), opened(person.expected)
    if born:
        return date_format(date.fromisoformat(born), "d.m.Y")
    when = date_format(date.fromisoformat(expected), "d.m.Y") if expected else ""
    return f"erwartet am {when}" if when else "nicht bekannt"


def _language(person: Person) -> str:
    helped = ", mit Sprachmittlung" if person.needs_interpreter else ""
    return f"{_first(person)}: {person.language.name}{helped}" if person.language else ""


def _address(family: Family) -> list[str]:
    present = Address.objects.filter(family=family, until_on__isnull=True).select_related("lock")
    return [
        ", ".join(filter(None, [f"{opened(a.street)} {opened(a.number)}", opened(a.town)]))
        for a in present
    ]
