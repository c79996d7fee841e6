"""Answering: who may, what a provider reads, what is left when it is over."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg import sql

from protection import wall
from providers.codes.models import List
from referrals.answers import actions as answers
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy, CopyStep, Enquiry, Matter
from tests.conftest import SignIn
from tests.stages.disclosures import a_disclosure, accept, an_accepted_disclosure
from tests.stages.enquiries import (
    NEED,
    PROFILE,
    a_chosen_enquiry,
    a_sent_enquiry,
    an_offered_enquiry,
    copy_of,
)
from tests.stages.families import a_family
from tests.world import World

PAGES = ("copy", "offer", "ask_back", "offer_later", "decline")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "may"),
    [
        *(("brandt", True), ("hansen", True), ("hartwig", False), ("marx", False)),
        *(("sahin", False), ("nolte", False), ("kowalski", False), ("seidel", False)),
        ("overbeck", False),
    ],
)
def test_only_coordinators_of_the_provider_that_was_asked_may(
    world: World, signed_in: SignIn, page: str, who: str, may: bool
) -> None:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex", "leben-lernen")), "flex")
    browser = signed_in(who)
    answer = browser.get(reverse(page, args=[copy.id]))
    assert answer.status_code == (200 if may else 404)
    if not may:
        stranger = browser.get(reverse(page, args=[uuid4()]))
        assert answer.content == stranger.content


def test_the_wall_shows_a_provider_its_own_copy_and_never_the_family(world: World) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex", "leben-lernen"))
    with world.acting("brandt"):
        assert [copy.provider.code for copy in Copy.objects.all()] == ["flex"]
        assert Enquiry.objects.filter(id=enquiry.id).exists()
        assert not Matter.objects.exists()
    with world.acting("marx"):
        assert not Enquiry.objects.filter(id=enquiry.id).exists()


def test_a_draft_is_seen_by_no_provider_and_after_sending_by_those_asked(world: World) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    with world.acting("hartwig"):
        assert not Enquiry.objects.exists()
    assert enquiry.readers == [world.town.providers["flex"].id]


def test_declining_needs_a_reason_and_takes_the_enquiry_away(
    world: World, signed_in: SignIn
) -> None:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex",)), "flex")
    brandt = signed_in("brandt")
    address = reverse("decline", args=[copy.id])
    assert brandt.post(address, {}).status_code == 422
    copy.refresh_from_db()
    assert copy.status == CopyStatus.SENT
    assert brandt.post(address, {"reason": "no_capacity"}).status_code == 302
    page = brandt.get(reverse("copy", args=[copy.id])).content.decode()
    assert "Zurzeit keine freien Stunden" in page
    assert NEED not in page
    with world.acting("brandt"):
        assert not Enquiry.objects.exists()
    later = {"offered_from": str(world.actor("demir").today + timedelta(days=30)), "profile": "x"}
    again = brandt.post(
        reverse("offer", args=[copy.id]), {**later, "week_minutes": "5"}, follow=True
    )
    assert "Das ist jetzt nicht möglich. Der Stand ist: Nicht möglich." in again.content.decode()


def test_an_exhausted_budget_as_a_reason_is_reported_to_the_head(world: World) -> None:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex",)), "flex")
    with world.acting("brandt") as by:
        reason = world.code(List.DECLINE_REASON, "budget_exhausted")
        answers.decline(by=by, copy=copy, reason=reason)
    assert _events("enquiry.escalated") == 1


def test_a_question_goes_there_and_back(world: World, signed_in: SignIn) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy = copy_of(enquiry, "flex")
    brandt, demir = signed_in("brandt"), signed_in("demir")
    asked = {"text": "Gibt es eine Kita?", "seen": "sent"}
    assert brandt.post(reverse("ask_back", args=[copy.id]), asked).status_code == 302
    page = demir.get(reverse("enquiry", args=[enquiry.id])).content.decode()
    assert "Gibt es eine Kita?" in page
    assert "Rückfrage offen" in page
    form = demir.get(reverse("answer_question", args=[copy.id])).content.decode()
    assert "Gibt es eine Kita?" in form
    assert _events("enquiry.question_read") == 1
    told = {"text": "Ja, an drei Tagen."}
    assert demir.post(reverse("answer_question", args=[copy.id]), told).status_code == 302
    assert "Ja, an drei Tagen." in brandt.get(reverse("copy", args=[copy.id])).content.decode()
    steps = CopyStep.objects.filter(copy=copy).order_by("at")
    assert [step.status for step in steps] == ["sent", "question", "sent"]


def test_when_one_house_takes_it_the_others_read_that_it_went_elsewhere(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    enquiry = a_chosen_enquiry(world, family, {"flex": 300}, also_asked=("leben-lernen",))
    lost = copy_of(enquiry, "leben-lernen")
    accept(world, a_disclosure(world, copy_of(enquiry, "flex")))
    inbox = signed_in("hartwig").get(reverse("enquiries")).content.decode()
    assert "Anderweitig vergeben" in inbox
    assert enquiry.word not in inbox
    lost.refresh_from_db()
    assert lost.status == CopyStatus.ELSEWHERE
    last = CopyStep.objects.filter(copy=lost).latest("at")
    assert last.by.username != "brandt"
    with world.acting("hartwig"):
        assert not Enquiry.objects.exists()


OVER = [
    *(CopyStatus.DECLINED, CopyStatus.EXPIRED, CopyStatus.ELSEWHERE, CopyStatus.WITHDRAWN),
    *(CopyStatus.CHOSEN, CopyStatus.ACCEPTED),
]


@pytest.mark.parametrize("status", OVER)
def test_what_is_over_or_chosen_takes_no_offer_any_more(
    world: World, signed_in: SignIn, status: CopyStatus
) -> None:
    copy = copy_of(a_chosen_enquiry(world, a_family(world), {"flex": 300}), "flex")
    reason = world.code(List.DECLINE_REASON, "distance")
    Copy.objects.filter(id=copy.id).update(status=status, decline_reason=reason)
    given = {"offered_from": str(copy.chosen_from), "week_minutes": "2", "profile": PROFILE}
    address = reverse("offer", args=[copy.id])
    page = signed_in("brandt").post(address, given, follow=True).content.decode()
    assert f"Das ist jetzt nicht möglich. Der Stand ist: {status.label}." in page
    copy.refresh_from_db()
    assert (copy.status, copy.offered_week_minutes) == (status, 300)


def test_an_offer_begins_as_what_was_asked(world: World, signed_in: SignIn) -> None:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex",)), "flex")
    page = signed_in("brandt").get(reverse("offer", args=[copy.id])).content.decode()
    for name, value in (("week_minutes", "5:00"), ("offered_from", str(copy.enquiry.start_on))):
        (field,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert f'value="{value}"' in field


def test_bad_hours_leave_everything_else_as_it_was(world: World, signed_in: SignIn) -> None:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex",)), "flex")
    given = {"offered_from": "2020-01-01", "week_minutes": "viele", "profile": PROFILE}
    page = signed_in("brandt").post(reverse("offer", args=[copy.id]), given)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Bitte geben Sie Stunden an, zum Beispiel 5 oder 5,5 oder 5:30." in text
    assert PROFILE in text
    assert not Copy.objects.filter(id=copy.id, offered_from__isnull=False).exists()


@pytest.mark.parametrize("page", ["offer", "offer_later"])
def test_a_day_that_never_comes_is_a_slip(world: World, signed_in: SignIn, page: str) -> None:
    copy = copy_of(a_sent_enquiry(world, a_family(world), ("flex",)), "flex")
    given = {"offered_from": "9999-12-31", "week_minutes": "5", "profile": PROFILE}
    answer = signed_in("brandt").post(reverse(page, args=[copy.id]), given)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie das Jahr." in answer.content.decode()


def test_what_is_written_lies_sealed_in_the_database(world: World) -> None:
    family = a_family(world)
    an_accepted_disclosure(world, family)
    enquiry = a_sent_enquiry(world, family, ("flex",))
    with world.acting("brandt") as by:
        answers.ask_back(by=by, copy=copy_of(enquiry, "flex"), text="Gibt es Geschwister")
    columns = {
        "referrals_enquiry": {"need": NEED},
        "referrals_matter": {"wish": "Die Mutter"},
        "referrals_copy": {"profile": PROFILE},
        "referrals_message": {"text": "Geschwister"},
        "referrals_disclosure": {"sheet": "Mirabai"},
    }
    with connection.cursor() as cursor:
        for table, words in columns.items():
            for column, word in words.items():
                names = sql.Identifier(column), sql.Identifier(table)
                cursor.execute(sql.SQL("SELECT {} FROM {}").format(*names))
                rows = [bytes(row[0]) for row in cursor.fetchall() if row[0]]
                assert rows
                assert not any(word.encode() in row for row in rows)


def test_the_list_of_a_coordinator_asks_as_often_for_five_as_for_fifteen(
    world: World, signed_in: SignIn
) -> None:
    family, brandt, demir = a_family(world), signed_in("brandt"), signed_in("demir")
    address = reverse("enquiries")
    counts = []
    for _ in range(2):
        for _ in range(4):
            an_offered_enquiry(world, family, ("flex",))
        for browser in (brandt, demir):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def _events(code: str) -> int:
    with connection.cursor() as cursor, wall.as_office():
        cursor.execute("SELECT count(*) FROM audit_entry WHERE event = %s", [code])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("name", ["offer", "ask_back", "offer_later", "decline"])
def test_every_form_shows_what_it_answers(world: World, signed_in: SignIn, name: str) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy = copy_of(enquiry, "flex")
    form = signed_in("brandt").get(reverse(name, args=[copy.id])).content.decode()
    assert enquiry.word in form
    assert "Bedarf" in form
    assert _events("enquiry.copy_read") == 1
