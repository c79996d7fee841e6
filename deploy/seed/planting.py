"""Plants a town from its reference files: spaces, streets, providers, budgets, teams and people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from accounts import actions as accounts
from accounts.actor import Actor
from accounts.models import Team, User
from accounts.roles import TEAM_ROLES, Role
from deploy.town import reference
from deploy.town.reference import read_rows
from protection import wall
from providers.agreements import actions as agreements
from providers.budgets import actions as budgets
from providers.codes.models import AidType, Code, List
from providers.register import actions as register
from providers.register.models import Provider, SocialSpace

ROLES = {
    "district_worker": Role.CASEWORKER,
    "team_lead": Role.TEAM_LEAD,
    "head": Role.HEAD,
    "planner": Role.PLANNER,
    "data_protection_officer": Role.DPO,
    "it_admin": Role.IT_ADMIN,
    "coordinator": Role.COORDINATOR,
    "carer": Role.CARER,
    "front_desk": Role.FRONT_DESK,
    "child_protection": Role.CHILD_PROTECTION,
    "finance": Role.FINANCE,
    "dp_coordinator": Role.DP_COORDINATOR,
    "auditor": Role.AUDITOR,
    "provider_admin": Role.PROVIDER_ADMIN,
}


@dataclass(slots=True)
class Town:
    """What stands after planting, by code."""

    teams: dict[str, Team] = field(default_factory=dict)
    spaces: dict[str, SocialSpace] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, person: str, now: datetime) -> Actor:
        """Give a person of the town, acting at a moment."""
        return Actor.of(self.people[person], now=now)


def plant(
    folder: Path,
    now: datetime,
    *,
    described: reference.Town | None = None,
    streets: bool = True,
) -> Town:
    """
    Plant the town of a folder of reference files, as the clock, at a moment.

    `described` names staff and budgets where they are more than those of the files.
    """
    by = Actor.clock(now)
    described = described or reference.read_town(folder)
    town = Town()
    with wall.standing_as(by):
        _plant_spaces(by, folder, town, streets=streets)
        _plant_providers(by, folder, town)
        plant_budgets(by, described.budgets, town)
        plant_people(by, described.staff, town)
    return town


def _years(row: dict[str, str]) -> dict[str, int | None]:
    return {
        "valid_from": int(row["valid_from"]),
        "valid_to": int(row["valid_to"]) if row["valid_to"] else None,
    }


def _first_year(row: dict[str, str]) -> int:
    return int(row["valid_from"])


def _last_year(row: dict[str, str]) -> int | None:
    return int(row["valid_to"]) if row["valid_to"] else None


def _plant_spaces(by: Actor, folder: Path, town: Town, *, streets: bool) -> None:
    districts = {
        row["code"]: register.add_district(
            by=by,
            code=row["code"],
            name=row["name"],
            valid_from=_first_year(row),
            valid_to=_last_year(row),
        )
        for row in read_rows(folder / "districts.csv")
    }
    for code, district in districts.items():
        town.teams[code] = accounts.open_team(by=by, name=f"Bezirk {district.name}", district=code)
    for row in read_rows(folder / "spaces.csv"):
        town.spaces[row["code"]] = register.add_space(
            by=by,
            code=row["code"],
            name=row["name"],
            district=districts[row["district"]],
            inhabitants=int(row["inhabitants"]),
            under_21=int(row["under_21"]),
            valid_from=_first_year(row),
            valid_to=_last_year(row),
        )
    if streets:
        _plant_streets(by, folder, town)


def _plant_streets(by: Actor, folder: Path, town: Town) -> None:
    lines: dict[str, list[dict[str, object]]] = {}
    for row in read_rows(folder / "streets.csv"):
        lines.setdefault(row["space"], []).append(
            {
                "name": row["street"],
                "from_number": int(row["from_number"]),
                "to_number": int(row["to_number"]),
                "postal_code": row["postal_code"],
                **_years(row),
            }
        )
    for code, streets in lines.items():
        register.add_streets(by=by, space=town.spaces[code], streets=streets)


def _plant_providers(by: Actor, folder: Path, town: Town) -> None:
    carriers = {row["code"]: row for row in read_rows(folder / "carriers.csv")}
    aid_types = {aid_type.code: aid_type for aid_type in AidType.objects.valid(by.today)}
    for row in read_rows(folder / "providers.csv"):
        provider = register.add_provider(
            by=by,
            code=row["code"],
            name=row["name"],
            number=row["telephone"],
            specialities=row["specialities"],
            languages=row["languages"].split(),
            weekdays=row["weekdays"].split(),
            age_bands=row["age_bands"].split(),
            spaces=[town.spaces[code] for code in row["spaces"].split()],
            valid_from=_first_year(row),
            valid_to=_last_year(row),
        )
        town.providers[row["code"]] = provider
        for code in row["carriers"].split():
            _plant_carrier(by, provider, carriers[code])
        for code in row["aid_types"].split():
            agreements.agree(
                by=by,
                provider=provider,
                aid_type=aid_types[code],
                from_on=date(_first_year(row), 1, 1),
            )


def _plant_carrier(by: Actor, provider: Provider, row: dict[str, str]) -> None:
    register.add_carrier(
        by=by,
        provider=provider,
        code=row["code"],
        name=row["name"],
        kind=Code.objects.of(List.CARRIER_KIND, by.today).get(code=row["kind"]),
        law=Code.objects.of(List.PROTECTION_LAW, by.today).get(code=row["protection_law"]),
        valid_from=_first_year(row),
        valid_to=_last_year(row),
    )


def plant_budgets(by: Actor, lines: Iterable[reference.Budget], town: Town) -> None:
    """Enter what the council decided for each provider and year."""
    for line in lines:
        budgets.set_budget(
            by=by,
            provider=town.providers[line.provider],
            year=line.year,
            total_cents=line.total_cents,
            unspecific_cents=line.total_cents * line.unspecific_percent // 100,
            rate_cents=line.rate_cents,
        )


def plant_people(by: Actor, staff: Iterable[reference.Staff], town: Town) -> None:
    """Let everybody in with their role, and name who stands in for whom."""
    deputies: dict[str, str] = {}
    for member in staff:
        role = ROLES[member.role]
        person = accounts.open_account(
            by=by,
            username=member.code,
            display_name=f"{member.first_name} {member.surname}",
            number=member.telephone,
            email=member.email,
            profile=member.profile,
        )
        provider = town.providers.get(member.organisation)
        accounts.give_mandate(
            by=by,
            person=person,
            role=role,
            team=town.teams[member.team] if role in TEAM_ROLES else None,
            provider_id=provider.id if provider else None,
            since_on=date(member.valid_from, 1, 1),
        )
        town.people[member.code] = person
        if member.deputy:
            deputies[member.code] = member.deputy
    for code, deputy in deputies.items():
        accounts.set_deputy(by=by, person=town.people[code], deputy=town.people[deputy])
