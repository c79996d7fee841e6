"""Every column of envelopes, found from the models: closed at rest, bound to its place, never
looked up.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection, models, transaction

from audit import envelopes, trail
from audit.findings import Report
from protection.keys import NONCE, VERSION, EnvelopeBrokenError
from protection.labels import all_labels
from protection.sealing import Clear, Sealed, SealedField
from tests.stages.cast import NAMES
from tests.stages.whole import Whole

type Column = tuple[type[models.Model], str]
COLUMNS: list[Column] = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.local_concrete_fields
    if isinstance(field, SealedField)
]
every_column = pytest.mark.parametrize(
    ("model", "column"), COLUMNS, ids=lambda value: getattr(value, "__name__", value)
)
TAG = 16
# Whose rows of one author are looked at: a part of what was confided went to the lead.
AUTHORS = {"ConfidedRelease": "nolte"}


@contextmanager
def opening_everything(whole: Whole, model: type[models.Model] | None = None) -> Iterator[None]:
    """Stand as the office, as every provider and as every person at once, so that every key can be
    loaded; for rows of one author as that author.
    """
    author = whole.world.town.people[AUTHORS.get(getattr(model, "__name__", ""), "demir")]
    town = whole.world.town
    everybody = {"providers": town.providers.values(), "people": town.people.values()}
    with transaction.atomic(), connection.cursor() as cursor:
        for name, rows in everybody.items():
            array = "{" + ",".join(str(row.pk) for row in rows) + "}"
            cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", array])
        cursor.execute("SELECT set_config('app.person', %s, true)", [str(author.id)])
        yield
        transaction.set_rollback(True)


def tokens(model: type[models.Model], column: str) -> list[bytes]:
    """Give the bytes as they lie in the database."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608  # from the models
        return [bytes(row[0]) for row in cursor.fetchall()]


def rows(model: type[models.Model], column: str, number: int = 2) -> list[models.Model]:
    """Give some rows that have an envelope in this column."""
    found = model._default_manager.filter(**{f"{column}__isnull": False})
    return list(found.select_related("lock")[:number])


def envelope(row: models.Model, column: str) -> Sealed:
    sealed = getattr(row, column)
    assert isinstance(sealed, Sealed)
    return sealed


def test_there_are_columns_of_envelopes() -> None:
    assert len(COLUMNS) > 30


@every_column
def test_what_lies_in_the_database_is_an_envelope(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    with opening_everything(whole, model):
        found = tokens(model, column)
    if not found:
        assert f"{model._meta.label_lower}.{column}" in UNWRITTEN
        return
    words = [word.encode() for word in (*whole.texts, *NAMES)]
    for token in found:
        assert token[: len(VERSION)] == VERSION
        assert len(token) > len(VERSION) + NONCE + TAG
        assert not any(word in token for word in words)


# What nobody writes on this way; tests of these slices do.
UNWRITTEN = {
    *("referrals.person.expected", "referrals.address.town", "referrals.copy.differs"),
    *(
        "referrals.version.child_view_missing",
        "referrals.emergency.remark",
        "referrals.accessrequest.remark",
        "accounts.draft.fields",
    ),
}


def test_no_table_holds_a_word_of_it_in_clear(whole: Whole) -> None:
    words = [*whole.texts, *NAMES]
    found = []
    with opening_everything(whole), connection.cursor() as cursor:
        for label in all_labels():
            cursor.execute(
                f'SELECT DISTINCT sought FROM "{label.table}" AS t, unnest(%s::text[]) AS sought'  # noqa: S608  # from the labels
                " WHERE strpos(t::text, sought) > 0",
                [words],
            )
            found += [f"{label.table}: {word}" for (word,) in cursor.fetchall()]
    assert found == []


@every_column
def test_two_equal_texts_make_two_envelopes(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    with opening_everything(whole, model):
        found = tokens(model, column)
    nonces = {token[len(VERSION) : len(VERSION) + NONCE] for token in found}
    assert len(set(found)) == len(nonces) == len(found)


@every_column
def test_an_envelope_opens_in_its_own_place_only(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    with opening_everything(whole, model):
        for row in rows(model, column, 1):
            token = envelope(row, column).token
            assert Sealed(token, row, column).reveal()
            elsewhere = [Sealed(token, row, "another"), Sealed(token, row, f"{column}_")]
            elsewhere += [
                Sealed(token, other, column)
                for other in model._default_manager.exclude(pk=row.pk)
                .exclude(lock=None)
                .select_related("lock")[:1]
            ]
            elsewhere.append(Sealed(token))
            for moved in elsewhere:
                with pytest.raises(EnvelopeBrokenError):
                    moved.reveal()


@every_column
def test_a_bent_envelope_does_not_open(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    with opening_everything(whole, model):
        for row in rows(model, column, 1):
            token = envelope(row, column).token
            for bent in (*_cut(token), *_flipped(token)):
                with pytest.raises(EnvelopeBrokenError):
                    Sealed(bent, row, column).reveal()


@every_column
def test_what_somebody_overwrote_in_the_database_does_not_open(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    """Through the database, where the web may write at all; a cell is emptied, cut, bent, or text."""
    table = model._meta.db_table
    if next(label for label in all_labels() if label.table == table).grants == "append":
        return
    with opening_everything(whole, model):
        for row in rows(model, column, 1):
            token = envelope(row, column).token
            for bent in (b"", token[:-1], token[:4], b"\x02" + token[1:], b"Amsel", token * 2):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"UPDATE {table} SET {column} = %s WHERE id = %s",  # noqa: S608  # from the models
                        [bent, row.pk],
                    )
                with pytest.raises(EnvelopeBrokenError):
                    _loaded(row, column).reveal()


def _loaded(row: models.Model, column: str) -> Sealed:
    found = type(row)._default_manager.select_related("lock").get(pk=row.pk)
    return envelope(found, column)


@every_column
def test_a_copy_opens_in_no_other_row_under_the_same_key(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    with opening_everything(whole, model):
        for row in rows(model, column, 1):
            other = copy.copy(cast("Any", row))
            other.id = uuid4()
            # As it would come from the database.
            other.__dict__[column] = envelope(row, column).token
            assert other.lock_id == cast("Any", row).lock_id
            with pytest.raises(EnvelopeBrokenError):
                envelope(other, column).reveal()


@every_column
def test_columns_cannot_trade_their_envelopes(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    """Within a row, under one key, and with the next column of the service."""
    following = COLUMNS[(COLUMNS.index((model, column)) + 1) % len(COLUMNS)]
    with opening_everything(whole, model):
        for row in rows(model, column, 1):
            token = envelope(row, column).token
            for name in (name for other, name in COLUMNS if other is model and name != column):
                row.__dict__[name] = token
                with pytest.raises(EnvelopeBrokenError):
                    envelope(row, name).reveal()
            for other in rows(*following, 1):
                other.__dict__[following[1]] = token
                with pytest.raises(EnvelopeBrokenError):
                    envelope(other, following[1]).reveal()


WRITTEN_ANEW = trail.Event("trial.written_anew", "Versuch neu geschrieben")


def test_a_cell_that_went_back_to_its_older_content_is_found_in_every_column(whole: Whole) -> None:
    """The trail says that each was written anew; what lies there is the envelope from before."""
    author = whole.world.actor("demir")
    written = set()
    for model, column in COLUMNS:
        with opening_everything(whole, model):
            written |= {(row, column) for row in rows(model, column, 1)}
    assert {column for _, column in written} > {"text", "name", "street"}
    with opening_everything(whole):
        places = set()
        for row, column in written:
            person = whole.world.town.people[AUTHORS.get(type(row).__name__, "demir")]
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.person', %s, true)", [str(person.id)])
            setattr(row, column, Clear(envelope(row, column).reveal()))
            cast("SealedField", type(row)._meta.get_field(column)).pre_save(row, add=False)
            places.add(f"{row._meta.db_table}|{column}|{row.pk}")
        trail.record(WRITTEN_ANEW, by=author)
        found = set()
        for name in {"demir", *AUTHORS.values()}:
            with connection.cursor() as cursor:
                someone = str(whole.world.town.people[name].id)
                cursor.execute("SELECT set_config('app.person', %s, true)", [someone])
            report = Report()
            assert envelopes.examine(report) > len(places)
            found |= {problem.sentence.split()[2] for problem in report.problems}
    assert found == places


def _cut(token: bytes) -> list[bytes]:
    """Cut an envelope at both ends, down to nothing."""
    lengths = (len(token) - 1, len(VERSION) + NONCE + TAG - 1, len(VERSION) + NONCE, 5, 1, 0)
    return [*(token[:length] for length in lengths), token[1:], token + b"\0"]


def _flipped(token: bytes) -> Iterator[bytes]:
    """Flip one bit in each part: version, nonce, text, tag."""
    for place in (0, 1, NONCE, 1 + NONCE, len(token) // 2, len(token) - TAG, len(token) - 1):
        yield token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]


@every_column
def test_two_rows_cannot_trade_their_envelopes(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    table = model._meta.db_table
    with opening_everything(whole, model):
        found = rows(model, column)
        if len(found) < 2:  # a single row has nobody to trade with
            return
        one, other = found
        mine, theirs = envelope(one, column).token, envelope(other, column).token
        with pytest.raises(TypeError, match="moved"):
            setattr(one, column, envelope(other, column))
        if next(label for label in all_labels() if label.table == table).grants == "append":
            return
        with connection.cursor() as cursor:
            for row, token in ((one, theirs), (other, mine)):
                statement = f"UPDATE {table} SET {column} = %s WHERE id = %s"  # noqa: S608  # from the models
                cursor.execute(statement, [token, row.pk])
        for row in model._default_manager.filter(pk__in=[one.pk, other.pk]).select_related("lock"):
            with pytest.raises(EnvelopeBrokenError):
                envelope(row, column).reveal()


@every_column
def test_only_envelopes_go_in(model: type[models.Model], column: str) -> None:
    row = model(**{name: Clear("Drossel") for other, name in COLUMNS if other is model})
    for text in ("Amsel", b"Amsel", 12):
        with pytest.raises(TypeError, match="takes Clear"):
            setattr(row, column, text)
    setattr(row, column, Clear("Amsel"))
    assert "Amsel" not in f"{row!r} {getattr(row, column)} {getattr(row, column)!r}"


@every_column
def test_nobody_looks_up_or_overwrites_by_query(
    whole: Whole, model: type[models.Model], column: str
) -> None:
    gate = model._default_manager
    for lookup in ("", "__exact", "__contains", "__icontains", "__gt", "__in", "__regex"):
        for sought in ("Amsel", Clear("Amsel"), ["Amsel"]):
            with pytest.raises((TypeError, FieldError)):
                gate.filter(**{f"{column}{lookup}": sought}).exists()
    for value in ("Amsel", Clear("Amsel"), b"Amsel"):
        with pytest.raises(TypeError):
            gate.update(**{column: value})
