"""What must hold after every outage: what was acknowledged is there once, with its entry, and nothing half."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet

from audit.models import Entry
from deploy import devdb
from protection import wall
from protection.sealing import opened
from referrals.enquiries.flow import Status
from referrals.enquiries.models import Copy, Enquiry
from referrals.families.models import Family
from referrals.notes.models import Note
from tests.outage.people import Acknowledged


def problems(told: Acknowledged) -> Iterator[str]:
    """Name everything that is not as it must be."""
    with wall.as_office():
        notes = Counter(opened(one.text) for one in Note.objects.select_related("lock"))
        families = Counter(opened(one.name) for one in Family.objects.select_related("lock"))
        yield from _each("note", told.notes, notes)
        yield from _each("family", told.families, families)
        sent = {str(one) for one in _sent().values_list("id", flat=True)}
        yield from (f"lost: enquiry {one}" for one in told.enquiries if one not in sent)
        yield from _half_sent()
        yield from _entries()


def _each(what: str, told: list[str], there: Counter[str]) -> Iterator[str]:
    for words in told:
        if there[words] != 1:
            yield f"{'lost' if not there[words] else 'twice'}: {what} {words}"


def _sent() -> QuerySet[Enquiry]:
    return Enquiry.objects.exclude(status=Status.DRAFT)


def _half_sent() -> Iterator[str]:
    """An enquiry went to everybody whom its entry names, or to nobody."""
    for enquiry in Enquiry.objects.all():
        entries = Entry.objects.filter(event="enquiry.sent", about__contains=[enquiry.id])
        named = {str(one) for entry in entries for one in entry.facts["providers"]}
        copies = Copy.objects.filter(enquiry=enquiry).values_list("provider", flat=True)
        if {str(one) for one in copies} != named:
            yield f"half sent: enquiry {enquiry.id}"
        if (enquiry.status == Status.DRAFT) != (not named):
            yield f"without entry: enquiry {enquiry.id}"


def _entries() -> Iterator[str]:
    """No row without the entry of its deed, no entry without its row."""
    made = (
        ("note.noted", Note.objects.all()),
        ("family.opened", Family.objects.all()),
        ("enquiry.drafted", Enquiry.objects.all()),
    )
    for event, rows in made:
        here = set(rows.values_list("id", flat=True))
        entries = Entry.objects.filter(event=event, outcome__in=["", "done"])
        spoken = {one for about in entries.values_list("about", flat=True) for one in about}
        yield from (f"without entry: {event} {one}" for one in here - spoken)
        gone = sum(
            not here.intersection(about) for about in entries.values_list("about", flat=True)
        )
        if gone:
            yield f"entries without their deed: {gone} of {event}"


def verified() -> str:
    """Seal what came and verify the trail; give what is wrong, or nothing."""
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_trail", "--rows"],
        cwd=devdb.ROOT,
        env=_owner(),
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-600:]


def _owner() -> dict[str, str]:
    return os.environ | {"DATABASE_URL": devdb.url("owner")}
