"""
What leaves the protection: cells that hold a published number or none at all.

There is no raw number anywhere in these objects, so no renderer, export, tooltip or stored copy can
show one. Primary and secondary hiding look the same.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from outcomes.tables import Axis, CellKey, Period, Place, Sum, TableError, key_of, places_of

HIDDEN = "·"
EXACTLY_ZERO = "–"


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """A published number, or nothing and the sign for it."""

    value: int | None
    symbol: str

    def __post_init__(self) -> None:
        """Refuse a sign that does not belong to the number."""
        if self.symbol != sign_for(self.value):
            raise TableError("the sign does not belong to the number")

    @property
    def text(self) -> str:
        """Give what stands in the table."""
        return self.symbol or str(self.value)


def sign_for(value: int | None) -> str:
    """Give the sign of official statistics: hidden, exactly zero, or none for a number."""
    if value is None:
        return HIDDEN
    return "" if value else EXACTLY_ZERO


def cell(value: int | None) -> ProtectedCell:
    """Make the cell for a published number, or for none."""
    return ProtectedCell(value, sign_for(value))


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table as anybody may see it."""

    name: str
    figure: str
    unit: str
    period: Period
    axes: tuple[Axis, ...]
    cells: Mapping[Place, ProtectedCell]
    magnitude: bool = False

    def at(self, *place: str) -> ProtectedCell:
        """Give the cell of a place."""
        return self.cells[place]

    def published(self) -> dict[CellKey, int | None]:
        """Give every cell under its name, with its number or `None`."""
        return {
            key_of(self.figure, self.period, self.axes, place): one.value
            for place, one in self.cells.items()
        }

    def to_plain(self) -> dict[str, Any]:
        """Give the table as plain lists and texts, for JSON."""
        return {
            "name": self.name,
            "figure": self.figure,
            "unit": self.unit,
            "period": [day.isoformat() for day in self.period],
            "magnitude": self.magnitude,
            "axes": [_plain_axis(axis) for axis in self.axes],
            "cells": [self.cells[place].value for place in places_of(self.axes)],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a table that was stored by `to_plain`."""
        axes = tuple(_axis_from(axis) for axis in plain["axes"])
        start, end = (date.fromisoformat(day) for day in plain["period"])
        values = zip(places_of(axes), plain["cells"], strict=True)
        return cls(
            plain["name"],
            plain["figure"],
            plain["unit"],
            Period(start, end),
            axes,
            {place: cell(value) for place, value in values},
            plain["magnitude"],
        )


@dataclass(frozen=True, slots=True)
class ProtectedRelease:
    """All tables that are published together, and how they were protected."""

    tables: tuple[ProtectedTable, ...]
    threshold: int
    method: str

    def table(self, name: str) -> ProtectedTable:
        """Give the table of a name."""
        return next(table for table in self.tables if table.name == name)

    def digest(self) -> str:
        """Give the SHA-256 over everything published, the same on every machine."""
        plain = [self.threshold, self.method, [table.to_plain() for table in self.tables]]
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _plain_axis(axis: Axis) -> dict[str, Any]:
    return {
        "name": axis.name,
        "categories": list(axis.categories),
        "total": axis.total,
        "sums": [[one.whole, list(one.parts)] for one in axis.sums],
        "overlapping": axis.overlapping,
    }


def _axis_from(plain: Mapping[str, Any]) -> Axis:
    sums = tuple(Sum(whole, tuple(parts)) for whole, parts in plain["sums"])
    categories = tuple(plain["categories"])
    return Axis(plain["name"], categories, plain["total"], sums, plain["overlapping"])
