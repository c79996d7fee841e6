"""What an author reads of own drafts."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.urls import Resolver404, resolve

from accounts.actor import Actor
from accounts.drafts.models import Draft
from audit.clock import BERLIN, moment_text
from protection.sealing import open_keys, opened

# What a draft is called on the own page, by the name of its address.
CALLED = {
    "note_new": "Notiz",
    "intake_new": "Meldung",
    "enquiry_new": "Anfrage",
    "enquiry_change": "Anfrage",
    "version_write": "Hilfeplan",
    "ending_new": "Ende einer Hilfe",
    "decision_propose": "Begründung einer Hilfe",
    "decision_new": "Begründung einer Änderung",
}
# Shorter values are choices, days and numbers; they stand in the form itself.
WORTH_READING = 12
BACK = "entwurf"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One draft without its text: what it is called, when it was kept, where it goes on."""

    id: UUID
    called: str
    at: str
    href: str
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSheet:
    """One draft with its texts."""

    line: DraftLine
    texts: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHere:
    """What a page says about drafts: those that belong to its own form, and how many there are."""

    here: list[DraftLine]
    count: int


def kept(by: Actor, address: str) -> KeptHere:
    """Make the lines of the drafts that belong to an address."""
    own = list(Draft.objects.visible_to(by).defer("fields"))
    here = [_line(draft) for draft in own if draft.address == address]
    return KeptHere(here=here, count=len(own))


def read_all(by: Actor) -> list[DraftSheet]:
    """Open all drafts of an author, the newest first."""
    return [
        DraftSheet(line=_line(draft), texts=texts(typed(draft)))
        for draft in open_keys(Draft.objects.visible_to(by).order_by("-kept_at"))
    ]


def typed(draft: Draft) -> dict[str, list[str]]:
    """Open a draft: the values of each field."""
    fields: dict[str, list[str]] = json.loads(opened(draft.fields) or "{}")
    return fields


def texts(fields: dict[str, list[str]]) -> list[str]:
    """Give what of a draft is worth reading outside its form: sentences, not choices and numbers."""
    every = (value for values in fields.values() for value in values)
    return [value for value in every if len(value) >= WORTH_READING and " " in value]


def time_of(draft: Draft) -> str:
    """Say at what time of day a draft was kept."""
    return f"{draft.kept_at.astimezone(BERLIN):%H:%M}"


def _line(draft: Draft) -> DraftLine:
    join = "&" if "?" in draft.address else "?"
    return DraftLine(
        id=draft.id,
        called=_called(draft.address),
        at=f"{moment_text(draft.kept_at)} Uhr",
        href=f"{draft.address}{join}{BACK}={draft.id}",
        locked=not draft.proven,
    )


def _called(address: str) -> str:
    try:
        name = resolve(address.partition("?")[0]).url_name
    except Resolver404:
        return "Text"
    return CALLED.get(name or "", "Text")
