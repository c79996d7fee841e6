"""Rows about envelopes: what opening a list of them costs beside plain text."""

import itertools
import tempfile
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models

from audit import clock, keyfiles
from protection import keys, rotation, wall
from protection.actions import make_key
from protection.models import Circle, DataKey
from protection.sealing import Clear, open_keys
from providers.codes.models import Code
from referrals.families.models import Family, Person, Relation
from tests.bench.harness import ratio, report
from tests.bench.town import Bench

TEXTS = {
    "first_name": "Vorname",
    "last_name": "Nachname",
    "born": "2019-05-04",
    "expected": "2027-01-31",
    "number": "0221 4710-400",
    "facts": "besucht die Grundschule",
}
_places = itertools.count()


class PlainPerson(models.Model):
    """A person with the same columns and plain text; the table lives for the measurement only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DO_NOTHING, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    relation = models.CharField(max_length=10, choices=Relation)
    position = models.PositiveSmallIntegerField()
    first_name, last_name = models.TextField(), models.TextField()
    born, expected, number, facts = (models.TextField(null=True) for _ in range(4))
    custody = models.ForeignKey(Code, models.DO_NOTHING, null=True, related_name="+")
    language = models.ForeignKey(Code, models.DO_NOTHING, null=True, related_name="+")
    needs_interpreter = models.BooleanField(default=False)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_plain"


def _people(bench: Bench, *, one_key: bool) -> list[uuid.UUID]:
    """Make fifty people of six envelopes each, under one key or under fifty."""
    family = bench.families[0]
    made = []
    for _ in range(50):
        lock = family.lock if one_key else make_key(Circle.FILE, now=bench.worker.now)
        person = Person(
            family=family,
            lock=lock,
            relation=Relation.CHILD,
            position=1000 + next(_places),
            **{name: Clear(text) for name, text in TEXTS.items()},
        )
        person.save(force_insert=True)
        made.append(person.pk)
    return made


def _shadow() -> None:
    """Put a table of the same shape before that of people: nobody real is born and expected at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE referrals_person ON COMMIT DROP AS TABLE public.referrals_person WITH NO DATA"
        )
        cursor.execute("ALTER TABLE referrals_person ADD PRIMARY KEY (id)")


def _plain_copy(ids: list[uuid.UUID]) -> None:
    """Make the same rows with the same texts in plain columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_plain ON COMMIT DROP AS SELECT * FROM referrals_person WHERE id = ANY(%s)",
            [ids],
        )
        for name, text in TEXTS.items():
            cursor.execute(f"ALTER TABLE bench_plain ALTER {name} TYPE text USING %s", [text])
        cursor.execute("ALTER TABLE bench_plain ADD PRIMARY KEY (id)")


def _reveal(ids: list[uuid.UUID], names: Iterable[str] = tuple(TEXTS)) -> None:
    """Read a list as a page does: rows, then the keys that are not open yet, then the texts."""
    with keys.kept_open():
        for person in open_keys(Person.objects.filter(id__in=ids)):
            for name in names:
                getattr(person, name).reveal()


def _read(ids: list[uuid.UUID], names: Iterable[str] = tuple(TEXTS)) -> None:
    rows: Iterable[Any] = PlainPerson._default_manager.filter(id__in=ids)
    for person in rows:
        for name in names:
            getattr(person, name)


def sealed_against_plain(bench: Bench) -> bool:
    """P7: fifty rows of six envelopes, key fetched and all opened, against the same rows in plain text."""
    with wall.standing_as(bench.worker):
        _shadow()
        ids = _people(bench, one_key=True)
        _plain_copy(ids)
        all_of, detail = ratio(lambda: _reveal(ids), lambda: _read(ids), repeat=10, rounds=21)
        two = ("first_name", "number")
        some, less = ratio(lambda: _reveal(ids, two), lambda: _read(ids, two), repeat=10, rounds=21)
    fine = report("P7 sealed fields against plain", all_of, 2.2, detail)
    return report("P7b two of six revealed", some, 1.7, less) and fine


def many_keys(bench: Bench) -> bool:
    """P8: the same list with fifty data keys against one key."""
    with wall.standing_as(bench.worker):
        _shadow()
        many, one = _people(bench, one_key=False), _people(bench, one_key=True)
        value, detail = ratio(lambda: _reveal(many), lambda: _reveal(one), repeat=10)
    return report("P8 fifty keys against one", value, 1.4, detail)


def _some_keys(number: int) -> None:
    """Make keys, and put a newer key before that of the file."""
    path = Path(tempfile.mkdtemp()) / "data.key"
    keyfiles.make(path, keyfiles.keys(Path(settings.KEY_FILE)))
    settings.KEY_FILE = str(path)
    keys.provider.cache_clear()
    provider, now = keys.provider(), clock.read()
    made = [DataKey(id=uuid.uuid4(), circle=Circle.FILE, made_at=now) for _ in range(number)]
    for key in made:
        key.wrapped = provider.wrap(key.id, keys.new())
    DataKey.objects.bulk_create(made)
    keyfiles.put(path, [keyfiles.fresh(), *keyfiles.keys(path)])


def _rotate() -> int:
    """Close every key anew, a thousand at a time; gives how many."""
    done, after = 0, rotation.FIRST
    while True:
        found = rotation.rewrap(after, 1_000)
        done += found.done
        if found.last is None:
            return done
        after = found.last


def _rewrite() -> int:
    """Read the same rows in the same portions and write them back."""
    done, after = 0, rotation.FIRST
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT id, wrapped FROM protection_datakey WHERE wrapped IS NOT NULL AND id > %s"
                " ORDER BY id LIMIT 1000 FOR NO KEY UPDATE",
                [after],
            )
            found = cursor.fetchall()
            if not found:
                return done
            ids, read = ([line[i] for line in found] for i in range(2))
            cursor.execute(
                "UPDATE protection_datakey AS key SET wrapped = same.wrapped"
                " FROM unnest(%s::uuid[], %s::bytea[]) AS same(id, wrapped) WHERE key.id = same.id",
                [ids, read],
            )
            done += cursor.rowcount
            after = ids[-1]


def rotating(bench: Bench) -> bool:
    """Rotation: closing 5,000 keys anew under a newer key against reading and writing the same rows."""
    before = settings.KEY_FILE
    try:
        with wall.standing_as(bench.worker):
            _some_keys(5_000)
            value, detail = ratio(_rotate, _rewrite, rounds=7)
    finally:
        settings.KEY_FILE = before
        keys.provider.cache_clear()
    return report("Rotation against rewriting", value, 1.8, f"{detail} for 5,000 keys")


ROWS: dict[str, Callable[[Bench], bool]] = {
    "P7": sealed_against_plain,
    "P8": many_keys,
    "rotation": rotating,
}
