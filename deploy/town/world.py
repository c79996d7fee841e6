"""A whole synthetic town for a window of time: the same seed gives the same world."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from deploy.town.asking import Network
from deploy.town.chances import quantiles, spread, stream
from deploy.town.children import age_at_start, years_old
from deploy.town.episodes import (
    CHILD_HELPS,
    CONSENT,
    EpisodeMaker,
    Need,
    agreed_minutes,
    bases_of,
    needs_of,
)
from deploy.town.hours import Diary
from deploy.town.intakes import anonymous_contacts, plain_contacts, risk_contacts
from deploy.town.names import NamePool
from deploy.town.people import Draft, drafts, settle
from deploy.town.reference import Staff, Town
from deploy.town.shapes import (
    OutsideAid,
    SampledFamily,
    SampledIntake,
    SampledWorld,
    Window,
)
from deploy.town.special import with_special_rows
from deploy.town.year import Spell, spells_of_year

SCALES = {"demo": 0.1, "s": 1.0, "m": 10.0}
SECOND_HELP_AGE = 14


def sample_world(
    town: Town,
    window: Window,
    *,
    scale: str = "s",
    seed: int = 1,
    beside: Iterable[SampledFamily] = (),
) -> SampledWorld:
    """
    Return families, intakes and anonymous counselling of a town, sampled from its files.

    `beside` are families told by hand; on the days their carers visit them, nobody else is, and
    their hours count towards the share of their providers.
    """
    factor = SCALES[scale]
    town = enlarged(town, factor)
    told = [entry for family in beside for ep in family.episodes for entry in ep.entries]
    spells = spells_of_year(town, window, factor, seed)
    needs = needs_of(tuple(s for s in spells if s.quantity.in_network), seed)
    maker = EpisodeMaker(
        town=town,
        window=window,
        network=Network(town, told),
        diary=Diary((entry.carer, entry.on) for entry in told),
        delivered=_delivered(town, needs, window, factor),
        seed=seed,
    )
    families = _families(maker, round(town.yearly["families"] * factor), needs)
    families = with_special_rows(families, town, window, seed)
    return SampledWorld(
        window=window,
        families=_numbered(families),
        other_intakes=_others(town, window, factor, seed, families),
        contacts=anonymous_contacts(town, window, factor, seed),
        outside=_outside(town, [s for s in spells if not s.quantity.in_network], seed),
    )


def enlarged(town: Town, factor: float) -> Town:
    """
    Return the town with staff and budgets for a factor above one.

    The new people recombine first names and surnames of the staff there is, so that no staff
    name can ever be a family's; below one the town stays as it is.
    """
    copies = round(factor) - 1
    if copies < 1:
        return town
    more = tuple(_colleague(town, n, turn) for turn in range(1, copies + 1) for n in _many(town))
    budgets = tuple(replace(b, total_cents=round(b.total_cents * factor)) for b in town.budgets)
    return replace(town, staff=(*town.staff, *more), budgets=budgets)


def _many(town: Town) -> list[int]:
    """Return the places of staff of whom a larger town has more."""
    roles = ("district_worker", "carer")
    return [n for n, member in enumerate(town.staff) if member.role in roles]


def _colleague(town: Town, place: int, turn: int) -> Staff:
    like = town.staff[place]
    other = town.staff[(place + 7 * turn) % len(town.staff)]
    code = f"{like.code}-{turn + 1}"
    return replace(
        like,
        code=code,
        first_name=other.first_name,
        deputy=f"{like.deputy}-{turn + 1}" if like.deputy else "",
        email=f"{code}@{like.email.split('@')[1]}",
    )


def _families(maker: EpisodeMaker, amount: int, needs: Sequence[Need]) -> tuple[SampledFamily, ...]:
    """Return so many families with their one or two helps."""
    town, window, seed = maker.town, maker.window, maker.seed
    chance, amount = stream(seed, "families"), min(amount, len(needs))
    first, second = _first_and_second(needs, amount)
    settled = drafts(
        town,
        [
            (need.spell.quantity, need.spell.started_on, at)
            for need, at in zip(first, quantiles(chance, amount), strict=True)
        ],
        seed,
    )
    pool, workers = NamePool(seed), _Workers(town)
    people = [settle(town, d, pool, workers.least(d), seed) for d in settled]
    consents = spread(chance, CONSENT, amount)
    further = _further(people, first, second)
    made = []
    for index, (family, need) in enumerate(zip(people, first, strict=True)):
        own = [need, *further.get(index, ())]
        episodes = tuple(maker.make(family, n, i) for i, n in enumerate(own, start=1))
        whole = replace(family, episodes=episodes)
        bases = bases_of(stream(seed, "bases", family.ref), whole, consents[index], window)
        made.append(replace(whole, bases=bases))
    return tuple(made)


def _delivered(town: Town, needs: Sequence[Need], window: Window, factor: float) -> float:
    """Return booked by agreed minutes, so that the town's hours of a year come out."""
    years = ((window.last - window.first).days + 1) / 365
    target = town.yearly["hours"] * 60 * factor * years
    return min(target / sum(agreed_minutes(need, window) for need in needs), 1.0)


def _first_and_second(needs: Sequence[Need], amount: int) -> tuple[list[Need], list[Need]]:
    """Part the helps: one for each family, and those of families that have two."""
    spare = [n for n, need in enumerate(needs) if need.spell.quantity.aid_type in CHILD_HELPS]
    step = max(1, len(spare) // max(1, len(needs) - amount))
    second = set(spare[::step][: len(needs) - amount])
    return (
        [need for n, need in enumerate(needs) if n not in second],
        [need for n, need in enumerate(needs) if n in second],
    )


def _further(
    people: Sequence[SampledFamily], first: Sequence[Need], second: Sequence[Need]
) -> dict[int, list[Need]]:
    """Give second helps to families with family help whose oldest child is near fourteen."""
    able = [
        index for index, need in enumerate(first) if need.spell.quantity.aid_type not in CHILD_HELPS
    ]
    further: dict[int, list[Need]] = {}
    for need in second:
        index = min(able, key=lambda n: _off_age(people[n], need.spell.started_on))
        able = [n for n in able if n != index] or able
        further.setdefault(index, []).append(need)
    return further


def _off_age(family: SampledFamily, on: date) -> float:
    """Return how many years the oldest child is away from the age of second helps."""
    return abs(max(years_old(family.children, on)) - SECOND_HELP_AGE)


class _Workers:
    """Gives each family to the district worker of its space who has the fewest."""

    def __init__(self, town: Town) -> None:
        self._all = town.working_as("district_worker")
        self._load = {worker.code: 0 for worker in self._all}

    def least(self, draft: Draft) -> str:
        """Return the code of the worker and count the family."""
        able = [w for w in self._all if draft.space.code in w.spaces] or self._all
        worker = min(able, key=lambda w: self._load[w.code])
        self._load[worker.code] += 1
        return worker.code


def _others(
    town: Town, window: Window, factor: float, seed: int, families: Sequence[SampledFamily]
) -> tuple[SampledIntake, ...]:
    risks = risk_contacts(town, window, factor, seed)
    known = sum(
        window.first <= episode.intake.at.date() <= window.last
        for family in families
        for episode in family.episodes
    )
    amount = max(round(town.yearly["intakes"] * factor) - len(risks) - known, 0)
    drawn = sorted(
        [*risks, *plain_contacts(town, window, amount, seed)], key=lambda intake: intake.at
    )
    return tuple(replace(intake, ref=f"i{n:05d}") for n, intake in enumerate(drawn, start=1))


def _numbered(families: Sequence[SampledFamily]) -> tuple[SampledFamily, ...]:
    """Give the intakes of families the reference of their episode."""
    return tuple(
        replace(
            family,
            episodes=tuple(
                replace(e, intake=replace(e.intake, ref=f"i-{e.ref}")) for e in family.episodes
            ),
        )
        for family in families
    )


def _outside(town: Town, spells: Sequence[Spell], seed: int) -> tuple[OutsideAid, ...]:
    chance = stream(seed, "outside")
    wanted = {space.code: float(space.expected_families) for space in town.spaces}
    spaces = spread(chance, wanted, len(spells))
    at = quantiles(chance, len(spells))
    return tuple(
        OutsideAid(
            aid_type=spell.quantity.aid_type,
            space=space,
            age_months=round(age_at_start(spell.quantity, quantile)),
            started_on=spell.started_on,
            ended_on=spell.ended_on,
            reason=spell.reason,
        )
        for spell, space, quantile in zip(spells, spaces, at, strict=True)
    )
