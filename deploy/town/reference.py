"""The reference files of one town, read into plain rows; another town is another folder."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODES = HERE / "codes"
NAMES = HERE / "names"


@dataclass(frozen=True, slots=True)
class Space:
    """A social space with the number of families and children at risk expected in a year."""

    code: str
    name: str
    district: str
    postal_code: str
    expected_families: int
    expected_risk_children: int
    foreign_share: float


@dataclass(frozen=True, slots=True)
class Street:
    """One stretch of a street inside one space, in the years it was drawn so."""

    name: str
    space: str
    from_number: int
    to_number: int
    postal_code: str
    valid_from: int
    valid_to: int | None

    def holds_in(self, year: int) -> bool:
        """Tell whether the stretch belongs to its space in this year."""
        return self.valid_from <= year and (self.valid_to is None or year <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation of the network and what it is able to take on."""

    code: str
    name: str
    aid_types: tuple[str, ...]
    languages: tuple[str, ...]
    weekdays: tuple[str, ...]
    spaces: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who works at the office or for a provider."""

    code: str
    first_name: str
    surname: str
    role: str
    organisation: str
    team: str
    spaces: tuple[str, ...]
    deputy: str
    telephone: str
    email: str
    languages: tuple[str, ...]
    weekdays: tuple[str, ...]
    profile: str
    minutes_per_week: int
    valid_from: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """How often a type of help begins in a year, how long it lasts and whom it meets."""

    aid_type: str
    new_per_year: int
    stock: int
    mean_months: float
    planned_share: float
    in_network: bool
    median_minutes: int
    minutes_spread: float
    age_shape: str
    age_mean_months: float
    age_spread_months: float


@dataclass(frozen=True, slots=True)
class Budget:
    """The yearly budget of a provider: money in cents, share in per cent, rate in cents an hour."""

    provider: str
    year: int
    total_cents: int
    unspecific_percent: int
    rate_cents: int


@dataclass(frozen=True, slots=True)
class Town:
    """Everything the sampler knows about a town."""

    spaces: tuple[Space, ...]
    streets: tuple[Street, ...]
    providers: tuple[Provider, ...]
    staff: tuple[Staff, ...]
    quantities: tuple[Quantity, ...]
    budgets: tuple[Budget, ...]
    yearly: dict[str, int]

    def working_as(self, role: str, organisation: str = "office") -> tuple[Staff, ...]:
        """Return the staff of one organisation in one role."""
        return tuple(s for s in self.staff if s.role == role and s.organisation == organisation)

    def provider(self, code: str) -> Provider:
        """Return the provider with this code; KeyError when there is none."""
        return {p.code: p for p in self.providers}[code]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read one reference file, a header and semicolons, into rows of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_codes(name: str) -> list[dict[str, str]]:
    """Read one code list that holds for every town."""
    return read_rows(CODES / f"{name}.csv")


def read_town(folder: Path | None = None) -> Town:
    """Read the reference files of a town; without a folder, of the only town there is."""
    folder = folder or the_town()
    return Town(
        spaces=tuple(_space(row) for row in read_rows(folder / "spaces.csv")),
        streets=tuple(_street(row) for row in read_rows(folder / "streets.csv")),
        providers=tuple(_provider(row) for row in read_rows(folder / "providers.csv")),
        staff=tuple(_staff(row) for row in read_rows(folder / "staff.csv")),
        quantities=tuple(_quantity(row) for row in read_rows(folder / "quantities.csv")),
        budgets=tuple(_budget(row) for row in read_rows(folder / "budgets.csv")),
        yearly={row["code"]: int(row["amount"]) for row in read_rows(folder / "yearly.csv")},
    )


def the_town() -> Path:
    """Return the first folder that describes a town (it holds a `town.csv`)."""
    return min(path.parent for path in HERE.glob("*/town.csv"))


def _space(row: dict[str, str]) -> Space:
    return Space(
        code=row["code"],
        name=row["name"],
        district=row["district"],
        postal_code=row["postal_code"],
        expected_families=int(row["expected_families"]),
        expected_risk_children=int(row["expected_risk_children"]),
        foreign_share=int(row["foreign_percent"]) / 100,
    )


def _street(row: dict[str, str]) -> Street:
    return Street(
        name=row["street"],
        space=row["space"],
        from_number=int(row["from_number"]),
        to_number=int(row["to_number"]),
        postal_code=row["postal_code"],
        valid_from=int(row["valid_from"]),
        valid_to=int(row["valid_to"]) if row["valid_to"] else None,
    )


def _provider(row: dict[str, str]) -> Provider:
    return Provider(
        code=row["code"],
        name=row["name"],
        aid_types=tuple(row["aid_types"].split()),
        languages=tuple(row["languages"].split()),
        weekdays=tuple(row["weekdays"].split()),
        spaces=tuple(row["spaces"].split()),
        share=int(row["share_percent"]) / 100,
    )


def _staff(row: dict[str, str]) -> Staff:
    return Staff(
        code=row["code"],
        first_name=row["first_name"],
        surname=row["surname"],
        role=row["role"],
        organisation=row["organisation"],
        team=row["team"],
        spaces=tuple(row["spaces"].split()),
        deputy=row["deputy"],
        telephone=row["telephone"],
        email=row["email"],
        languages=tuple(row["languages"].split()),
        weekdays=tuple(row["weekdays"].split()),
        profile=row["profile"],
        minutes_per_week=int(row["hours_per_week"]) * 60,
        valid_from=int(row["valid_from"]),
    )


def _quantity(row: dict[str, str]) -> Quantity:
    return Quantity(
        aid_type=row["aid_type"],
        new_per_year=int(row["new_per_year"]),
        stock=int(row["stock"]),
        mean_months=float(row["mean_months"]),
        planned_share=int(row["planned_percent"]) / 100,
        in_network=row["in_network"] == "yes",
        median_minutes=int(float(row["median_hours"]) * 60),
        minutes_spread=int(row["hours_spread_percent"]) / 100,
        age_shape=row["age_shape"],
        age_mean_months=float(row["age_mean_months"]),
        age_spread_months=float(row["age_spread_months"]),
    )


def _budget(row: dict[str, str]) -> Budget:
    return Budget(
        provider=row["provider"],
        year=int(row["year"]),
        total_cents=int(row["total_cents"]),
        unspecific_percent=int(row["unspecific_percent"]),
        rate_cents=int(row["rate_cents"]),
    )
