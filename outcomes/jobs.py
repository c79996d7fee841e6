"""What the worker does for reports: it counts what was ordered and prints what was released."""

from uuid import UUID

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from outcomes import actions, census
from outcomes.models import Report
from protection import wall


@app.task(name=actions.COUNT)
def count(report: str) -> None:
    """Count one report, given by its id; whatever goes wrong, the page says that it did."""
    by = Actor.clock(clock.read())
    try:
        count_as(by, report)
    except Exception as problem:  # noqa: BLE001  # its text may hold numbers: nothing but its name goes on
        with wall.standing_as(by):
            actions.give_up(by=by, report=_report(report), problem=type(problem).__name__)


def count_as(by: Actor, report: str) -> None:
    """Freeze, protect and keep; between the two transactions nothing is locked and nobody waits."""
    with wall.standing_as(by):
        snapshot = actions.freeze(by=by, report=_report(report))
    counted = census.counted(by, snapshot)
    with wall.standing_as(by):
        actions.keep(by=by, report=_report(report), snapshot=snapshot, counted=counted)


@app.task(name=actions.PRINT)
def print_paper(report: str) -> None:
    """Print one released report, given by its id."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        actions.print_paper(by=by, report=_report(report))


def _report(report: str) -> Report:
    rows = Report.objects.select_related("prepared_by", "released_by")
    return rows.defer("tables", "labels").get(id=UUID(report))
