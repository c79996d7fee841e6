"""Children of a sampled family: ages for the type of help, custody, what is true of each alone."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from deploy.town.chances import (
    MONTH_DAYS,
    after_months,
    normal,
    pick,
    stream,
    triangular,
    weighted,
)
from deploy.town.names import draw_first_name
from deploy.town.reference import Quantity
from deploy.town.shapes import SampledChild

OF_AGE = 18 * 12
OLDEST = 20.5 * 12
# From this age on, the types of help for a child are given (ST-11).
YOUNGEST_FOR = {"group_work": 72, "assistant": 96, "intensive_help": 168, "family_help": 1}

FACTS = {
    3: ("wird zu Hause betreut", "schläft noch nicht durch", "U-Untersuchungen sind vollständig"),
    6: ("besucht die Kita bis 14 Uhr", "spricht in ganzen Sätzen", "spielt am liebsten draußen"),
    10: ("besucht die Grundschule", "geht in den Offenen Ganztag", "liest gern vor"),
    14: ("besucht die Gesamtschule", "spielt im Verein Fußball", "trägt eine Brille"),
    18: ("besucht die Realschule", "sucht einen Praktikumsplatz", "möchte Mechatronik lernen"),
    27: ("besucht das Berufskolleg", "macht eine Ausbildung im Handwerk", "sucht eine Wohnung"),
}


def age_at_start(quantity: Quantity, at: float) -> float:
    """Return the age in months of the child a help of this type begins for, at a quantile."""
    if quantity.age_shape == "triangular":
        drawn = triangular(at, quantity.age_mean_months, quantity.age_spread_months)
    else:
        drawn = normal(at, quantity.age_mean_months, quantity.age_spread_months)
    return min(max(drawn, YOUNGEST_FOR.get(quantity.aid_type, 3)), OLDEST)


def ages(chance: Random, focus: float, amount: int, *, youngest: bool) -> list[float]:
    """Return ages in months, the focus child first; brothers and sisters older or on both sides."""
    drawn, low, high = [focus], focus, focus
    while len(drawn) < amount:
        gap = chance.uniform(13, 44)
        grows = high + gap < OLDEST
        if grows and (youngest or low - gap < 1 or chance.random() < 0.5):
            high += gap
            drawn.append(high)
        elif low - gap >= 0 and not youngest:
            low -= gap
            drawn.append(low)
        else:
            # No room left: one more a little above the focus child, at least ten months apart.
            drawn.append(min(focus + 10 * len(drawn), OLDEST))
    return drawn


def draw_children(
    seed: int, ref: str, born: Iterable[date], *, on: date, family: tuple[str, str, str]
) -> tuple[SampledChild, ...]:
    """Draw children with these birthdays; `family` is surname, origin and household."""
    surname, origin, household = family
    chance = stream(seed, "children", ref)
    together = custody_of_household(chance, household)
    children: list[SampledChild] = []
    for index, birthday in enumerate(born, start=1):
        sex = weighted(chance, {"female": 0.485, "male": 0.51, "diverse": 0.005})
        months = (on - birthday).days / MONTH_DAYS
        taken = [child.first_name for child in children]
        children.append(
            SampledChild(
                ref=f"c{index}",
                first_name=draw_first_name(chance, origin, sex, taken=taken),
                surname=surname,
                sex=sex,
                born_on=birthday,
                expected_on=None,
                custody="of_age" if months >= OF_AGE else together,
                own_facts=_facts(chance, months),
            )
        )
    return tuple(children)


def years_old(children: Iterable[SampledChild], on: date) -> tuple[int, ...]:
    """Return the ages in whole years of the children who are born."""
    days = [(on - child.born_on).days for child in children if child.born_on]
    return tuple(int(max(age, 0) / MONTH_DAYS / 12) for age in days)


def birthday(chance: Random, on: date, months: float) -> date:
    """Return a birthday so many months before a day."""
    return after_months(on, -months) - timedelta(days=chance.randrange(20))


def custody_of_household(chance: Random, household: str) -> str:
    """Draw custody by SY-01: .62 joint when parents live apart."""
    match household:
        case "together":
            return weighted(chance, {"both": 0.95, "mother": 0.05})
        case "guardian":
            return weighted(chance, {"guardian": 0.8, "supplementary_guardian": 0.2})
        case "single_father":
            return weighted(chance, {"both": 0.62, "father": 0.33, "court_pending": 0.05})
        case _:
            return weighted(chance, {"both": 0.62, "mother": 0.35, "court_pending": 0.03})


def _facts(chance: Random, months: float) -> tuple[str, ...]:
    band = next(limit for limit in FACTS if months < limit * 12 or limit == max(FACTS))
    return pick(chance, FACTS[band], chance.randint(1, 2))
