"""Deeds that close a case and open the next one."""

from datetime import date

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.closings import access, events, sheets
from referrals.families.flow import CaseEnd
from referrals.families.models import Case, Family

GOING_ON = "Es läuft noch etwas: {}. Bitte beenden Sie es zuerst."
CLOSED = "Der Vorgang ist schon abgeschlossen."
OPEN = "Der Vorgang ist offen."
LATER = "Dieser Tag liegt noch vor uns."
EARLIER = "Dieser Tag liegt vor dem Beginn des Vorgangs am {:%d.%m.%Y}."


@deed
def read(*, by: Actor, family: Family) -> sheets.CaseSheet:
    """Read how the case stands and what keeps it open, before closing it."""
    must(access.may_close(by, family))
    sheet = sheets.sheet(family)
    trail.record(events.PREPARED, by=by, about=[family])
    return sheet


@deed
def close(*, by: Actor, family: Family, end: CaseEnd, closed_on: date) -> Case:
    """Close the case of a family: nothing is going on any more; from this day periods of keeping run."""
    family = _locked(by, family)
    case = _latest(family)
    if case.closed_on:
        raise NotPossibleError(CLOSED)
    if closed_on > by.today:
        raise NotPossibleError(LATER, field="closed_on")
    if closed_on < case.opened_on:
        raise NotPossibleError(EARLIER.format(case.opened_on), field="closed_on")
    if going_on := sheets.open_things(family):
        raise NotPossibleError(GOING_ON.format("; ".join(going_on)))
    case.closed_on, case.end = closed_on, end
    case.save(update_fields=["closed_on", "end"])
    facts = {"end": end.value, "on": closed_on}
    trail.record(events.CLOSED, by=by, about=[family, case], facts=facts)
    return case


@deed
def open_again(*, by: Actor, family: Family) -> Case:
    """Open the next case of a family that comes back, in the same file."""
    family = _locked(by, family)
    last = _latest(family)
    if last.closed_on is None:
        raise NotPossibleError(OPEN)
    case = Case.objects.create(family=family, number=last.number + 1, opened_on=by.today)
    trail.record(events.OPENED, by=by, about=[family, case], facts={"number": case.number})
    return case


def _locked(by: Actor, family: Family) -> Family:
    family = Family.objects.select_for_update(of=("self",)).get(id=family.id)
    must(access.may_close(by, family))
    return family


def _latest(family: Family) -> Case:
    return Case.objects.filter(family=family).latest("number")
