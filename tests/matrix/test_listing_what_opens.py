"""Lists, the search and single pages agree: what a list names opens, what opens stands in the list."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model, QuerySet
from django.urls import reverse

from outcomes.models import Report
from referrals.aids.models import Aid, Share
from referrals.disclosures.models import Disclosure
from referrals.families.models import Family
from referrals.intakes.models import Intake
from referrals.invoices.sums import invoice_key
from referrals.plans.models import Plan
from tests.matrix.asking import address, ask
from tests.matrix.cast import EVERYBODY, Browsers
from tests.matrix.expected import pages
from tests.matrix.relations import PATTERNS
from tests.stages.cast import MITTE, PAST, SUED
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

# A number beside a heading or in a caption, and what one line of such a section begins with: the first of
# these that is there.
NUMBER = re.compile(r'(?:app-heading__count">|<caption[^>]*>[^<]*\()(\d+)')
HEADED = r"(?=<h2[^>]*app-heading|<h3[^>]*app-heading[^>]*>[^<]*<span|<caption)"
LINES = (r"<article", r'<li class="app-(?:task|card)|<th scope="row"', r"<h3")
KEY = re.compile(r"R-\d{5}-\d{5}")


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
        for name in (SUED.name, MITTE.name, PAST):
            found |= _named(
                "family", ask(browsers, cast, "POST", reverse("search"), sent={"q": name}).text
            )
        named = _named("family", listed.text) if listed.status == 200 else set()
        # Whoever examines files has a list and searches for nobody.
        if found != named and cast != "auditor":
            wrong.append(f"{cast}: found {len(found)}, listed {len(named)}")
    assert wrong == []


def test_a_number_beside_a_heading_counts_what_stands_below(
    whole: Whole, browsers: Browsers
) -> None:
    wrong, seen = [], 0
    for name, pattern in PATTERNS.items():
        if pattern.pattern.converters:
            continue
        for cast in sorted(pages(name)[0].reads or ()):
            text = ask(browsers, cast, "GET", reverse(name)).text
            for part in re.split(HEADED, text)[1:]:
                for shown in NUMBER.findall(part):
                    counts = (len(re.findall(line, part)) for line in LINES)
                    lines, seen = next(filter(None, counts), 0), seen + 1
                    if int(shown) != lines:
                        wrong.append(f"{name} {cast}: says {shown}, shows {lines}")
    assert wrong == []
    assert seen > 0


def test_a_file_of_hours_holds_the_lines_of_its_page(whole: Whole, browsers: Browsers) -> None:
    month = {"month": f"{whole.sued.month.first_on:%Y-%m}"}
    page = ask(browsers, "billing", "GET", reverse("invoices", query=month)).text
    file = ask(browsers, "billing", "GET", reverse("invoices_file", query=month)).body.decode(
        "utf-8-sig"
    )
    keys = [line.split(";")[2] for line in file.splitlines()[1:]]
    keys = [key for key in keys if KEY.fullmatch(key)]
    assert KEY.findall(page) == keys != []
    own = {invoice_key(share.account) for share in _shares(whole.sued.share.provider_id)}
    others = {invoice_key(share.account) for share in _shares()} - own
    assert set(keys) <= own
    assert others


def _shares(provider: UUID | None = None) -> QuerySet[Share]:
    rows = Share.objects.all()
    return rows.filter(provider=provider) if provider else rows
