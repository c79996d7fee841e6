"""Reports that wait for somebody: to be released by a second person, or to be done again."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.actor import Actor
from audit.clock import day, day_text
from outcomes import access
from outcomes.flow import Status
from outcomes.models import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReport:
    """A report that waits for somebody, as a line of work."""

    about: UUID
    title: str
    text: str
    when: str
    verb: str
    verb_href: str


def waiting(by: Actor) -> tuple[WaitingReport, ...]:
    """Make the reports on which this person can do something now; they name no family."""
    return (*to_release(by), *_came_back(by))


def to_release(by: Actor) -> tuple[WaitingReport, ...]:
    """Make the reports that this person may release now, the oldest first."""
    rows = _rows(by, Q(status=Status.PREPARED))
    return tuple(
        WaitingReport(
            about=report.id,
            title=f"Bericht {report.year} wartet auf Freigabe",
            text=f"Vorbereitet von {report.prepared_by.display_name}",
            when=_when(report),
            verb="Prüfen und freigeben",
            verb_href=f"{reverse('report', args=[report.id])}#pruefen",
        )
        for report in rows
        if access.may_release(by, report)
    )


def _came_back(by: Actor) -> tuple[WaitingReport, ...]:
    """Make the reports of one's own that were returned, until the year is counted again."""
    later = Report.objects.filter(year=OuterRef("year"), ordered_at__gt=OuterRef("ordered_at"))
    mine = Q(~Exists(later), ~Q(hint=""), status=Status.RETURNED, prepared_by=by.user_id)
    return tuple(
        WaitingReport(
            about=report.id,
            title=f"Bericht {report.year} kam zurück",
            text=report.hint,
            when=_when(report),
            verb="Hinweis lesen",
            verb_href=reverse("report", args=[report.id]),
        )
        for report in _rows(by, mine)
    )


def _rows(by: Actor, which: Q) -> QuerySet[Report]:
    found = Report.objects.visible_to(by).filter(which).defer("tables", "labels")
    return found.select_related("prepared_by").order_by("prepared_at")


def _when(report: Report) -> str:
    return day_text(day(report.prepared_at))[:-4] if report.prepared_at else ""
