"""In whatever form something leaves the house: nobody at a provider gets a word that was written for
another, except the shared plan of a joint case.
"""

import pytest
from django.urls import reverse

from referrals.disclosures import views as disclosures
from referrals.papers import actions as papers
from tests.locks.aging import later
from tests.matrix.asking import address, answered, ask
from tests.matrix.cast import Browsers
from tests.matrix.expected import NOBODY, PROVIDERS, TABLE, pages
from tests.matrix.straying import Readers
from tests.matrix.test_opening_every_page import PATTERNS, arguments
from tests.stages.whole import Whole

AT_A_PROVIDER = PROVIDERS | {"billing"}
# Nothing of it fits anywhere, and it comes back in the form.
NONSENSE = dict.fromkeys(
    ("text", "note", "on", "until_on", "minutes", "carer", "person", "word", "family", "once"),
    "Unfug",
)


def test_what_is_typed_wrongly_brings_nothing_of_others(
    whole: Whole, browsers: Browsers, readers: Readers
) -> None:
    wrong, asked = [], 0
    for name in sorted(PATTERNS.keys() & TABLE.keys()):
        for said in pages(name):
            url = address(name, arguments(PATTERNS[name], whole, whole.sued, said))
            # Whoever may not do anything there gets the one page of what does not exist.
            for cast in sorted(AT_A_PROVIDER & (said.acts or NOBODY)):
                answer, asked = ask(browsers, cast, "POST", url, sent=NONSENSE), asked + 1
                if problem := answer.problem or readers.strayed(name, cast, answer):
                    wrong.append(f"{cast} {url}: {problem}")
    assert asked > 100
    assert wrong == []


def test_a_printed_plan_holds_the_plan_and_nothing_else(
    whole: Whole, browsers: Browsers, readers: Readers
) -> None:
    found = set()
    for person, cast in (("brandt", "flex"), ("aydin", "culture")):
        with whole.world.acting(person) as by:
            paper = papers.order(by=by, version=whole.sued.version)
            paper = papers.make(by=by, paper=paper)
        assert paper.made_at
        answer = ask(browsers, cast, "GET", reverse("paper", args=[paper.id]))
        assert (answer.status, answer.kind) == (200, "application/pdf")
        assert readers.strayed("paper", cast, answer) == ""
        found |= readers.marks.found_in(answer.text)
        others = {"flex", "culture", "learning"} - {cast}
        asked = [ask(browsers, one, "GET", reverse("paper", args=[paper.id])) for one in others]
        assert [one.status for one in asked] == [404, 404]
    assert {"referrals_wording|text", "referrals_version|need", "referrals_task|what"} <= found


def test_a_locked_page_a_broken_page_and_a_missing_one_say_nothing(
    whole: Whole, browsers: Browsers, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("disclosure", args=[whole.sued.disclosure.id])
    locked, broken = browsers.of("flex"), browsers.of("carer")
    assert readers.marks.found_in(answered(locked.get(url)).text) != set()
    later(locked, 120)
    broken.raise_request_exception = False
    monkeypatch.setattr(disclosures, "render", _breaks)
    asked = {423: locked, 500: broken, 404: browsers.of("culture")}
    for status, browser in asked.items():
        answer = answered(browser.get(url))
        assert answer.status == status
        assert readers.marks.found_in(answer.text) == set(), status
        assert whole.sued.family.word not in answer.text


def _breaks(*_: object, **__: object) -> None:
    raise ZeroDivisionError
