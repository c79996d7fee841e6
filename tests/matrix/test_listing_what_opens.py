"""Lists, the search and single pages agree: what a list names opens, what opens stands in the list."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from outcomes.models import Report
from referrals.aids.models import Aid
from referrals.disclosures.models import Disclosure
from referrals.families.models import Family
from referrals.intakes.models import Intake
from referrals.plans.models import Plan
from tests.matrix.asking import address, ask
from tests.matrix.cast import EVERYBODY, Browsers
from tests.stages.cast import MITTE, SUED
from tests.stages.whole import Whole

# Each kind of thing: its page, its list with everything in it, and who has that list.
KINDS: Mapping[str, tuple[type[Model], str]] = {
    "family": (Family, reverse("families")),
    "aid": (Aid, reverse("aids") + "?stand=alle"),
    "plan": (Plan, reverse("plans")),
    "disclosure": (Disclosure, reverse("received")),
    "intake": (Intake, reverse("intakes")),
    "report": (Report, reverse("reports")),
}
ID = r"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"


def _named(page: str, text: str) -> set[str]:
    """Give the ids to whose pages a text leads."""
    pattern = re.escape(reverse(page, args=["00000000-0000-0000-0000-000000000000"]))
    return set(
        re.findall(
            f'href="{pattern.replace(re.escape("00000000-0000-0000-0000-000000000000"), ID)}"', text
        )
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_list_names_is_what_opens(whole: Whole, browsers: Browsers, kind: str) -> None:
    model, listed = KINDS[kind]
    manager: Any = model._default_manager
    every = {str(row) for row in manager.values_list("id", flat=True)}
    wrong, most = [], 0
    for cast in sorted(EVERYBODY):
        answer = ask(browsers, cast, "GET", listed)
        if answer.status != 200:
            continue
        named = _named(kind, answer.text)
        most = max(most, len(named))
        opens = {
            one
            for one in every
            if ask(browsers, cast, "GET", address(kind, {kind: one})).status == 200
        }
        if named != opens:
            wrong.append(
                f"{cast}: named only {len(named - opens)}, opens only {len(opens - named)}"
            )
    assert wrong == []
    assert most > 0


def test_the_search_finds_what_the_list_names(whole: Whole, browsers: Browsers) -> None:
    wrong = []
    for cast in sorted(EVERYBODY):
        listed = ask(browsers, cast, "GET", reverse("families"))
        found: set[str] = set()
        for name in (SUED.name, MITTE.name):
            found |= _named(
                "family", ask(browsers, cast, "POST", reverse("search"), sent={"q": name}).text
            )
        named = _named("family", listed.text) if listed.status == 200 else set()
        # Whoever examines files has a list and searches for nobody.
        if found != named and cast != "auditor":
            wrong.append(f"{cast}: found {len(found)}, listed {len(named)}")
    assert wrong == []
