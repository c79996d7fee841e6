"""Rights and policies as they stand in the database: made from the labels, closed where nobody thought."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from protection.labels import BARE_TABLES, all_labels

LABELS = {label.table: label for label in all_labels()}
REPORTED = {table for table, label in LABELS.items() if label.reference or label.report}
RIGHTS = {
    "read": {"SELECT"},
    "append": {"SELECT", "INSERT"},
    "edit": {"SELECT", "INSERT", "UPDATE"},
    "all": {"SELECT", "INSERT", "UPDATE", "DELETE"},
}
KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def rows(statement: str, *parameters: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def tables() -> dict[str, bool]:
    """Give every table of the service, and whether its rows are secured."""
    return dict(
        rows(
            "SELECT relname, relrowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
    )


def rights(role: str) -> dict[str, set[str]]:
    """Give what a role may do with every table."""
    return {
        table: {
            kind
            for kind in KINDS
            if rows("SELECT has_table_privilege(%s, %s, %s)", role, f'public."{table}"', kind)[0][0]
        }
        for table in tables()
    }


@pytest.mark.usefixtures("db")
def test_every_table_has_a_label() -> None:
    assert set(tables()) - set(LABELS) == {"django_migrations", *BARE_TABLES}
    assert set(LABELS) - set(tables()) == set()


@pytest.mark.usefixtures("db")
def test_every_table_has_a_policy_or_is_open_on_purpose() -> None:
    policies = {
        table for (table,) in rows("SELECT tablename FROM pg_policies WHERE schemaname = 'public'")
    }
    unguarded = [
        table
        for table, secured in tables().items()
        if table in LABELS and LABELS[table].wall != "open" and not (secured and table in policies)
    ]
    assert unguarded == []


@pytest.mark.usefixtures("db")
def test_open_tables_hold_no_family() -> None:
    # The register, code lists, people who sign in: nothing that hangs from a family.
    hanging = {
        table
        for (table,) in rows(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name IN ('family_id', 'aid_id', 'share_id', 'enquiry_id', 'lock_id')"
        )
    }
    # Whoever acts is known before the wall is entered, and so is what they are kept away from: two
    # identities and a code, which lead to no row for anybody outside.
    known_before = {"accounts_conflict"}
    assert {table for table in hanging if LABELS[table].wall == "open"} == known_before


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("role", ["app", "worker"])
def test_the_web_may_do_what_the_labels_say_and_no_more(role: str) -> None:
    wanted = {table: RIGHTS[label.grants] for table, label in LABELS.items()}
    wanted |= {table: RIGHTS[grants] for table, grants in BARE_TABLES.items()}
    wanted["django_migrations"] = {"SELECT"}
    assert rights(role) == wanted


@pytest.mark.usefixtures("db")
def test_the_role_of_reports_reads_facts_and_reference_tables_alone() -> None:
    wanted = {table: {"SELECT"} if table in REPORTED else set() for table in tables()}
    assert rights("report") == wanted


@pytest.mark.usefixtures("db")
def test_who_verifies_the_trail_reads_nothing_else() -> None:
    trail = {"audit_entry", "audit_leaf", "audit_checkpoint"}
    assert {table for table, found in rights("audit_reader").items() if found} == trail


@pytest.mark.usefixtures("db")
def test_the_web_owns_nothing_and_makes_nothing() -> None:
    owned = rows("SELECT relname FROM pg_class WHERE relowner = 'app'::regrole")
    assert owned == []
    for statement in ("CREATE TABLE mine (id int)", "CREATE SCHEMA mine", "CREATE ROLE mine"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(statement)
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        rows("ALTER TABLE referrals_family DISABLE ROW LEVEL SECURITY")
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|cannot set"),
        transaction.atomic(),
    ):
        rows("SET ROLE owner")
