"""A new table is closed until somebody says what it is: forgetting closes, never opens."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection

from tests.conftest import as_owner


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def rights(role: str) -> bool:
    kinds = "SELECT, INSERT, UPDATE, DELETE"
    return bool(
        rows(f"SELECT has_table_privilege('{role}', 'forgotten', '{kinds}')")[0][0]
    )  # fixed words


@pytest.mark.django_db(transaction=True)
def test_a_table_that_nobody_thought_of_is_closed() -> None:
    with as_owner():
        rows("CREATE TABLE forgotten (id int)")
    try:
        with pytest.raises(ProgrammingError, match="permission denied"):
            rows("SELECT * FROM forgotten")
        # Raising the wall again opens nothing that has no label either.
        with as_owner():
            call_command("wall", stdout=io.StringIO())
        assert not any(rights(role) for role in ("app", "worker", "report"))
    finally:
        with as_owner():
            rows("DROP TABLE forgotten")
