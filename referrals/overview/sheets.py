"""Everything about a family on one sheet, gathered from the slices below; lists with what runs for each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from accounts.actor import Actor
from referrals.aids import sheets as aids
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.bases import sheets as bases
from referrals.bases.sheets import BasisSheet
from referrals.calls import sheets as calls
from referrals.disclosures import sheets as disclosures
from referrals.enclosures import sheets as enclosures
from referrals.enquiries import sheets as enquiries
from referrals.families import sheets as families
from referrals.families import sums
from referrals.families.access import may_keep
from referrals.families.models import Family
from referrals.families.sheets import FamilyLine, FamilySheet
from referrals.hours import sheets as hours
from referrals.hours.sums import used_words
from referrals.intakes import sheets as intakes
from referrals.measures import sheets as measures
from referrals.notes import sheets as notes
from referrals.notes.sheets import FamilyNotes
from referrals.recipients import sheets as recipients
from referrals.reviews import sheets as reviews
from referrals.shields import sheets as shields

# So long an ended help stays on the page: its hours are still checked.
RECENTLY = timedelta(days=90)
NOT_BY_TWO = "Noch nicht zu zweit eingeschätzt"
# Ways to change a help that runs, as the page of decisions names them.
CHANGES = (("Hilfe verlängern", "extend"), ("Umfang ändern", "change"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing of a family in one line, with a badge for its state and a link to its own page."""

    title: str
    text: str
    badge: str
    badge_kind: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the family's page; `empty` is the sentence when there is nothing."""

    id: str
    title: str
    lines: tuple[Line, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPart:
    """One provider's part of a help: who goes there, how to call them, how much is used."""

    provider: str
    carer: str
    number: str
    dial: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpBlock:
    """A help of the family, with its parts and the ways to change it."""

    title: str
    until: str
    badge: str
    badge_kind: str
    href: str
    parts: tuple[HelpPart, ...]
    verbs: tuple[tuple[str, str], ...]

    @property
    def is_over(self) -> bool:
        """Tell whether it ended."""
        return self.badge == Status.ENDED.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A family in one look, as the office reads it."""

    family: FamilySheet
    helps: tuple[HelpBlock, ...]
    ended: tuple[HelpBlock, ...]
    sections: tuple[Section, ...]
    told: Section
    notes: FamilyNotes
    bases: tuple[BasisSheet, ...]
    shield: shields.ShieldLine | None
    calls: tuple[calls.CallLine, ...]
    measures: tuple[measures.MeasureLine, ...]
    files: enclosures.EnclosuresSheet

    @property
    def alarms(self) -> tuple[Line, ...]:
        """Give the first contacts whose possible danger nobody looked at as the second."""
        lines = (line for part in self.sections for line in part.lines)
        return tuple(line for line in lines if line.badge == NOT_BY_TWO)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A family in the list, with the help that runs and the next day that matters."""

    family: FamilyLine
    help: str
    due: str


def overview(family: Family, by: Actor) -> Overview:
    """Gather the sheets of one family, loaded by `families.with_people`."""
    helps = _helps(family, by)
    return Overview(
        family=families.sheet(family, by),
        helps=tuple(block for block in helps if not block.is_over),
        ended=tuple(block for block in helps if block.is_over),
        sections=tuple(section(family, by) for section in SECTIONS),
        told=_told(family, by),
        notes=notes.of_family(family, by),
        bases=bases.of_family(family, by),
        shield=shields.line(family, by),
        calls=calls.of_family(family, family.people.all(), by),
        measures=measures.of_family(family, by),
        files=enclosures.of_family(family, by),
    )


def with_help(listed: tuple[FamilyLine, ...], by: Actor) -> tuple[ListLine, ...]:
    """Add to the lines of a list what runs for each family and what comes next; the number of queries does not grow."""
    now = _running([line.id for line in listed], by)
    return tuple(_listed(line, now.get(line.id, [])) for line in listed)


def received(text: str, by: Actor) -> dict[UUID, Line]:
    """Find the text in what a provider was told about families; it finds nothing else."""
    return {
        line.id: Line(
            title=line.name or line.word,
            text=" · ".join(filter(None, [line.word, line.carer])),
            badge=line.status,
            badge_kind=line.kind,
            href=_href("disclosure", line.id),
        )
        for line in disclosures.received(by)
        if sums.matches(text, [line.name, line.word])
    }


def _running(ids: list[UUID], by: Actor) -> dict[UUID, list[aids.AidLine]]:
    now = [Status.PROPOSED, Status.APPROVED, Status.RUNNING]
    rows = Aid.objects.visible_to(by).filter(family__in=ids, status__in=now)
    found: dict[UUID, list[aids.AidLine]] = {}
    for line in aids.lines(rows.select_related("aid_type").order_by("until_on"), by):
        found.setdefault(line.family, []).append(line)
    return found


def _listed(line: FamilyLine, running: list[aids.AidLine]) -> ListLine:
    """Say what runs, and until when the help that ends first is granted: then somebody has to decide."""
    helps = "; ".join(f"{one.type} · {one.providers}" for one in running)
    due = f"bewilligt bis {running[0].until}" if running else ""
    return ListLine(family=line, help=helps, due=due)


def _helps(family: Family, by: Actor) -> tuple[HelpBlock, ...]:
    """Give the helps of a family, those that run first."""
    lines = aids.of_family(family.id, by, ended_since=by.today - RECENTLY)
    shares = Share.objects.visible_to(by).filter(aid__in=[line.id for line in lines])
    rows = list(shares.select_related("provider", "carer").order_by("-is_lead", "provider__name"))
    used = hours.used_minutes(share.id for share in rows)
    keeps = may_keep(by, family)
    made = [
        HelpBlock(
            title=line.type,
            until=line.until,
            badge=line.status,
            badge_kind=line.kind,
            href=_href("aid", line.id),
            parts=tuple(_part(row, used.get(row.id, 0)) for row in rows if row.aid_id == line.id),
            verbs=_verbs(line, keeps=keeps),
        )
        for line in lines
    ]
    return tuple(sorted(made, key=lambda block: block.badge != Status.RUNNING.label))


def _part(share: Share, used: int) -> HelpPart:
    carer, number = (share.carer.display_name, share.carer.number) if share.carer else ("", "")
    return HelpPart(
        provider=share.provider.name,
        carer=carer,
        number=number,
        dial=aids.dial(number) if number else "",
        used=used_words(used, share.approved_minutes),
    )


def _verbs(line: aids.AidLine, *, keeps: bool) -> tuple[tuple[str, str], ...]:
    """Give the ways to see its hours and to change a help, as far as this installation has their pages."""
    ways = [("Stunden ansehen", _href("aid_hours", line.id))]
    if keeps and line.status == Status.RUNNING.label:
        change = _href("decision_new", line.id)
        ways += [(label, f"{change}?art={kind}" if change else "") for label, kind in CHANGES]
        ways.append(("Hilfe beenden", _href("ending_new", line.id)))
    return tuple((label, href) for label, href in ways if href)


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
    told = tuple(
        Line(
            title=line.provider,
            text=f"{line.what}. {line.basis}, {line.days}",
            badge=line.status,
            badge_kind=line.kind,
            href=_href("disclosure", line.id),
        )
        for line in disclosures.of_family(family, by)
    )
    reading = tuple(
        Line(
            title=line.provider,
            text=line.text,
            badge="Liest mit",
            badge_kind="info",
            href=_href("plan", line.plan),
        )
        for line in recipients.plan_readers(family.id, by)
    )
    empty = "Noch hat kein Träger etwas über diese Familie erfahren."
    return Section(id="wer-weiss-was", title="Wer weiß was", lines=told + reading, empty=empty)


def _plans(family: Family, by: Actor) -> Section:
    lines = tuple(
        Line(
            title=f"Hilfeplan {line.word}",
            text=" · nächstes Gespräch ".join(filter(None, [line.partners, line.review])),
            badge="Überprüfung überfällig" if line.is_overdue else line.status,
            badge_kind="danger" if line.is_overdue else line.kind,
            href=_href("plan", line.id),
        )
        for line in reviews.of_family(family.id, by)
    )
    return Section(id="plan", title="Hilfeplan", lines=lines, empty="Noch kein Hilfeplan.")


def _first_contacts(family: Family, by: Actor) -> Section:
    lines = tuple(
        Line(
            title=f"Erstkontakt vom {contact.day}",
            text=contact.channel,
            badge=NOT_BY_TWO if contact.waits_for_second else "",
            badge_kind="danger" if contact.waits_for_second else "",
            href=_href("intake", contact.id),
        )
        for contact in intakes.of_family(family, by)
    )
    return Section("erstkontakt", "Erstkontakt", lines, "Ohne Erstkontakt angelegt.")


def _href(page: str, thing: UUID) -> str:
    """Give the address of a thing's own page; an installation without that page links nowhere."""
    try:
        return reverse(page, args=[thing])
    except NoReverseMatch:
        return ""


# The parts of the page in their order; a slice that has something to show adds its line here.
SECTIONS: tuple[Callable[[Family, Actor], Section], ...] = (_enquiries, _plans, _first_contacts)
