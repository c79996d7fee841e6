"""One report about few families: what is kept of it holds no raw number, and every form says the same."""

import io
import json
from collections.abc import Iterator

import pikepdf
import pytest
from django.db import connection, transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from audit import clock
from outcomes import actions, census, jobs, printing
from outcomes.models import Report
from outcomes.sheets import SYMBOLS, contents, sheet
from tests.conftest import SignIn, stand_as_office, the_shared_town
from tests.outcomes.reading import tables_in_csv, tables_in_html
from tests.stages.outcomes import a_prepared_report, a_town_year
from tests.world import World

FEW = {"herten-sued": 15, "disteln": 12, "bertlich": 3}
PLAIN = {"name", "figure", "unit", "period", "magnitude", "axes", "cells"}


@pytest.fixture(scope="module")
def few(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Report]:
    """A prepared report about few families, counted once; what a test does with it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        stand_as_office()
        world = World(the_shared_town())
        yield a_prepared_report(world, a_town_year(world, spread=FEW).year)
        transaction.set_rollback(True)


def test_the_row_of_a_prepared_report_holds_no_raw_number(few: Report, world: World) -> None:
    report = few
    with connection.cursor() as cursor:
        cursor.execute("SELECT tables::text FROM outcomes_report WHERE id = %s", [report.id])
        stored = json.loads(cursor.fetchone()[0])
    assert all(set(table) == PLAIN for table in stored)
    hidden = [value for table in stored for value in table["cells"] if value is None]
    assert hidden
    small = [
        value
        for table in stored
        for value in table["cells"]
        if table["unit"] != "minutes" and value and value < 5
    ]
    assert small == []


def test_page_file_and_paper_say_the_same(few: Report, world: World, signed_in: SignIn) -> None:
    with world.acting("kowalski") as by:
        report = actions.release(by=by, report=few)
    jobs.print_paper(report=str(report.id))
    client = signed_in("demir")
    page = client.get(reverse("report", args=[report.id])).content.decode()
    file = client.get(reverse("report_table", args=[report.id]))
    paper = client.get(reverse("report_paper", args=[report.id]))
    shown = tables_in_html(page)
    assert len(shown) == 12
    assert tables_in_csv(file.content) == shown
    assert SYMBOLS in page
    assert "·" in str(shown)
    assert f"Ergebnisse-{report.year}.pdf" in paper.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"Ergebnisse {report.year}"
    report.refresh_from_db()
    told = contents(census.release_of(report), report.labels or {})
    on_paper = printing.html_of(sheet(report, told, world.actor("demir")), clock.day(clock.read()))
    assert tables_in_html(on_paper) == shown
