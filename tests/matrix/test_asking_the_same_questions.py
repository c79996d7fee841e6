"""Behind an answer that says nothing: for what somebody may not see, the database is asked the same
questions as for what does not exist, so that the time tells nothing either.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tests.matrix.asking import address, ask
from tests.matrix.cast import EVERYBODY, Browsers
from tests.matrix.expected import TABLE, pages
from tests.matrix.test_opening_every_page import PATTERNS, arguments
from tests.stages.whole import Whole

SAVEPOINTS = re.compile(r"s\d+_x\d+")
NOT_FOUND = 404
# One of each side of the wall, who meets nothing of the first family.
STRANGERS = ("other_worker", "learning")


def test_for_what_is_hidden_as_for_what_is_not_there(whole: Whole, browsers: Browsers) -> None:
    wrong, asked = [], 0
    for name, cast, method, args in _hidden(whole):
        none = {key: uuid4() if isinstance(value, UUID) else value for key, value in args.items()}
        # That a person is there is noted once a minute; where that falls between the two, both are asked again.
        for _ in range(2):
            hidden, questions = _asked(browsers, cast, method, address(name, args))
            _, wanted = _asked(browsers, cast, method, address(name, none))
            if questions == wanted:
                break
        if hidden != NOT_FOUND:
            continue
        asked += 1
        if questions != wanted:
            more = [one for one in questions if one not in wanted]
            wrong.append(f"{method} {name} {cast}: {len(questions)}, {len(wanted)} {more[:1]}")
    assert wrong == []
    assert asked > 150


def _hidden(whole: Whole) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Give every address of a thing, for people to whom the table does not open it."""
    for name in sorted(PATTERNS.keys() & TABLE.keys()):
        for said in pages(name):
            args = arguments(PATTERNS[name], whole, whole.sued, said)
            if not any(isinstance(value, UUID) for value in args.values()):
                continue
            method, people = ("GET", said.reads) if said.reads is not None else ("POST", said.acts)
            for cast in STRANGERS:
                if people is not None and cast in EVERYBODY - people - said.led:
                    yield name, cast, method, args


def _asked(browsers: Browsers, cast: str, method: str, url: str) -> tuple[int, list[str]]:
    """Ask, and give every question to the database as it is worded, without what is asked for."""
    questions: list[str] = []

    def heard(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        questions.append(SAVEPOINTS.sub("?", sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(heard):
        answer = ask(browsers, cast, method, url)
    return answer.status, questions
