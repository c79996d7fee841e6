"""What the sampler makes up about families is fictional and stands nowhere in clear."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from deploy.town.names import names_lines, unique_against
from deploy.town.reference import CODES, HERE, NAMES, read_rows, read_town, the_town
from deploy.town.shapes import SampledWorld, Window
from deploy.town.stories import stories
from deploy.town.world import enlarged, sample_world

YEAR = Window.of_year(2025)
DAY = date(2026, 11, 24)
ROOT = HERE.parent.parent


def texts_in_clear() -> Iterator[str]:
    """Yield what may stand in clear: code lists, reference files, templates, messages in code."""
    yield from (f.read_text(encoding="utf-8") for f in CODES.glob("*.csv"))
    yield from (f.read_text(encoding="utf-8") for f in the_town().glob("*.csv"))
    yield from (f.read_text(encoding="utf-8") for f in (HERE / "texts").glob("*.csv"))
    for app in ("audit", "protection", "accounts", "providers", "referrals", "outcomes", "deploy"):
        for pattern in ("**/*.html", "**/*.py"):
            yield from (f.read_text(encoding="utf-8") for f in (ROOT / app).glob(pattern))


@cache
def a_year(scale: str = "s", seed: int = 1) -> SampledWorld:
    return sample_world(read_town(), YEAR, scale=scale, seed=seed)


def test_every_number_is_one_of_films_and_books() -> None:
    number = re.compile(r"(069 90009|040 66969|0221 4710|089 99998)-\d{3}")
    told = (*(s.family for s in stories(DAY)), *a_year().families)
    phones = [a.phone for family in told for a in family.adults if a.phone]
    assert all(number.fullmatch(phone) for phone in phones)
    staff = re.compile(r"030 23125-\d{3}")
    assert all(staff.fullmatch(member.telephone) for member in read_town().staff)


def test_no_surname_we_can_make_up_stands_anywhere_in_clear() -> None:
    assert unique_against(texts_in_clear()) == frozenset()


def test_a_surname_in_a_text_is_found() -> None:
    name = next(f.surname for f in a_year().families if "same_surname" not in f.special)
    assert name in unique_against([f"Die Familie {name} wohnt dort."])


def test_no_line_of_names_stands_anywhere_in_clear() -> None:
    families = [*a_year().families, *(story.family for story in stories(DAY))]
    lines = list(names_lines(families))
    staff = "\n".join(f"{m.first_name} {m.surname}" for m in enlarged(read_town(), 10).staff)
    clear = "\n".join([*texts_in_clear(), staff])
    assert len(lines) > 1000
    assert len(lines) == len(set(lines))
    assert [line for line in lines if line in clear] == []


def test_common_and_short_surnames_are_not_looked_for_alone() -> None:
    lines = set(names_lines(a_year().families))
    assert not {"Yilmaz", "Schmidt"} & lines
    assert all(len(line) >= 6 for line in lines)
    assert any(line.endswith(" Yilmaz") for line in lines)


def test_every_address_lies_in_a_street_of_its_space() -> None:
    streets = read_town().streets
    for family in a_year().families:
        home = family.address
        number = int(home.number.rstrip("abc"))
        assert any(
            s.name == home.street
            and s.space == home.space
            and s.from_number <= number <= s.to_number
            for s in streets
        )


def test_surname_parts_are_long_enough_to_be_looked_for() -> None:
    rows = read_rows(NAMES / "surname_parts.csv")
    assert all(
        len(a + b) >= 6 for r in rows for a in r["starts"].split() for b in r["ends"].split()
    )
