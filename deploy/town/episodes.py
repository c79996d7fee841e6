"""One family's way through a help: reasons, enquiry, plan, hours and ending put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deploy.town.asking import Network, Request, ask
from deploy.town.chances import lognormal, pick, spread, stream, weighted, working_day
from deploy.town.hours import Diary, Work, book
from deploy.town.intakes import first_contact
from deploy.town.plans import Course, decide, plan
from deploy.town.reference import Town
from deploy.town.shapes import (
    SampledBasis,
    SampledEnding,
    SampledEntry,
    SampledEpisode,
    SampledFamily,
    SampledShare,
    Window,
)
from deploy.town.year import Spell, days_running

# SY-04 for family help; helps for one young person begin for other reasons.
FAMILY_REASONS = {
    "13": 0.30,
    "12": 0.15,
    "14": 0.13,
    "11": 0.13,
    "15": 0.10,
    "17": 0.05,
    "16": 0.05,
    "18": 0.04,
    "10": 0.02,
    "19": 0.03,
}
CHILD_REASONS = {"18": 0.27, "16": 0.25, "17": 0.17, "15": 0.15, "13": 0.09, "14": 0.05, "19": 0.02}
CHILD_HELPS = ("assistant", "group_work", "intensive_help")
FURTHER_REASONS = {0: 0.35, 1: 0.40, 2: 0.25}
ALONE = "19"
FOLLOWING = {"10": {"6": 0.7, "3": 0.2, "2": 0.1}, "40": {"1": 1.0}}
FOLLOWING_OTHERWISE = {"6": 0.4, "4": 0.35, "3": 0.15, "5": 0.1}
# SY-09.
CONSENT = {"given": 0.89, "refused": 0.08, "revoked": 0.03}


@dataclass(frozen=True, slots=True)
class Need:
    """A help in time with the quantiles settled for it, so that whole towns are exact."""

    spell: Spell
    minutes_per_week: int
    waiting_quantile: float
    reason: str


def needs_of(spells: tuple[Spell, ...], seed: int) -> tuple[Need, ...]:
    """Settle hours a week, waiting time and main reason of each help with exact shares."""
    chance = stream(seed, "needs")
    amount = len(spells)
    waiting = [(i + 0.5) / amount for i in range(amount)]
    chance.shuffle(waiting)
    reasons = spread(chance, FAMILY_REASONS, amount)
    hours = [(i + 0.5) / amount for i in range(amount)]
    chance.shuffle(hours)
    return tuple(
        Need(
            spell=spell,
            minutes_per_week=_weekly(spell, at),
            waiting_quantile=wait,
            reason=weighted(chance, CHILD_REASONS)
            if spell.quantity.aid_type in CHILD_HELPS
            else reason,
        )
        for spell, at, wait, reason in zip(spells, hours, waiting, reasons, strict=True)
    )


def agreed_minutes(need: Need, window: Window) -> float:
    """Return the minutes agreed for a help inside the window."""
    first, last = days_running(need.spell, window)
    return need.minutes_per_week * ((last - first).days + 1) / 7


@dataclass(slots=True)
class EpisodeMaker:
    """Makes episodes one after another with shared providers and diaries."""

    town: Town
    window: Window
    network: Network
    diary: Diary
    delivered: float
    seed: int

    def make(self, family: SampledFamily, need: Need, number: int) -> SampledEpisode:
        """Return one episode of a family as far as the window shows it."""
        chance = stream(self.seed, "episode", family.ref, number)
        spell = need.spell
        minutes = agreed_minutes(need, self.window) * self.delivered
        reasons = _reasons(chance, need.reason)
        request = Request(
            aid_type=spell.quantity.aid_type,
            reasons=reasons,
            first_contact_on=spell.started_on,
            minutes_per_week=need.minutes_per_week,
            waiting_quantile=need.waiting_quantile,
        )
        shares = self.network.choose(chance, family, request, minutes)
        enquiry, choice = ask(chance, self.town, family, request, shares)
        course = Course(
            aid_type=spell.quantity.aid_type,
            starts_on=spell.started_on,
            ends_on=spell.ended_on or self.window.last + timedelta(days=1),
            until=self.window.last,
            ended=spell.ended_on is not None,
        )
        plans, goals = plan(chance, family, course)
        intake = first_contact(
            chance, self.town, family.worker, family.address.space, enquiry.sent_at
        )
        return SampledEpisode(
            ref=f"{family.ref}-{number}",
            aid_type=request.aid_type,
            child=_helped(family, number) if request.aid_type in CHILD_HELPS else None,
            reasons=reasons,
            intake=intake,
            enquiry=enquiry,
            choice=choice,
            shares=shares,
            first_contact_on=spell.started_on,
            waiting_days=(spell.started_on - enquiry.sent_at.date()).days,
            months=spell.months,
            decisions=decide(chance, self.town, family, course, need.minutes_per_week),
            plans=plans,
            goals=goals,
            entries=tuple(self._entries(chance, need, shares)),
            ending=_ending(chance, spell),
        )

    def _entries(
        self, chance: Random, need: Need, shares: tuple[SampledShare, ...]
    ) -> Iterator[SampledEntry]:
        staff = {member.code: member for member in self.town.staff}
        in_group = need.spell.quantity.aid_type == "group_work"
        days = days_running(need.spell, self.window)
        for share in shares:
            minutes = share.minutes_per_week * self.delivered
            work = Work(staff[share.carer], share, minutes, in_group)
            yield from book(chance, self.diary, work, days)


def bases_of(
    chance: Random, family: SampledFamily, consent: str, window: Window
) -> tuple[SampledBasis, ...]:
    """
    Return why the providers and perhaps the school may be told.

    What the help itself needs rests on the law; talking with school, day care or a practice
    rests on a consent that can be refused or revoked.
    """
    started = min((e.choice.on for e in family.episodes if e.choice), default=window.first)
    giver = family.adults[0].ref
    law = SampledBasis("law", "provider", giver, started, None, "given", None)
    topic = weighted(chance, {"school": 0.5, "day_care": 0.3, "doctor": 0.2})
    revoked = working_day(started + timedelta(days=chance.randint(30, 120)))
    if consent == "revoked":
        revoked = min(revoked, window.last)
    until = started + timedelta(days=365)
    kind = "release" if topic == "doctor" else "consent"
    second = SampledBasis(
        kind, topic, giver, started, until, consent, revoked if consent == "revoked" else None
    )
    return (law, second)


def _helped(family: SampledFamily, number: int) -> str:
    """Return the child a help is for: the one the family was drawn around, later the oldest."""
    if number == 1:
        return family.children[0].ref
    return min(family.children, key=lambda child: child.born_on or date.max).ref


def _weekly(spell: Spell, at: float) -> int:
    quantity = spell.quantity
    drawn = lognormal(at, quantity.median_minutes, quantity.minutes_spread)
    high = 12 * 60 if quantity.median_minutes < 10 * 60 else 20 * 60
    return round(min(max(drawn, 90), high) / 15) * 15


def _reasons(chance: Random, main: str) -> tuple[str, ...]:
    if main == ALONE:
        return (main,)
    others = [code for code in FAMILY_REASONS if code not in (main, ALONE)]
    return (main, *pick(chance, others, weighted(chance, FURTHER_REASONS)))


def _ending(chance: Random, spell: Spell) -> SampledEnding | None:
    if spell.ended_on is None:
        return None
    following = weighted(chance, FOLLOWING.get(spell.reason, FOLLOWING_OTHERWISE))
    return SampledEnding(spell.ended_on, spell.reason, following)
