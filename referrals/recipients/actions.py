"""Deeds about what recipients know: reading it, and taking out what is protected now."""

from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection import wall
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.calls import sheets as calls
from referrals.disclosures import actions as disclosures
from referrals.disclosures import sheets as told_sheets
from referrals.disclosures.access import may_disclose
from referrals.disclosures.flow import Status
from referrals.disclosures.models import Disclosure, Field
from referrals.disclosures.sums import frozen
from referrals.families.models import Family
from referrals.recipients import events, sheets
from referrals.releases import actions as releases
from referrals.shields import actions as shields
from referrals.shields.sheets import ShieldSheet

NOTHING_TO_REPLACE = (
    "Ein Blatt ohne geschützte Angaben ist hier nicht möglich. Beenden Sie bitte die Freigabe."
)
# What the new sheet has from the one before.
TAKEN_OVER = (
    *("provider_id", "copy_id", "basis_id", "basis_words", "word", "until_on", "carer_id"),
    *("accepted_by_id", "accepted_at"),
)


@deed
def read_before_ending(*, by: Actor, disclosure: Disclosure) -> sheets.BeforeEnding:
    """Read what ends and what stays, before a provider is told no more."""
    must(by.is_office and may_disclose(by, disclosure.family))
    who = (disclosure.family_id, disclosure.provider_id)
    trail.record(events.WEIGHED, by=by, about=[disclosure, *who])
    return sheets.before_ending(disclosure, by)


@deed
def read_shield(
    *, by: Actor, family: Family
) -> tuple[ShieldSheet | None, tuple[sheets.KnownLine, ...]]:
    """Read how a household is protected, and which sheets, plans and enquiries already told it."""
    sheet = shields.read(by=by, family=family)
    if sheet is None:
        return None, ()
    told = sheets.told(family, by)
    texts = {str(row.id): sheets.text_of(row) for row in told}
    found = releases.find(by=by, family=family.id, texts=texts)
    for row in told:
        # A line that the office reads no more there is one that the provider still reads.
        if isinstance(row, Disclosure) and (hidden := _kept_back(by, row)):
            found[str(row.id)] = sorted({*found.get(str(row.id), ()), *hidden})
    return sheet, sheets.known(told, found, by)


@deed
def replace(*, by: Actor, disclosure: Disclosure) -> Disclosure:
    """Close a sheet that holds what is protected now, at the gate and at the wall, and give the
    provider the same sheet without it, so that who goes there goes on.
    """
    old = disclosures.end(by=by, disclosure=disclosure)
    rows = told_sheets.rows_of(old)
    found = releases.find(by=by, family=old.family_id, texts=dict(rows))
    kept = sheets.without(rows, found, old.family_id, by)
    if kept in ([], rows):
        raise NotPossibleError(NOTHING_TO_REPLACE)
    labels = dict(kept)
    new = Disclosure(
        id=uuid4(),
        family=old.family,
        lock=make_key(Circle.DISCLOSURE, now=by.now, readers=[old.provider_id]),
        fields=[field for field in old.fields if str(Field(field).label) in labels],
        sheet=Clear(frozen(kept)),
        status=Status.ACCEPTED if old.accepted_at else Status.MADE,
        made_by=by.user,
        made_at=by.now,
        **{name: getattr(old, name) for name in TAKEN_OVER},
    )
    new.save(force_insert=True)
    about: list[trail.Thing | UUID] = [new, old, old.family_id, old.provider_id]
    trail.record(events.REPLACED, by=by, about=about, facts={"fields": new.fields})
    return new


@deed
def read_calls(*, by: Actor, aid: Aid) -> tuple[tuple[str, str], ...]:
    """Read, at a provider, what may be said on the telephone to each person it was told of."""
    must_see(Aid.objects.visible_to(by), aid)
    known = sheets.names_told(aid.family_id, by)
    with wall.as_office():
        lines = calls.outside(aid.family_id, known, by) if known else ()
    facts = {"transmission": True}
    trail.record(events.CALLS_TOLD, by=by, about=[aid.family_id, aid], facts=facts)
    return lines


@deed
def see_as(*, by: Actor, family: Family, provider: Provider) -> sheets.ProviderView:
    """Read what a provider sees of a family: its own sheets, made behind its side of both walls."""
    must(by.is_office and may_disclose(by, family))
    trail.record(events.SEEN_AS, by=by, about=[family, provider])
    there = by.coordinating(provider.id)
    told = Disclosure.objects.visible_to(there).filter(family=family, provider=provider)
    kept_back = {row.id: _kept_back(by, row) for row in told.select_related("lock")}
    with wall.standing_as(there):
        return sheets.provider_view(family, provider, there, kept_back)


def _kept_back(by: Actor, row: Disclosure) -> frozenset[str]:
    """Name the lines of a sheet that are covered for the office and still read by the provider."""
    labels = releases.kept_back(by=by, **told_sheets.as_told(row))
    return frozenset(label for label, _ in told_sheets.rows_of(row) if label in labels)
