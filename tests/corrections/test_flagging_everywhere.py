"""What is disputed is flagged wherever it is read, what is restricted is read nowhere (SGB X § 84)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from protection.pdf import pages_of
from protection.sealing import opened
from referrals.corrections.sums import COLUMNS, Place
from referrals.decisions.models import Decision
from referrals.marks.models import Marked
from referrals.papers import jobs
from referrals.papers.models import Paper
from tests.conftest import SignIn
from tests.matrix.asking import patterns
from tests.matrix.relations import about_the_family
from tests.matrix.test_opening_every_page import arguments
from tests.stages.corrections import a_dispute, a_restriction
from tests.stages.whole import Whole
from tests.world import World

# The person is told what is kept, also what is restricted (Art. 15 GDPR): there it is read, with its mark.
ANSWERING = ("access_item ", "access_items ", "access_look ")
READERS = ("demir", "nolte", "sahin", "brandt", "seidel", "rehm", "kowalski", "haas")
FLAG = "Bestritten (§ 84 Abs. 2 SGB X)"
RESTRICTED = "Eingeschränkt (§ 84 SGB X)"
PATTERNS = {str(pattern.name): pattern for pattern in patterns()}


def _things(whole: Whole) -> Iterator[tuple[Place, Marked, str]]:
    """One thing of every place of the family of the story, with its column."""
    story = whole.sued
    child = story.family.people.select_related("lock").filter(facts__isnull=False)[0]
    yield Place.PERSON, child, "facts"
    yield Place.NOTE, story.note, "text"
    yield Place.INTAKE, story.family.intakes.select_related("lock")[0], "matter"
    # They say the same.
    for decision in Decision.objects.filter(aid__family=story.family).select_related("lock"):
        yield Place.DECISION, decision, "grounds"
    yield Place.VERSION, story.version, "parents_view"


def _pages(whole: Whole, signed_in: SignIn) -> Iterator[tuple[str, str]]:
    """Open every page that speaks of the family, as whoever may be there."""
    addresses = [
        (name, reverse(name, kwargs=arguments(PATTERNS[name], whole, whole.sued, said)))
        for name, said in about_the_family()
    ]
    intakes = whole.sued.family.intakes.all()
    addresses += [("intake", reverse("intake", args=[one.id])) for one in intakes]
    for name, address in addresses:
        for who in READERS:
            answer = signed_in(who).get(address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                yield f"{name} {who}", answer.content.decode()


def test_no_page_shows_what_is_disputed_without_its_flag(whole: Whole, signed_in: SignIn) -> None:
    texts = {}
    for intake in whole.sued.family.intakes.all():
        a_dispute(whole.world, whole.sued.family, f"intake:{intake.id}:assessment")
    for place, row, column in _things(whole):
        a_dispute(whole.world, whole.sued.family, f"{place.value}:{row.pk}:{column}")
        texts[place] = _first_words(opened(getattr(row, column)))
    seen: dict[Place, int] = dict.fromkeys(texts, 0)
    for where, page in _pages(whole, signed_in):
        for place, words in texts.items():
            if words in page:
                seen[place] += 1
                assert FLAG in page, (where, place)
    assert all(seen.values()), seen


def test_no_page_shows_what_is_restricted(whole: Whole, signed_in: SignIn) -> None:
    texts = []
    for place, row, column in _things(whole):
        a_restriction(whole.world, whole.sued.family, f"{place.value}:{row.pk}:{column}")
        texts.append(_first_words(opened(getattr(row, column))))
    # What was assessed says the same as the note.
    for intake in whole.sued.family.intakes.all():
        a_restriction(whole.world, whole.sued.family, f"intake:{intake.id}:assessment")
    shown = [
        (where, words)
        for where, page in _pages(whole, signed_in)
        for words in texts
        if words in page and not (where.startswith(ANSWERING) and RESTRICTED in page)
    ]
    assert shown == []


def _first_words(text: str) -> str:
    return " ".join(text.split("\n")[0].split()[:6])


def test_every_text_of_a_file_can_be_disputed_or_is_somebody_elses(whole: Whole) -> None:
    for place, row, column in _things(whole):
        assert column in COLUMNS[place]
        assert row.marks == []


@pytest.fixture
def printed(whole: Whole, signed_in: SignIn) -> Paper:
    """The plan on paper, before anybody disputes it."""
    return _printed(whole.world, signed_in, whole)


def _printed(world: World, signed_in: SignIn, whole: Whole) -> Paper:
    page = reverse("papers", args=[whole.sued.version.id])
    assert signed_in("demir").post(page, {"audience": ""}).status_code == 302
    asked = Paper.objects.latest("asked_at")
    with world.acting("demir"):
        jobs.make(paper=str(asked.id))
    asked.refresh_from_db()
    return asked


def test_a_plan_that_was_printed_before_is_printed_anew_with_the_flag(
    whole: Whole, signed_in: SignIn, printed: Paper
) -> None:
    opens = reverse("paper", args=[printed.id])
    assert signed_in("demir").get(opens).headers["Content-Type"] == "application/pdf"
    a_dispute(whole.world, whole.sued.family, f"version:{whole.sued.version.id}:need")
    assert signed_in("demir").get(opens).status_code == 302
    anew = _printed(whole.world, signed_in, whole)
    answer = signed_in("demir").get(reverse("paper", args=[anew.id]))
    assert FLAG in " ".join(" ".join(pages_of(answer.content)).split())


def test_a_provider_that_is_told_later_reads_that_it_is_disputed(
    whole: Whole, signed_in: SignIn
) -> None:
    family, world = whole.sued.family, whole.world
    child = (
        family.people.select_related("lock").filter(relation="child").filter(born__isnull=False)[0]
    )
    a_dispute(world, family, f"person:{child.id}:born")
    shown: dict[str, Any] = {"fields": ["birthdays", "children"]}
    from referrals.disclosures.sheets import lines_of

    with world.acting("demir") as by:
        lines = dict(lines_of(family.id, shown["fields"], by, None))
    assert all("bestritten: Geburtsdatum" in text for text in lines.values()), lines
    page = signed_in("demir").get(reverse("family", args=[family.id])).content.decode()
    assert "Bestritten" in page
    assert "Geburtsdatum" in page
