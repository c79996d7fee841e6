"""What people are given of printed plans: where the printing stands, and the file itself."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from protection.sealing import Clear, opened
from referrals.papers.models import Audience, Paper
from referrals.plans.models import Version
from referrals.plans.sheets import VersionSheet

# The worker takes seconds; after this time a paper may be asked for again.
PATIENCE = timedelta(minutes=10)
LATER = "wird gesondert mitgeteilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One printing of a version: asked for when, and whether it can be opened."""

    id: UUID
    asked: str
    is_ready: bool
    is_failed: bool
    is_waiting: bool
    audience: str
    mark: str
    held: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersSheet:
    """The printings of a version that a person asked for."""

    version: UUID
    word: str
    number: int
    papers: tuple[PaperLine, ...]
    is_waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """A finished PDF and the neutral name of its file."""

    name: str
    content: bytes


def papers_of(version: Version, by: Actor) -> PapersSheet:
    """Make the sheet of the papers that a person asked for, the newest first."""
    rows = Paper.objects.visible_to(by).filter(version=version).defer("content")
    lines = tuple(_line(row, by) for row in rows.order_by("-asked_at"))
    return PapersSheet(
        version=version.id,
        word=version.plan.aid.word,
        number=version.number,
        papers=lines,
        is_waiting=any(line.is_waiting for line in lines),
    )


def is_waiting(paper: Paper, by: Actor) -> bool:
    """Tell whether a paper is still being made; one that takes too long is given up."""
    over = paper.made_at is not None or paper.failed or paper.held != ""
    return not over and by.now - paper.asked_at < PATIENCE


def texts_of(sheet: VersionSheet) -> dict[str, str]:
    """Give everything that people wrote into a version, each under the name of its place."""
    found = dict(sheet.texts)
    for goal in sheet.goals:
        found[f"{goal.id}"] = goal.text
        for task in goal.tasks:
            found[f"{task.id} who"], found[f"{task.id} what"] = task.who, task.what
    return found


def for_one_apart(sheet: VersionSheet, texts: Mapping[str, str]) -> VersionSheet:
    """Make the same version for a parent who lives apart: no place of the talk, not the day of the
    next one, and texts as they were written for that parent.
    """
    goals = tuple(
        replace(
            goal,
            text=texts[f"{goal.id}"],
            tasks=tuple(
                replace(task, who=texts[f"{task.id} who"], what=texts[f"{task.id} what"])
                for task in goal.tasks
            ),
        )
        for goal in sheet.goals
    )
    own = {name: texts[name] for name in sheet.texts} | {"place": ""}
    return replace(sheet, texts=own, goals=goals, review=LATER)


def wrapped(pdf: bytes) -> Clear:
    """Put the bytes of a PDF on their way into an envelope, as text."""
    return Clear(base64.b64encode(pdf).decode())


def unwrapped(paper: Paper) -> bytes:
    """Give the bytes of a finished PDF."""
    return base64.b64decode(opened(paper.content))


def _line(paper: Paper, by: Actor) -> PaperLine:
    ready, waiting = paper.made_at is not None, is_waiting(paper, by)
    return PaperLine(
        id=paper.id,
        asked=clock.moment_text(paper.asked_at),
        is_ready=ready,
        is_failed=not (ready or waiting or paper.held),
        is_waiting=waiting,
        audience=paper.get_audience_display(),
        mark=Audience(paper.audience).mark,
        held=paper.held,
    )
