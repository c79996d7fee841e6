"""Every page about a family, GET and POST, for every way to stand to it that is not one of the cast's
own: whoever comes in by it sees what the table says of one of the cast, and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from accounts import actions as accounts
from accounts.actor import Actor
from accounts.models import Absence
from protection import wall
from referrals.aids.models import Share
from referrals.departures import actions as departures
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure
from referrals.enquiries.models import Copy
from referrals.families import actions as families
from referrals.stand_ins import actions as stand_ins
from tests.matrix.asking import address, ask
from tests.matrix.cast import Browsers
from tests.matrix.expected import TABLE, Page
from tests.matrix.relations import PATTERNS, about_the_family, undone
from tests.matrix.test_opening_every_page import arguments, judged
from tests.stages.stand_ins import a_grant
from tests.stages.whole import Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How it comes about, who asks, and whom of the table that makes of them."""

    comes: Callable[[Whole], object]
    who: Mapping[str, str]
    # Pages that go by something else than the family; the table says it of the person as usual.
    unlike: frozenset[str] = field(default_factory=frozenset)
    # Only these pages, where the rest stays as it was.
    only: frozenset[str] = frozenset()
    # What has ended is asked by one method, the other stands behind the same gate.
    is_over: bool = False


def _second(whole: Whole) -> None:
    with whole.world.acting("demir") as by:
        colleague = whole.world.town.people["wiegand"]
        families.set_second_worker(by=by, family=whole.sued.family, worker=colleague)


def _handed_over(whole: Whole) -> None:
    with whole.world.acting("nolte") as by:
        colleague = whole.world.town.people["wiegand"]
        families.hand_over(by=by, family=whole.sued.family, worker=colleague)


def _let_in(days: int, ago: int) -> Callable[[Whole], object]:
    return lambda whole: a_grant(
        whole.world, "nolte", whole.sued.family, "overbeck", days=days, ago=ago
    )


def _let_out(whole: Whole) -> None:
    given = a_grant(whole.world, "nolte", whole.sued.family, "overbeck")
    with whole.world.acting("nolte") as by:
        stand_ins.end(by=by, grant=given.id)


def _away(until: int) -> Callable[[Whole], object]:
    """Let the worker be away until so many days from today."""

    def comes(whole: Whole) -> None:
        with whole.world.acting("demir") as by:
            accounts.set_absence(by=by, person=by.user, until_on=by.today)
        day = timedelta(days=1)
        away = Absence.objects.filter(user=whole.world.town.people["demir"])
        away.update(from_on=by.today - 3 * day, until_on=by.today + until * day)

    return comes


def _withdrawn(whole: Whole) -> None:
    told = Disclosure.objects.filter(family=whole.sued.family, provider__code="flex")
    for row in told.select_related("lock", "family", "copy__provider"):
        with whole.world.acting("demir") as by:
            disclosures.end(by=by, disclosure=row)


def _over(whole: Whole) -> None:
    """Let the settlement window of everything be over since yesterday, and the clock have come by."""
    by = Actor.clock(whole.world.ago())
    yesterday = by.today - timedelta(days=1)
    of_family = {"aid__family": whole.sued.family}
    with wall.standing_as(by):
        copies = Copy.objects.filter(enquiry__matter__family=whole.sued.family)
        copies.update(visible_until=yesterday)
        Share.objects.filter(**of_family).update(visible_until=yesterday)
        Disclosure.objects.filter(family=whole.sued.family).update(until_on=yesterday)
        for act in (departures.leave_due, departures.close_expired):
            while act(by=by):
                pass


def _draft(name: str, said: Page) -> bool:
    return {"version", "enquiry"} & PATTERNS[name].pattern.converters.keys() != set()


# What somebody did or was told themselves stays theirs: what was confided, a paper they asked for, the
# answer to a reporter they spoke to, a photograph taken back on the same day; and nobody releases what they proposed.
OWN = frozenset({"confided_keep", "confided_open", "confided_release"}) | {
    *("paper", "intake_feedback", "decision_approve", "note_family", "enclosure_remove"),
}
# What closes with what was told; hours, the help itself and the way of the enquiry stay to settle.
TOLD = frozenset(
    name
    for name in TABLE
    if name.startswith(("disclosure", "plan", "version", "goal", "point", "paper", "signature"))
    or name == "enclosure"
)
RELATIONS: dict[str, Relation] = {
    "second worker": Relation(
        comes=_second,
        who={"colleague": "standing_in"},
        # Whoever works on it beside the first reads who else read it; who stands in does not.
        unlike=frozenset({"family_readings"}),
    ),
    "handed over": Relation(
        comes=_handed_over,
        who={"worker": "colleague", "colleague": "worker"},
        unlike=OWN,
    ),
    "let in until today": Relation(comes=_let_in(2, 2), who={"other_worker": "standing_in"}),
    "let in until yesterday": Relation(
        comes=_let_in(1, 2), who={"other_worker": "other_worker"}, is_over=True
    ),
    "let in and out again": Relation(
        comes=_let_out, who={"other_worker": "other_worker"}, is_over=True
    ),
    "deputy until today": Relation(comes=_away(0), who={"deputy": "standing_in"}),
    "deputy until yesterday": Relation(comes=_away(-1), who={"deputy": "deputy"}, is_over=True),
    "withdrawn": Relation(
        comes=_withdrawn,
        who=dict.fromkeys(("flex", "carer"), "learning"),
        only=TOLD,
    ),
    "closed": Relation(comes=_over, who=dict.fromkeys(("flex", "culture", "carer"), "learning")),
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_whoever_stands_so_sees_what_the_table_says(
    whole: Whole, browsers: Browsers, relation: str
) -> None:
    one, wrong = RELATIONS[relation], []
    with undone():
        one.comes(whole)
        for name, said in about_the_family():
            if name in one.unlike or (one.only and name not in one.only):
                continue
            url = address(name, arguments(PATTERNS[name], whole, whole.sued, said))
            for who, as_whom in one.who.items():
                for asked in _methods(said, one):
                    answer = ask(browsers, who, asked, url)
                    if problem := judged(said, asked, as_whom, answer):
                        wrong.append(f"{asked} {name} {dict(said.about) or ''} {who}: {problem}")
    assert wrong == []


def _methods(said: Page, one: Relation) -> list[str]:
    known = {"GET": said.reads, "POST": said.acts}
    found = [method for method, people in known.items() if people is not None]
    return found[:1] if one.is_over else found


def test_a_note_in_the_file_goes_with_the_file(whole: Whole, browsers: Browsers) -> None:
    url = address("note_family", {"note": whole.sued.note.id})
    with undone():
        assert ask(browsers, "worker", "GET", url).status == 200
        _handed_over(whole)
        assert [ask(browsers, "worker", one, url).status for one in ("GET", "POST")] == [404, 404]


DRAFTS: dict[str, Any] = {"version": "next_version", "enquiry": "draft"}


def test_a_draft_is_nothing_to_anybody_outside_the_office(whole: Whole, browsers: Browsers) -> None:
    wrong, asked = [], 0
    for name, said in about_the_family():
        if not _draft(name, said):
            continue
        args = arguments(PATTERNS[name], whole, whole.sued, Page(about=DRAFTS))
        for method, people in (("GET", said.reads), ("POST", said.acts)):
            for who in ("flex", "culture", "carer") if people is not None else ():
                answer, asked = ask(browsers, who, method, address(name, args)), asked + 1
                if answer.status != 404:
                    wrong.append(f"{method} {name} {who}: {answer.word}")
    assert asked > 50
    assert wrong == []
