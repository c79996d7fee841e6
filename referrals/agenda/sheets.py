"""The first page of every role: at most three blocks, each thing with one verb, and nothing else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from accounts.rights import sheets as rights
from accounts.roles import Role
from audit.clock import day, day_text
from providers.budgets.sheets import Steering, steering
from referrals.access_logs import sheets as access_logs
from referrals.approvals import access as approvals
from referrals.approvals.sheets import Elsewhere
from referrals.conflicts import sheets as conflicts
from referrals.corrections import sheets as corrections
from referrals.decisions.flow import Status as DecisionStatus
from referrals.decisions.models import Decision
from referrals.dispatch import sheets as dispatch
from referrals.duplicates import sheets as duplicates
from referrals.duties import sheets as duties
from referrals.duties.sheets import Task, href, short
from referrals.easings import sheets as easings
from referrals.emergencies import access as emergency_access
from referrals.emergencies import sheets as emergencies
from referrals.erasure import sheets as erasures
from referrals.handovers import sheets as handovers
from referrals.purposes import sheets as purposes
from referrals.readings import sheets as readings
from referrals.replies import sheets as replies
from referrals.resting import sheets as resting
from referrals.reviews import sheets as reviews
from referrals.scans import sheets as scans
from referrals.subject_access import sheets as subject_access

RELEASES, SHIELDS = "Freigaben", "Geschützte Anschriften"
CONFLICTS = "Befangenheiten"
OF_OTHERS = (CONFLICTS, "Wen andere von einer Familie fernhalten.", "conflicts")
OF_THE_TEAM = ("Rechte", "Wer im Team welche Rolle hat, und seit wann.", "rights")
SAMPLES = ("Prüfstichproben", "Was zur Prüfung gezogen ist, und bis wann.", "samples")
ERASURES = ("Löschungen", "Was seine Frist hinter sich hat, und was ruht.", "erasures")
OF_THE_OFFICE = ("Rechte", "Welche Orte in diesem Quartal geprüft sind.", "rights")
KEPT = "Auskunft und Aufbewahrung"
ASKED = ("Auskunft", "Jemand fragt, was über ihn gespeichert ist.", "access_request_new")
LOGS = ("Zugriffsprotokolle", "Wer eine Akte gelesen hat, zu zweit geöffnet.", "access_logs")
SEALED = ("Versiegeltes", "Wer um eine Öffnung gebeten und wer zugestimmt hat.", "unsealings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Things of one kind; mere ways to pages are not counted."""

    title: str
    tasks: tuple[Task, ...]
    are_ways: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What waits for one person; blocks without anything are left out."""

    title: str
    blocks: tuple[Block, ...]
    money: Steering | None
    lamp: readings.Lamp | None

    @property
    def about(self) -> tuple[UUID, ...]:
        """Everything shown, for its entry in the trail."""
        tasks = [task for block in self.blocks for task in block.tasks]
        budgets = self.money.about if self.money else ()
        return (*{task.about for task in tasks if task.about}, *budgets)


def today(by: Actor, elsewhere: Iterable[Elsewhere] = ()) -> Today:
    """Make the first page of a person; several roles add up, so does what waits elsewhere; ways last."""
    made = (block for role, make in BLOCKS.items() if by.has(role) for block in make(by))
    accesses = (*map(_access, rights.waiting(by)), *access_logs.for_the_day(by))
    blocks = (
        *_with(made, tuple(map(_task, elsewhere))),
        _emergencies(by),
        Block(title=CONFLICTS, tasks=conflicts.taken_away(by)),
        Block(title="Zugänge", tasks=accesses),
        Block(title="Dateien", tasks=tuple(scans.tasks(by))),
        Block(title="Mitlesen", tasks=purposes.reading_along(by), are_ways=True),
        Block(title=SHIELDS, tasks=duties.addresses(by), are_ways=True),
    )
    return Today(
        title=f"Heute, {day_text(by.today)}",
        blocks=tuple(sorted((one for one in blocks if one.tasks), key=lambda one: one.are_ways)),
        money=steering(by, by.today.year) if by.has(Role.HEAD) else None,
        lamp=readings.lamp(by.now) if by.has(Role.DPO) else None,
    )


def _emergencies(by: Actor) -> Block:
    """Give what others did in emergencies: measures, and cards: own open ones, others until reviewed."""
    waiting = emergencies.for_the_day(by) if emergency_access.may_list(by) else ()
    tasks = (
        Task(
            about=line.id,
            when=line.when,
            title=f"{line.word}: {'Ihre Notfallkarte ist offen' if line.is_open else line.who}",
            text=f"{line.way} · {line.cause}",
            badge=line.state if line.is_late else "",
            badge_kind=line.state_kind,
            urgent=line.is_late or line.is_open,
            verb="Prüfen" if line.may_review else "Ansehen",
            verb_href=href(line.page, line.id) if line.page else href("emergencies"),
        )
        for line in waiting
    )
    return Block(title="Notfälle", tasks=(*conflicts.sealed(by), *conflicts.measures(by), *tasks))


def _with(blocks: Iterable[Block], more: tuple[Task, ...]) -> Iterator[Block]:
    """Put what waits elsewhere for a release below the decisions that do."""
    for block in blocks:
        if block.title == RELEASES:
            yield Block(title=RELEASES, tasks=(*block.tasks, *more))
            more = ()
        else:
            yield block
    yield Block(title=RELEASES, tasks=more)


def _task(one: Elsewhere) -> Task:
    return Task(
        about=one.about,
        title=one.title,
        text=one.text,
        when=one.when,
        verb=one.verb,
        verb_href=one.verb_href,
    )


def _access(one: rights.Waiting) -> Task:
    page = href(one.page, one.about) if one.about else href(one.page)
    return Task(about=one.about, title=one.title, text=one.text, verb=one.verb, verb_href=page)


def _caseworker(by: Actor) -> Iterator[Block]:
    families = duties.kept(by)
    alone = conflicts.without_anyone(by, families)
    yield Block(title="Jetzt", tasks=(*duties.first_contacts(by), *alone))
    yield Block(title="Fällig", tasks=(*duties.due(by, families), *corrections.due(by, families)))
    yield Block(title="Wartet auf Sie", tasks=duties.answers(by, families))
    yield Block(title=SHIELDS, tasks=(*duties.still_told(by), *_shields(by)))


def _lead(by: Actor) -> Iterator[Block]:
    if not by.has(Role.CASEWORKER):
        yield Block(title="Jetzt", tasks=duties.first_contacts(by))
    yield Block(title=RELEASES, tasks=tuple(_approvals(by)))
    alone = (*handovers.workerless(by), *conflicts.unworked(by))
    yield Block(title="Im Team", tasks=(*alone, *_overdue(by), *handovers.away(by)))
    if not by.has(Role.HEAD):
        yield Block(title=CONFLICTS, tasks=conflicts.unled(by))
    if not by.has(Role.CASEWORKER):
        yield Block(title=SHIELDS, tasks=tuple(_shields(by)))
    if not by.has(Role.HEAD):
        yield from _ways(OF_THE_TEAM, OF_OTHERS, SEALED)(by)


def _shields(by: Actor) -> Iterator[Task]:
    """Say who opened the address of an own family, which locks run out, what waits for a second person."""
    for family, word, name, when in easings.lately_shown(by):
        title = f"Adresse von {word} angesehen: {name}, {when}"
        yield Task(about=family, title=title, verb="Ansehen", verb_href=href("shield", family))
    for family, title, text in duplicates.asked_after(by):
        yield Task(
            about=family, title=title, text=text, verb="Ansehen", verb_href=href("family", family)
        )
    for family, word, what in easings.waiting(by):
        title = f"{word}: {what}"
        yield Task(about=family, title=title, verb="Entscheiden", verb_href=href("shield", family))
    for family, word, on in easings.ending(by):
        ran_out = on < by.today
        yield Task(
            about=family,
            when=short(on, by.today),
            title=f"{word}: Die Auskunftssperre {'ist abgelaufen' if ran_out else 'läuft ab'}",
            text="Der Schutz bleibt, bis Sie ihn verlängern oder zwei Personen ihn beenden.",
            urgent=ran_out,
            verb="Ansehen",
            verb_href=href("shield", family),
        )


def _head(by: Actor) -> Iterator[Block]:
    if not by.has(Role.TEAM_LEAD):
        yield Block(title=RELEASES, tasks=tuple(_approvals(by)))
    yield Block(title="Anfragen ohne Träger und über dem Kontingent", tasks=dispatch.untaken(by))
    yield Block(title=CONFLICTS, tasks=conflicts.unled(by))
    yield Block(title=KEPT, tasks=_kept(by))
    yield from _ways(SAMPLES, OF_OTHERS, SEALED, ERASURES, LOGS)(by)


def _approvals(by: Actor) -> Iterator[Task]:
    """Give the decisions that wait for this person's release; they open no family."""
    rows = Decision.objects.visible_to(by).filter(
        approvals.waiting_for(by), status=DecisionStatus.SUBMITTED
    )
    found = rows.exclude(author=by.user_id).select_related("aid", "aid_type", "author")
    for decision in found.order_by("submitted_at"):
        yield Task(
            about=decision.id,
            when=short(day(decision.submitted_at), by.today),
            title=f"{decision.aid.word}: {decision.get_kind_display()}",
            text=f"{decision.aid_type.short_name}, vorgelegt von {decision.author.display_name}",
            verb="Entscheiden",
            verb_href=href("decision", decision.id),
        )


def _overdue(by: Actor) -> Iterator[Task]:
    count = len(reviews.overdue(by))
    if count:
        words = "Eine Überprüfung ist" if count == 1 else f"{count} Überprüfungen sind"
        title, verb = f"{words} überfällig", "Hilfepläne ansehen"
        yield Task(about=None, title=title, urgent=True, verb=verb, verb_href=href("plans"))


def _coordinator(by: Actor) -> Iterator[Block]:
    yield Block(title="Anfragen", tasks=(*dispatch.told(by), *dispatch.asked(by)))
    yield Block(title="Familien ohne Fachkraft", tasks=dispatch.uncared(by))
    yield Block(title="Monat", tasks=dispatch.months(by))


def _planner(by: Actor) -> Iterator[Block]:
    report = f"Bericht {by.today.year - 1} vorbereiten"
    money, town = ("Stunden und Geld", "Ansehen", "budgets"), ("Sozialräume", "Ansehen", "town")
    yield _links("Wege", ("Berichte", report, "reports"), money, town)


def _technician(_by: Actor) -> Iterator[Block]:
    about, own = ("Version und Hinweise", "Ansehen", "about"), ("Ihr Zugang", "Öffnen", "account")
    yield _links("Betrieb", about, own)


def _links(title: str, *pages: tuple[str, str, str]) -> Block:
    """Give ways to pages, as far as this installation has them."""
    tasks = (
        Task(about=None, title=name, verb=verb, verb_href=href(page)) for name, verb, page in pages
    )
    return Block(title=title, tasks=tuple(task for task in tasks if task.verb_href), are_ways=True)


def _ways(*pages: tuple[str, str, str]) -> Callable[[Actor], Iterator[Block]]:
    """Make the first page of people whose work is one list or two: the ways there."""

    def block(_by: Actor) -> Iterator[Block]:
        tasks = tuple(
            Task(about=None, title=title, text=text, verb="Ansehen", verb_href=href(page))
            for title, text, page in pages
        )
        yield Block(title="Wege", tasks=tasks, are_ways=True)

    return block


def _protector(by: Actor) -> Iterator[Block]:
    if not by.has(Role.CASEWORKER, Role.TEAM_LEAD):
        yield Block(title="Jetzt", tasks=duties.first_contacts(by))
    yield from _ways(SEALED)(by)


def _kept(by: Actor) -> tuple[Task, ...]:
    """Give what waits for a second person: answers, erasures, and files that rest and are asked for."""
    return (*replies.tasks(by), *erasures.for_the_day(by), *resting.for_the_day(by))


def _data_protection(by: Actor) -> Iterator[Block]:
    yield Block(title="Auskünfte", tasks=subject_access.tasks(by))
    if not by.has(Role.HEAD):
        yield Block(title=KEPT, tasks=_kept(by))
    yield from _ways(OF_THE_OFFICE, OF_OTHERS, ERASURES, LOGS)(by)


BLOCKS = {
    Role.CASEWORKER: _caseworker,
    Role.TEAM_LEAD: _lead,
    Role.HEAD: _head,
    Role.COORDINATOR: _coordinator,
    Role.PLANNER: _planner,
    Role.DPO: _ways(
        ("Nachweise", "Wer was getan und gelesen hat; das Siegel.", "trail"),
        LOGS,
        OF_OTHERS,
        SEALED,
    ),
    Role.IT_ADMIN: _technician,
    Role.FRONT_DESK: _ways(("Netz", "Wer hilft wo, und wie man dort anruft.", "town"), ASKED),
    Role.CHILD_PROTECTION: _protector,
    Role.FINANCE: _ways(("Bewilligungen", "Was freigegeben ist und bezahlt wird.", "notices")),
    Role.DP_COORDINATOR: _data_protection,
    Role.AUDITOR: _ways(("Meine Stichprobe", "Die Familien, die Sie prüfen.", "families")),
    Role.PROVIDER_ADMIN: _ways(("Abrechnung", "Stunden Ihres Trägers je Monat.", "invoices")),
}
