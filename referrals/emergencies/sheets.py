"""What is read in an emergency: the card with the least that helps, the list for those who review."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from accounts.models import Absence, OnCall
from audit.clock import day, day_text, moment, moment_text
from protection.sealing import opened
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Share
from referrals.emergencies import access, sums
from referrals.emergencies.models import Cause, Emergency, Outcome, Way
from referrals.families import sheets as families
from referrals.families.models import Family
from referrals.families.sheets import PersonLine
from referrals.families.sums import fold
from referrals.intakes.models import Danger, Intake
from referrals.shields.models import Naming


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperLine:
    """Who else knows the family, with the number to call."""

    who: str
    number: str
    dial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The emergency card: people, address, signs of danger, who is responsible, who helps."""

    id: UUID
    title: str
    word: str
    notice: str
    people: tuple[PersonLine, ...]
    address: str
    named: tuple[HelperLine, ...]
    dangers: tuple[str, ...]
    helpers: tuple[HelperLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyLine:
    """One emergency as those read it who know the family or review it."""

    id: UUID
    word: str
    who: str
    way: str
    cause: str
    reason: str
    when: str
    state: str
    state_kind: str
    remark: str
    may_review: bool
    is_open: bool
    is_late: bool

    @property
    def page(self) -> str:
        """The page about this one with its one verb: the open card or its review; empty is the list."""
        if self.is_open:
            return "emergency"
        return "emergency_review" if self.may_review else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One person's hours on call."""

    id: UUID
    name: str
    number: str
    when: str
    is_now: bool
    may_end: bool


def named(families_: Iterable[Family], name: str, mark: str) -> list[Family]:
    """Find the families that bear a name and have a first name or a street; all are looked at.

    Args:
        families_: families with people and addresses, loaded in parts.
        name: a surname of the family, or its Merkwort alone.
        mark: a first name, or a street; how it is spelt makes no difference.

    Returns:
        Those that fit. The Merkwort needs no second mark: only who works with a family knows it.
    """
    wanted, other = _folded(name), _folded(mark)
    found = []
    for family in families_:
        if _folded(family.word) == wanted:
            found.append(family)
            continue
        people = family.people.all()
        surnames = {
            _folded(opened(family.name)),
            *(_folded(opened(one.last_name)) for one in people),
        }
        marks = {_folded(opened(one.first_name)) for one in people}
        marks |= {_folded(opened(address.street)) for address in family.addresses.all()}
        if wanted in surnames and other and other in marks:
            found.append(family)
    return found


def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def card(emergency: Emergency, by: Actor) -> Card:
    """Make the card; what was confided, notes, plans and first contacts' words are not on it."""
    family = emergency.family
    sheet = families.sheet(family, by)
    until = moment_text(emergency.ends_at)
    return Card(
        id=emergency.id,
        title=f"Familie {sheet.name}",
        word=sheet.word,
        notice=f"{Way(emergency.way).label} bis {until}",
        people=sheet.people,
        address=sheet.address,
        named=tuple(_named(family, by)),
        dangers=tuple(_dangers(family)),
        helpers=tuple(_helpers(family, by)),
    )


def lines(rows: Iterable[Emergency], by: Actor) -> tuple[EmergencyLine, ...]:
    """Make the lines of a list of emergencies."""
    return tuple(_line(row, by) for row in rows)


def for_the_day(by: Actor) -> tuple[EmergencyLine, ...]:
    """Make the lines of the own cards that stand open, and of what others opened on the days before as
    long as nobody has reviewed it.
    """
    own = Emergency.objects.visible_to(by).filter(person=by.user, ended_at__isnull=True)
    standing = own.filter(ends_at__gt=by.now).select_related("family", "lock", "person")
    ours = (line for line in lines(standing.order_by("ends_at"), by) if line.is_open)
    waiting = Emergency.objects.visible_to(by).filter(
        reviewed_at__isnull=True, began_at__lt=moment(by.today, hour=0)
    )
    near = waiting.exclude(person=by.user_id).select_related("family", "lock", "person")
    return (*ours, *lines(near.order_by("began_at"), by))


def roster(rows: Iterable[OnCall], by: Actor) -> tuple[RosterLine, ...]:
    """Make the lines of the roster."""
    return tuple(
        RosterLine(
            id=row.id,
            name=row.user.display_name,
            number=row.user.number,
            when=f"{moment_text(row.from_at)} bis {moment_text(row.until_at)}",
            is_now=row.from_at <= by.now < row.until_at,
            may_end=access.may_end_on_call(by, row),
        )
        for row in rows
    )


def _dangers(family: Family) -> list[str]:
    rows = Intake.objects.filter(family=family).exclude(danger=Danger.NO).order_by("-received_at")
    return [
        f"{day_text(day(intake.received_at))}: Hinweis auf Gefährdung, {Danger(intake.danger).label}"
        for intake in rows[:5]
    ]


def _helpers(family: Family, by: Actor) -> list[HelperLine]:
    """Give whom one can call: who is responsible, who stands in, who helps; nobody calls themselves."""
    worker = family.worker
    found = [_helper(f"zuständig: {worker.display_name}", worker.number)]
    if worker.deputy and worker.deputy_id != by.user_id:
        found.append(_helper(f"Vertretung: {worker.deputy.display_name}", worker.deputy.number))
    shares = Share.objects.filter(aid__family=family, aid__status=AidStatus.RUNNING)
    for share in shares.select_related("provider", "carer").order_by("provider__name"):
        who = share.provider.name
        if share.carer:
            who += f", {share.carer.display_name}"
        found.append(_helper(who, share.carer.number if share.carer else ""))
    return found


def _named(family: Family, by: Actor) -> Iterator[HelperLine]:
    """Give the people of the office who may open a protected address, and who stands in today."""
    naming = Naming.objects.filter(shield__family=family, shield__ended_at=None, ended_at=None)
    rows = naming.filter(provider=None, person__is_active=True).select_related("person__deputy")
    away = Absence.objects.filter(from_on__lte=by.today, until_on__gte=by.today)
    absent = set(away.filter(user__in=rows.values("person")).values_list("user_id", flat=True))
    for row in sorted(rows, key=lambda row: (row.person_id in absent, row.person.display_name)):
        person, deputy = row.person, row.person.deputy
        is_away = person.id in absent
        yield _helper(
            f"{person.display_name}{' (heute nicht da)' if is_away else ''}", person.number
        )
        if is_away and deputy:
            yield _helper(f"in Vertretung: {deputy.display_name}", deputy.number)


def _helper(who: str, number: str) -> HelperLine:
    dial = "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return HelperLine(who=who, number=number, dial=dial)


def _line(row: Emergency, by: Actor) -> EmergencyLine:
    state, kind = _state(row, by.today)
    return EmergencyLine(
        id=row.id,
        word=row.family.word,
        who="Sie" if row.person_id == by.user_id else row.person.display_name,
        way=Way(row.way).label,
        cause=Cause(row.cause).label,
        reason=opened(row.reason),
        when=moment_text(row.began_at),
        state=state,
        state_kind=kind,
        remark=opened(row.remark),
        may_review=row.reviewed_at is None and access.may_review(by, row),
        is_open=access.may_read(by, row),
        is_late=row.reviewed_at is None and by.today > sums.due_on(row.began_at),
    )


def _state(row: Emergency, today: date) -> tuple[str, str]:
    if row.reviewed_at:
        kind = "success" if row.outcome == Outcome.FINE else "danger"
        return f"Geprüft: {Outcome(row.outcome).label}", kind
    last = sums.due_on(row.began_at)
    if today > last:
        return f"Prüfung überfällig seit {day_text(last)}", "danger"
    return f"Zu prüfen bis {day_text(last)}", "warning"
