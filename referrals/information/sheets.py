"""Who of a family was informed, by which version, and the text itself."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from referrals.families import sheets as families
from referrals.families.models import Family
from referrals.information import sums
from referrals.information.flow import EXCEPTIONS, Way
from referrals.information.models import Information


@dataclass(frozen=True, slots=True, kw_only=True)
class InformedLine:
    """One person of the family: how informed, when, by which version."""

    name: str
    text: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationSheet:
    """Who of a family was informed, and which version holds."""

    family: UUID
    word: str
    version: str
    lines: tuple[InformedLine, ...]


def information(family: Family, by: Actor) -> InformationSheet:
    """Say of everybody in a family how they were informed last; of children their parents are told."""
    now = sums.current(by.today)
    rows = Information.objects.visible_to(by).filter(family=family).order_by("given_on", "noted_at")
    last = {row.person_id: row for row in rows}
    people = families.people(family, by.today)
    return InformationSheet(
        family=family.id,
        word=family.word,
        version=day_text(now.since),
        lines=tuple(
            _line(person.name, last.get(person.id), now.version)
            for person in people
            if not person.is_child or person.id in last
        ),
    )


def _line(name: str, row: Information | None, version: str) -> InformedLine:
    if row is None:
        return InformedLine(name=name, text="", state="noch nicht informiert", kind="warning")
    way = Way(row.way)
    since = day_text(date.fromisoformat(row.version))
    text = f"{way.label}, {day_text(row.given_on)}, Fassung vom {since}"
    if way not in EXCEPTIONS and row.version != version:
        return InformedLine(name=name, text=text, state="es gibt eine neuere Fassung", kind="info")
    state = "nicht informiert" if way in EXCEPTIONS else "informiert"
    return InformedLine(
        name=name, text=text, state=state, kind="" if way in EXCEPTIONS else "success"
    )
