"""Marks on everything that leaves an envelope: each says which row it came from, so that any answer
tells whose words are in it, in whatever format.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from accounts.actor import Actor
from accounts.models import Mandate
from protection.labels import all_labels
from protection.sealing import Sealed
from tests.world import World

MARK = re.compile(r"zqx[a-p]{12}")
UUIDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# What a program reads and not a person: days, codes, numbers, ids.
CODED = re.compile(r"[\d\s.:+/-]*|[a-z0-9_-]{1,40}")
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
# Bytes of a file, not words.
FILES = {
    *("referrals_paper|content", "referrals_accesslog|content"),
    *("referrals_reply|paper", "referrals_reply|letter"),
}
WALLS = {label.table: label.wall for label in all_labels()}


@dataclass(frozen=True, slots=True)
class Mark:
    """The row behind a mark, and whom its wall lets come near."""

    place: str
    wall: str
    houses: frozenset[UUID]
    author: UUID | None

    def is_for(self, by: Actor) -> bool:
        """Tell whether somebody may be told words of this row at all."""
        if self.wall == "author":
            return by.user_id == self.author
        if by.is_office:
            return self.wall != "own"
        return self.wall in {"provider", "own", "shared", "circle", "named"} and bool(
            self.houses & by.houses
        )


class Marks:
    """Every mark that was handed out, by its letters."""

    def __init__(self) -> None:
        self._known: dict[str, Mark] = {}

    def strange_to(self, by: Actor, text: str) -> list[str]:
        """Name the columns whose words stand in a text and are not for this person."""
        found = {self._known[sign] for sign in MARK.findall(text.lower())}
        return sorted(mark.place for mark in found if not mark.is_for(by))

    def found_in(self, text: str) -> set[str]:
        """Name the columns whose words stand in a text."""
        return {self._known[sign].place for sign in MARK.findall(text.lower())}

    def put_on(self, text: str, envelope: Sealed) -> str:
        """Give the text of an envelope with its mark, in front and behind."""
        row: Any = envelope.row
        place = f"{row._meta.db_table}|{envelope.column}"
        if place in FILES:
            return text
        letters = hashlib.sha256(f"{place}|{row.pk}".encode()).hexdigest()[:12]
        sign = f"zqx{letters.translate(LETTERS)}"
        table = row._meta.db_table
        if sign not in self._known:
            self._known[sign] = Mark(place, WALLS[table], _houses(row), _author(row))
        return _marked(text, sign)


def _houses(row: Any) -> frozenset[UUID]:
    columns = {field.attname for field in row._meta.concrete_fields}
    if "provider_id" in columns:
        return frozenset({row.provider_id})
    return frozenset(row.readers) if "readers" in columns else frozenset()


def _author(row: Any) -> UUID | None:
    named = (field.attname for field in row._meta.concrete_fields if field.column == "author_id")
    return next((getattr(row, name) for name in named), None)


def _marked(text: str, sign: str) -> str:
    if text.startswith(("[", "{")):
        return json.dumps(_inside(json.loads(text), sign), ensure_ascii=False)
    return text if CODED.fullmatch(text) else f"{sign} {text} {sign}"


def _inside(value: Any, sign: str) -> Any:
    if isinstance(value, dict):
        return {key: _inside(each, sign) for key, each in value.items()}
    if isinstance(value, list):
        return [_inside(each, sign) for each in value]
    return _marked(value, sign) if isinstance(value, str) else value


@contextmanager
def everything_marked() -> Iterator[Marks]:
    """Let every envelope that opens hand out its text with a mark."""
    marks, reveal = Marks(), Sealed.reveal

    def revealed(envelope: Sealed) -> str:
        return marks.put_on(reveal(envelope), envelope)

    revealed.alters_data = True  # type: ignore[attr-defined]  # as the original says to templates
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sealed, "reveal", revealed)
        yield marks


def ids_of_others(world: World, by: Actor) -> frozenset[str]:
    """Give the id of every row that is another provider's alone, and of that provider's people."""
    theirs = [house.id for house in world.town.providers.values() if house.id not in by.houses]
    mine = Mandate.objects.filter(provider_id__in=by.houses).values("user")
    people = Mandate.objects.filter(provider_id__in=theirs).exclude(user__in=mine)
    found = {str(user) for user in people.values_list("user", flat=True)}
    with transaction.atomic(), connection.cursor() as cursor:
        every = "{" + ",".join(str(house.id) for house in world.town.providers.values()) + "}"
        cursor.execute("SELECT set_config('app.providers', %s, true)", [every])
        for label in all_labels():
            where = {
                "provider": "provider_id = ANY(%s)",
                "own": "provider_id = ANY(%s)",
                "shared": "readers && %s AND NOT readers && %s",
            }.get(label.wall)
            if where:
                given = [theirs, list(by.houses)][: where.count("%s")]
                cursor.execute(f'SELECT id::text FROM "{label.table}" WHERE {where}', given)  # noqa: S608  # from the labels
                found |= {row[0] for row in cursor.fetchall()}
        transaction.set_rollback(True)
    return frozenset(found)
