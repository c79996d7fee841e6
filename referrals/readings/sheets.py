"""What the officer sees of the trail, and everyone of their own readings: sentences, names of staff, no content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit import reader, trail
from audit.clock import BERLIN
from audit.findings import numbered
from audit.trail import Kind
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.families.models import Family
from referrals.readings import sums
from referrals.readings.models import STUCK, Result, SealCheck

if TYPE_CHECKING:
    from audit.reader import Entry, Page

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
REFUSED = ".refused"
UNKNOWN = "nicht mehr bekannt"
# What a refused deed was about, by its slice: the trail keeps only its code.
REFUSED_DEEDS = {
    "accounts": "Handlung an Zugängen",
    "agenda": "Erste Seite lesen",
    "aids": "Handlung an einer Hilfe",
    "answers": "Antwort auf eine Anfrage",
    "approvals": "Freigaben lesen",
    "bases": "Handlung an einer Grundlage",
    "budgets": "Handlung an Stunden und Geld",
    "choices": "Auswahl eines Trägers",
    "decisions": "Handlung an einer Entscheidung",
    "disclosures": "Handlung an Unterlagen",
    "endings": "Ende einer Hilfe",
    "enquiries": "Handlung an einer Anfrage",
    "families": "Handlung an einer Familie",
    "hours": "Handlung an Stunden",
    "intakes": "Handlung an einer Meldung",
    "months": "Handlung an einem Monat",
    "notes": "Handlung an einer Notiz",
    "outcomes": "Handlung an einem Bericht",
    "overview": "Familie lesen",
    "papers": "Ausdruck",
    "plans": "Handlung an einem Hilfeplan",
    "readings": "Nachweise lesen",
    "register": "Handlung am Verzeichnis der Träger",
    "reviews": "Überprüfung eines Hilfeplans",
    "subject_access": "Handlung an einer Auskunft",
    "visits": "Handlung an einem Termin",
}
SHOWN = 3
# The seal comes every minute; after this long without one, somebody should look.
SEAL_IS_LATE = timedelta(minutes=10)
# A check that found something is not forgotten because a later one finds nothing.
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingLink:
    """One thing that an entry is about, by its identity."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry, as a sentence with who and when."""

    seq: int
    when: str
    sentence: str
    kind: str
    who: str
    role: str
    organisation: str
    things: tuple[ThingLink, ...]
    more: str
    words: str
    details: str
    on_behalf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """How the seal stands, in one line."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailSheet:
    """A page of the trail."""

    lines: tuple[Line, ...]
    newer: int | None
    older: int | None
    lamp: Lamp | None = None
    # How often whoever reads the own page had to say what for.
    stated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """One check of the seal: running, or what it found."""

    href: str
    running: bool
    title: str
    text: str
    kind: str
    rows: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]


def words_of(found: "Page", by: Actor) -> dict[UUID, str]:
    """Find the Merkwort of what the entries are about, as far as this person may still see it."""
    things = {thing for entry in found.entries for thing in entry.about}
    families = Family.objects.visible_to(by).filter(id__in=things)
    aids = Aid.objects.visible_to(by).filter(id__in=things)
    return dict([*families.values_list("id", "word"), *aids.values_list("id", "word")])


def page(found: "Page", words: Mapping[UUID, str] = MappingProxyType({})) -> TrailSheet:
    """Make the sheet of a page of entries; always two questions to the database, however many they are.

    `words`: the Merkwort of what whoever reads may see, for their own page.
    """
    entries = found.entries
    people = dict(
        User.objects.filter(
            id__in={one for entry in entries for one in (entry.who, *entry.on_behalf)}
        ).values_list("id", "display_name")
    )
    houses = dict(
        Provider.objects.filter(id__in={entry.organisation for entry in entries}).values_list(
            "id", "name"
        )
    )
    lines = tuple(_line(entry, people, houses, words) for entry in entries)
    return TrailSheet(lines=lines, newer=found.newer, older=found.older)


def _line(
    entry: "Entry",
    people: Mapping[UUID, str],
    houses: Mapping[UUID, str],
    words: Mapping[UUID, str],
) -> Line:
    office = str(settings.OFFICE.name)
    hidden = len(entry.about) - SHOWN
    return Line(
        seq=entry.seq,
        when=spoken(entry.at),
        sentence=sentence_of(entry.event),
        kind=Kind(entry.kind).label,
        who=people.get(entry.who, UNKNOWN),
        role=", ".join(_role(role) for role in entry.role.split("+") if role),
        on_behalf=", ".join(people.get(one, UNKNOWN) for one in entry.on_behalf),
        organisation=houses.get(entry.organisation, "") if entry.organisation else office,
        things=tuple(_link(thing) for thing in entry.about[:SHOWN]),
        more=f"und {hidden} weitere" if hidden > 0 else "",
        words=_few(list(dict.fromkeys(words[one] for one in entry.about if one in words))),
        details=" · ".join(
            filter(
                None,
                (
                    sums.went(entry.outcome, entry.reason),
                    sums.with_purpose(entry.purpose, sums.detail(entry.event, entry.facts)),
                ),
            )
        ),
    )


def _link(thing: UUID) -> ThingLink:
    return ThingLink(text=str(thing)[:8], href=reverse("trail_of", args=[thing]))


def _role(role: str) -> str:
    return Role(role).label if role in Role.values else role


def _few(words: list[str]) -> str:
    """Name some, and count the others."""
    shown, hidden = ", ".join(words[:SHOWN]), len(words) - SHOWN
    return f"{shown} und {hidden} weitere" if hidden > 0 else shown


def sentence_of(code: str) -> str:
    """Give the sentence of an event; a refused deed is named after the deed."""
    event = trail.event_named(code)
    if event:
        return event.sentence
    if code.endswith(REFUSED):
        return f"Nicht zugelassen: {REFUSED_DEEDS.get(code.partition('.')[0], 'Handlung')}"
    return code


def spoken(moment: datetime) -> str:
    """Write a moment as people of the office read it."""
    there = moment.astimezone(BERLIN)
    return f"{WEEKDAYS[there.weekday()]}, {there:%d.%m.%Y, %H:%M:%S} Uhr"


def lamp(now: datetime) -> Lamp:
    """Say how the seal stands: whether it comes in time, and what the last check found."""
    last = SealCheck.objects.filter(ended_at__isnull=False).order_by("-ended_at").first()
    if last and last.result == Result.BENT:
        text = f"Siegel geprüft am {spoken(_ended(last))}: Einträge wurden verändert."
        return Lamp(text=text, kind="danger")
    bent = SealCheck.objects.filter(result=Result.BENT, ended_at__gte=now - REMEMBERED)
    before = bent.order_by("-ended_at").first()
    if last and before:
        text = (
            f"Am {spoken(_ended(before))} fand eine Prüfung veränderte Einträge. "
            f"Die letzte Prüfung am {spoken(_ended(last))} fand keine. Bitte klären Sie, was war."
        )
        return Lamp(text=text, kind="warning")
    if reader.seal_is_late(now, SEAL_IS_LATE):
        text = "Seit über zehn Minuten wird nicht versiegelt. Bitte geben Sie der Technik Bescheid."
        return Lamp(text=text, kind="warning")
    if text := _not_arriving():
        return Lamp(text=text, kind="warning")
    if last is None:
        return Lamp(text="Das Siegel wurde noch nicht geprüft.", kind="info")
    counted = f"{numbered(last.checked)} Einträge, alle unverändert"
    text = f"Siegel geprüft am {spoken(_ended(last))}: {counted}."
    return Lamp(text=text, kind="success")


def _not_arriving() -> str:
    """Say which way out of the house is blocked for signed states; nothing when all are open."""
    if failing := reader.folders_failing():
        where = "zweiten" if failing == [2] else "ersten"
        blocked = f"Auf dem {where} Datenträger für Siegel kommt nichts an."
    elif reader.mail_failing():
        blocked = "Das Siegel geht nicht als Mail hinaus."
    else:
        return ""
    return f"{blocked} Bitte geben Sie der Technik Bescheid."


def _ended(check: SealCheck) -> datetime:
    return check.ended_at or check.asked_at


def check_sheet(check: SealCheck, now: datetime) -> CheckSheet:
    """Make the sheet of one check."""
    running = check.ended_at is None
    stuck = running and check.asked_at < now - STUCK
    title, text, kind = _said(check, stuck=stuck)
    return CheckSheet(
        href=reverse("seal_check", args=[check.id]),
        running=running and not stuck,
        title=title,
        text=text,
        kind=kind,
        rows=_rows(check),
        findings=tuple(check.findings),
    )


def _rows(check: SealCheck) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Begonnen", spoken(check.asked_at)),
        ("Veranlasst von", check.asked_by.display_name),
    ]
    if check.ended_at:
        rows.append(("Beendet", spoken(check.ended_at)))
        rows.append(("Geprüfte Einträge", numbered(check.checked)))
    return tuple(rows)


def _said(check: SealCheck, *, stuck: bool) -> tuple[str, str, str]:
    if stuck:
        return "Die Prüfung wurde nicht beendet.", "Bitte beginnen Sie sie erneut.", "warning"
    if check.ended_at is None:
        done, of = cache.get(check.place_of_progress, (0, 0))
        text = f"{numbered(done)} von {numbered(of)} Einträgen" if of else "Sie beginnt gleich."
        return "Die Prüfung läuft.", text, "info"
    if check.result == Result.BENT:
        text = (
            "Bitte sichern Sie die Siegel außerhalb der Datenbank und verständigen Sie die Leitung."
        )
        return "Einträge wurden verändert.", text, "danger"
    return f"{numbered(check.checked)} Einträge, alle unverändert.", "", "success"
