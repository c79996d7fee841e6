"""A yearly report: counted by the worker, protected, and the same in every form it takes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.urls import reverse

from audit import clock
from outcomes import census, jobs
from outcomes.flow import Status
from outcomes.models import Report, ReportPaper
from protection import paper, wall
from referrals.aids.models import Aid
from referrals.facts.models import AidFact
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.outcomes.attacker import Attacker
from tests.stages.outcomes import (
    SPREAD,
    a_prepared_report,
    a_released_report,
    a_town_year,
    an_empty_year,
)
from tests.world import World

MORE = {
    "herten-sued": 15,
    "paschenberg": 12,
    "disteln": 12,
    "herten-mitte": 12,
    "bertlich": 3,
    "westerholt": 9,
}


def cells_of(report: Report, name: str) -> dict[tuple[str, ...], int | None]:
    table = next(one for one in census.tables_of(report.tables) if one.name == name)
    return {place: one.value for place, one in table.cells.items()}


def test_families_are_counted_once_in_the_town_and_once_with_each_provider(world: World) -> None:
    year = a_town_year(world, spread={"herten-sued": 20, "disteln": 20})
    for _ in range(10):
        year.add("herten-sued", "family_help", ("flex", "haus-der-kulturen"))
    report = a_prepared_report(world, year.year)
    town = cells_of(report, "families/space")
    providers = cells_of(report, "families/provider")
    assert town[("all",)] == 50
    assert town[("district:sued",)] == 30
    assert providers[("all",)] == 50
    assert (
        sum(
            providers[one,] or 0
            for one in ("flex", "leben-lernen", "familienbuero", "haus-der-kulturen")
        )
        == 60
    )
    minutes = cells_of(report, "minutes/space")
    assert minutes[("all",)] == sum(AidFact.objects.values_list("minutes", flat=True))


def test_a_small_space_stays_hidden_and_cannot_be_worked_out(world: World) -> None:
    year = a_town_year(world)
    report = a_prepared_report(world, year.year)
    families = cells_of(report, "families/space")
    assert families[("bertlich",)] is None
    assert families[("all",)] == sum(SPREAD.values())
    assert [place for place, value in families.items() if value is None] != [("bertlich",)]
    assert cells_of(report, "minutes/space")[("bertlich",)] is None
    assert cells_of(report, "waiting/space")[("bertlich", "begun")] is None
    attacker = Attacker.reading(census.tables_of(report.tables))
    assert attacker.hidden
    assert not attacker.recovered()


def test_a_spreadsheet_takes_no_text_for_a_formula() -> None:
    assert [paper.harmless(text) for text in ("=1+1", "-5", "@x", "·", "–", "12")] == [
        *("'=1+1", "'-5", "'@x"),
        *("·", "–", "12"),
    ]


def test_pages_of_reports_can_read_no_family(world: World) -> None:
    a_town_year(world, spread={"disteln": 6})
    for model in (Family, Aid):
        with pytest.raises(ProgrammingError, match="permission denied"), wall.as_report():
            list(model.objects.all())
    with wall.as_report():
        assert AidFact.objects.count() == 0
    assert Family.objects.count() == 6


def test_a_second_report_does_not_tell_who_came_in_between(world: World) -> None:
    year = a_town_year(world, spread=MORE)
    first = a_released_report(world, year.year)
    later = clock.read() + timedelta(days=100)
    year.add("bertlich")
    year.add("disteln")
    for _ in range(9):
        year.add("herten-sued")
    second = a_prepared_report(world, year.year, now=later)
    assert second.status == Status.PREPARED
    first.refresh_from_db()
    before, after = cells_of(first, "families/space"), cells_of(second, "families/space")
    assert after[("bertlich",)] is None
    assert after[("disteln",)] is None
    assert before[("disteln",)] == 12
    for place, value in after.items():
        known = before[place]
        assert value is None or known is None or value == known or value - known >= 5
    both = [*census.tables_of(first.tables), *census.tables_of(second.tables)]
    assert not Attacker.reading(both).recovered()


def test_what_fails_says_so_and_keeps_nothing(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = an_empty_year(world)

    def broken(*_: object) -> Iterator[object]:
        raise RuntimeError("Bertlich hat drei Familien")

    monkeypatch.setattr(census, "counted", broken)
    report = a_prepared_report(world, year.year)
    assert (report.status, report.problem) == (Status.FAILED, "RuntimeError")
    assert report.tables is None
    page = signed_in("lindner").get(reverse("report", args=[report.id])).content.decode()
    assert "nicht zustande gekommen" in page
    assert "drei Familien" not in page


def test_while_the_worker_counts_the_page_says_so(world: World, signed_in: SignIn) -> None:
    client = signed_in("lindner")
    year = an_empty_year(world).year
    answer = client.post(reverse("reports"), {"year": year, "text": "Ein ruhiges Jahr."})
    report = Report.objects.get()
    assert answer.headers["Location"] == reverse("report", args=[report.id])
    page = client.get(reverse("report", args=[report.id])).content.decode()
    assert "Der Bericht wird gerechnet." in page
    jobs.count(report=str(report.id))
    page = client.get(reverse("report", args=[report.id])).content.decode()
    assert "Liegt zur Prüfung vor" in page
    assert "Ein ruhiges Jahr." in page


def test_a_paper_is_made_once(world: World) -> None:
    report = a_released_report(world, an_empty_year(world).year)
    jobs.print_paper(report=str(report.id))
    jobs.print_paper(report=str(report.id))
    assert ReportPaper.objects.count() == 1
