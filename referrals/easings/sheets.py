"""What waits about protected addresses, for the first page, and whether a carer is named for one."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from audit.clock import moment_text
from referrals.aids.models import Aid
from referrals.families import access as families_access
from referrals.families.models import Family
from referrals.shields import access
from referrals.shields.models import Change, Kept, Shield, Showing, Withheld
from referrals.shields.sheets import title_of
from referrals.shields.sums import REMINDED_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFor:
    """A protected address for which a person is named, by Merkwort alone."""

    id: UUID
    family: UUID
    title: str
    text: str


def is_named(aid: Aid, by: Actor) -> bool:
    """Tell it from the database itself, which gives the row to nobody who is not named."""
    rows = Withheld.objects.filter(family=aid.family_id, kind=Kept.ADDRESS, text__isnull=False)
    return not by.is_office and rows.exists()


def ending(by: Actor) -> list[tuple[UUID, str, date]]:
    """Give the shields whose lock runs out within three months, or ran out: family, word, day."""
    soon = by.today + REMINDED_BEFORE
    rows = Shield.objects.visible_to(by).standing().filter(until_on__lte=soon)
    found = rows.select_related("family").order_by("until_on")
    return [
        (row.family_id, row.family.word, row.until_on)
        for row in found
        if row.until_on and access.may_set(by, row.family)
    ]


def waiting(by: Actor) -> list[tuple[UUID, str, str]]:
    """Give the proposals that wait for this person: family, word, what is proposed."""
    rows = Change.objects.visible_to(by).filter(decided_at=None)
    found = rows.select_related("shield__family__team", "person", "proposed_by").order_by(
        "proposed_at"
    )
    return [
        (row.shield.family_id, row.shield.family.word, title_of(row))
        for row in found
        if access.may_decide(by, row)
    ]


def lately_shown(by: Actor) -> list[tuple[UUID, str, str, str]]:
    """Give who else opened the address of an own family since the last working day: family, word, name, time."""
    first = by.today - timedelta(days=1)
    while not clock.is_working_day(first):
        first -= timedelta(days=1)
    rows = Showing.objects.filter(
        shown_at__gte=clock.moment(first, hour=0),
        shield__family__in=Family.objects.filter(families_access.kept_by(by)),
    ).exclude(person=by.user_id)
    found = rows.select_related("shield__family", "person").order_by("-shown_at")
    return [
        (
            one.shield.family_id,
            one.shield.family.word,
            one.person.display_name,
            f"{one.shown_at.astimezone(clock.BERLIN):%H:%M}"
            if clock.day(one.shown_at) == by.today
            else moment_text(one.shown_at),
        )
        for one in found
    ]


def named_for(by: Actor) -> tuple[NamedFor, ...]:
    """Give the protected addresses for which somebody is named today, or stands in for one who is."""
    rows = Shield.objects.visible_to(by).standing().filter(access.named_for(by))
    found = rows.select_related("family__worker").order_by("family__word")
    return tuple(
        NamedFor(
            id=row.id,
            family=row.family_id,
            title=row.family.word,
            text=_for_whom(row, by),
        )
        for row in found
    )


def _for_whom(row: Shield, by: Actor) -> str:
    worker = row.family.worker
    asks = f"Zuständig: {worker.display_name}, {worker.number}"
    return asks if by.user_id in row.people else f"{asks} · in Vertretung"
