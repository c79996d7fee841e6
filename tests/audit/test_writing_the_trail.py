"""What every deed promises: a trace in the same transaction, or no deed; and nobody takes a trace back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from accounts.actor import Actor
from accounts.models import Team
from audit import policy, trail
from audit.deeds import NotPossibleError, UntracedDeedError, deed
from audit.models import Entry, Kind
from protection import wall
from tests.world import WORKER, World

NAMED = trail.Event("trying.named", "Versuch benannt")
SEEN = trail.Event("trying.seen", "Versuch gelesen", kind=Kind.READING)


@deed
def name(*, by: Actor, team: Team, text: str, traced: bool = True) -> None:
    """Name a team, to try what a deed promises."""
    team.name = text
    team.save()
    if text == "verboten":
        raise PermissionDenied
    if text == "unmöglich":
        raise NotPossibleError("Das geht jetzt nicht.")
    if traced:
        trail.record(NAMED, by=by, about=[team], facts={"length": len(text)})


@pytest.fixture
def team(world: World) -> Team:
    return Team.objects.get(id=world.town.teams[min(world.town.teams)].id)


def entries(code: str) -> list[Entry]:
    return list(Entry.objects.filter(event=code))


def name_now(team: Team) -> str:
    return Team.objects.get(id=team.id).name


def test_a_deed_leaves_who_did_what_to_which_thing(world: World, team: Team) -> None:
    with world.acting(WORKER) as by:
        name(by=by, team=team, text="Nord")
    (entry,) = entries("trying.named")
    assert (entry.who, entry.role, entry.kind) == (by.user_id, by.role, Kind.DEED)
    assert (entry.about, entry.facts) == ([team.id], {"length": 4})
    assert entry.request == by.request_id
    assert len(bytes(entry.salt)) == 16
    assert (entry.outcome, entry.reason, entry.on_behalf) == ("done", "", [])
    assert entry.policy == policy.version()
    assert len(policy.version()) == 12


def test_a_deed_without_a_trace_is_undone(world: World, team: Team) -> None:
    before = team.name
    with world.acting(WORKER) as by, pytest.raises(UntracedDeedError):
        name(by=by, team=team, text="Nord", traced=False)
    assert name_now(team) == before


@pytest.mark.parametrize(
    ("text", "refusal", "reason"),
    [
        ("verboten", PermissionDenied, "not_allowed"),
        ("unmöglich", NotPossibleError, "not_possible"),
    ],
)
def test_a_refusal_is_undone_and_recorded(
    text: str, refusal: type[Exception], reason: str, world: World, team: Team
) -> None:
    before = team.name
    with world.acting(WORKER) as by:
        with pytest.raises(refusal):
            name(by=by, team=team, text=text)
        (entry,) = entries(f"{name.__module__.rsplit('.', 1)[-1]}.name.refused")
    assert name_now(team) == before
    assert (entry.kind, entry.about, entry.who) == (Kind.SECURITY, [team.id], by.user_id)
    assert (entry.outcome, entry.reason) == ("refused", reason)


def test_the_name_of_the_rules_changes_with_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every room that says who may do what counts, and what the labels say."""
    before = policy.version()
    sources = policy.sources()
    assert {"access.py", "roles.py", "labels.py", "wall.py", "actor.py"} == {
        path.name for path in sources
    }
    monkeypatch.setattr(Team.Protection, "retention", "anders")
    relabelled = policy.version.__wrapped__()
    monkeypatch.undo()
    monkeypatch.setattr(policy, "sources", lambda: sources[1:])
    assert len({before, relabelled, policy.version.__wrapped__()}) == 3


def test_when_the_trail_cannot_be_written_nothing_is_done(
    world: World, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = team.name
    with world.acting(WORKER) as by:
        monkeypatch.setattr(
            trail, "_INSERT", trail._INSERT.replace("audit_entry ", "audit_entry_gone ")
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            name(by=by, team=team, text="Nord")
    assert name_now(team) == before


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_refused(world: World) -> None:
    by = world.actor(WORKER)
    with pytest.raises(RuntimeError, match="transaction of its deed"):
        trail.record(SEEN, by=by)
    assert entries("trying.seen") == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET facts = '{}'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY",
        "UPDATE audit_leaf SET position = position + 1",
        "DELETE FROM audit_leaf",
        "UPDATE audit_checkpoint SET note = ''",
        "DELETE FROM audit_checkpoint",
        "SELECT setval('audit_entry_seq', 1)",
    ],
)
def test_the_web_cannot_take_back_what_was_written(statement: str, world: World) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_people_of_a_provider_write_the_trail_and_cannot_read_it(world: World) -> None:
    coordinator = next(
        person
        for person in world.town.people
        if not (actor := world.actor(person)).is_office and actor.providers
    )
    with world.acting(coordinator) as by:
        trail.record(SEEN, by=by)
        assert Entry.objects.count() == 0
        with transaction.atomic(), wall.as_office():
            assert Entry.objects.filter(event="trying.seen", who=by.user_id).count() == 1


def test_one_word_means_one_thing() -> None:
    with pytest.raises(ValueError, match="is taken"):
        trail.Event("trying.seen", "Etwas anderes")


def test_text_about_people_does_not_fit_into_facts(world: World) -> None:
    with world.acting(WORKER) as by, pytest.raises(TypeError, match="references and codes"):
        trail.record(SEEN, by=by, facts={"what": object()})
