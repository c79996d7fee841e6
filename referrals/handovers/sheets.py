"""What somebody leaves behind: families, helps, and what hangs from them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.access import holds
from accounts.actor import Actor
from accounts.models import Absence, Mandate, User
from accounts.roles import Role, in_force
from audit.clock import day
from referrals.aids.models import Share
from referrals.decisions.flow import Status as DecisionStatus
from referrals.decisions.models import Decision
from referrals.duties.sheets import LIVING, Task, href, short
from referrals.families.models import Family
from referrals.families.sheets import names
from referrals.intakes.models import Intake
from referrals.plans.flow import IN_WORK
from referrals.plans.models import Version
from referrals.visits.flow import Status as Visited
from referrals.visits.models import Visit

WAITING = (DecisionStatus.SUBMITTED, DecisionStatus.RETURNED)
type Choice = tuple[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leavers:
    """People with something to hand over: those who left first, then those who are here."""

    gone: tuple[Task, ...]
    here: tuple[Task, ...]
    about: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """Everything that one person leaves: `things` are handed over at once, `rest` goes with them
    or has a way of its own.
    """

    person: UUID
    name: str
    standing: str
    things: tuple[Choice, ...]
    second: tuple[Choice, ...]
    rest: tuple[Task, ...]
    about: tuple[UUID, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is left to hand over."""
        return not (self.things or self.second or self.rest)


def of_team(by: Actor) -> QuerySet[Family]:
    """Find the families that this lead hands over."""
    return Family.objects.visible_to(by).filter(team__in=by.leads)


def of_house(by: Actor) -> QuerySet[Share]:
    """Find the shares of helps that last, for which this coordinator names who goes there."""
    rows = Share.objects.visible_to(by).filter(provider__in=by.coordinates, carer__isnull=False)
    return rows.filter(aid__status__in=LIVING)


def leavers(by: Actor) -> Leavers:
    """List who has something to hand over, for a lead and for a coordinator."""
    works, seconds = _counted(of_team(by), "worker"), _counted(of_team(by), "second_worker")
    carries = _counted(of_house(by), "carer")
    counts = {person: _words(works[person], seconds[person]) for person in works | seconds}
    counts |= {person: _number(n, "Familie", "Familien") for person, n in carries.items()}
    present = _present(by)
    people = User.objects.filter(id__in=list(counts)).order_by("display_name")
    lines = [(person.id in present, _leaver(person, counts[person.id])) for person in people]
    return Leavers(
        gone=tuple(line for here, line in lines if not here),
        here=tuple(line for here, line in lines if here),
        about=tuple(counts),
    )


def workerless(by: Actor) -> tuple[Task, ...]:
    """Give a lead one line about all families whose responsible worker works as one no more: until
    they are handed over nobody keeps them.
    """
    working = User.objects.filter(holds(Role.CASEWORKER, by.today))
    rows = of_team(by).exclude(worker__in=working).order_by()
    left = list(rows.values_list("worker", flat=True))
    if not left:
        return ()
    people = set(left)
    page = href("handover", *people) if len(people) == 1 else href("handovers")
    title = f"{_number(len(left), 'Familie', 'Familien')} ohne zuständige Fachkraft"
    names_ = User.objects.filter(id__in=people).order_by("display_name")
    return (
        Task(
            about=None,
            title=title,
            text=f"Bisher: {', '.join(names_.values_list('display_name', flat=True))}",
            urgent=True,
            verb="Übergeben",
            verb_href=page,
        ),
    )


def away(by: Actor) -> Iterator[Task]:
    """Say who of the led teams is away today, and who stands in."""
    team = Mandate.objects.filter(in_force(by.today), team__in=by.leads, role=Role.CASEWORKER)
    today = Absence.objects.filter(from_on__lte=by.today, until_on__gte=by.today)
    away_too = set(today.values_list("user", flat=True))
    rows = today.filter(user__in=team.values("user"))
    for absence in rows.select_related("user__deputy").order_by("user__display_name"):
        deputy = absence.user.deputy
        stands_in = f"Vertretung: {deputy.display_name}" if deputy else "Ohne Vertretung"
        alone = deputy is None or deputy.id in away_too
        if deputy and alone:
            stands_in += ", auch nicht da. Bitte klären Sie, wer jetzt vertritt."
        yield Task(
            about=None,
            when=f"bis {absence.until_on:%d.%m.}",
            title=f"{absence.user.display_name} ist nicht da",
            text=stands_in,
            urgent=alone,
        )


def caseload(by: Actor, person: User) -> Caseload:
    """Gather everything that one person leaves in the team or at the provider."""
    team = of_team(by).select_related("lock")
    first, second = team.filter(worker=person), team.filter(second_worker=person)
    shares = list(of_house(by).filter(carer=person).select_related("aid").order_by("aid__word"))
    rest = (*_decisions(by, person), *_plans(by, first), *_intakes(by, person))
    rest += tuple(_visits(by, shares))
    things = (*names(first), *((share.id, share.aid.word) for share in shares))
    seconds = names(second)
    return Caseload(
        person=person.id,
        name=person.display_name,
        standing="" if person.id in _present(by) else _gone(person, by),
        things=things,
        second=seconds,
        rest=rest,
        about=(person.id, *(id_ for id_, _ in (*things, *seconds))),
    )


def _present(by: Actor) -> set[UUID]:
    """Find who works in the led teams, or goes to families for the provider, today."""
    here = Q(role=Role.CASEWORKER, team__in=by.leads)
    here |= Q(role=Role.CARER, provider_id__in=by.coordinates)
    rows = Mandate.objects.filter(in_force(by.today), here, user__is_active=True)
    # Whoever's last day is today is on the way out.
    return {mandate.user_id for mandate in rows if mandate.until_on != by.today}


def _counted(rows: QuerySet[Family] | QuerySet[Share], by_whom: str) -> Counter[UUID]:
    kept = rows.filter(**{f"{by_whom}__isnull": False}).order_by()
    return Counter(dict(kept.values_list(by_whom).annotate(n=Count("id"))))


def _words(first: int, second: int) -> str:
    parts = [_number(first, "Familie", "Familien")] if first else []
    parts += [f"{_number(second, 'Familie', 'Familien')} als zweite Fachkraft"] if second else []
    return ", ".join(parts)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _gone(person: User, by: Actor) -> str:
    if not person.is_active:
        return "Der Zugang ist beendet."
    return "Arbeitet nicht mehr im Team." if by.leads else "Arbeitet nicht mehr mit Familien."


def _leaver(person: User, words: str) -> Task:
    return Task(
        about=person.id,
        title=person.display_name,
        text=words,
        verb="Übergeben",
        verb_href=href("handover", person.id),
    )


def _decisions(by: Actor, person: User) -> Iterator[Task]:
    rows = Decision.objects.visible_to(by).filter(
        author=person, status__in=WAITING, aid__family__team__in=by.leads
    )
    for decision in rows.select_related("aid"):
        yield Task(
            about=decision.id,
            title=f"{decision.aid.word}: {decision.get_kind_display()}",
            text=f"Vorgelegt von {person.display_name}",
            badge=decision.get_status_display(),
            verb="Entscheidung ansehen",
            verb_href=href("decision", decision.id),
        )


def _plans(by: Actor, families: QuerySet[Family]) -> Iterator[Task]:
    rows = Version.objects.visible_to(by).filter(status__in=IN_WORK, plan__aid__family__in=families)
    for version in rows.select_related("plan__aid"):
        yield Task(
            about=version.id,
            title=f"{version.plan.aid.word}: Hilfeplan",
            text="Geht mit der Familie an die neue Fachkraft.",
            badge=version.get_status_display(),
            verb="Plan ansehen",
            verb_href=href("version", version.id),
        )


def _intakes(by: Actor, person: User) -> Iterator[Task]:
    rows = Intake.objects.visible_to(by).filter(taken_by=person, status="open", team__in=by.leads)
    for intake in rows.select_related("space"):
        yield Task(
            about=intake.id,
            when=short(day(intake.received_at), by.today),
            title=f"Meldung aus {intake.space.name}" if intake.space else "Meldung",
            text="Noch offen; das ganze Team kann sie weiterführen.",
            verb="Meldung ansehen",
            verb_href=href("intake", intake.id),
        )


def _visits(by: Actor, shares: Iterable[Share]) -> Iterator[Task]:
    rows = Visit.objects.visible_to(by).filter(share__in=list(shares), status=Visited.PLANNED)
    for visit in rows.select_related("share__aid").order_by("starts_at"):
        yield Task(
            about=visit.id,
            when=short(day(visit.starts_at), by.today),
            title=f"{visit.share.aid.word}: Termin",
            text="Geht mit der Familie an die neue Fachkraft.",
            verb="Termin ansehen",
            verb_href=href("visit", visit.id),
        )
