"""Stages with a whole town's year, as plain rows: reports need more families than deeds can open in a test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction

from accounts.actor import Actor
from accounts.roles import Role
from audit import clock
from outcomes import actions, jobs, sums
from outcomes.models import Report
from protection.actions import make_key
from protection.models import Circle, DataKey
from protection.sealing import Clear
from providers.codes.models import List
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.endings.models import Ending
from referrals.families.models import Case, Family
from referrals.hours.flow import Status as HourStatus
from referrals.hours.models import Month, TimeEntry
from referrals.plans.flow import GoalStatus
from referrals.plans.models import Goal, Plan
from tests.stages.people import a_role
from tests.world import World

# Families in the social spaces of the town; the smallest has three.
SPREAD = {
    "herten-sued": 24,
    "herten-mitte": 18,
    "westerholt": 14,
    "disteln": 12,
    "langenbochum": 12,
    "scherlebeck": 11,
    "paschenberg": 13,
    "bertlich": 3,
}
PROVIDERS = ("flex", "leben-lernen", "familienbuero", "haus-der-kulturen")
TYPES = ("family_help", "flexible_help", "assistant")
RESULTS = (GoalStatus.ACHIEVED, GoalStatus.PARTLY, GoalStatus.ACHIEVED, GoalStatus.MISSED)


@dataclass
class TownYear:
    """A year of the town in rows: numbered families with a help, hours, goals and some endings."""

    world: World
    cut_on: date
    lock: DataKey
    months: dict[str, Month] = field(default_factory=dict)
    count: int = 0

    @property
    def year(self) -> int:
        """The year that is counted."""
        return self.cut_on.year

    def add(
        self, space: str, aid_type: str = "", providers: Sequence[str] = (), minutes: int = 600
    ) -> Family:
        """Add a family; types, providers, results and waiting follow from its number."""
        number, self.count = self.count, self.count + 1
        first = date(self.year, 1, 1)
        family = self._family(space)
        chosen = tuple(providers) or (PROVIDERS[number % 4],)
        aid = Aid.objects.create(
            family=family,
            case=Case.objects.create(family=family, number=1, opened_on=first),
            lock=self.lock,
            readers=[self.world.town.providers[one].id for one in chosen],
            word=family.word,
            aid_type=self.world.aid_type(aid_type or TYPES[number % 3]),
            status=Status.ENDED if number % 5 == 0 else Status.RUNNING,
            worker=family.worker,
            from_on=first + timedelta(days=10),
            until_on=first + timedelta(days=300),
            asked_on=first,
            first_contact_on=None if number % 11 == 0 else first + timedelta(days=5 + number % 45),
            ended_on=self.cut_on if number % 5 == 0 else None,
            made_at=clock.moment(first),
        )
        if number % 5 == 0:
            self._end(aid, "10" if number % 10 == 0 else "20")
        for one in chosen:
            self._hours(aid, one, minutes + 7 * (number % 9))
        plan = Plan.objects.create(aid=aid, readers=aid.readers, made_at=aid.made_at)
        for goal in range(2):
            self._goal(plan, goal + 1, RESULTS[(number + goal) % 4])
        return family

    def _family(self, space: str) -> Family:
        worker = self.world.town.people["demir"]
        family = Family(
            lock=self.lock,
            name=Clear("Velmbrinker"),
            word=f"Zaunwinde {self.count}-{uuid4().hex[:6]}",
            space=self.world.town.spaces[space],
            worker=worker,
            team=self.world.town.teams["sued"],
            opened_at=clock.moment(date(self.year, 1, 1)),
        )
        family.save(force_insert=True)
        return family

    def _end(self, aid: Aid, reason: str) -> None:
        Ending.objects.create(
            aid=aid,
            lock=self.lock,
            reason=self.world.code(List.ENDING_REASON, reason),
            ended_on=self.cut_on,
            visible_until=self.cut_on,
            by=aid.worker,
            at=clock.moment(self.cut_on),
        )

    def _hours(self, aid: Aid, provider: str, minutes: int) -> None:
        found, carer = self.world.town.providers[provider], self.world.town.people["sahin"]
        share = Share.objects.create(
            aid=aid,
            provider=found,
            account=uuid4(),
            week_minutes=300,
            approved_minutes=9000,
            from_on=aid.from_on,
            until_on=aid.until_on,
        )
        TimeEntry.objects.create(
            share=share,
            provider=found,
            carer=carer,
            on=aid.from_on + timedelta(days=20),
            minutes=minutes,
            kind=self.world.code(List.HOUR_KIND, "direct"),
            status=HourStatus.HANDED_IN,
            month=self._month(provider),
            booked_by=carer,
            booked_at=aid.made_at,
        )

    def _month(self, provider: str) -> Month:
        if provider not in self.months:
            self.months[provider] = Month.objects.create(
                provider=self.world.town.providers[provider],
                first_on=date(self.year, 1, 1),
                minutes=0,
                entries=0,
                handed_in_by=self.world.town.people["brandt"],
                handed_in_at=clock.moment(self.cut_on),
            )
        return self.months[provider]

    def _goal(self, plan: Plan, number: int, status: GoalStatus) -> None:
        Goal.objects.create(
            plan=plan,
            readers=plan.readers,
            number=number,
            status=status,
            agreed_on=plan.aid.from_on,
            settled_on=self.cut_on,
        )


def an_empty_year(world: World, now: datetime | None = None) -> TownYear:
    """Begin the year that a report would count now."""
    moment = now or clock.read()
    with connection.cursor() as cursor:
        # The worker protects between transactions; a test stays in its own one all the while.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    lock = make_key(Circle.FILE, now=moment)
    return TownYear(world, sums.last_cut(clock.day(moment)), lock)


def a_town_year(
    world: World, now: datetime | None = None, spread: Mapping[str, int] | None = None
) -> TownYear:
    """Fill the year with families in every social space."""
    year = an_empty_year(world, now)
    with transaction.atomic():
        for space, families in (spread or SPREAD).items():
            for _ in range(families):
                year.add(space)
    return year


def a_prepared_report(
    world: World, year: int, by: str = "lindner", now: datetime | None = None
) -> Report:
    """Have a report counted: ordered by a person, counted by the worker's task; beside a head who
    orders it there is another one.
    """
    if by == "kowalski":
        a_second_head(world)
    with world.acting(by, now) as actor:
        report = actions.prepare(by=actor, year=year)
    count(report, now)
    report.refresh_from_db()
    return report


def a_second_head(world: World) -> None:
    """Let a lead be head as well."""
    a_role(world.town.people["fries"], Role.HEAD)


def count(report: Report, now: datetime | None = None) -> None:
    """Do what the worker does with an ordered report, now or at another moment."""
    if now is None:
        jobs.count(report=str(report.id))
    else:
        jobs.count_as(Actor.clock(now), str(report.id))


def a_released_report(
    world: World, year: int, by: str = "kowalski", now: datetime | None = None
) -> Report:
    """Have a report counted and released by a second person."""
    report = a_prepared_report(world, year, now=now)
    with world.acting(by, now) as actor:
        return actions.release(by=actor, report=report)
