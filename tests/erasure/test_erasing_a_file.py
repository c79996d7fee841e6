"""Erasing a family's file: whole, by the worker's role, and nothing that speaks of the family is left."""

import os
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models
from pytest_django import Settings

from audit import clock, erased, examiner, sealer
from audit.deeds import NotPossibleError
from audit.models import Entry
from deploy import checks, devdb
from protection import erasing, files, wall
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.enquiries.models import Enquiry
from referrals.erasure import jobs
from referrals.erasure.flow import Status
from referrals.erasure.models import Erasure
from referrals.facts import actions as facts
from referrals.facts.models import AidFact
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.holds import actions as holds
from referrals.holds.flow import Reason
from referrals.hours.models import TimeEntry
from referrals.intakes.models import Intake
from tests.conftest import as_owner, as_role, stand_as_office
from tests.stages.cast import MITTE, SUED
from tests.stages.erasures import CENTURY, FIRST, closed_by_hand, looked_through, released
from tests.stages.families import a_family
from tests.stages.story import Story, a_story
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
# A name of their own: parts of the stage speak of the family of Süd in the story of Mitte as well.
GONE = replace(SUED, name="Erlenquast")
CANARIES = (GONE.name,)


@pytest.fixture(autouse=True)
def _outside(tmp_path: Path, settings: Settings) -> None:
    """A place outside the database, and a key that signs what is kept there."""
    key = tmp_path / "seal.key"
    key.write_text("07" * 32)
    key.chmod(0o600)
    settings.SEAL_KEY_FILE = str(key)
    settings.CHECKPOINT_DIR = tmp_path / "outside"


def rows_that_tell(*, besides: Iterable[UUID] = ()) -> set[str]:
    """Open every envelope that is left, as only a thief with owner's rights and all keys could, and name the tables
    in which something about the family stands.
    """
    found = set()
    with as_owner():
        for model in apps.get_models():
            columns = [
                field.name
                for field in model._meta.local_concrete_fields
                if isinstance(field, SealedField)
            ]
            for row in model._default_manager.select_related("lock") if columns else ():
                texts = [getattr(row, column) for column in columns]
                said = " ".join(text.reveal() for text in texts if text is not None)
                if row.pk not in besides and any(word in said for word in CANARIES):
                    found.add(model._meta.db_table)
    return found


def dumped() -> str:
    """A fresh dump of the whole database."""
    name = connection.settings_dict["NAME"]
    dump = subprocess.run(
        [devdb.bin_dir() / "pg_dump", "-d", devdb.url("owner", str(name))],
        env=os.environ | devdb.tools(),
        capture_output=True,
        text=True,
        check=True,
    )
    return dump.stdout


def the_erasure(world: World, family: Family) -> Erasure:
    with as_owner():
        closed_by_hand(family)
    stand_as_office()
    looked_through(CENTURY)
    return Erasure.objects.get(thing=family.id)


def erase(world: World, family: Family) -> Erasure:
    erasure = released(world, the_erasure(world, family))
    with as_role("worker"):
        assert jobs.erase_released() == 1
    stand_as_office()
    return Erasure.objects.get(id=erasure.id)


def rows_that_name(story: Story) -> list[str]:
    """Name the tables that still point at the family."""
    pointing = []
    with as_owner(), connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.UUIDField | models.ForeignKey) and field.name in {
                    "family",
                    "family_id",
                }:
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT count(*) FROM {table} WHERE {field.column} = %s",  # noqa: S608  # from the models
                        [story.family.id],
                    )
                    pointing += [table] * bool(cursor.fetchone()[0])
    return pointing


def _only_minutes_stay(story: Story) -> None:
    """Minutes stay; words about them and the way to the family do not."""
    with as_owner():
        entry = TimeEntry.objects.get(id=story.entry.id)
        assert (entry.note, entry.lock_id, entry.share_id) == (None, None, None)
        assert entry.minutes > 0


def _is_as_it_was(world: World, other: Story) -> None:
    with world.acting(MITTE.worker) as by:
        assert families.read(by=by, family=other.family).name == MITTE.name
    with world.acting(MITTE.carer):
        assert TimeEntry.objects.get(id=other.entry.id).note is not None


def _the_protocol_names_nobody(erasure: Erasure) -> None:
    assert (erasure.status, erasure.word) == (Status.ERASED, "")
    assert erasure.proposed_by_id != erasure.released_by_id
    stand_as_office()
    told = Entry.objects.get(event="file.erased", about__contains=[erasure.thing])
    assert told.facts["keys"] == erasure.keys > 5


def test_nothing_that_speaks_of_the_family_is_left(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    story, other = a_story(world, GONE), a_story(world, MITTE)
    # A measure that nobody could assign to a family.
    besides = {story.measure.id}
    before = rows_that_tell(besides=besides)
    assert {
        "referrals_person",
        "referrals_disclosure",
    } <= before
    photo = files._path(story.enclosure.stored)  # where its bytes lie
    assert photo.exists()
    with as_owner():
        keys, hours = DataKey.objects.count(), TimeEntry.objects.count()
    sheltered = erase(world, story.sheltered)
    erasure = erase(world, story.family)

    assert rows_that_tell(besides=besides) == set()
    assert rows_that_name(story) == []
    assert not photo.exists()
    assert not Enquiry.objects.filter(id__in=[story.draft.id, story.sent.id]).exists()
    assert not Intake.objects.filter(family=story.family.id).exists()
    dump = dumped()
    assert str(story.aid.id) not in dump.split("COPY public.audit_entry")[0]
    with as_owner():
        assert DataKey.objects.count() == keys - erasure.keys - sheltered.keys
        assert TimeEntry.objects.count() == hours
    _only_minutes_stay(story)
    _is_as_it_was(world, other)

    _the_protocol_names_nobody(erasure)
    sealer.seal(clock.read())
    report = examiner.examine()
    assert report.ok, report.problems
    call_command("verify_trail", "--rows")
    assert "unverändert" in capsys.readouterr().out


def test_the_numbers_of_the_case_stay_and_point_at_nobody(world: World) -> None:
    story = a_story(world, GONE)
    with world.acting("lindner") as by:
        cut = by.today
        snapshot = facts.gather(by=by, year=cut.year, cut_on=cut)
        counted = AidFact.objects.filter(snapshot=snapshot).count()
        assert AidFact.objects.filter(snapshot=snapshot, aid=story.aid).exists()
    erase(world, story.family)
    kept = AidFact.objects.filter(snapshot=snapshot)
    assert kept.count() == counted
    assert not kept.filter(aid=story.aid.id).exists()


def test_what_a_backup_brings_back_goes_again(world: World) -> None:
    family = a_family(world)
    erasure = the_erasure(world, family)
    # The list outside knows of an erasure that this database, restored from before, does not.
    erased.add([("2026-01-01T00:00:00.000000Z", "family", str(family.id))])
    assert Family.objects.filter(id=family.id).exists()
    with pytest.raises(DatabaseError, match="permission denied"):
        call_command("erase_overdue", "--again")
    with as_owner():
        call_command("erase_overdue", "--again")
        call_command("erase_overdue", "--again")
    stand_as_office()
    assert not Family.objects.filter(id=family.id).exists()
    assert Erasure.objects.get(id=erasure.id).status == Status.LAPSED
    assert Entry.objects.filter(event="file.erased_again", about=[family.id]).count() == 1


def test_every_erasure_stands_in_the_list_outside_once(world: World) -> None:
    family = a_family(world)
    released(world, the_erasure(world, family))
    with as_role("worker"):
        jobs.erase_released()
        jobs.erase_released()
    assert erased.erased() == [("family", family.id)]


def test_the_database_itself_refuses_what_two_people_did_not_release(world: World) -> None:
    family = a_family(world)
    erasure = the_erasure(world, family)
    with as_role("worker"), pytest.raises(DatabaseError, match="not released by two people"):
        erasing.erase_released(erasure.id)
    released(world, erasure)
    with pytest.raises(DatabaseError, match="permission denied"):  # the web, whoever asks
        erasing.erase_released(erasure.id)
    for role in ("app", "worker"):
        with as_role(role):
            for kind in erasing.kinds():
                with pytest.raises(DatabaseError, match="permission denied"):
                    erasing.erase_again(kind, family.id)
                with (
                    pytest.raises(DatabaseError, match="permission denied"),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(f"SELECT erase_{kind}(%s)", [family.id])
    stand_as_office()
    assert Family.objects.filter(id=family.id).exists()


def test_a_provider_cannot_count_what_hangs_from_a_family(world: World) -> None:
    family = a_family(world)
    with world.acting("brandt"):
        assert erasing.extent("family", family.id) == {}
    with world.acting(FIRST):
        assert erasing.extent("family", family.id)["referrals_person"] > 0


def test_what_is_kept_for_a_court_is_not_erased_though_it_was_released(world: World) -> None:
    family = a_family(world)
    erasure = released(world, the_erasure(world, family))
    with world.acting(FIRST) as by:
        holds.set_hold(by=by, family=family.id, reason=Reason.COURT)
    with as_role("worker"):
        with pytest.raises(NotPossibleError, match="ausgesetzt"):
            jobs.erase_released()
        with pytest.raises(DatabaseError, match="not released by two people"):
            erasing.erase_released(erasure.id)
    stand_as_office()
    assert Family.objects.filter(id=family.id).exists()


def test_an_unknown_line_in_the_list_outside_is_said_and_nothing_happens(world: World) -> None:
    erased.add([("2026-01-01T00:00:00.000000Z", "planet", str(a_family(world).id))])
    with as_owner(), pytest.raises(CommandError, match="Unbekanntes: planet"):
        call_command("erase_overdue", "--again")
    with wall.standing_as(world.actor(FIRST)):
        assert Family.objects.count() == 1


def test_nothing_starts_while_something_erased_is_back(world: World) -> None:
    family, other = a_family(world), a_family(world, name="Ostwalder")
    checks.refuse_to_start_with_what_was_erased()
    erased.add([("2026-01-01T00:00:00.000000Z", "family", str(family.id))])
    with pytest.raises(ImproperlyConfigured, match="erase_overdue --again"):
        checks.refuse_to_start_with_what_was_erased()
    with as_owner():
        call_command("erase_overdue", "--again")
    checks.refuse_to_start_with_what_was_erased()
    stand_as_office()
    assert Family.objects.filter(id=other.id).exists()
