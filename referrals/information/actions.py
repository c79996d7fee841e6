"""Deeds about what families are told of their data."""

from datetime import date
from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.families.models import Family, Person
from referrals.information import access, events, printing, sheets, sums
from referrals.information.flow import Way
from referrals.information.models import Information

LATER = "Dieser Tag liegt in der Zukunft."
STRANGE = "Bitte wählen Sie eine Person dieser Familie."
NONE_YET = "An diesem Tag galt noch keine Fassung des Informationsblatts."


@deed
def read(*, by: Actor, family: Family) -> sheets.InformationSheet:
    """Read who of a family was informed, and by which version."""
    must(access.may_inform(by, family))
    trail.record(events.LISTED, by=by, about=[family])
    return sheets.information(family, by)


@deed
def give(
    *,
    by: Actor,
    family: Family,
    person: Person,
    way: Way,
    given_on: date,
    id: UUID | None = None,
) -> Information:
    """Note how somebody was informed, or why not; the version is the one that held on that day."""
    must(access.may_inform(by, family))
    if person.family_id != family.id:
        raise NotPossibleError(STRANGE, field="person")
    if given_on > by.today:
        raise NotPossibleError(LATER, field="given_on")
    try:
        text = sums.current(given_on)
    except LookupError:
        raise NotPossibleError(NONE_YET, field="given_on") from None
    row = Information(
        id=id or uuid4(),
        family=family,
        person=person,
        version=text.version,
        digest=text.digest,
        way=way,
        given_on=given_on,
        noted_by=by.user,
        noted_at=by.now,
    )
    row.save(force_insert=True)
    facts = {"way": way.value, "on": given_on}
    trail.record(events.GIVEN, by=by, about=[family, person, row], facts=facts)
    return row


@deed
def print_text(*, by: Actor, family: Family) -> tuple[str, bytes]:
    """Print the version that holds today, to hand it to a family; it names nobody."""
    must(access.may_inform(by, family))
    text = sums.current(by.today)
    trail.record(events.PRINTED, by=by, about=[family])
    return printing.file_name(text), printing.pdf_of(text)
