"""The second wall: tell the database on whose behalf this transaction runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction

from protection import keys

_READ = "SELECT coalesce(current_setting('app.side', true), ''), coalesce(current_setting('app.providers', true), '')"
_SET = "SELECT set_config('app.side', %s, true), set_config('app.providers', %s, true)"

OFFICE = "office"
PROVIDER = "provider"


class Standing(Protocol):
    """Whoever acts, as far as the wall needs to know."""

    @property
    def is_office(self) -> bool: ...
    @property
    def providers(self) -> frozenset[UUID]: ...


@contextmanager
def standing_as(actor: Standing) -> Iterator[None]:
    """Run a transaction as the database's view of this actor; opened keys live as long as it
    does.
    """
    side = OFFICE if actor.is_office else PROVIDER if actor.providers else ""
    with _standing(side, actor.providers if side == PROVIDER else frozenset()), keys.kept_open():
        yield


@contextmanager
def as_office() -> Iterator[None]:
    """Do, inside a deed, what reaches across organisations; only actions do."""
    with _standing(OFFICE, frozenset()), keys.kept_open():
        yield


@contextmanager
def on_behalf_of(providers: Iterable[UUID]) -> Iterator[None]:
    """Do, inside a deed of the office, what changes providers' own papers; only actions do."""
    with _standing(PROVIDER, frozenset(providers)):
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
def _standing(side: str, providers: frozenset[UUID]) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else None
        _set(side, "{" + ",".join(sorted(map(str, providers))) + "}")
        yield
        if before is not None:
            _set(*before)


def _read() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        side, providers = cursor.fetchone()
    return side, providers


def _set(side: str, providers: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [side, providers])
