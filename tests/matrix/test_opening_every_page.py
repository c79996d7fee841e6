"""Every page, every role, every relation: each gets what the one table says, and nobody else learns
that it exists.
"""

from collections.abc import Iterator
from functools import cache
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.urls import URLPattern

from accounts.models import Mandate
from tests.matrix.asking import Answer, address, ask, patterns
from tests.matrix.cast import EVERYBODY, PASSWORD_ONLY, STRANGER, TO_THE_OTHER, Browsers
from tests.matrix.expected import KEPT_TO, NOBODY, TABLE, Page, Who, pages
from tests.matrix.straying import Readers
from tests.stages.story import Story
from tests.stages.whole import Whole

PATTERNS = {str(pattern.name): pattern for pattern in patterns()}
every_page = pytest.mark.parametrize("name", sorted(PATTERNS.keys() & TABLE.keys()))
SIGN_IN, FACTORS = "/anmelden/", "/zugang/zweiter-faktor/"
# Where a method is refused it is refused to everybody; these stand for all.
A_FEW = ("worker", "officer", "flex")
NOT_FOUND, NOT_ALLOWED = 404, 405
TRAIL = frozenset({"audit_entry"})
# The sign-in package counts attempts, and counts are no rows of the work.
COUNTED = TRAIL | {"django_cache"}
# Which thing of a story an argument of an address means, where its name does not say it.
THINGS = {
    "basis": "consent",
    "enquiry": "offered",
    "copy": "copy_offered",
    "note": "note_unassigned",
    "decision": "waiting",
    "thing": "family",
}
NUMBERS: dict[str, object] = {"session": 0, "factor": 0, "token": "abc-def", "kept": UUID(int=1)}


def test_every_address_stands_in_the_table() -> None:
    assert [str(pattern.pattern) for pattern in patterns() if not pattern.name] == []
    assert PATTERNS.keys() - TABLE.keys() == set()
    assert TABLE.keys() - PATTERNS.keys() == set()


@every_page
def test_a_page_opens_for_whom_the_table_names(
    whole: Whole, browsers: Browsers, readers: Readers, name: str
) -> None:
    wrong = []
    for said in pages(name):
        url = address(name, arguments(PATTERNS[name], whole, whole.sued, said))
        for method in ("GET", "POST"):
            for cast in (*_asked(said, method), STRANGER, PASSWORD_ONLY):
                answer = ask(browsers, cast, method, url)
                problem = judged(said, method, cast, answer) or overheard(name, cast, answer)
                problem = problem or readers.strayed(name, cast, answer)
                wrong += [f"{method} {said.about or ''} {cast}: {problem}"] if problem else []
    assert wrong == []


@every_page
def test_to_the_other_family_everybody_is_whom_the_others_are_to_this_one(
    whole: Whole, browsers: Browsers, readers: Readers, name: str
) -> None:
    wrong = []
    for said in pages(name):
        args = arguments(PATTERNS[name], whole, whole.mitte, said)
        if not args or said.reads is said.acts is None:
            continue
        url, method = address(name, args), "POST" if said.reads is None else "GET"
        for cast, counterpart in TO_THE_OTHER.items():
            # Only the first story has a second provider and a printed paper.
            answer = ask(browsers, cast, method, url)
            problem = judged(said, method, counterpart, answer)
            problem = (
                problem
                or overheard(name, counterpart, answer)
                or readers.strayed(name, cast, answer)
            )
            wrong += [f"{method} {said.about or ''} {cast}: {problem}"] if problem else []
    assert [line for line in wrong if (name, line) not in UNLIKE] == []


# The PDF of the other plan is still being printed: its page says so and leads back.
UNLIKE = {("paper", "GET  other_worker: expected 200, got 302")}


@every_page
def test_what_does_not_exist_looks_the_same(whole: Whole, browsers: Browsers, name: str) -> None:
    for said in pages(name):
        args = arguments(PATTERNS[name], whole, whole.sued, said)
        if not any(isinstance(value, UUID) for value in args.values()):
            continue
        lost = address(name, args, lost=True)
        for method, people in (("GET", said.reads), ("POST", said.acts)):
            if people is not None:
                answer = ask(browsers, "worker", method, lost)
                assert (answer.word, answer.body) == ("404", not_found())


@every_page
def test_looking_ahead_leaves_no_trace(whole: Whole, browsers: Browsers, name: str) -> None:
    said = pages(name)[0]
    if not said.reads:
        return
    url = address(name, arguments(PATTERNS[name], whole, whole.sued, said))
    reader = min(said.reads)
    for method, headers in (("HEAD", {}), ("GET", {"Sec-Purpose": "prefetch"})):
        answer = ask(browsers, reader, method, url, headers=headers)
        assert answer.written == frozenset(), (method, answer.word)


def judged(said: Page, method: str, cast: str, answer: Answer) -> str:
    """Say what is wrong with an answer; nothing, when it is as the table says."""
    wanted = set(wanted_statuses(said, method, cast))
    if answer.status not in wanted or answer.problem:
        return f"expected {' or '.join(map(str, sorted(wanted)))}, got {answer.word}"
    if answer.status == NOT_FOUND and answer.body != not_found():
        return "its 404 differs from that of things that do not exist"
    if cast == STRANGER and answer.status == 302 and not answer.location.startswith(SIGN_IN):
        return f"led to {answer.location}"
    kept = method == "POST" and answer.status not in {NOT_FOUND, NOT_ALLOWED} and cast in EVERYBODY
    if not kept and answer.written - COUNTED:
        return f"changed {sorted(answer.written)}"
    return ""


def overheard(name: str, cast: str, answer: Answer) -> str:
    """Say whether somebody read, on a page or on paper, what is only for others."""
    for words, places in KEPT_TO.items():
        if words in answer.text and cast not in places.get(name, NOBODY):
            return f"read of {words}"
    return ""


def wanted_statuses(said: Page, method: str, cast: str) -> Iterator[int]:
    """Give the statuses that the table allows."""
    people = said.reads if method == "GET" else said.acts
    if cast in {STRANGER, PASSWORD_ONLY}:
        usual = said.outside.get(cast, 302)
        # A method that a page does not know is refused before anything else, or after signing in.
        yield from (usual, NOT_ALLOWED) if people is None else (usual, 302)
    elif people is None:
        yield NOT_ALLOWED
    elif method == "GET":
        yield 302 if cast in said.led else 200 if cast in people else NOT_FOUND
    else:
        yield from (200, 302, 422) if cast in people else (NOT_FOUND,)


def _asked(said: Page, method: str) -> tuple[str, ...]:
    people: Who | None = said.reads if method == "GET" else said.acts
    return A_FEW if people is None else tuple(sorted(EVERYBODY))


def arguments(pattern: URLPattern, whole: Whole, story: Story, said: Page) -> dict[str, object]:
    """Find the things that an address speaks of."""
    month = story.month.first_on
    fixed: dict[str, object] = {
        **NUMBERS,
        "person": story.family.worker_id if said.about.get("person") else story.share.carer_id,
        "mandate": Mandate.objects.get(user=story.share.carer_id).id,
        "place": story.share.provider_id,
        "mark": UUID(int=0),
        "provider": story.share.provider_id,
        "check": whole.check.id,
        "rest": whole.rests[story.share.provider_id].id,
        "nomination": whole.nominations[story.share.provider_id].id,
        "report": whole.report.id,
        "year": month.year,
        "month": month.month,
    }
    return {
        key: fixed[key] if key in fixed else _thing(story, said, key)
        for key in pattern.pattern.converters
    }


def _thing(story: Story, said: Page, key: str) -> UUID:
    found = getattr(story, said.about.get(key) or THINGS.get(key, key))
    assert isinstance(found.id, UUID)
    return found.id


@cache
def not_found() -> bytes:
    """Give the one page for what does not exist, as its template makes it."""
    return render_to_string("errors/404.html").encode()
