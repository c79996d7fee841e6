"""Deeds that look through what leaves the house, and write it for a parent who lives apart.

Whoever lets something out need not be named for a protected address: the values are opened as one of
the named people, compared, and never handed on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection import wall
from referrals.releases import access, events, sheets, sums
from referrals.releases.sums import Finding, Value
from referrals.shields.models import Kept, Shield, Withheld


@dataclass(frozen=True, slots=True)
class Release:
    """What is to leave the house: its pages, and the families whose secrets must not stand on them.

    Without families every shield is looked for, as in files about many. `apart` looks for what a
    parent who lives apart must not learn, protected or not.
    """

    pages: tuple[str, ...]
    families: tuple[UUID, ...] | None = None
    apart: bool = False


@deed
def look_through(*, by: Actor, release: Release) -> tuple[Finding, ...]:
    """Look through a finished text for what is protected; page and kind are told, never the value."""
    must(access.may_check(by))
    values = _values(release.families, apart=release.apart)
    found = sums.found_in(release.pages, values, is_table=release.families is None)
    facts = {"pages": len(release.pages), "found": len(found), "apart": release.apart}
    trail.record(events.CHECKED, by=by, about=release.families or (), facts=facts)
    return found


@deed
def refuse_protected(*, by: Actor, family: UUID, text: str, at: tuple[str, str]) -> None:
    """Refuse a text for a provider that names a protected address, number or school, `at` the field
    in which it is typed, with the words in which a sentence speaks of it.
    """
    must(access.may_check(by))
    found = sums.found_in([text], _values((family,), apart=False))
    if found:
        field, where = at
        raise NotPossibleError(sums.sentence(found, field=where), field=field)
    trail.record(events.CHECKED, by=by, about=[family], facts={"found": 0})


@deed
def find(
    *, by: Actor, family: UUID, texts: Mapping[str, str], apart: bool = False
) -> dict[str, list[str]]:
    """Find which of several texts hold a protected value, or what a parent who lives apart must not
    learn; their names and the kinds are told, never the value.
    """
    must(access.may_check(by))
    found = sums.places_in(texts, _values((family,), apart=apart))
    trail.record(events.CHECKED, by=by, about=[family], facts={"found": len(found)})
    return found


@deed
def kept_back(
    *, by: Actor, family: UUID, told_at: datetime, texts: Mapping[str, str], moved: Collection[str]
) -> frozenset[str]:
    """Name the lines of an old sheet that the office reads no more there, because its family was
    protected after it was told: what is protected stands behind its own recorded click.

    Args:
        by: whoever of the office reads the sheet, named or not.
        family: whose sheet it is.
        told_at: when it was told.
        texts: its lines by their labels.
        moved: the labels of what lies elsewhere as soon as an address is protected.

    Returns:
        The labels of lines that hold a protected value, and of what was moved. Source: DP-72, DP-78.
    """
    must(access.may_check(by))
    shields = Shield.objects.filter(family=family)
    found = sums.places_in(texts, _values((family,), apart=False)) if shields.exists() else {}
    was_before = shields.standing().filter(set_at__gt=told_at).exists()
    labels = frozenset({*found, *(moved if was_before else ())})
    trail.record(events.CHECKED, by=by, about=[family], facts={"found": len(labels)})
    return labels


@deed
def refuse_texts(*, by: Actor, family: UUID, texts: Mapping[str, str], rule: str = "") -> None:
    """Refuse to let several texts go out, whenever they were typed, while one names a protected
    address, number or school; the places are told, never the value.

    Whoever need not know that anything is protected is told a `rule` instead.
    """
    must(access.may_check(by))
    if found := sums.places_in(texts, _values((family,), apart=False)):
        raise NotPossibleError(rule or sums.kept_back(found))
    trail.record(events.CHECKED, by=by, about=[family], facts={"found": 0})


@deed
def mask(*, by: Actor, family: UUID, texts: Mapping[str, str]) -> dict[str, str]:
    """Write texts for a parent who lives apart: sentences with an address, a number or a school are
    taken out.
    """
    must(access.may_check(by))
    values = _values((family,), apart=True)
    made = {name: sums.masked(text, values) for name, text in texts.items()}
    changed = sum(made[name] != text for name, text in texts.items())
    trail.record(events.MASKED, by=by, about=[family], facts={"changed": changed})
    return made


def _values(families: tuple[UUID, ...] | None, *, apart: bool) -> list[Value]:
    with wall.as_office():
        rows = Shield.objects.all()
        if families is not None:
            rows = rows.filter(family__in=families)
        people = {person for shield in rows for person in shield.people}
        with wall.as_one_of(people):
            kept = Withheld.objects.filter(shield__in=rows).select_related("lock")
            if families is None:  # the spaces of the town stand in every report
                kept = kept.exclude(kind=Kept.SPACE)
            found = sheets.secret_values(kept)
        for family in families or () if apart else ():
            found += sheets.plain_values(family)
        return found
