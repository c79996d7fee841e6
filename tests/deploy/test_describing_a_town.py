"""The reference files of a town and the code lists agree with each other and with the sampler."""

from collections import Counter
from functools import cache

from deploy.town.reference import CODES, read_codes, read_rows, read_town, the_town
from deploy.town.shapes import SampledEpisode, SampledWorld, Window
from deploy.town.world import sample_world

YEAR = Window.of_year(2025)


@cache
def a_year(scale: str = "s", seed: int = 1) -> SampledWorld:
    return sample_world(read_town(), YEAR, scale=scale, seed=seed)


def episodes(world: SampledWorld) -> list[SampledEpisode]:
    return [episode for family in world.families for episode in family.episodes]


def test_codes_used_are_codes_of_the_lists() -> None:
    codes = {file.stem: {r["code"] for r in read_rows(file)} for file in CODES.glob("*.csv")}
    world = a_year()
    for episode in episodes(world):
        assert episode.aid_type in codes["aid_types"]
        assert set(episode.reasons) <= codes["reasons"]
        assert episode.intake.channel in codes["intake_channels"]
        assert episode.intake.reporter in codes["reporter_categories"]
        assert episode.ending is None or episode.ending.reason in codes["ending_reasons"]
        assert {entry.kind for entry in episode.entries} <= codes["hour_kinds"]
        for answer in episode.enquiry.answers if episode.enquiry else ():
            assert answer.decline_reason in {"", *codes["decline_reasons"]}
    for family in world.families:
        assert {child.custody for child in family.children} <= codes["custody_kinds"]


def test_reference_files_agree_with_each_other() -> None:
    town, folder = read_town(), the_town()
    spaces, staff = {s.code for s in town.spaces}, {m.code: m for m in town.staff}
    districts = {row["code"] for row in read_rows(folder / "districts.csv")}
    carriers = {row["code"] for row in read_rows(folder / "carriers.csv")}
    aid_types = {row["code"] for row in read_codes("aid_types")}
    assert {row["district"] for row in read_rows(folder / "spaces.csv")} <= districts
    assert {street.space for street in town.streets} == spaces
    for row in read_rows(folder / "providers.csv"):
        assert set(row["carriers"].split()) <= carriers
        assert set(row["aid_types"].split()) <= aid_types
        assert set(row["spaces"].split()) <= spaces
    for member in town.staff:
        assert not member.deputy or staff[member.deputy].role in {member.role, "team_lead"}
        assert set(member.spaces) <= spaces
    carers = Counter(m.organisation for m in town.staff if m.role == "carer")
    wanted = {"flex": 18, "leben-lernen": 13, "familienbuero": 8, "haus-der-kulturen": 5}
    assert carers == wanted
    assert len(town.working_as("district_worker")) == 20
    assert len(town.working_as("team_lead")) == 3


def test_budgets_give_the_contingents_of_the_agreements() -> None:
    hours = {
        b.provider: b.total_cents * (100 - b.unspecific_percent) / 100 / b.rate_cents
        for b in read_town().budgets
        if b.year == 2026
    }
    assert {code: round(amount, 1) for code, amount in hours.items()} == {
        "flex": 12_750.0,
        "leben-lernen": 8_742.9,
        "familienbuero": 3_648.6,
        "haus-der-kulturen": 1_058.8,
    }
