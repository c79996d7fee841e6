"""First contacts: of families that are helped, and all the others of a year."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from deploy.town.chances import office_hour, seasonal_days, spread, stream, weighted
from deploy.town.reference import Staff, Town, read_codes
from deploy.town.shapes import SampledContact, SampledIntake, Window
from deploy.town.texts import matters

CHANNELS = {
    "telephone": 0.52,
    "in_person": 0.16,
    "email": 0.14,
    "letter": 0.06,
    "fax": 0.05,
    "online": 0.07,
}
REPORTERS = {
    "parents": 0.38,
    "school": 0.20,
    "day_care": 0.08,
    "health": 0.07,
    "youth_office": 0.08,
    "counselling_centre": 0.04,
    "child": 0.05,
    "relatives": 0.05,
    "police_or_court": 0.03,
    "other": 0.02,
}
# SY-04: who reports a possible danger.
RISK_REPORTERS = {
    "police_or_court": 0.31,
    "neighbours": 0.12,
    "anonymous": 0.10,
    "youth_office": 0.13,
    "school": 0.12,
    "health": 0.07,
    "parents": 0.06,
    "child": 0.025,
    "day_care": 0.035,
    "other": 0.03,
}
# Section 10.2: 28 acute, 21 latent, 67 in need, 78 without need, one for each child.
ASSESSMENTS = {"acute": 28.0, "latent": 21.0, "need": 67.0, "no_need": 78.0}
RISK_URGENCY = {"at_once": 0.2, "24h": 0.4, "7d": 0.4}
OUTCOMES = {"counselling": 0.46, "forwarded": 0.18, "no_need": 0.36}


def first_contact(
    chance: Random, town: Town, worker: str, space: str, sent_at: datetime
) -> SampledIntake:
    """Return the intake that led a family to an enquiry some days later."""
    days = min(max(4, round(chance.lognormvariate(2.3, 0.7))), 60)
    risky = chance.random() < 0.15
    drawn = _intake(
        chance,
        office_hour(chance, sent_at.date() - timedelta(days=days)),
        worker=worker,
        colleagues=town.working_as("team_lead"),
        space=space,
        danger=weighted(chance, {"possible": 0.8, "unclear": 0.2}) if risky else "no",
    )
    return replace(drawn, outcome="family_case")


def risk_contacts(town: Town, window: Window, factor: float, seed: int) -> list[SampledIntake]:
    """Return the reports of possible danger: so many children by space, about 1.4 a report."""
    chance = stream(seed, "risks")
    children = [
        space.code
        for space in town.spaces
        for _ in range(round(space.expected_risk_children * factor))
    ]
    results = spread(chance, ASSESSMENTS, len(children))
    sizes = _sizes(town, children, factor)
    days = seasonal_days(chance, window.first, window.last, len(sizes))
    intakes = []
    for day, (space, amount) in zip(days, sizes, strict=True):
        own = tuple(results.pop() for _ in range(amount))
        drawn = _other(
            chance, town, day, space, weighted(chance, {"possible": 0.8, "unclear": 0.2})
        )
        intakes.append(replace(drawn, assessments=own, outcome="risk_assessment"))
    return intakes


def plain_contacts(town: Town, window: Window, amount: int, seed: int) -> list[SampledIntake]:
    """Return contacts without danger that end with advice, a signpost or nothing more."""
    chance = stream(seed, "contacts")
    wanted = {space.code: float(space.expected_families) for space in town.spaces}
    spaces = spread(chance, wanted, amount)
    days = seasonal_days(chance, window.first, window.last, amount)
    return [_other(chance, town, day, space, "no") for day, space in zip(days, spaces, strict=True)]


def anonymous_contacts(
    town: Town, window: Window, factor: float, seed: int
) -> tuple[SampledContact, ...]:
    """Return counselling without a person, only counted."""
    chance = stream(seed, "anonymous")
    amount = round(town.yearly["anonymous_contacts"] * factor)
    topics = [row["code"] for row in read_codes("counselling_topics")]
    bands = [row["code"] for row in read_codes("age_bands")]
    spaces = spread(chance, {s.code: float(s.expected_families) for s in town.spaces}, amount)
    days = seasonal_days(chance, window.first, window.last, amount)
    drawn = (
        SampledContact(
            on=day,
            topic=chance.choice(topics),
            space=space,
            age_band=chance.choice(bands),
            channel=weighted(chance, CHANNELS),
        )
        for day, space in zip(days, spaces, strict=True)
    )
    return tuple(sorted(drawn, key=lambda contact: contact.on))


def _sizes(town: Town, children: Sequence[str], factor: float) -> list[tuple[str, int]]:
    """Group the children of each space into reports of one, two or three brothers and sisters."""
    share = town.yearly["risk_reports"] * factor / max(len(children), 1)
    sizes: list[tuple[str, int]] = []
    for space in dict.fromkeys(children):
        amount = children.count(space)
        reports = max(1, round(amount * share))
        sizes += [(space, amount // reports + (i < amount % reports)) for i in range(reports)]
    return sizes


def _other(chance: Random, town: Town, day: date, space: str, danger: str) -> SampledIntake:
    workers = [w for w in town.working_as("district_worker") if space in w.spaces]
    taker = chance.choice(workers)
    leads = town.working_as("team_lead")
    drawn = _intake(
        chance,
        office_hour(chance, day),
        worker=taker.code,
        colleagues=leads,
        space=space,
        danger=danger,
    )
    return replace(drawn, outcome=weighted(chance, OUTCOMES))


def _intake(
    chance: Random,
    at: datetime,
    *,
    worker: str,
    colleagues: Sequence[Staff],
    space: str,
    danger: str,
) -> SampledIntake:
    risky = danger != "no"
    reporter = weighted(chance, RISK_REPORTERS if risky else REPORTERS)
    return SampledIntake(
        ref="",
        at=at,
        channel=weighted(chance, CHANNELS),
        reporter=reporter,
        matter=chance.choice(matters(danger, reporter)),
        urgency=weighted(chance, RISK_URGENCY) if risky else "none",
        space=space,
        danger=danger,
        taken_by=worker,
        confirmed_by=chance.choice(colleagues).code if risky else None,
        outcome="",
        assessments=(),
    )
