"""`manage.py reseal_family`: everything of a family under fresh keys, nothing of others, and pages go on."""

import io
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from audit import envelopes
from audit.findings import Report
from audit.models import Entry
from deploy import devdb
from protection import files, keys
from protection.models import Circle, DataKey
from protection.sealing import SealedField
from referrals.enclosures.models import Enclosure
from tests.conftest import SignIn, as_owner
from tests.stages.cast import SUED
from tests.stages.families import a_family
from tests.stages.story import Story, a_story
from tests.world import WORKER, World

pytestmark = pytest.mark.django_db(transaction=True)

type Cells = dict[tuple[str, str, UUID], bytes]


def cells() -> Cells:
    """Give every envelope as it lies in the database."""
    found: Cells = {}
    with as_owner(), connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, SealedField):
                    table, column = model._meta.db_table, str(field.column)
                    cursor.execute(
                        f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608  # from the models
                    )
                    found |= {(table, column, row[0]): bytes(row[1]) for row in cursor.fetchall()}
    return found


def held() -> dict[UUID, str]:
    with as_owner():
        return dict(DataKey.objects.values_list("id", "circle"))


def reseal(family: UUID) -> str:
    said = io.StringIO()
    with as_owner():
        call_command("reseal_family", str(family), stdout=said)
    return said.getvalue()


def problems() -> list[str]:
    """Compare rows with the trail, as `verify_trail --rows` does."""
    report = Report()
    with as_owner():
        assert envelopes.examine(report)
    return [problem.sentence for problem in report.problems]


def belonging(story: Story) -> set[UUID]:
    """Name the family and every row that names it."""
    found = {story.family.id}
    with as_owner():
        for model in apps.get_models():
            if any(field.name == "family" for field in model._meta.local_concrete_fields):
                rows = model._default_manager.filter(family=story.family)
                found |= set(rows.values_list("pk", flat=True))
    return found


@pytest.fixture
def story(world: World) -> Story:
    return a_story(world, SUED)


def test_everything_of_a_family_lies_under_fresh_keys_and_its_pages_open(
    story: Story, world: World, signed_in: SignIn
) -> None:
    with world.acting(WORKER):
        other = a_family(world)
    browser = signed_in(SUED.worker)
    address = reverse("family", args=[story.family.id])
    before, kept, page = cells(), held(), browser.get(address)
    said = reseal(story.family.id)
    after, now = cells(), held()
    assert "Fertig." in said
    assert set(before) == set(after)
    gone = set(kept) - set(now)
    assert {kept[key] for key in gone} >= {
        "file",
        "aid",
        "enquiry",
        "disclosure",
        "note",
        "confided",
    }
    assert len(now) == len(kept)
    stayed = {place for place in before if before[place] == after[place]}
    assert other.id in {place[2] for place in stayed}
    assert not {place[2] for place in stayed} & belonging(story)
    assert {"referrals_visit", "referrals_timeentry"} & {table for table, _, _ in before}
    assert not {"referrals_visit", "referrals_timeentry"} & {table for table, _, _ in stayed}
    again = browser.get(address)
    assert again.status_code == page.status_code == 200
    assert story.family.word in again.text
    assert problems() == []


def test_photographs_open_and_their_old_bytes_are_gone(story: Story) -> None:
    with as_owner():
        before = {row.id: row.stored for row in Enclosure.objects.exclude(stored="")}
    assert before
    reseal(story.family.id)
    with as_owner():
        for row in Enclosure.objects.filter(id__in=before).select_related("lock"):
            assert row.stored != before[row.id]
            assert files.check(row.stored, row.id, row.lock)
            with pytest.raises(files.FileGoneError):
                files.read(before[row.id], row.id, row.lock)


def test_who_may_load_a_key_stays_as_it_was(story: Story) -> None:
    def circles() -> list[tuple[object, ...]]:
        with as_owner():
            rows = DataKey.objects.values_list("circle", "office", "readers", "people", "author_id")
            return sorted(rows, key=str)

    before = circles()
    reseal(story.family.id)
    assert circles() == before


def test_a_bent_envelope_leaves_its_circle_as_it_was(story: Story) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referrals_person SET first_name = '\\x01'::bytea || substring(first_name FROM 3)"
            " WHERE family_id = %s AND lock_id = %s",
            [story.family.id, story.family.lock_id],
        )
        assert cursor.rowcount
    before = cells()
    with pytest.raises(CommandError, match="dieser Kreis blieb, wie er war"):
        reseal(story.family.id)
    after = cells()
    same = [place for place in before if place[0] in {"referrals_family", "referrals_person"}]
    assert same
    assert all(before[place] == after[place] for place in same)
    assert story.family.lock_id in held()


def test_a_page_that_has_a_key_in_hand_is_waited_for(story: Story) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(devdb.url("app", name)) as page:
        page.execute("SELECT count(*) FROM protection_datakey")
        before = cells()
        with pytest.raises(CommandError, match="Bitte noch einmal starten"):
            reseal(story.family.id)
        page.rollback()
    assert cells() == before
    assert "Fertig." in reseal(story.family.id)


def test_the_trail_says_how_much_and_of_whom(story: Story) -> None:
    reseal(story.family.id)
    with as_owner():
        told = list(Entry.objects.filter(event="family.resealed"))
    assert {tuple(entry.about) for entry in told} == {(story.family.id,)}
    assert (
        sum(entry.facts["texts"] for entry in told) == sum(len(entry.seals) for entry in told) > 9
    )


def test_twice_is_no_harm(story: Story) -> None:
    reseal(story.family.id)
    reseal(story.family.id)
    assert problems() == []


def test_the_web_does_not_and_nobody_is_not_there(story: Story) -> None:
    with pytest.raises(CommandError, match="Nur der Eigentümer"):
        call_command("reseal_family", str(story.family.id))
    with pytest.raises(CommandError, match="gibt es nicht"):
        reseal(uuid4())


def test_an_old_key_opens_nothing_of_what_lies_there_now(story: Story) -> None:
    with as_owner():
        old = DataKey.objects.get(id=story.family.lock_id)
    reseal(story.family.id)
    with as_owner():
        row = type(story.family).objects.select_related("lock").get(id=story.family.id)
        fresh, row.lock = row.lock, old
        with keys.kept_open(), pytest.raises(keys.EnvelopeBrokenError):
            row.name.reveal()
        row.lock = fresh
        assert row.name.reveal()
    assert fresh.circle == Circle.FILE
