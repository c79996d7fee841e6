"""Households: who lives together, which language is spoken, who may decide for the children."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from deploy.town.chances import after_months, spread, stream, weighted
from deploy.town.children import age_at_start, ages, birthday, draw_children
from deploy.town.names import NamePool, draw_address, draw_first_name, origins
from deploy.town.reference import Quantity, Space, Town
from deploy.town.shapes import SampledAdult, SampledChild, SampledFamily

# SY-01 and SY-02; other language at home .24 of all where .38 have a foreign parent.
HOUSEHOLDS = {"single": 0.42, "together": 0.36, "new_partner": 0.17, "guardian": 0.05}
CHILDREN = {1: 0.38, 2: 0.33, 3: 0.17, 4: 0.08, 5: 0.03, 6: 0.01}
OTHER_LANGUAGE = 0.24 / 0.38
NEEDS_INTERPRETER = 0.5
TRANSFER = {"family_help": 0.48}
TRANSFER_OTHERWISE = 0.35


@dataclass(frozen=True, slots=True)
class Draft:
    """What is settled about a family before its people are drawn."""

    ref: str
    number: int
    space: Space
    quantity: Quantity
    started_on: date
    age_quantile: float
    household: str
    children: int
    foreign: bool


def drafts(
    town: Town, spells: Sequence[tuple[Quantity, date, float]], seed: int
) -> tuple[Draft, ...]:
    """Settle space, household and size of one family for each help, with exact shares."""
    chance, amount = stream(seed, "drafts"), len(spells)
    wanted = {space: float(space.expected_families) for space in town.spaces}
    spaces = spread(chance, wanted, amount)
    foreign = _foreign(chance, spaces)
    households = spread(chance, HOUSEHOLDS, amount)
    sizes = spread(chance, CHILDREN, amount)
    return tuple(
        Draft(
            ref=f"f{i + 1:05d}",
            number=i + 1,
            space=spaces[i],
            quantity=quantity,
            started_on=day,
            age_quantile=at,
            household=households[i],
            children=sizes[i],
            foreign=foreign[i],
        )
        for i, (quantity, day, at) in enumerate(spells)
    )


def settle(town: Town, draft: Draft, pool: NamePool, worker: str, seed: int) -> SampledFamily:
    """Draw the people, language and home of one family; no episodes yet."""
    chance = stream(seed, "family", draft.ref)
    origin = weighted(chance, origins()) if draft.foreign else "de"
    language = origin if draft.foreign and chance.random() < OTHER_LANGUAGE else "de"
    surname = pool.surname(origin)
    household = draft.household
    if household == "single" and chance.random() < 0.12:
        household = "single_father"
    children = _children(chance, draft, seed, (surname, origin, household))
    adults = _Adults(chance, pool, origin, language, children).draw(household, surname)
    return SampledFamily(
        ref=draft.ref,
        file_number=f"51-{20000 + draft.number}",
        surname=surname,
        household=household,
        foreign=draft.foreign,
        transfer_income=chance.random() < TRANSFER.get(draft.quantity.aid_type, TRANSFER_OTHERWISE),
        language=language,
        address=draw_address(chance, town.streets, draft.space.code, draft.started_on.year),
        second_address=None,
        adults=adults,
        children=children,
        bases=(),
        worker=worker,
        episodes=(),
        special=(),
    )


def _foreign(chance: Random, spaces: Sequence[Space]) -> list[bool]:
    """Draw, exactly by space, which families have a parent from abroad."""
    waiting = {
        space: spread(
            chance,
            {True: space.foreign_share, False: 1 - space.foreign_share},
            spaces.count(space),
        )
        for space in dict.fromkeys(spaces)
    }
    return [waiting[space].pop() for space in spaces]


def _children(
    chance: Random, draft: Draft, seed: int, family: tuple[str, str, str]
) -> tuple[SampledChild, ...]:
    focus = age_at_start(draft.quantity, draft.age_quantile)
    youngest = draft.quantity.aid_type == "family_help"
    months = ages(chance, focus, draft.children, youngest=youngest)
    born = [birthday(chance, draft.started_on, age) for age in months]
    return draw_children(seed, draft.ref, born, on=draft.started_on, family=family)


class _Adults:
    """Draws the grown-ups around some children."""

    def __init__(
        self,
        chance: Random,
        pool: NamePool,
        origin: str,
        language: str,
        children: tuple[SampledChild, ...],
    ) -> None:
        self._chance, self._pool = chance, pool
        self._origin, self._language = origin, language
        self._first_birth = min(c.born_on for c in children if c.born_on)
        self._interprets = language != "de" and chance.random() < NEEDS_INTERPRETER
        self._drawn: list[SampledAdult] = []

    def draw(self, household: str, surname: str) -> tuple[SampledAdult, ...]:
        """Return the adults of this kind of household, those inside it first."""
        match household:
            case "together":
                self._add("mother", surname, at_home=True)
                self._add("father", surname, at_home=True)
            case "new_partner":
                self._add("mother", surname, at_home=True)
                self._add("step_father", self._pool.surname(self._origin), at_home=True)
                self._add("father", self._pool.surname(self._origin), at_home=False)
            case "guardian":
                self._add("grandmother", surname, at_home=True)
                self._add("mother", surname, at_home=False)
            case "single_father":
                self._add("father", surname, at_home=True)
                self._add("mother", self._pool.surname(self._origin), at_home=False)
            case _:
                self._add("mother", surname, at_home=True)
                if self._chance.random() < 0.85:
                    self._add("father", self._pool.surname(self._origin), at_home=False)
        return tuple(self._drawn)

    def _add(self, relation: str, surname: str, *, at_home: bool) -> None:
        sex = "female" if relation in ("mother", "grandmother") else "male"
        age = self._chance.triangular(18, 40, 26) + (24 if relation == "grandmother" else 0)
        origin = "de_adult" if self._origin == "de" else self._origin
        taken = [adult.first_name for adult in self._drawn]
        self._drawn.append(
            SampledAdult(
                ref=f"a{len(self._drawn) + 1}",
                first_name=draw_first_name(self._chance, origin, sex, taken=taken),
                surname=surname,
                sex=sex,
                relation=relation,
                born_on=after_months(self._first_birth, -12 * age),
                language=self._language,
                needs_interpreter=self._interprets and at_home,
                in_household=at_home,
                phone=self._pool.phone() if at_home or self._chance.random() < 0.6 else "",
            )
        )
