"""Reading an enquiry as a coordinator: the next step is the filled button, and who said what is seen."""

import re

from django.test import Client
from django.urls import reverse

from referrals.answers import actions as answers
from referrals.enquiries.models import Copy
from tests.conftest import SignIn
from tests.stages.disclosures import a_disclosure
from tests.stages.enquiries import a_chosen_enquiry, a_sent_enquiry, copy_of, offer
from tests.stages.families import a_family
from tests.world import World

FILLED = re.compile(r'kern-btn--primary[^>]*>\s*<span class="kern-label">([^<]*)')


def test_the_filled_button_is_what_can_be_done_next(world: World, signed_in: SignIn) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    brandt, copy = signed_in("brandt"), copy_of(enquiry, "flex")
    assert _filled(brandt, copy) == ["Hilfe anbieten"]
    offer(world, enquiry, "flex", week_minutes=270)
    assert _filled(brandt, copy) == ["Angebot ändern"]
    page = brandt.get(reverse("offer", args=[copy.id]))
    assert page.context["title"] == "Angebot ändern"
    assert page.context["form"]["week_minutes"].value() == "4:30"


def test_papers_are_offered_when_there_are_some(world: World, signed_in: SignIn) -> None:
    copy = copy_of(a_chosen_enquiry(world, a_family(world), {"flex": 300}), "flex")
    brandt, follow = (
        signed_in("brandt"),
        "Die Unterlagen folgen, sobald das Jugendamt sie freigibt.",
    )
    assert _filled(brandt, copy) == []
    assert follow in _page(brandt, copy)
    a_disclosure(world, copy)
    assert _filled(brandt, copy) == ["Unterlagen lesen"]
    assert follow not in _page(brandt, copy)


def test_question_and_answer_look_apart(world: World, signed_in: SignIn) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy = copy_of(enquiry, "flex")
    with world.acting("brandt") as by:
        answers.ask_back(by=by, copy=copy, text="Gibt es eine Kita?")
    with world.acting("demir") as by:
        answers.answer_question(by=by, copy=copy, text="Ja, am Vormittag.")
    for browser, page in (
        (signed_in("brandt"), reverse("copy", args=[copy.id])),
        (signed_in("demir"), reverse("enquiry", args=[enquiry.id])),
    ):
        shown = browser.get(page).content.decode()
        question, answer = re.findall(r'class="app-said( app-said--answer)?">', shown)
        assert (question, answer) == ("", " app-said--answer")
        assert "Rückfrage</strong> · Michael Brandt, " in shown
        assert "Antwort des Jugendamts</strong> · Sevgi Demir, " in shown


def _page(brandt: Client, copy: Copy) -> str:
    return brandt.get(reverse("copy", args=[copy.id])).content.decode()


def _filled(brandt: Client, copy: Copy) -> list[str]:
    return FILLED.findall(_page(brandt, copy))
