"""Deeds that open a family's file, complete it, hand it over, and let its readers see it."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied

from accounts.access import unbiased
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.roles import Role, in_force
from audit import trail
from audit.deeds import NotPossibleError, deed
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear, clear
from providers.register.models import SocialSpace
from referrals.families import access, events, sheets
from referrals.families.models import (
    Address,
    Case,
    Family,
    NewPerson,
    Person,
    draw_word,
    space_of,
)
from referrals.families.sheets import FamilyLine, FamilySheet

NOT_IN_THE_LIST = (
    "Diese Straße mit dieser Hausnummer steht nicht im Straßenverzeichnis. "
    "Bitte prüfen Sie die Schreibweise oder wählen Sie den Sozialraum von Hand."
)
MEANWHILE = "Inzwischen ist {} zuständig. Bitte prüfen Sie, ob Sie die Familie weiter übergeben."
NO_PLACE = "Bitte geben Sie die Anschrift an oder wählen Sie den Sozialraum von Hand."


@deed
def open_family(  # noqa: PLR0913  # what the form of a new family asks
    *,
    by: Actor,
    name: str,
    people: Sequence[NewPerson],
    street: str,
    house_number: str,
    town: str = "",
    file_number: str = "",
    space: SocialSpace | None = None,
    second_worker: User | None = None,
    id: UUID | None = None,
) -> Family:
    """Open the file of a family with its people, its address, its first case and its Merkwort."""
    if not access.may_open(by) or by.team is None:
        raise PermissionDenied
    for person in people:
        person.check(by.today)
    if second_worker:
        _check_second(second_worker, by.user, by.today)
    family = Family(
        id=id or uuid4(),
        lock=make_key(Circle.FILE, now=by.now),
        word=_free_word(),
        name=Clear(name.strip()),
        file_number=clear(file_number),
        space=space or _space_of(street, house_number, by.today),
        worker=by.user,
        second_worker=second_worker,
        team_id=by.team,
        opened_at=by.now,
    )
    family.save(force_insert=True)
    Case.objects.create(family=family, number=1, opened_on=by.today)
    added = [_person(family, person, i, name) for i, person in enumerate(people)]
    Person.objects.bulk_create(added)
    _settle(family, street, house_number, town, by.today)
    trail.record(
        events.OPENED,
        by=by,
        about=[family],
        facts={"people": len(added), "second": _id(second_worker)},
    )
    return family


@deed
def add_person(*, by: Actor, family: Family, person: NewPerson, id: UUID | None = None) -> Person:
    """Add a person to the file of a family."""
    family = _kept_by(by, family)
    person.check(by.today)
    places = Person.objects.filter(family=family).order_by("-position")
    last = places.values_list("position", flat=True).first()
    added = _person(family, person, 0 if last is None else last + 1, sheets.name_of(family))
    added.id = id or added.id
    added.save(force_insert=True)
    trail.record(
        events.PERSON_ADDED, by=by, about=[family, added], facts={"relation": added.relation}
    )
    return added


@deed
def move(  # noqa: PLR0913  # what the form of a move asks
    *,
    by: Actor,
    family: Family,
    street: str,
    house_number: str,
    since_on: date,
    town: str = "",
    space: SocialSpace | None = None,
) -> Address | None:
    """Enter where the household lives from a day on; the former address stays in the file until that day."""
    family = _kept_by(by, family)
    if since_on > by.today:
        sentence = (
            "Der Umzug liegt in der Zukunft. Bitte tragen Sie ihn ein, wenn er geschehen ist."
        )
        raise NotPossibleError(sentence, field="since_on")
    present = Address.objects.filter(family=family, until_on__isnull=True).first()
    if present and since_on <= present.since_on:
        sentence = (
            "Seit diesem Tag gilt schon die jetzige Anschrift. Bitte prüfen Sie den Tag des Umzugs."
        )
        raise NotPossibleError(sentence, field="since_on")
    family.space = space or _space_of(street, house_number, since_on)
    family.save(update_fields=["space"])
    if present:
        present.until_on = since_on - timedelta(days=1)
        present.save(update_fields=["until_on"])
    address = _settle(family, street, house_number, town, since_on)
    trail.record(events.MOVED, by=by, about=[family], facts={"since": since_on})
    return address


@deed
def set_second_worker(*, by: Actor, family: Family, worker: User | None) -> None:
    """Let a second district worker work on the family too, or nobody any more."""
    family = _locked(family)
    if not (access.may_keep(by, family) or access.may_hand_over(by, family)):
        raise PermissionDenied
    if worker:
        _check_second(worker, family.worker, by.today, family)
    family.second_worker = worker
    family.save(update_fields=["second_worker"])
    trail.record(events.SECOND_WORKER_SET, by=by, about=[family], facts={"worker": _id(worker)})


@deed
def hand_over(*, by: Actor, family: Family, worker: User, was: UUID | None = None) -> None:
    """Make another district worker responsible for the family; it goes to that worker's team.

    A page says who `was` responsible when it was opened: of two hand-overs at once one counts.
    """
    family = _locked(family)
    if not access.may_hand_over(by, family):
        raise PermissionDenied
    if was and was != family.worker_id:
        raise NotPossibleError(MEANWHILE.format(family.worker.display_name), field="worker")
    mandate = _mandate(worker, by.today, family)
    if worker.id == family.worker_id or mandate is None or mandate.team is None:
        sentence = "Bitte wählen Sie eine andere Fachkraft der Bezirkssozialarbeit."
        raise NotPossibleError(sentence, field="worker")
    facts = {"before": family.worker_id, "worker": worker.id}
    family.worker, family.team = worker, mandate.team
    if family.second_worker_id == worker.id:
        family.second_worker = None
    family.save(update_fields=["worker", "team", "second_worker"])
    trail.record(events.HANDED_OVER, by=by, about=[family], facts=facts)


@deed
def list_own(*, by: Actor) -> tuple[FamilyLine, ...]:
    """List the families a person works with, stands in for or leads; one entry about all of them."""
    listed = sheets.lines(sheets.with_people(Family.objects.visible_to(by)), by)
    trail.record(events.LISTED, by=by, about=[line.id for line in listed])
    return listed


@deed
def name_own(*, by: Actor) -> tuple[tuple[UUID, str], ...]:
    """Name the families a person may choose from in a form; one entry about all of them."""
    named = sheets.names(Family.objects.visible_to(by).select_related("lock"))
    trail.record(events.LISTED, by=by, about=[family for family, _ in named])
    return named


@deed
def search(*, by: Actor, text: str) -> tuple[FamilyLine, ...]:
    """Search in the families that a person may see; one entry about the hits, never with what was typed."""
    hits = sheets.found(sheets.with_people(Family.objects.visible_to(by)), text, by)
    trail.record(
        events.SEARCHED, by=by, about=[line.id for line in hits], facts={"hits": len(hits)}
    )
    return hits


@deed
def read(*, by: Actor, family: Family) -> FamilySheet:
    """Read the sheet of one family."""
    seen = sheets.with_people(Family.objects.visible_to(by)).filter(id=family.id).first()
    if seen is None:
        raise PermissionDenied
    trail.record(events.READ, by=by, about=[family])
    return sheets.sheet(seen, by)


def _locked(family: Family) -> Family:
    return Family.objects.select_for_update(of=("self",)).select_related("lock").get(id=family.id)


def _kept_by(by: Actor, family: Family) -> Family:
    """Lock the family for a deed of whoever keeps its file."""
    family = _locked(family)
    if not access.may_keep(by, family):
        raise PermissionDenied
    return family


def _free_word() -> str:
    """Draw until a word is free; words may have been given before the word file grew."""
    while Family.objects.filter(word=(word := draw_word())).exists():
        pass
    return word


def _check_second(worker: User, first: User, today: date, family: Family | None = None) -> None:
    if worker.id == first.id:
        sentence = "Die zweite Fachkraft ist eine andere Person als die zuständige."
        raise NotPossibleError(sentence, field="second_worker")
    if _mandate(worker, today, family) is None:
        sentence = "Bitte wählen Sie eine Fachkraft der Bezirkssozialarbeit."
        raise NotPossibleError(sentence, field="second_worker")


def _mandate(worker: User, today: date, family: Family | None) -> Mandate | None:
    """Find the mandate by which a person is a district worker on a day, and may work on a family."""
    found = Mandate.objects.filter(in_force(today), role=Role.CASEWORKER, user=worker)
    if family:
        found = found.filter(user__in=User.objects.filter(unbiased(family.id)))
    return found.filter(user__is_active=True).select_related("team").first()


def _person(family: Family, person: NewPerson, position: int, name: str) -> Person:
    return Person(
        family=family,
        lock=family.lock,
        relation=person.relation,
        position=position,
        first_name=Clear(person.first_name.strip()),
        last_name=Clear(person.last_name.strip() or name.strip()),
        born=clear(person.born.isoformat()) if person.born else None,
        expected=clear(person.expected.isoformat()) if person.expected else None,
        number=clear(person.number),
        facts=clear(person.facts),
        custody=person.custody,
        language=person.language,
        needs_interpreter=person.needs_interpreter,
    )


def _settle(
    family: Family, street: str, house_number: str, town: str, since_on: date
) -> Address | None:
    """Keep the address, if there is one: a family without a home has a space and no street."""
    if not street.strip():
        return None
    address = Address(
        family=family,
        lock=family.lock,
        street=Clear(street.strip()),
        number=Clear(house_number.strip()),
        town=clear(town),
        since_on=since_on,
    )
    address.save(force_insert=True)
    return address


def _space_of(street: str, house_number: str, on: date) -> SocialSpace:
    """Find the social space in the street list of that year, or say what to do instead."""
    if not street.strip():
        raise NotPossibleError(NO_PLACE, field="street")
    space = space_of(street, house_number, on)
    if space is None:
        raise NotPossibleError(NOT_IN_THE_LIST, field="street")
    return space


def _id(person: User | None) -> str:
    return str(person.id) if person else ""
