"""Every deed refuses strangers by itself, whatever stood before it: no page, no gate and no wall
helps it here. A new deed is asked too; who may do it all the same stands in the tables below.
"""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from accounts.actor import Actor
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import keys
from tests.architecture import source
from tests.refusals.deeds import Deed, all_deeds, given
from tests.stages.story import Story
from tests.stages.whole import Whole

DEEDS = dict(all_deeds())
# Nobody at all, a district worker of another team, and a coordinator of a provider that has nothing
# to do with the family.
NOBODY, WORKER, PROVIDER = "nobody", "worker", "provider"
EVERYBODY = frozenset({NOBODY, WORKER, PROVIDER})

# Parts of other deeds, which ask who may: no page, job or command does them by themselves.
PARTS = {
    *("budgets.reserve", "budgets.confirm", "budgets.adjust", "budgets.release", "budgets.use"),
    *(
        "aids.move",
        "aids.put_share",
        "aids.settle",
        "aids.close_shares",
        "releases.find",
        "releases.kept_back",
        "releases.look_through",
        "releases.mask",
        "releases.refuse_protected",
        "releases.refuse_texts",
    ),
}
# Lists show what is the reader's own; to strangers they show nothing of the family.
LISTS = (
    *("drafts.read_own", "locks.reopen"),
    *("aids.list_aids", "answers.list_copies", "disclosures.list_received", "families.list_own"),
    *("families.name_own", "families.search", "notes.list_unassigned", "outcomes.list_all"),
    *("overview.list_own", "overview.search", "overview.search_received", "readings.read_own"),
)
# What begins something new, or shows the own work alone.
OWN = {
    # An account without a role can do nothing; which role a coordinator may give is asked after it.
    "accounts.open_account": {PROVIDER},
    "admissions.admit_all": {PROVIDER},
    "agenda.read": {WORKER, PROVIDER},
    "approvals.list_own": {WORKER},
    "budgets.read": {PROVIDER},
    "confidences.list_own": {WORKER},
    "conflicts.list_all": {PROVIDER},
    "duplicates.ask": {WORKER},
    "emergencies.begin": {WORKER},
    "emergencies.list_them": {WORKER},
    "emergencies.read_roster": {WORKER},
    "easings.list_named": {WORKER},
    "measures.take": {WORKER},
    "subject_access.register": {WORKER},
    "drafts.keep": {WORKER, PROVIDER},
    "drafts.settle": {WORKER, PROVIDER},
    "enquiries.list_own": {WORKER, PROVIDER},
    "families.open_family": {WORKER},
    "handovers.list_leavers": {PROVIDER},
    "hours.list_aids": {WORKER},
    "hours.list_own": {PROVIDER},
    "intakes.count_contact": {WORKER},
    "intakes.list_current": {WORKER},
    "intakes.take": {WORKER},
    "notes.note": {WORKER},
    "reviews.list_plans": {WORKER, PROVIDER},
}
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(LISTS, EVERYBODY),
    **{name: frozenset(people) for name, people in OWN.items()},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a deed, and what its last entry in the trail says."""

    word: str
    event: str
    about: frozenset[UUID]


@pytest.fixture
def strangers(whole: Whole) -> dict[str, Actor]:
    """People who have nothing to do with the family of Süd."""
    world = whole.world
    nobody = Actor(
        user=world.town.people["overbeck"],
        roles=frozenset(),
        now=world.ago(),
        request_id=uuid4(),
    )
    return {NOBODY: nobody, WORKER: world.actor("overbeck"), PROVIDER: world.actor("hartwig")}


@contextmanager
def _without_walls(whole: Whole) -> Iterator[None]:
    """See every row as the office and as every provider; then undo everything."""
    everyone = ",".join(str(provider.id) for provider in whole.world.town.providers.values())
    with transaction.atomic(), keys.kept_open():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.side', 'office', true), set_config('app.providers', %s, true)",
                ["{" + everyone + "}"],
            )
        yield
        transaction.set_rollback(True)


@contextmanager
def _being(by: Actor) -> Iterator[None]:
    """Let the database know who it is: what somebody may have alone begins with that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', %s, true)", [str(by.user_id)])
        yield


def _outcome(act: Deed, by: Actor, things: Mapping[str, Any]) -> Outcome:
    try:
        act(by=by, **things)
        word = "done"
    except (PermissionDenied, NotPossibleError) as refusal:
        word = "refused" if isinstance(refusal, PermissionDenied) else "not possible"
    last = Entry.objects.order_by("-seq")[0]
    return Outcome(word, last.event, frozenset(last.about))


def _places(things: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """Say where the rows of things lie: a row that was written lies elsewhere."""
    places: list[tuple[object, ...]] = []
    for thing in things.values():
        if isinstance(thing, models.Model):
            table = connection.ops.quote_name(thing._meta.db_table)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT ctid::text FROM {table} WHERE id = %s", [thing.pk])  # noqa: S608  # the table of a model
                places.append((table, cursor.fetchone()))
    return places


def _ids(story: Story) -> frozenset[UUID]:
    """Name everything of a family."""
    things = (getattr(story, name) for name in story.__slots__ if name != "cast")
    return frozenset(thing.id for thing in things)


def test_whoever_has_nothing_to_do_with_it_is_refused_by_the_deed_itself(
    whole: Whole, strangers: dict[str, Actor]
) -> None:
    wrong = []
    for name, act in DEEDS.items():
        for who, by in strangers.items():
            if name in PARTS or who in MAY.get(name, ()):
                continue
            with _without_walls(whole):
                things = given(name, act, whole, whole.sued)
                before = _places(things)
                outcome = _outcome(act, by, things)
                if (outcome.word, outcome.event) != ("refused", f"{name}.refused"):
                    wrong.append(f"{name} by {who}: {outcome.word}, {outcome.event}")
                elif _places(things) != before:
                    wrong.append(f"{name} by {who}: something changed")
    assert wrong == []


def test_what_strangers_may_do_touches_nothing_of_the_family(
    whole: Whole, strangers: dict[str, Actor]
) -> None:
    wrong = []
    for name, people in MAY.items():
        for who in sorted(people):
            with _without_walls(whole), _being(strangers[who]):
                things = given(name, DEEDS[name], whole, whole.sued)
                outcome = _outcome(DEEDS[name], strangers[who], things)
                if outcome.word == "refused" or outcome.about & _ids(whole.sued):
                    wrong.append(f"{name} by {who}: {outcome.word}")
    assert wrong == []


def test_the_tables_name_deeds_that_are_there() -> None:
    assert sorted((PARTS | set(MAY)) - set(DEEDS)) == []


def test_parts_of_deeds_are_done_by_deeds_alone() -> None:
    called = {
        (source.where(path), name)
        for room in ("views", "jobs", "forms", "middleware", "adapters")
        for path in source.rooms(room)
        for name in _deeds_called(path)
    }
    assert called
    assert [(where, name) for where, name in called if name in PARTS] == []


def _deeds_called(path: Any) -> Iterator[str]:
    """Name the deeds that a module calls, by the slices from which it takes them."""
    slices = {}
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                if name.name == "actions":
                    slices[name.asname or name.name] = node.module.rsplit(".", 1)[-1]
    for node in ast.walk(source.tree(path)):
        of = node.value if isinstance(node, ast.Attribute) else None
        if isinstance(node, ast.Attribute) and isinstance(of, ast.Name) and of.id in slices:
            yield f"{slices[of.id]}.{node.attr}"
