"""Deeds that bring a care plan on paper: asked for on a page, made by the worker, opened by who asked."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django import app

from accounts.actor import Actor
from accounts.roles import Role
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.pdf import pages_of
from referrals.papers import events, printing, sheets
from referrals.papers.models import Audience, Paper
from referrals.papers.sheets import PapersSheet, PrintedPaper
from referrals.plans import access as plans
from referrals.plans.models import Version
from referrals.plans.sheets import VersionSheet
from referrals.plans.sheets import version as version_sheet
from referrals.releases import actions as releases
from referrals.releases.sums import Finding

# The name under which the worker knows its task; the task itself stands above the deeds.
TASK = "papers.make"
NOT_YET = "Das PDF wird noch erstellt. Bitte öffnen Sie es in einigen Sekunden."
HELD = (
    "Das Dokument enthält eine geschützte Angabe ({}). Es wurde nicht ausgegeben. "
    "Bitte wählen Sie die Fassung für den Empfänger."
)
NOT_MADE = "Das PDF konnte nicht erstellt werden. Bitte erstellen Sie es noch einmal."


@deed
def order(*, by: Actor, version: Version, audience: Audience = Audience.EVERYBODY) -> Paper:
    """Ask the worker for a PDF; who asked twice gets the one that is being made."""
    seen = Version.objects.visible_to(by).select_for_update(of=("self",)).filter(id=version.id)
    locked = seen.select_related("lock", "plan__aid").first()
    if locked is None:
        raise PermissionDenied
    waiting = Paper.objects.visible_to(by).filter(
        version=locked, made_at=None, failed=False, held="", audience=audience
    )
    paper = next((row for row in waiting if sheets.is_waiting(row, by)), None)
    if paper is None:
        readers = sorted(by.providers & set(locked.readers))
        paper = Paper(version=locked, readers=readers, lock=locked.lock)
        paper.audience = audience
        paper.asked_at, paper.asked_by = by.now, by.user
        paper.save(force_insert=True)
        app.configure_task(TASK).defer(paper=str(paper.id))
    trail.record(events.ORDERED, by=by, about=[paper.id, *_about(locked)])
    return paper


@deed
def make(*, by: Actor, paper: Paper) -> Paper:
    """Print a version and seal the PDF with the key of its help; the worker does it.

    The text of the finished file is looked through: where it holds a protected value, nobody gets it.
    """
    must(by.has(Role.CLOCK) or paper.asked_by_id == by.user_id)
    # Printing takes seconds; the row is locked only to write the result.
    audience = Audience(paper.audience)
    pdf = None if paper.made_at else printing.pdf_of(_sheet(by, paper), by.today, audience)
    found = _looked_through(by, paper, pages_of(pdf)) if pdf else ()
    paper = Paper.objects.select_for_update(of=("self",)).select_related("lock").get(id=paper.id)
    if found:
        paper.held = "; ".join(f"Seite {one.page}, {one.kind}" for one in found)[:200]
        paper.save(update_fields=["held"])
        trail.record(events.HELD, by=by, about=[paper.id, *_about(paper.version)])
        return paper
    if pdf and paper.made_at is None:
        paper.content = sheets.wrapped(pdf)
        paper.made_at, paper.failed = by.now, False
        paper.save()
    trail.record(events.MADE, by=by, about=[paper.id, *_about(paper.version)])
    return paper


@deed
def give_up(*, by: Actor, paper: Paper, error: str) -> Paper:
    """Note that printing failed, by the name of the error alone; its text might speak of people."""
    must(by.has(Role.CLOCK) or paper.asked_by_id == by.user_id)
    paper.failed = True
    paper.save(update_fields=["failed"])
    facts = {"error": error}
    trail.record(events.FAILED, by=by, about=[paper.id, *_about(paper.version)], facts=facts)
    return paper


@deed
def outdate(*, by: Actor, version: Version) -> None:
    """Take back printed papers of a version of which something is disputed or restricted since: they are
    printed anew, with the mark.
    """
    must(plans.may_write(by, version.plan))
    rows = Paper.objects.select_for_update(of=("self",)).filter(
        version=version, content__isnull=False
    )
    for paper in rows:
        paper.content, paper.made_at, paper.failed = None, None, True
        paper.save(update_fields=["content", "made_at", "failed"])
    trail.record(events.OUTDATED, by=by, about=_about(version))


@deed
def show(*, by: Actor, version: Version) -> PapersSheet:
    """Show which papers of a version a person asked for."""
    must_see(Version.objects.visible_to(by), version)
    sheet = sheets.papers_of(version, by)
    trail.record(events.LISTED, by=by, about=[*_about(version)])
    return sheet


@deed
def preview(
    *,
    by: Actor,
    version: Version,
    stylesheets: Sequence[str],
    back: str,
    audience: Audience = Audience.EVERYBODY,
) -> str:
    """Read a version as it will stand on paper."""
    must_see(Version.objects.visible_to(by), version)
    sheet = _for(by, audience, version, version_sheet(version, by))
    page = printing.html_of(sheet, by.today, audience=audience, stylesheets=stylesheets, back=back)
    trail.record(events.PREVIEWED, by=by, about=_about(version))
    return page


@deed
def open_paper(*, by: Actor, paper: Paper) -> PrintedPaper:
    """Open a finished PDF under its neutral name."""
    if paper.asked_by_id != by.user_id:
        raise PermissionDenied
    if paper.held:
        raise NotPossibleError(HELD.format(paper.held))
    if paper.made_at is None:
        raise NotPossibleError(NOT_YET if sheets.is_waiting(paper, by) else NOT_MADE)
    version = paper.version
    audience = Audience(paper.audience)
    name = printing.file_name(version.plan.aid.word, version.meeting_on, audience)
    trail.record(events.PRINTED, by=by, about=[paper.id, *_about(version)])
    return PrintedPaper(name=name, content=sheets.unwrapped(paper))


def _sheet(by: Actor, paper: Paper) -> VersionSheet:
    rows = ("lock", "author", "decided_by", "edited_by", "plan__aid__aid_type", "plan__aid__lock")
    version = Version.objects.select_related(*rows).get(id=paper.version_id)
    return _for(by, Audience(paper.audience), version, version_sheet(version, by))


def _for(by: Actor, audience: Audience, version: Version, sheet: VersionSheet) -> VersionSheet:
    """Write the sheet for whoever gets the paper."""
    if audience == Audience.EVERYBODY:
        return sheet
    family = version.plan.aid.family_id
    texts = releases.mask(by=by, family=family, texts=sheets.texts_of(sheet))
    return sheets.for_one_apart(sheet, texts)


def _looked_through(by: Actor, paper: Paper, pages: tuple[str, ...]) -> tuple[Finding, ...]:
    family = paper.version.plan.aid.family_id
    apart = paper.audience == Audience.APART
    release = releases.Release(pages=pages, families=(family,), apart=apart)
    return releases.look_through(by=by, release=release)


def _about(version: Version) -> list[UUID]:
    aid = version.plan.aid
    return [version.id, version.plan_id, aid.id, aid.family_id]
