"""Two people stand behind every report: one has it counted, another one releases it."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.deeds import NotPossibleError
from audit.models import Entry
from outcomes import actions, naming
from outcomes.flow import Status
from outcomes.models import Report
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.stages.outcomes import (
    a_prepared_report,
    a_released_report,
    a_second_head,
    an_empty_year,
    count,
)
from tests.stages.together import at_once, refusals
from tests.world import World


@pytest.fixture
def prepared(world: World) -> Report:
    """A report that the planner had counted."""
    return a_prepared_report(world, an_empty_year(world).year)


def test_the_head_looks_at_it_and_releases_it(
    prepared: Report, world: World, signed_in: SignIn
) -> None:
    client = signed_in("kowalski")
    listed = client.get(reverse("reports")).content.decode()
    assert "Bericht prüfen" in listed
    page = client.get(reverse("report", args=[prepared.id])).content.decode()
    assert "Freigeben" in page
    client.post(reverse("report_release", args=[prepared.id]))
    prepared.refresh_from_db()
    assert prepared.status == Status.RELEASED
    assert prepared.released_by == world.town.people["kowalski"]
    entry = Entry.objects.get(event="report.released")
    assert entry.facts == {"digest": prepared.digest}
    assert Entry.objects.filter(event="report.read", about=[prepared.id]).count() == 1


@pytest.fixture
def told(world: World, signed_in: SignIn) -> Report:
    """A report that waits for its release with an accompanying text."""
    year = an_empty_year(world).year
    text = "Im Süden kamen zwei Träger dazu."
    signed_in("lindner").post(reverse("reports"), {"year": year, "text": text})
    report = Report.objects.get(year=year)
    count(report)
    return report


def test_a_text_is_released_by_somebody_who_read_it(told: Report, signed_in: SignIn) -> None:
    client, address = signed_in("kowalski"), reverse("report_release", args=[told.id])
    page = client.get(reverse("report", args=[told.id])).content.decode()
    assert "Im Süden kamen zwei Träger dazu." in page
    assert "Im Begleittext steht nichts über einzelne Familien" in page
    refused = client.post(address)
    assert refused.status_code == 422
    assert actions.TEXT_UNCHECKED in refused.content.decode()
    told.refresh_from_db()
    assert told.status == Status.PREPARED
    client.post(address, {"names_nobody": "on"})
    told.refresh_from_db()
    assert told.status == Status.RELEASED
    entry = Entry.objects.get(event="report.released")
    assert entry.facts == {"digest": told.digest, "text_names_nobody": True}


def test_nothing_is_asked_about_a_text_that_is_not_there(
    prepared: Report, signed_in: SignIn
) -> None:
    page = signed_in("kowalski").get(reverse("report", args=[prepared.id])).content.decode()
    assert "Im Begleittext steht nichts" not in page


def test_who_had_it_counted_does_not_release_it(world: World, signed_in: SignIn) -> None:
    report = a_prepared_report(world, an_empty_year(world).year, by="kowalski")
    client = signed_in("kowalski")
    page = client.get(reverse("report", args=[report.id])).content.decode()
    assert reverse("report_release", args=[report.id]) not in page
    answer = client.post(reverse("report_release", args=[report.id]), follow=True)
    assert actions.TWO_PEOPLE in answer.content.decode()
    with world.acting("kowalski") as by, pytest.raises(NotPossibleError, match="zweite Person"):
        actions.release(by=by, report=report)
    report.refresh_from_db()
    assert report.status == Status.PREPARED


def test_the_database_knows_that_it_takes_two(prepared: Report) -> None:
    with pytest.raises(IntegrityError, match="author_and_releaser_are_two"), transaction.atomic():
        Report.objects.filter(id=prepared.id).update(
            status=Status.RELEASED,
            released_by=prepared.prepared_by,
            released_at=prepared.prepared_at,
        )


@pytest.mark.parametrize("person", ["lindner", "nolte", "demir", "seidel", "brandt", "sahin"])
def test_only_the_head_releases(
    prepared: Report, world: World, signed_in: SignIn, person: str
) -> None:
    answer = signed_in(person).post(reverse("report_release", args=[prepared.id]))
    assert answer.status_code == 404
    with world.acting(person) as by, pytest.raises(PermissionDenied):
        actions.release(by=by, report=prepared)
    prepared.refresh_from_db()
    assert prepared.status == Status.PREPARED


@pytest.mark.parametrize("person", ["demir", "nolte", "seidel"])
def test_the_rest_of_the_office_reads_what_is_released(
    prepared: Report, world: World, signed_in: SignIn, person: str
) -> None:
    client, page = signed_in(person), reverse("report", args=[prepared.id])
    assert client.get(page).status_code == 404
    assert f"Ergebnisse {prepared.year}" not in client.get(reverse("reports")).content.decode()
    with world.acting("kowalski") as by:
        actions.release(by=by, report=prepared)
    assert client.get(page).status_code == 200
    assert f"Ergebnisse {prepared.year}" in client.get(reverse("reports")).content.decode()
    assert client.post(reverse("reports"), {"year": prepared.year}).status_code == 404


@pytest.mark.parametrize("person", ["brandt", "sahin"])
def test_providers_see_no_report(world: World, signed_in: SignIn, person: str) -> None:
    report = a_released_report(world, an_empty_year(world).year)
    client = signed_in(person)
    for name in ("report", "report_table", "report_paper"):
        assert client.get(reverse(name, args=[report.id])).status_code == 404
    assert client.get(reverse("reports")).status_code == 404


def test_the_database_keeps_what_is_released(world: World) -> None:
    report = a_released_report(world, an_empty_year(world).year)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Report.objects.filter(id=report.id).update(text="Anders.")


def test_a_report_goes_back_with_a_hint(prepared: Report, world: World, signed_in: SignIn) -> None:
    client, address = signed_in("kowalski"), reverse("report_return", args=[prepared.id])
    empty = client.post(address, {"hint": "  "})
    assert empty.status_code == 422
    assert "Bitte schreiben Sie, was sich ändern soll." in empty.content.decode()
    client.post(address, {"hint": "Bitte den Text kürzen."})
    prepared.refresh_from_db()
    assert (prepared.status, prepared.hint) == (Status.RETURNED, "Bitte den Text kürzen.")
    page = signed_in("lindner").get(reverse("report", args=[prepared.id])).content.decode()
    assert "Bitte den Text kürzen." in page
    with world.acting("kowalski") as by, pytest.raises(NotPossibleError, match="Zurückgegeben"):
        actions.release(by=by, report=prepared)
    assert a_prepared_report(world, prepared.year).status == Status.PREPARED


def test_a_lone_head_leaves_the_preparing_to_others(world: World, signed_in: SignIn) -> None:
    year, client = an_empty_year(world).year, signed_in("kowalski")
    refused = client.post(reverse("reports"), {"year": year, "text": "Bleibt stehen"})
    assert refused.status_code == 422
    assert "Außer Ihnen kann niemand diesen Bericht freigeben." in refused.content.decode()
    assert "Bleibt stehen" in refused.content.decode()
    assert not Report.objects.exists()
    a_second_head(world)
    assert client.post(reverse("reports"), {"year": year, "text": ""}).status_code == 302


def test_who_had_it_counted_takes_it_back_without_a_hint(
    prepared: Report, signed_in: SignIn
) -> None:
    planner = signed_in("lindner")
    page = planner.get(reverse("report", args=[prepared.id])).content.decode()
    assert "Zurücknehmen" in page
    planner.post(reverse("report_return", args=[prepared.id]))
    prepared.refresh_from_db()
    assert prepared.status == Status.RETURNED
    assert "kam zurück" not in planner.get("/").content.decode()


@pytest.mark.parametrize(
    "text",
    [
        *("Familie Sahrawanjani ging es gut.", "Danke an Frau Lindner.", "Tel. 069 90009-142"),
        *("Bei Amsel 12 endete die Hilfe früh.", "Anruf: +49 2366 303 0"),
    ],
)
def test_what_sounds_like_a_family_does_not_become_public(
    prepared: Report, signed_in: SignIn, text: str
) -> None:
    year = {"year": prepared.year - 1, "text": text}
    answer = signed_in("lindner").post(reverse("reports"), year)
    assert answer.status_code == 422
    assert "Das klingt nach einer bestimmten Person oder Familie" in answer.content.decode()
    assert Report.objects.count() == 1
    back = reverse("report_return", args=[prepared.id])
    again = signed_in("kowalski").post(back, {"hint": text})
    assert again.status_code == 422
    assert text in unescape(again.content.decode())
    prepared.refresh_from_db()
    assert prepared.status == Status.PREPARED


@pytest.mark.parametrize(
    "text",
    [
        "2025 erreichten wir 412 Familien, 12.345 Stunden, am 31.12.2025 liefen 98 Hilfen.",
        "In Herten-Süd 25 Familien mehr als 2023/2024; Familien mit zwei Hilfen zählen einmal.",
        "Seit 2001 gilt die Vereinbarung, § 78a SGB VIII, 1.250.000 Euro im Jahr 2024-2025.",
    ],
)
def test_what_counts_may_be_said(text: str) -> None:
    assert naming.seems_to_name(text) == []


def test_one_report_of_a_year_is_in_work_at_a_time(
    prepared: Report, world: World, signed_in: SignIn
) -> None:
    answer = signed_in("lindner").post(reverse("reports"), {"year": prepared.year, "text": "Neu"})
    assert answer.status_code == 422
    assert f"Für {prepared.year} ist schon ein Bericht in Arbeit." in answer.content.decode()
    assert "Neu" in answer.content.decode()
    assert Report.objects.count() == 1


def test_a_released_cut_is_not_counted_again(world: World) -> None:
    report = a_released_report(world, an_empty_year(world).year)
    with world.acting("lindner") as by, pytest.raises(NotPossibleError, match="schon freigegeben"):
        actions.prepare(by=by, year=report.year)


def test_a_year_without_a_cut_is_not_counted(world: World, signed_in: SignIn) -> None:
    year = an_empty_year(world).year + 1
    with world.acting("lindner") as by, pytest.raises(NotPossibleError, match="keinen Stichtag"):
        actions.prepare(by=by, year=year)
    bad = signed_in("lindner").post(reverse("reports"), {"year": "bald", "text": "Text bleibt"})
    assert bad.status_code == 422
    assert "Text bleibt" in bad.content.decode()


def test_a_report_that_does_not_know_an_earlier_release_is_counted_again(
    prepared: Report, world: World
) -> None:
    Report.objects.filter(id=prepared.id).update(earlier=[prepared.id])
    with world.acting("kowalski") as by, pytest.raises(NotPossibleError, match="neu rechnen"):
        actions.release(by=by, report=prepared)


def test_changed_numbers_are_not_released(prepared: Report, world: World) -> None:
    tables = prepared.tables or []
    tables[0]["cells"][0] = 7
    Report.objects.filter(id=prepared.id).update(tables=tables)
    with world.acting("kowalski") as by, pytest.raises(ValueError, match="were changed"):
        actions.release(by=by, report=prepared)


def test_planning_counts_families_and_opens_none(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    client = signed_in("lindner")
    stranger = client.get(reverse("family", args=["0b0e7c26-6a1f-4f6e-9d1e-3c2f1a4b5d6e"]))
    answer = client.get(reverse("family", args=[family.id]))
    assert answer.status_code == stranger.status_code == 404
    assert a_prepared_report(world, an_empty_year(world).year).status == Status.PREPARED


@pytest.mark.django_db(transaction=True)
def test_released_twice_at_once_is_released_once(world: World) -> None:
    report = a_prepared_report(world, an_empty_year(world).year)
    head = world.actor("kowalski")
    results = at_once([(head, lambda by: actions.release(by=by, report=report))] * 2)
    assert refusals(results) == ["Das ist jetzt nicht möglich. Der Stand ist: Freigegeben."]
    assert Entry.objects.filter(event="report.released").count() == 1
