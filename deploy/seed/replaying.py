"""Replays what happened in a sampled town in order of time, with the months handed in between."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from deploy.seed.arrivals import Arrivals
from deploy.seed.bulk import Queue
from deploy.seed.cast import Cast, Memory, local
from deploy.seed.planting import Town
from deploy.seed.work import Running, hand_in_moment, next_month
from deploy.town.replay import Happening, happenings
from deploy.town.shapes import SampledContact, SampledFamily, SampledIntake
from deploy.town.special import SHIELDED
from deploy.town.stories import StoryVisit
from protection import wall
from providers.codes.models import Code, List
from referrals.intakes import actions as intakes
from referrals.shields import actions as shields
from referrals.shields.models import Level
from referrals.visits import actions as visits

type Progress = Callable[[int, int], None]
# Deeds that look at hours booked before; everything else leaves bookings waiting.
NEEDS_HOURS = frozenset({"correction", "decision", "goal_rated", "ending"})
CHANGES_SHARES = frozenset({"acceptance", "decision", "ending"})


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be replayed: families, other first contacts, anonymous counselling, until when,
    which providers have not handed in the last full month, and which visits are planned at the end.
    """

    families: tuple[SampledFamily, ...]
    intakes: tuple[SampledIntake, ...]
    contacts: tuple[SampledContact, ...]
    first_month: date
    until: datetime
    month_waits: frozenset[str] = frozenset()
    visits: tuple[StoryVisit, ...] = ()


class Replayer:
    """Turns happenings into deeds, one after another."""

    def __init__(
        self, town: Town, coordinators: dict[str, str], progress: Progress, *, bulk: bool = False
    ) -> None:
        """Replay in this town; `progress` is told how far it is, `bulk` writes bookings together."""
        self.cast, self.progress, self.coordinators = Cast(town), progress, coordinators
        self.memory = Memory()
        self.arrivals = Arrivals(self.cast, self.memory, coordinators)
        self.running = Running(self.cast, self.memory)
        self.queue = Queue(self.cast, self.running) if bulk else None

    def replay(self, script: Script) -> None:
        """Do everything in order of time."""
        told = happenings(script.families, until=script.until.replace(tzinfo=None))
        steps = len(told) + len(script.intakes) + len(script.contacts)
        months = iter(list(self._months(script)))
        month = next(months, None)
        for index, h in enumerate(told):
            while month is not None and month[0] <= local(h.at):
                self._hand_in(month[1], script)
                month = next(months, None)
            self.do(h)
            self.progress(index + 1, steps)
        while month is not None:
            self._hand_in(month[1], script)
            month = next(months, None)
        self._flush()
        self._plan_visits(script)
        self._protect(script)
        self._others(script, steps)

    def do(self, h: Happening) -> None:
        """Do one happening; what belongs to a family that is not opened yet waits."""
        if h.what not in {"intake", "family"} and h.family.ref not in self.memory.families:
            return
        if self.queue is not None and h.what == "entry":
            self.queue.book(h)
            return
        if h.what in NEEDS_HOURS:
            self._flush()
        part = self.arrivals if hasattr(self.arrivals, h.what) else self.running
        getattr(part, h.what)(h)
        if h.what in CHANGES_SHARES:
            self.running.forget_shares(h.family)

    def _flush(self) -> None:
        """Write the bookings that wait, because what follows may depend on them."""
        if self.queue is not None:
            self.queue.write()

    def _months(self, script: Script) -> Iterator[tuple[datetime, date]]:
        first = script.first_month
        while hand_in_moment(first) <= script.until:
            yield hand_in_moment(first), first
            first = next_month(first)

    def _hand_in(self, first_on: date, script: Script) -> None:
        self._flush()
        is_last = hand_in_moment(next_month(first_on)) > script.until
        for provider, coordinator in sorted(self.coordinators.items()):
            if is_last and provider in script.month_waits:
                continue
            self.running.hand_in(provider, coordinator, first_on, hand_in_moment(first_on))

    def _plan_visits(self, script: Script) -> None:
        """Fill the calendars of the carers who go there, with what is still to come."""
        episodes = {family.ref: family.episodes[0] for family in script.families}
        for visit in script.visits:
            episode = episodes[visit.family]
            share = self.running.share(episode, visit.provider)
            carer = next(one.carer for one in episode.shares if one.provider == visit.provider)
            with self.cast.acting(carer, script.until) as by:
                visits.plan_visit(
                    by=by,
                    share=share,
                    starts_at=local(visit.starts_at),
                    minutes=visit.minutes,
                    place=visit.place,
                )

    def _protect(self, script: Script) -> None:
        """Protect the addresses of the families that are special for it; worker and lead are named."""
        for family in script.families:
            level = next((SHIELDED.index(one) + 1 for one in family.special if one in SHIELDED), 0)
            made = self.memory.families.get(family.ref)
            if not (level and made):
                continue
            with wall.as_office():
                made.refresh_from_db()
                worker = made.worker
            lead = self.cast.lead_of(made.team_id)
            with self.cast.acting(lead, script.until) as by:
                people = [worker, by.user]
                shields.protect(by=by, family=made, level=Level(level), people=people)

    def _others(self, script: Script, steps: int) -> None:
        """First contacts that led to no family, and counselling of people who stayed anonymous."""
        done = steps - len(script.intakes) - len(script.contacts)
        for index, intake in enumerate(script.intakes):
            if local(intake.at) <= script.until:
                self.arrivals.take(intake)
            self.progress(done + index + 1, steps)
        self._count(contact for contact in script.contacts if contact.on <= script.until.date())
        self.progress(steps, steps)

    def _count(self, contacts: Iterable[SampledContact]) -> None:
        town = self.cast.town
        codes = {
            (code.list, code.code): code
            for code in Code.objects.filter(
                list__in=[List.COUNSELLING_TOPIC, List.INTAKE_CHANNEL, List.AGE_BAND]
            )
        }
        workers = [code for code in town.people if self.cast.is_worker(code)]
        for index, contact in enumerate(contacts):
            at = local(datetime(contact.on.year, contact.on.month, contact.on.day, 15))  # noqa: DTZ001  # local() adds it
            with self.cast.acting(workers[index % len(workers)], at) as by:
                intakes.count_contact(
                    by=by,
                    topic=codes[List.COUNSELLING_TOPIC, contact.topic],
                    channel=codes[List.INTAKE_CHANNEL, contact.channel],
                    on=contact.on,
                    age_band=codes.get((List.AGE_BAND, contact.age_band)),
                    space=town.spaces.get(contact.space),
                )
