"""The verifier alone: whatever is done to a single row, or to the end, or to the notes, is found."""

import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from audit import notes, tree
from audit.findings import Bend, sentences
from audit.verifier import ranges, without, written
from tests.audit import paper_trail as paper

SIZE = 60
Rows = list[paper.Row]
Notes = list[notes.Note]


@pytest.fixture
def dice() -> random.Random:
    return random.Random(20261124)  # noqa: S311  # a test throws the same dice every time


def a_trail(dice: random.Random) -> tuple[Rows, Notes]:
    rows = [paper.entry(dice, number) for number in range(SIZE)]
    return rows, paper.sealed(rows)


def test_a_trail_that_nobody_touched_is_fine(dice: random.Random) -> None:
    rows, signed = a_trail(dice)
    report = paper.verified(rows, signed)
    assert report.ok
    assert (report.leaves, report.checked, report.notes, report.beyond) == (SIZE, SIZE, 6, 0)


def change(rows: Rows, at: int, dice: random.Random) -> None:
    """Change one field of one entry, as somebody with the database's password could."""
    field = dice.randrange(1, len(rows[at].fields))
    rows[at].fields[field] += dice.choice("0x ")


def change_and_hash_again(rows: Rows, at: int, dice: random.Random) -> None:
    change(rows, at, dice)
    rows[at].seal(at)


def change_the_leaf(rows: Rows, at: int, dice: random.Random) -> None:
    rows[at].digest = dice.randbytes(32).hex()


def remove_the_entry(rows: Rows, at: int, dice: random.Random) -> None:
    rows[at].lose()


def remove_entry_and_leaf(rows: Rows, at: int, dice: random.Random) -> None:
    del rows[at]


def remove_and_close_the_gap(rows: Rows, at: int, dice: random.Random) -> None:
    del rows[at]
    for position, row in enumerate(rows):
        row.seal(position)


def insert(rows: Rows, at: int, dice: random.Random) -> None:
    rows.insert(at, paper.entry(dice, at))
    for position, row in enumerate(rows):
        row.seal(position)


def swap(rows: Rows, at: int, dice: random.Random) -> None:
    other = (at + dice.randrange(1, SIZE)) % SIZE
    rows[at], rows[other] = rows[other], rows[at]
    rows[at].seal(at)
    rows[other].seal(other)


def swap_what_the_leaves_point_to(rows: Rows, at: int, dice: random.Random) -> None:
    other = (at + dice.randrange(1, SIZE)) % SIZE
    rows[at].fields, rows[other].fields = rows[other].fields, rows[at].fields


MANIPULATIONS = [
    (change, Bend.CHANGED),
    (change_and_hash_again, Bend.REBUILT),
    (change_the_leaf, Bend.CHANGED),
    (remove_the_entry, Bend.REMOVED),
    (remove_entry_and_leaf, None),
    (remove_and_close_the_gap, None),
    (insert, Bend.REBUILT),
    (swap, Bend.REBUILT),
    (swap_what_the_leaves_point_to, Bend.CHANGED),
]


@pytest.mark.parametrize(("bend", "kind"), MANIPULATIONS)
def test_all_of_120_random_manipulations_of_each_kind_are_found(
    bend: object, kind: Bend | None, dice: random.Random
) -> None:
    for _ in range(120):
        rows, signed = a_trail(dice)
        at = dice.randrange(SIZE)
        touched = rows[at].fields[0]
        bend(rows, at, dice)  # type: ignore[operator]  # one of the functions above
        report = paper.verified(rows, signed)
        assert not report.ok
        if kind:
            assert kind in {problem.bend for problem in report.problems}
        if kind in {Bend.CHANGED, Bend.REMOVED}:
            assert touched in {problem.entry for problem in report.problems}


@pytest.mark.parametrize(
    ("bend", "first", "sound"),
    [
        (change, (37, 37), (30, 30)),
        (change_the_leaf, (30, 39), (30, 30)),
        (remove_the_entry, (37, 37), (30, 30)),
        (remove_entry_and_leaf, (37, 37), (30, 30)),
        (insert, (30, 39), (30, 30)),
    ],
)
def test_the_first_place_and_the_last_good_moment_are_named(
    bend: object, first: tuple[int, int], sound: tuple[int, int], dice: random.Random
) -> None:
    """Also where more was bent behind it: the earliest counts."""
    rows, signed = a_trail(dice)
    named = rows[37].fields[0]
    change(rows, 55, dice)
    bend(rows, 37, dice)  # type: ignore[operator]  # one of the functions above
    report = paper.verified(rows, signed)
    assert report.first is not None
    assert (report.first.first, report.first.last) == first
    if bend in {change, remove_the_entry}:
        assert report.first.entry == named
    at = paper.START + timedelta(seconds=sound[1])
    assert report.sound == (sound[0], notes.written_moment(at))
    said = list(sentences(report))
    assert f"Zuerst betroffen: {report.first}." in said
    assert "Bis dahin unverändert: 30 Einträge, bezeugt am 24.11.2026, 08:00:30 Uhr (UTC)." in said


def test_without_a_note_no_moment_is_called_good(dice: random.Random) -> None:
    rows, _ = a_trail(dice)
    change(rows, 37, dice)
    report = paper.verified(rows, [])
    assert report.sound is None
    assert "Kein Siegel bezeugt einen früheren Stand, der noch stimmt." in list(sentences(report))


@pytest.mark.parametrize("left", [0, 1, 37, SIZE - 1])
def test_a_cut_tail_is_found_by_the_last_note_outside(left: int, dice: random.Random) -> None:
    rows, signed = a_trail(dice)
    report = paper.verified(rows[:left], [signed[-1]])
    assert [problem.bend for problem in report.problems] == [Bend.TRUNCATED]
    assert "bezeugt 60 Einträge" in report.problems[0].sentence


def test_a_forked_note_is_found(dice: random.Random) -> None:
    rows, signed = a_trail(dice)
    fork = replace(signed[2], root=tree.leaf_hash(b"other"), source="fork.txt")
    report = paper.verified(rows, [*signed, fork])
    assert [problem.bend for problem in report.problems] == [Bend.FORKED]
    assert "fork.txt" in report.problems[0].sentence


def test_an_entry_put_in_with_an_old_date_is_found(dice: random.Random) -> None:
    rows, signed = a_trail(dice)
    waiting = paper.entry(dice, SIZE + 1)
    backdated = paper.entry(dice, -int(timedelta(days=3).total_seconds()))
    report = paper.verified([*rows, waiting, backdated], signed)
    assert report.waiting == 1
    assert [problem.entry for problem in report.problems] == [backdated.fields[0]]


def test_an_old_entry_sealed_late_is_found(dice: random.Random) -> None:
    rows, _ = a_trail(dice)
    backdated = paper.entry(dice, -int(timedelta(days=3).total_seconds()))
    rows.append(backdated)
    report = paper.verified(rows, paper.sealed(rows))
    assert [(problem.bend, problem.entry) for problem in report.problems] == [
        (Bend.INSERTED, backdated.fields[0])
    ]


@pytest.mark.parametrize(
    ("excused", "missing"),
    [("3-7,9", []), ("3-6,9", ["7"]), ("9", ["3 bis 7"]), ("", ["3 bis 7", "9"])],
)
def test_entries_may_be_missing_only_where_an_entry_says_so(
    excused: str, missing: list[str], dice: random.Random
) -> None:
    rows, _ = a_trail(dice)
    facts = f'{{"positions": "{excused}"}}'
    rows.append(paper.entry(dice, SIZE, "trail.retired", facts))
    signed = paper.sealed(rows)
    for position in (3, 4, 5, 6, 7, 9):
        rows[position].lose()
    report = paper.verified(rows, signed)
    assert len(report.problems) == len(missing)
    for problem, where in zip(report.problems, missing, strict=True):
        assert problem.bend == Bend.REMOVED
        assert f" {where})" in problem.sentence
    assert report.retired == len([p for a, b in ranges(excused) for p in range(a, b)])


def test_a_changed_excuse_excuses_nothing(dice: random.Random) -> None:
    rows, _ = a_trail(dice)
    rows.append(paper.entry(dice, SIZE, "trail.retired", '{"positions": "3"}'))
    signed = paper.sealed(rows)
    rows[5].lose()
    rows[-1].fields[11] = '{"positions": "5"}'
    report = paper.verified(rows, signed)
    assert {problem.bend for problem in report.problems} == {Bend.CHANGED, Bend.REMOVED}


def test_ranges_are_taken_from_ranges() -> None:
    assert written([1, 2, 3, 4, 5, 9]) == "1-5,9"
    assert written([]) == ""
    assert ranges("1-5,9") == [(1, 6), (9, 10)]
    assert list(without((0, 10), [(8, 12), (2, 4), (3, 5)])) == [(0, 2), (5, 8)]


@pytest.mark.parametrize("bent", [False, True])
def test_the_file_that_stands_alone_says_the_same(
    bent: bool, dice: random.Random, tmp_path: Path
) -> None:
    rows, _ = a_trail(dice)
    growing = tree.Frontier()
    for row in rows:
        growing.add(bytes.fromhex(str(row.digest)))
    note = paper.SIGNER.sign(size=SIZE, root=growing.root(), now=paper.START)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "000000000060.txt").write_text(note)
    (tmp_path / "seal.pub").write_text(paper.SIGNER.public)
    if bent:
        change(rows, 17, dice)
    # It goes to the other computer by itself.
    shutil.copy("deploy/verify_trail_alone.py", tmp_path)
    (tmp_path / "export").write_bytes(b"".join(row.line for row in rows))
    done = subprocess.run(
        [
            *(sys.executable, "-c", ALONE, "verify_trail_alone.py"),
            *("export", "--key", "seal.pub", "--checkpoints", "notes"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONUTF8": "1"},
    )
    assert done.returncode == int(bent), done.stderr
    assert done.stdout.startswith("60 Einträge geprüft, 1 Siegel verglichen.\n")
    named = f"Zuerst betroffen: Eintrag {rows[17].fields[0]} (Platz 17).\n"
    assert (named in done.stdout) is bent


# Runs the file in an interpreter that cannot find Django, nor anything of ours.
ALONE = """
import runpy, sys
class NoDjango:
    def find_spec(self, name, path=None, target=None):
        assert not name.startswith(("django", "psycopg", "audit")), name
sys.meta_path.insert(0, NoDjango())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
