"""Deeds of the duplicate check: ask the town, and keep the marks new."""

from collections.abc import Sequence
from uuid import UUID

from accounts.actor import Actor
from audit import reader, trail
from audit.deeds import deed, must
from protection import blind
from referrals.duplicates import access, events, sheets, sums
from referrals.duplicates.models import Asking, Trace, families_counted, unmarked
from referrals.duplicates.sheets import Found
from referrals.families.models import Family
from referrals.families.sheets import name_of


@deed
def ask(
    *,
    by: Actor,
    people: Sequence[tuple[str, str]],
    but: UUID | None = None,
    family: Family | None = None,
) -> Found | None:
    """Look in the whole town for people of the same birth date whose surname sounds the same.

    Each of the people is a surname and a birth date as ISO 8601; without a surname they bear that of the family
    they come into. The answer names a district and its worker; for
    a protected family, or one that a conflict of interest keeps away, it is silent, and that worker is told. Nothing
    is searched when somebody asks too often.
    """
    must(access.may_ask(by, family))
    name = name_of(family) if family else ""
    asked = [(last or name, born) for last, born in people if sums.values(last or name, born)]
    if _is_too_often(by):
        trail.record(events.NOT_ASKED, by=by)
        return None
    found = sheets.found(by, asked, families_counted(), family.id if family else but)
    for family in found.silent:
        Asking.objects.create(family=family, person=by.user, asked_at=by.now)
    hits = len(found.known) + len(found.silent)
    own = [one.family for one in found.known if one.family]
    trail.record(
        events.ASKED,
        by=by,
        about=[*own, *(family.id for family in found.silent)],
        facts={"people": len(asked), "hits": hits},
    )
    return found


@deed
def renew(*, by: Actor, batch: int = 500) -> int:
    """Make the marks of people who have none, or some of an older key or of a smaller town; tell how many."""
    must(access.may_renew(by))
    families = families_counted()
    kind = blind.kind_now(families)
    people = list(unmarked(families).select_related("lock").order_by("id")[:batch])
    Trace.objects.filter(person__in=people).delete()
    rows = [
        Trace(person=person, kind=kind, mark=mark)
        for person in people
        for mark in sheets.marks_of(person, families) or (None,)
    ]
    Trace.objects.bulk_create(rows)
    trail.record(events.RENEWED, by=by, facts={"people": len(people)})
    return len(people)


def _is_too_often(by: Actor) -> bool:
    code = events.ASKED.code
    limits = ((sums.AN_HOUR, sums.ASKED_AN_HOUR), (sums.A_DAY, sums.ASKED_A_DAY))
    return sums.is_too_often(
        (reader.count(by.user_id, code, by.now - span), most) for span, most in limits
    )
