"""The second wall by itself: what the database gives away when the code above it forgets to ask."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import permutations
from uuid import UUID

import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from accounts import actions as accounts
from protection.actions import make_key
from protection.labels import Label, all_labels
from protection.models import Circle, DataKey
from tests.stages.whole import Whole

PROVIDERS = ("flex", "leben-lernen", "familienbuero", "haus-der-kulturen")
WALLED = [label for label in all_labels() if label.wall != "open"]
# What only the office knows, whoever helps the family.
OFFICE_ONLY = {
    *("referrals_family", "referrals_person", "referrals_address", "referrals_case"),
    *("referrals_intake", "referrals_note", "referrals_basis", "referrals_matter"),
    *("referrals_decision", "referrals_decisionshare", "referrals_ending"),
}
REPORTED = [label.table for label in all_labels() if label.reference or label.report]
UNREPORTED = sorted({label.table for label in all_labels()} - set(REPORTED))
WRITTEN_ONCE = [label.table for label in all_labels() if label.grants in {"append", "read"}]


def names(labels: list[Label]) -> list[str]:
    return [label.table for label in labels]


@contextmanager
def standing(side: str | None, *providers: object) -> Iterator[None]:
    """Stand before the database as nobody, as the office, or as providers; then undo it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.side', %s, true), set_config('app.providers', %s, true)",
                [side or "", "{" + ",".join(map(str, providers)) + "}" if providers else ""],
            )
        yield
        transaction.set_rollback(True)


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(ProgrammingError, match=words), transaction.atomic():
        yield


def run(statement: str, *parameters: str | UUID) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def count(table: str, where: str = "true") -> int:
    return int(str(run(f'SELECT count(*) FROM "{table}" WHERE {where}')[0][0]))  # noqa: S608  # names from the labels


def test_we_are_the_role_of_the_web(whole: Whole) -> None:
    role, superuser, bypasses = run(
        "SELECT current_user::text, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )[0]
    assert (role, superuser, bypasses) == ("app", False, False)
    assert str(run("SELECT current_database()")[0][0]).startswith("test_")


def test_the_world_of_these_tests_has_rows_in_every_walled_table(whole: Whole) -> None:
    # Rows of one author or one provider are there for these alone.
    shared = [label.table for label in WALLED if label.wall not in {"own", "author"}]
    empty = [table for table in shared if not count(table)]
    assert empty == NOT_IN_THIS_WORLD


# Rows that appear by themselves at other times: what the sealer writes, what was printed of a report.
# Rows of named people are there for these alone (tests/shields).
NOT_IN_THIS_WORLD = [
    *("outcomes_reportpaper", "referrals_withheld", "audit_leaf", "audit_checkpoint"),
]


def test_who_stands_nowhere_sees_nothing(whole: Whole) -> None:
    with standing(None):
        seen = {label.table: n for label in WALLED if (n := count(label.table))}
    assert seen == {}


@pytest.mark.parametrize("side", ["provider", "Office", "office ", "' OR true --"])
def test_an_unknown_side_sees_nothing(whole: Whole, side: str) -> None:
    with standing(side):
        seen = {label.table: n for label in WALLED if (n := count(label.table))}
    assert seen == {}


@pytest.mark.parametrize("code", PROVIDERS)
def test_a_provider_sees_only_rows_that_name_it(whole: Whole, code: str) -> None:
    me = whole.world.town.providers[code].id
    foreign = {}
    with standing("provider", me):
        for label in WALLED:
            own = {
                "provider": f"provider_id = '{me}'",
                "own": f"provider_id = '{me}'",
                "shared": f"'{me}' = ANY(readers)",
                "circle": f"'{me}' = ANY(readers)",
            }.get(label.wall, "false")
            if others := count(label.table, f"NOT ({own})"):
                foreign[label.table] = others
    assert foreign == {}


def test_each_provider_of_the_world_sees_something_at_all(whole: Whole) -> None:
    for code in ("flex", "leben-lernen", "haus-der-kulturen"):
        with standing("provider", whole.world.town.providers[code].id):
            assert count("referrals_aid"), code
            assert count("referrals_copy"), code
            assert count("referrals_disclosure"), code


@pytest.mark.parametrize(("one", "other"), list(permutations(PROVIDERS, 2)))
def test_no_provider_sees_what_another_has_alone(whole: Whole, one: str, other: str) -> None:
    me, them = (whole.world.town.providers[code].id for code in (one, other))
    with standing("provider", me):
        seen = {
            label.table: n
            for label in WALLED
            if label.wall in {"provider", "own", "shared", "circle"}
            and (n := count(label.table, _only(label.wall, me, them)))
        }
    assert seen == {}


def _only(wall: str, me: object, them: object) -> str:
    if wall in {"provider", "own"}:
        return f"provider_id = '{them}'"
    return f"'{them}' = ANY(readers) AND NOT '{me}' = ANY(readers)"


@pytest.mark.parametrize("code", PROVIDERS)
def test_no_provider_ever_sees_what_the_office_keeps(whole: Whole, code: str) -> None:
    walls = {label.table: label.wall for label in all_labels()}
    assert {table: walls[table] for table in OFFICE_ONLY} == dict.fromkeys(OFFICE_ONLY, "office")
    with standing("provider", whole.world.town.providers[code].id):
        assert {table: count(table) for table in OFFICE_ONLY} == dict.fromkeys(OFFICE_ONLY, 0)


def test_the_office_never_sees_when_and_where_a_family_is_visited(whole: Whole) -> None:
    own = [label.table for label in WALLED if label.wall == "own"]
    with standing("provider", whole.world.town.providers["flex"].id):
        assert all(count(table) for table in own)
    with standing("office"):
        assert {table: count(table) for table in own} == {"referrals_visit": 0}


def test_the_office_never_sees_the_keys_of_a_providers_own_papers(whole: Whole) -> None:
    with standing("provider", whole.world.town.providers["flex"].id):
        own = count("protection_datakey", "circle = 'provider'")
    with standing("office"):
        seen = count("protection_datakey", "circle = 'provider'")
    assert (own > 0, seen) == (True, 0)


def test_a_key_of_named_people_is_there_for_them_and_for_whoever_stands_in(whole: Whole) -> None:
    demir = whole.world.town.people["demir"].id
    with whole.world.acting("demir") as by:
        named = make_key(Circle.ADDRESS, now=by.now, people=[demir])
        own = make_key(Circle.CONFIDED, now=by.now, author=demir)
    with _undone():
        assert _loadable("kaya", named, own, whole) == (False, False)
        assert _loadable("demir", named, own, whole) == (True, True)
        with whole.world.acting("demir") as by:
            accounts.set_absence(by=by, person=by.user, until_on=by.today)
        assert _loadable("kaya", named, own, whole) == (True, False)
        assert _loadable("brandt", named, own, whole) == (False, False)


def _loadable(who: str, named: DataKey, own: DataKey, whole: Whole) -> tuple[bool, bool]:
    with whole.world.acting(who):
        seen = set(DataKey.objects.filter(id__in=[named.id, own.id]))
    return named in seen, own in seen


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "table", sorted(names([w for w in WALLED if w.wall in {"provider", "own"}]))
)
def test_nobody_writes_a_row_for_another_provider(whole: Whole, table: str) -> None:
    me = whole.world.town.providers["flex"].id
    them = whole.world.town.providers["leben-lernen"].id
    label = next(label for label in WALLED if label.table == table)
    with standing("provider", me):
        if label.grants in {"edit", "all"} and count(table):
            with refused("row-level security"):
                run(f"UPDATE {table} SET provider_id = %s", them)  # noqa: S608  # from the labels
        assert _changed(table, them) == 0


def _changed(table: str, provider: UUID) -> int:
    """Try to change the rows of another provider; where nothing may be changed, none is."""
    with suppress(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET id = id WHERE provider_id = %s",  # noqa: S608  # from the labels
            [provider],
        )
        return int(cursor.rowcount)
    return 0


@pytest.mark.parametrize("table", sorted(names([w for w in WALLED if w.wall == "shared"])))
def test_nobody_lets_others_into_a_circle_that_it_is_no_part_of(whole: Whole, table: str) -> None:
    me = whole.world.town.providers["familienbuero"].id
    with standing("provider", me), transaction.atomic():
        label = next(label for label in WALLED if label.table == table)
        if label.grants in {"read", "append"}:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET readers = ARRAY[%s]::uuid[]", [me])  # noqa: S608  # from the labels
            assert cursor.rowcount == 0


def test_a_provider_cannot_open_a_family(whole: Whole) -> None:
    with standing("provider", whole.world.town.providers["flex"].id), refused("row-level security"):
        run(
            "INSERT INTO referrals_case (id, family_id, number, opened_on)"
            " VALUES (gen_random_uuid(), %s, 9, '2026-01-01')",
            whole.sued.family.id,
        )


def test_a_garbled_list_of_providers_is_refused_by_the_database(whole: Whole) -> None:
    with standing("provider", "nobody-at-all"), pytest.raises(DataError), transaction.atomic():
        count("referrals_aid")


@pytest.mark.parametrize("table", UNREPORTED)
def test_the_role_of_reports_finds_no_family_even_when_it_asks(whole: Whole, table: str) -> None:
    with refused("permission denied"):
        run("SET LOCAL ROLE report")
        run(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608  # from the labels


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_rows_that_are_written_once_are_not_changed(whole: Whole, table: str) -> None:
    key = run(
        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid"
        " AND attnum = ANY(indkey) WHERE indisprimary AND indrelid = %s::regclass",
        f'public."{table}"',
    )[0][0]
    for statement in (
        f'UPDATE "{table}" SET {key} = {key}',  # noqa: S608  # from the labels
        f'DELETE FROM "{table}"',  # noqa: S608  # from the labels
        f'TRUNCATE "{table}"',
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            run(statement)
