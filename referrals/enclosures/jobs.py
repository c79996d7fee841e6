"""What the worker does for photographs and files: has them looked through, and sweeps up."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import files, wall
from protection.files import FileBrokenError, FileGoneError
from protection.scanning import ScannerAwayError
from referrals.enclosures import actions
from referrals.enclosures.flow import Status
from referrals.enclosures.models import Enclosure

logger = logging.getLogger(__name__)
# Up to so many leftovers are swept whatever else there is.
MOST_SWEPT = 100


@app.task(name=actions.TASK)
def scan(enclosure: str) -> None:
    """Look through one file, given by its id; while there is no scanner it waits for the next round."""
    _scan(UUID(enclosure))


@app.periodic(cron="*/5 * * * *")
@app.task(name="enclosures.scan_waiting", queueing_lock="enclosures.scan", lock="enclosures.scan")
def scan_waiting(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Look through what still waits, the oldest first; without a scanner the round is over."""
    with wall.standing_as(Actor.clock(clock.read())):
        waiting = Enclosure.objects.filter(status=Status.UNSCANNED).order_by("uploaded_at")
        ids = list(waiting.values_list("id", flat=True))
    for one in ids:
        if not _scan(one):
            return


@app.periodic(cron="25 * * * *")
@app.task(name="enclosures.sweep", queueing_lock="enclosures.sweep", lock="enclosures.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Remove every hour what cut off uploads and erased families left on the disk."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        # The folder is looked at before the rows: what is written in between has its row by then.
        lying = files.orphans((), now=by.now)
        known = set(Enclosure.objects.exclude(stored="").values_list("stored", flat=True))
        left = [path for path in lying if path.name not in known]
        if len(left) > max(MOST_SWEPT, len(known)):
            # So much is no leftover: this is another database, or its rows are hidden.
            logger.error("%s files belong to no row; nothing is swept.", len(left))
        elif left:
            actions.sweep(by=by, left=left)


def _scan(identity: UUID) -> bool:
    """Look through one file in its own transaction; tell whether there is a scanner."""
    by = Actor.clock(clock.read())
    try:
        with wall.standing_as(by):
            row = Enclosure.objects.select_related("lock").filter(id=identity).first()
            if row is not None and row.status == Status.UNSCANNED:
                actions.scan(by=by, enclosure=row)
    except ScannerAwayError:
        logger.warning("No malware scanner answers; files wait.")
        return False
    except (FileGoneError, FileBrokenError):
        logger.error("File %s is gone or was changed.", identity)  # noqa: TRY400  # its trace says nothing more
    return True
