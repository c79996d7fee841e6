"""Everything about a family on one sheet, gathered from the slices below; lists with what runs for each family."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from accounts.actor import Actor
from referrals.aids import sheets as aids
from referrals.aids.flow import Status
from referrals.aids.models import Aid
from referrals.bases import sheets as bases
from referrals.bases.sheets import BasisSheet
from referrals.disclosures import sheets as disclosures
from referrals.enquiries import sheets as enquiries
from referrals.families import sheets as families
from referrals.families import sums
from referrals.families.models import Family
from referrals.families.sheets import FamilyLine, FamilySheet
from referrals.notes import sheets as notes
from referrals.notes.sheets import NoteSheet
from referrals.reviews import sheets as reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing of a family in one line, with a badge for its state and a link to its own page."""

    title: str
    text: str
    badge: str
    badge_kind: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the family's page; `empty` is the sentence when there is nothing."""

    id: str
    title: str
    lines: tuple[Line, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A family in one look, as the office reads it."""

    family: FamilySheet
    sections: tuple[Section, ...]
    told: Section
    notes: tuple[NoteSheet, ...]
    bases: tuple[BasisSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A family in the list, with the help that runs and the next day that matters."""

    family: FamilyLine
    help: str
    due: str


def overview(family: Family, by: Actor) -> Overview:
    """Gather the sheets of one family, loaded by `families.with_people`."""
    return Overview(
        family=families.sheet(family, by),
        sections=tuple(section(family, by) for section in SECTIONS),
        told=_told(family, by),
        notes=notes.of_family(family, by),
        bases=bases.of_family(family, by),
    )


def with_help(lines: Iterable[FamilyLine], by: Actor) -> tuple[ListLine, ...]:
    """Add to the lines of a list what runs for each family and what comes next; the number of queries does not grow."""
    listed = tuple(lines)
    running = _running([line.id for line in listed], by)
    return tuple(
        ListLine(
            family=line, help=_help(running.get(line.id, [])), due=_due(running.get(line.id, []))
        )
        for line in listed
    )


def received(text: str, by: Actor) -> tuple[Line, ...]:
    """Find the text in the families that a provider was told about; a provider finds nothing else."""
    return tuple(
        Line(
            title=line.name or line.word,
            text=" · ".join(filter(None, [line.word, line.carer])),
            badge=line.status,
            badge_kind=line.kind,
            href=_href("disclosure", line.id),
        )
        for line in disclosures.received(by)
        if sums.matches(text, [line.name, line.word])
    )


def _running(ids: list[UUID], by: Actor) -> dict[UUID, list[aids.AidLine]]:
    now = [Status.PROPOSED, Status.APPROVED, Status.RUNNING]
    rows = Aid.objects.visible_to(by).filter(family__in=ids, status__in=now)
    found: dict[UUID, list[aids.AidLine]] = {}
    for line in aids.lines(rows.select_related("aid_type").order_by("until_on"), by):
        found.setdefault(line.family, []).append(line)
    return found


def _help(lines: list[aids.AidLine]) -> str:
    return "; ".join(f"{line.type} · {line.providers}" for line in lines)


def _due(lines: list[aids.AidLine]) -> str:
    """Say until when the help that ends first is granted; that is when somebody has to decide."""
    return f"bewilligt bis {lines[0].until}" if lines else ""


def _helps(family: Family, by: Actor) -> Section:
    lines = tuple(
        Line(
            title=line.type,
            text=f"{line.providers} · bis {line.until}",
            badge=line.status,
            badge_kind=line.kind,
            href=_href("aid", line.id),
        )
        for line in aids.of_family(family.id, by)
    )
    return Section(id="hilfe", title="Hilfe jetzt", lines=lines, empty="Es läuft keine Hilfe.")


def _enquiries(family: Family, by: Actor) -> Section:
    lines = tuple(
        Line(
            title=line.title,
            text=" · ".join(
                filter(None, [line.word, line.answers, f"Antwort bis {line.deadline}"])
            ),
            badge=line.status,
            badge_kind=line.kind,
            href=_href("enquiry", line.id),
        )
        for line in enquiries.of_family(family, by)
    )
    return Section(id="anfragen", title="Anfragen", lines=lines, empty="Keine Anfrage.")


def _told(family: Family, by: Actor) -> Section:
    lines = tuple(
        Line(
            title=line.provider,
            text=f"{line.what}. {line.basis}, {line.days}",
            badge=line.status,
            badge_kind=line.kind,
            href=_href("disclosure", line.id),
        )
        for line in disclosures.of_family(family, by)
    )
    empty = "Noch hat kein Träger etwas über diese Familie erfahren."
    return Section(id="wer-weiss-was", title="Wer weiß was", lines=lines, empty=empty)


def _plans(family: Family, by: Actor) -> Section:
    lines = tuple(
        Line(
            title=f"Hilfeplan {line.word}",
            text=f"{line.partners} · nächstes Gespräch {line.review}"
            if line.review
            else line.partners,
            badge="Überprüfung überfällig" if line.is_overdue else line.status,
            badge_kind="danger" if line.is_overdue else line.kind,
            href=_href("plan", line.id),
        )
        for line in reviews.of_family(family.id, by)
    )
    return Section(id="plan", title="Hilfeplan", lines=lines, empty="Noch kein Hilfeplan.")


def _href(page: str, thing: UUID) -> str:
    """Give the address of a thing's own page; an installation without that page links nowhere."""
    try:
        return reverse(page, args=[thing])
    except NoReverseMatch:
        return ""


# The parts of the page in their order; a slice that has something to show adds its line here.
SECTIONS: tuple[Callable[[Family, Actor], Section], ...] = (_helps, _enquiries, _plans)
