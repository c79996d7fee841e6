"""The second wall: tell the database on whose behalf this transaction runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction

from protection import keys

SETTINGS = ("app.side", "app.providers", "app.person", "app.people")
_READ = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS)
_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)

OFFICE = "office"
PROVIDER = "provider"


class Standing(Protocol):
    """Whoever acts, as far as the wall needs to know."""

    @property
    def is_office(self) -> bool: ...
    @property
    def houses(self) -> frozenset[UUID]: ...
    @property
    def user_id(self) -> UUID: ...
    @property
    def stands_in_for(self) -> frozenset[UUID]: ...


@contextmanager
def standing_as(actor: Standing) -> Iterator[None]:
    """Run a transaction as the database's view of this actor; opened keys live as long as it
    does.

    Rows of an author are there for that person alone; rows of named people for these and for
    whoever stands in for one of them today.
    """
    side = OFFICE if actor.is_office else PROVIDER if actor.houses else ""
    providers = actor.houses if side == PROVIDER else frozenset()
    people = {actor.user_id, *actor.stands_in_for}
    with _standing(side, _array(providers), str(actor.user_id), _array(people)), keys.kept_open():
        yield


@contextmanager
def as_office() -> Iterator[None]:
    """Do, inside a deed, what reaches across organisations; only actions do."""
    with _standing(OFFICE, _array([])), keys.kept_open():
        yield


@contextmanager
def as_one_of(people: Iterable[UUID]) -> Iterator[None]:
    """Change, inside a deed of the office, who is named in rows of named people; only actions do."""
    with _standing(people=_array(people)), keys.kept_open():
        yield


@contextmanager
def as_author(person: UUID) -> Iterator[None]:
    """Stand, inside a deed of the office, as the one person whose rows these are.

    Two deeds use it and nothing else may, a test says which: a confided note is given to a receiver
    (SGB VIII § 65), and two people open what a worker who left has sealed.
    """
    with _standing(OFFICE, _array([]), str(person)), keys.kept_open():
        yield


@contextmanager
def on_behalf_of(providers: Iterable[UUID]) -> Iterator[None]:
    """Do, inside a deed of the office, what changes providers' own papers; only actions do."""
    with _standing(PROVIDER, _array(providers)):
        yield


@contextmanager
def as_report() -> Iterator[None]:
    """Read with the role of reports, which has no right to any table that speaks of a family."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE report")
        yield
        # An error undoes the savepoint, and the role with it.
        cursor.execute("SET LOCAL ROLE none")


@contextmanager
def _standing(*wanted: str, people: str | None = None) -> Iterator[None]:
    """Set side, providers, person and people; what is not given stays as it was."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else ("",) * len(SETTINGS)
        after = (*wanted, *before[len(wanted) :])
        _set(after if people is None else (*after[:-1], people))
        yield
        if nested:
            _set(before)


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(sorted(map(str, ids))) + "}"


def _read() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return tuple(cursor.fetchone())


def _set(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
