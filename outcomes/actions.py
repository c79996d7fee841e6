"""Deeds about reports: have one counted, look at it, release or return it, read it, take it along."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from accounts import access as accounts
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit import trail
from audit.deeds import NotPossibleError, deed, must_see
from outcomes import access, census, events, naming, printing, sheets, sums
from outcomes.flow import FLOW, Status
from outcomes.models import Report, ReportPaper
from protection import wall
from protection.pdf import pages_of
from referrals.facts import actions as snapshots
from referrals.facts.models import Snapshot
from referrals.releases import actions as releases
from referrals.releases.sums import sentence

# The names under which the worker knows its tasks; the tasks themselves stand above the deeds.
COUNT, PRINT = "outcomes.count", "outcomes.print"
TOO_EARLY = "Für {} gibt es noch keinen Stichtag. Gezählt wird zum Ende jedes Quartals."
OPEN_ALREADY = "Für {} ist schon ein Bericht in Arbeit."
RELEASED_ALREADY = (
    "Für {} ist der Stichtag {:%d.%m.%Y} schon freigegeben. Der nächste folgt zum Quartalsende."
)
TWO_PEOPLE = "Wer einen Bericht vorbereitet, gibt ihn nicht selbst frei. Bitte holen Sie eine zweite Person dazu."
OVERTAKEN = (
    "Inzwischen wurde ein anderer Bericht für {} freigegeben. "
    "Bitte geben Sie diesen zurück und lassen Sie neu rechnen."
)
TEXT_UNCHECKED = "Bitte lesen Sie den Begleittext und bestätigen Sie, dass darin nichts über einzelne Familien steht."
NOBODY_ELSE = (
    "Außer Ihnen kann niemand diesen Bericht freigeben. "
    "Bitte lassen Sie ihn von der Jugendhilfeplanung vorbereiten."
)
NAMES_SOMEBODY = (
    "Das klingt nach einer bestimmten Person oder Familie: {}. Bitte nehmen Sie es heraus."
)
HINT_MISSING = "Bitte schreiben Sie, was sich ändern soll."
PAPER_NOT_YET = "Das PDF wird noch erstellt. Bitte öffnen Sie es in einigen Sekunden."


@deed
def prepare(*, by: Actor, year: int, text: str = "") -> Report:
    """Have the report of a year counted at the last quarter's end; the worker counts."""
    if not access.may_prepare(by):
        raise PermissionDenied
    cut_on = sums.last_cut(by.today)
    _check_cut(year, cut_on)
    _check_second_person(by)
    _check_wording(text, "text")
    report = Report(
        year=year, cut_on=cut_on, text=text.strip(), prepared_by=by.user, ordered_at=by.now
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as twice:
        raise NotPossibleError(OPEN_ALREADY.format(year), field="year") from twice
    app.configure_task(COUNT).defer(report=str(report.id))
    trail.record(events.ORDERED, by=by, about=[report], facts={"year": year, "cut": cut_on})
    return report


@deed
def freeze(*, by: Actor, report: Report) -> Snapshot:
    """Freeze the facts that an ordered report counts; only the clock does."""
    if not by.has(Role.CLOCK):
        raise PermissionDenied
    FLOW.check(report.status, Status.PREPARED)
    return snapshots.gather(by=by, year=report.year, cut_on=report.cut_on)


@deed
def keep(*, by: Actor, report: Report, snapshot: Snapshot, counted: census.Counted) -> Report:
    """Keep the protected numbers of a report, so that a second person can look at them."""
    if not by.has(Role.CLOCK):
        raise PermissionDenied
    report = _locked(report)
    FLOW.check(report.status, Status.PREPARED)
    release = counted.release
    report.status, report.snapshot, report.prepared_at = Status.PREPARED, snapshot, by.now
    report.tables = [table.to_plain() for table in release.tables]
    report.labels, report.earlier = counted.labels, list(counted.earlier)
    report.threshold, report.method = release.threshold, release.method
    report.digest = release.digest()
    report.save()
    trail.record(events.PREPARED, by=by, about=[report, snapshot], facts={"digest": report.digest})
    return report


@deed
def give_up(*, by: Actor, report: Report, problem: str) -> Report:
    """Note that a report could not be counted, by the name of the problem alone."""
    if not by.has(Role.CLOCK):
        raise PermissionDenied
    report = _locked(report)
    FLOW.check(report.status, Status.FAILED)
    report.status, report.problem = Status.FAILED, problem[:40]
    report.save(update_fields=["status", "problem"])
    trail.record(events.FAILED, by=by, about=[report], facts={"problem": problem})
    return report


@deed
def release(*, by: Actor, report: Report, names_nobody: bool = False) -> Report:
    """Release a report: a second person, after looking at it. From now on it never changes.

    `names_nobody`: the person read the accompanying text and found no family in it.
    """
    if not by.has(Role.HEAD):
        raise PermissionDenied
    report = _locked_with_its_year(report)
    FLOW.check(report.status, Status.RELEASED)
    if not access.may_release(by, report):
        raise NotPossibleError(TWO_PEOPLE)
    if _released(report.year) != set(report.earlier):
        raise NotPossibleError(OVERTAKEN.format(report.year))
    if report.text and not names_nobody:
        raise NotPossibleError(TEXT_UNCHECKED, field="names_nobody")
    census.release_of(report)
    report.status, report.released_by, report.released_at = Status.RELEASED, by.user, by.now
    report.save(update_fields=["status", "released_by", "released_at"])
    app.configure_task(PRINT).defer(report=str(report.id))
    facts: dict[str, trail.Fact] = {"digest": report.digest}
    if report.text:
        facts["text_names_nobody"] = names_nobody
    trail.record(events.RELEASED, by=by, about=[report], facts=facts)
    return report


@deed
def return_report(*, by: Actor, report: Report, hint: str) -> Report:
    """Return a report with a hint to whoever had it counted; they themselves take it back without one."""
    report = _locked(report)
    if not access.may_return(by, report):
        raise PermissionDenied
    FLOW.check(report.status, Status.RETURNED)
    if not hint.strip() and report.prepared_by_id != by.user_id:
        raise NotPossibleError(HINT_MISSING, field="hint")
    _check_wording(hint, "hint")
    report.status, report.hint = Status.RETURNED, hint.strip()
    report.save(update_fields=["status", "hint"])
    trail.record(events.RETURNED, by=by, about=[report])
    return report


@deed
def list_all(*, by: Actor) -> tuple[sheets.ReportLine, ...]:
    """Hand out the list of reports a person may see, the newest first."""
    rows = Report.objects.visible_to(by).defer("tables", "labels")
    people = rows.select_related("prepared_by", "released_by").order_by("-year", "-ordered_at")
    trail.record(events.LISTED, by=by)
    return tuple(sheets.line(row, by) for row in people)


@deed
def read(*, by: Actor, report: Report) -> sheets.ReportSheet:
    """Hand out a report with its protected numbers."""
    must_see(Report.objects.visible_to(by), report)
    trail.record(events.READ, by=by, about=[report])
    return _sheet(by, report)


@deed
def export(*, by: Actor, report: Report) -> str:
    """Hand out the numbers of a report as a file for a spreadsheet."""
    must_see(Report.objects.visible_to(by), report)
    _must_be_released(report)
    written = printing.csv_of(_sheet(by, report))
    _must_hold_nothing_protected(by, (written,))
    trail.record(events.EXPORTED, by=by, about=[report], facts={"form": "csv"})
    return written


@deed
def print_paper(*, by: Actor, report: Report) -> ReportPaper:
    """Print a released report; the worker does it, once."""
    if not by.has(Role.CLOCK):
        raise PermissionDenied
    paper = ReportPaper.objects.filter(report=report).first()
    if paper is None:
        _must_be_released(report)
        content = printing.pdf_of(_sheet(by, report), by.today)
        _must_hold_nothing_protected(by, pages_of(content))
        paper = ReportPaper.objects.create(report=report, content=content, made_at=by.now)
    trail.record(events.PRINTED, by=by, about=[report])
    return paper


@deed
def open_paper(*, by: Actor, report: Report) -> bytes:
    """Hand out the PDF of a released report."""
    must_see(Report.objects.visible_to(by), report)
    _must_be_released(report)
    paper = ReportPaper.objects.filter(report=report).first()
    if paper is None:
        raise NotPossibleError(PAPER_NOT_YET)
    trail.record(events.EXPORTED, by=by, about=[report], facts={"form": "pdf"})
    return bytes(paper.content)


def _must_hold_nothing_protected(by: Actor, pages: tuple[str, ...]) -> None:
    """Refuse a file about many that names a protected address, number or school."""
    found = releases.look_through(by=by, release=releases.Release(pages=pages))
    if found:
        raise NotPossibleError(sentence(found, paged=len(pages) > 1))


def _sheet(by: Actor, report: Report) -> sheets.ReportSheet:
    """Read the numbers with the role that could read nothing else."""
    with wall.as_report():
        stored = Report.objects.only("tables", "labels", "threshold", "method", "digest").get(
            id=report.id
        )
        contents = None
        if stored.tables is not None:
            contents = sheets.contents(census.release_of(stored), stored.labels or {})
        has_paper = ReportPaper.objects.filter(report=report.id).exists()
    return sheets.sheet(report, contents, by, has_paper=has_paper)


def _check_cut(year: int, cut_on: date) -> None:
    if cut_on.year < year:
        raise NotPossibleError(TOO_EARLY.format(year), field="year")
    if Report.objects.filter(year=year, cut_on__gte=cut_on, status=Status.RELEASED).exists():
        raise NotPossibleError(RELEASED_ALREADY.format(year, cut_on), field="year")


def _check_second_person(by: Actor) -> None:
    """Refuse a report that nobody but its author could release."""
    others = User.objects.filter(accounts.holds(Role.HEAD, by.today)).exclude(id=by.user_id)
    if not others.exists():
        raise NotPossibleError(NOBODY_ELSE)


def _check_wording(text: str, field: str) -> None:
    """Refuse a public text that seems to name a family."""
    found = naming.seems_to_name(text)
    if found:
        raise NotPossibleError(NAMES_SOMEBODY.format(", ".join(found)), field=field)


def _must_be_released(report: Report) -> None:
    if report.status != Status.RELEASED:
        raise NotPossibleError("Dieser Bericht ist noch nicht freigegeben.")


def _released(year: int) -> set[UUID]:
    rows = Report.objects.filter(year=year, status=Status.RELEASED)
    return set(rows.values_list("id", flat=True))


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).get(id=report.id)


def _locked_with_its_year(report: Report) -> Report:
    """Lock all reports of a year in order of id: two releases at once see each other."""
    rows = Report.objects.select_for_update(of=("self",)).filter(year=report.year).order_by("id")
    return next(row for row in rows if row.id == report.id)
