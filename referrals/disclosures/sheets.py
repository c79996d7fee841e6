"""What a provider is told about a family, and who was told what."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from protection.sealing import opened
from providers.register.models import Provider
from referrals.bases import sheets as bases
from referrals.bases.models import Basis, Topic
from referrals.disclosures import access
from referrals.disclosures.flow import FLOW, Status
from referrals.disclosures.models import Disclosure, Field, outside_of
from referrals.disclosures.sums import Lines, covered, digest
from referrals.enquiries.models import Copy
from referrals.enquiries.sheets import dial
from referrals.families import sheets as families
from referrals.families.models import Family
from referrals.families.sheets import PersonLine
from referrals.marks.sums import doubt

NO_MANDATE = "Für den Auftrag der Hilfe fehlt eine Grundlage mit dem Thema „Auftrag der Hilfe“."
KINDS = {Status.MADE: "warning", Status.ACCEPTED: "success", Status.REFUSED: "", Status.ENDED: ""}
NO_GROUND = (
    "Es fehlt eine Grundlage für diesen Träger. Halten Sie bei der Familie fest, "
    "worauf die Freigabe beruht: Gesetz oder Einwilligung."
)

# What lies elsewhere as soon as an address is protected.
MOVED = frozenset({Field.ADDRESS.label, Field.NUMBERS.label, Field.FACTS.label})


def lines_of(family: UUID, fields: Collection[str], by: Actor, copy: Copy | None) -> Lines:
    """Write out the chosen fields of a family, as the provider will read them; empty ones are left out."""
    told = families.sheet(families.with_people(Family.objects.filter(id=family)).get(), by)
    kids = [person for person in told.people if person.is_child]
    adults = [person for person in told.people if not person.is_child]
    written = {
        Field.CHILDREN: [f"{c.name} ({_year(c)}{doubt(c.disputed)})" for c in kids],
        Field.ADULTS: [f"{a.name}, {a.relation}{doubt(a.disputed)}" for a in adults],
        Field.NUMBERS: [f"{p.first_name}: {p.number}" for p in told.people if p.number],
        Field.LANGUAGES: [f"{p.first_name}: {p.language}" for p in told.people if p.language],
        Field.CUSTODY: [f"{c.first_name or c.name}: {c.custody}" for c in kids if c.custody],
        Field.NEED: [opened(copy.enquiry.need)] if copy else [],
        Field.WORKER: [f"{by.user.display_name}, {by.user.number}"],
        Field.ADDRESS: [told.address] if told.address else [],
        Field.BIRTHDAYS: [f"{c.first_name}: {c.born}{doubt(c.disputed)}" for c in kids if c.born],
        Field.FACTS: [f"{p.first_name}: {p.told_facts}" for p in told.people if p.told_facts],
    }
    return [
        (str(field.label), "\n".join(written[field]))
        for field in Field
        if field in fields and written[field]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the form of a disclosure offers: the grounds that hold for this provider, or what is missing."""

    family: UUID
    word: str
    provider: str
    grounds: tuple[tuple[UUID, str], ...]
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what a provider will learn, before it does."""

    family: UUID
    word: str
    provider: str
    basis: str
    until: str
    rows: Lines
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureSheet:
    """What one provider was told, as the provider reads it, and the office too."""

    id: UUID
    family: UUID
    word: str
    provider: str
    provider_id: UUID
    status: str
    kind: str
    basis: str
    told: str
    until: str
    carer: str
    rows: Lines
    may_accept: bool
    may_end: bool
    is_office: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """Who was told what about a family: on what ground, since when, until when."""

    id: UUID
    provider: str
    what: str
    basis: str
    days: str
    status: str
    kind: str
    carer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """A family that a provider was told about, in the list of its coordinator or its named carer."""

    id: UUID
    family: UUID
    word: str
    name: str
    numbers: tuple[tuple[str, str, str], ...]
    carer: str
    status: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who is met and how they are reached, as far as the provider was told; empty what was not."""

    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


def options(family: Family, provider: Provider, by: Actor) -> Options:
    """Find the grounds on which a provider may be told something; without one, say what is missing."""
    found = Basis.objects.visible_to(by).filter(family=family).select_related("giver__lock", "lock")
    rows = found.order_by("-given_on", "id")
    wrong = {basis: bases.why_not(basis, provider, by.today) for basis in rows}
    grounds = tuple(
        (b.id, f"{bases.named(b)}, Thema: {b.get_topic_display()}, {bases.days_of(b)}")
        for b in wrong
        if not wrong[b]
    )
    missing = " ".join(dict.fromkeys(wrong.values())) or NO_GROUND
    return Options(
        family=family.id,
        word=family.word,
        provider=provider.name,
        grounds=grounds,
        missing="" if grounds else missing,
    )


def why_not(
    basis: Basis, provider: Provider, fields: Collection[str], today: date, *, is_mandate: bool
) -> str:
    """Say why a ground does not let a provider learn these fields; empty when it does."""
    if is_mandate and basis.topic != Topic.AID:
        return NO_MANDATE
    outside = ", ".join(outside_of(basis.topic, fields))
    covers = f"{bases.words_of(basis)}: deckt nicht {outside}." if outside else ""
    return bases.why_not(basis, provider, today) or covers


def preview(basis: Basis, provider: Provider, lines: Lines) -> Preview:
    """Show the lines before they are frozen, with a mark of exactly these lines."""
    return Preview(
        family=basis.family_id,
        word=basis.family.word,
        provider=provider.name,
        basis=bases.words_of(basis),
        until=families.written(basis.until_on) if basis.until_on else "",
        rows=lines,
        digest=digest(lines),
    )


def sheet(
    disclosure: Disclosure, by: Actor, kept_back: Collection[str] = frozenset()
) -> DisclosureSheet:
    """Open what one provider was told; of the lines kept back only that they were told."""
    status = Status(disclosure.status)
    return DisclosureSheet(
        id=disclosure.id,
        family=disclosure.family_id,
        word=disclosure.word,
        provider=disclosure.provider.name,
        provider_id=disclosure.provider_id,
        status=str(status.label),
        kind=KINDS[status],
        basis=disclosure.basis_words,
        told=clock.moment_text(disclosure.made_at),
        until=families.written(disclosure.until_on) if disclosure.until_on else "",
        carer=disclosure.carer.display_name if disclosure.carer else "",
        rows=covered(rows_of(disclosure), kept_back, disclosure.provider.name),
        may_accept=status == Status.MADE and access.may_accept(by, disclosure),
        may_end=by.is_office
        and FLOW.allows(status, Status.ENDED)
        and access.may_disclose(by, disclosure.family),
        is_office=by.is_office,
    )


def as_told(told: Disclosure) -> dict[str, Any]:
    """Give what is needed to find what of a sheet was protected since."""
    texts = dict(rows_of(told))
    return {"family": told.family_id, "told_at": told.made_at, "texts": texts, "moved": MOVED}


def of_family(family: Family, by: Actor) -> tuple[ToldLine, ...]:
    """Say who was told what about a family, what still holds first."""
    rows = Disclosure.objects.visible_to(by).filter(family=family)
    found = rows.select_related("provider", "carer").order_by("-made_at")
    return tuple(sorted((_told(row, by.today) for row in found), key=lambda line: not line.kind))


def received(by: Actor) -> tuple[ReceivedLine, ...]:
    """List the families that somebody at a provider was told about."""
    rows = Disclosure.objects.visible_to(by).select_related("lock", "carer").order_by("word")
    return tuple(_received(disclosure) for disclosure in rows)


def rows_of(disclosure: Disclosure) -> Lines:
    """Open the lines of a sheet as they were frozen."""
    return [(label, text) for label, text in json.loads(opened(disclosure.sheet))]


def _told(told: Disclosure, today: date) -> ToldLine:
    until = clock.day(told.ended_at) if told.ended_at else told.until_on
    since = f"seit {families.written(clock.day(told.made_at))}"
    # Nobody there sees it any more; the clock ends it in the night.
    is_past = told.until_on is not None and told.until_on < today and told.status in access.OPEN
    status = Status.ENDED if is_past else Status(told.status)
    return ToldLine(
        id=told.id,
        provider=told.provider.name,
        what=", ".join(str(Field(field).label) for field in told.fields),
        basis=told.basis_words,
        days=f"{since}, bis {families.written(until)}" if until else since,
        status=str(status.label),
        kind=KINDS[status],
        carer=told.carer.display_name if told.carer else "",
    )


def _received(told: Disclosure) -> ReceivedLine:
    contact = _contact(told)
    return ReceivedLine(
        id=told.id,
        family=told.family_id,
        name=contact.name,
        word=told.word,
        numbers=tuple((who, number, dial(number)) for who, number in contact.numbers),
        carer=told.carer.display_name if told.carer else "",
        status=str(Status(told.status).label),
        kind=KINDS[Status(told.status)],
    )


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


def _year(child: PersonLine) -> str:
    """Give the year alone, which is what a task needs; the day itself is an addition."""
    if child.born:
        return child.born[-4:]
    return f"erwartet {child.expected[-4:]}" if child.expected else "Geburtsjahr nicht bekannt"
