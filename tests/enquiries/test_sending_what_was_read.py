"""Sending what was read: no text leaves unseen, none asks for the impossible, no page is a dead end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from referrals.answers import actions as answers
from referrals.enquiries import actions
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy, Enquiry, Matter
from tests.conftest import SignIn
from tests.stages.enquiries import (
    a_chosen_enquiry,
    a_draft,
    a_sent_enquiry,
    an_offered_enquiry,
    copy_of,
    offer,
    text,
    write,
)
from tests.stages.families import a_family
from tests.world import World

CHANGED = "Der Text wurde inzwischen geändert. Bitte lesen Sie ihn noch einmal."
SECOND_TEXT = "Drei Kinder brauchen abends Ruhe."


def test_a_text_that_was_changed_since_it_was_read_does_not_leave(
    world: World, signed_in: SignIn
) -> None:
    enquiry, worker = a_draft(world, a_family(world)), signed_in("demir")
    seen = _preview(worker, world, enquiry)
    with world.acting("demir") as by:
        actions.change(by=by, enquiry=enquiry, **text(world, need=SECOND_TEXT))
    page = _send(worker, enquiry, **seen)
    assert page.status_code == 422
    assert CHANGED in page.content.decode()
    assert SECOND_TEXT in page.content.decode()
    assert not Copy.objects.filter(enquiry=enquiry).exists()
    again = {**seen, "digest": page.context["sheet"].digest}
    assert _send(worker, enquiry, **again).status_code == 302
    assert copy_of(enquiry, "flex").status == CopyStatus.SENT


def test_others_than_were_read_are_not_asked(world: World, signed_in: SignIn) -> None:
    enquiry, worker = a_draft(world, a_family(world)), signed_in("demir")
    seen = _preview(worker, world, enquiry)
    other = [world.town.providers["leben-lernen"].id]
    assert _send(worker, enquiry, **{**seen, "providers": other}).status_code == 422
    assert _send(worker, enquiry, providers=other).status_code == 422
    assert not Copy.objects.filter(enquiry=enquiry).exists()


def test_further_providers_are_asked_with_the_day_that_was_read(
    world: World, signed_in: SignIn
) -> None:
    enquiry = a_sent_enquiry(world, a_family(world, now=world.ago(days=10)), now=world.ago(days=10))
    worker = signed_in("demir")
    seen = _preview(worker, world, enquiry, "familienbuero")
    assert _send(worker, enquiry, **seen).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.answer_by >= world.actor("demir").today


@pytest.mark.parametrize(("hours", "status"), [("80", 302), ("80,5", 422), ("999", 422)])
def test_no_more_hours_are_asked_for_than_a_week_can_hold(
    world: World, signed_in: SignIn, hours: str, status: int
) -> None:
    family = a_family(world)
    page = write(signed_in("demir"), world, family, week_minutes=hours)
    assert page.status_code == status
    assert Matter.objects.filter(family=family).exists() is (status == 302)
    if status == 422:
        assert "Mehr als 80 Stunden in der Woche" in page.content.decode()
        assert page.context["form"].errors.keys() == {"week_minutes"}


def test_an_answer_is_wanted_before_the_help_begins_and_within_sixty_days(
    world: World, signed_in: SignIn
) -> None:
    family, worker = a_family(world), signed_in("demir")
    today = world.actor("demir").today
    soonest = clock.working_days_later(today, 3)

    def written(start: date, answer_by: date) -> int:
        given = {"start_on": str(start), "answer_by": str(answer_by)}
        page = write(worker, world, family, **given)
        if page.status_code == 422:
            assert page.context["form"].errors.keys() == {"answer_by"}
            assert "Bitte wählen Sie einen Tag bis" in page.content.decode()
        return int(page.status_code)

    far = today + timedelta(days=200)
    assert written(far, today + timedelta(days=61)) == 422
    assert written(today + timedelta(days=20), today + timedelta(days=21)) == 422
    assert written(far, today + timedelta(days=60)) == 302
    # Who begins at once still waits the working days that an answer takes.
    assert written(today, soonest) == 302


def test_after_a_choice_its_page_leads_back_with_a_sentence(
    world: World, signed_in: SignIn
) -> None:
    enquiry = a_chosen_enquiry(world, a_family(world), {"flex": 300})
    worker, choose = signed_in("demir"), reverse("enquiry_choose", args=[enquiry.id])
    for answer in (worker.get(choose, follow=True), worker.post(choose, {}, follow=True)):
        assert answer.redirect_chain == [(reverse("enquiry", args=[enquiry.id]), 302)]
        said = "Hier gibt es jetzt nichts auszuwählen. Der Stand ist: Mit der Familie ausgewählt."
        assert said in answer.content.decode()


def test_while_there_is_an_offer_its_page_opens(world: World, signed_in: SignIn) -> None:
    enquiry = an_offered_enquiry(world, a_family(world), ("flex",))
    page = signed_in("demir").get(reverse("enquiry_choose", args=[enquiry.id]))
    assert page.status_code == 200


def test_a_question_is_answered_once_and_the_next_one_again(
    world: World, signed_in: SignIn
) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy, worker = copy_of(enquiry, "flex"), signed_in("demir")

    def offered() -> bool:
        page = worker.get(reverse("enquiry", args=[enquiry.id])).content.decode()
        return reverse("answer_question", args=[copy.id]) in page

    assert not offered()
    _ask(world, copy)
    assert offered()
    told = {"text": "Ja, an drei Tagen."}
    assert worker.post(reverse("answer_question", args=[copy.id]), told).status_code == 302
    assert not offered()
    offer(world, enquiry, "flex")
    assert not offered()
    _ask(world, copy)
    assert offered()


def test_an_open_enquiry_has_one_verb_in_the_list(world: World, signed_in: SignIn) -> None:
    enquiry = a_sent_enquiry(world, a_family(world), ("flex",))
    copy, brandt = copy_of(enquiry, "flex"), signed_in("brandt")

    def buttons() -> list[str]:
        page = brandt.get(reverse("enquiries")).content.decode()
        verbs = page.partition("app-card__verb")[2].partition("</article>")[0]
        return [part.partition("<")[0] for part in verbs.split('kern-label">')[1:]]

    assert [verb.split()[0] for verb in buttons()] == ["Antworten"]
    page = brandt.get(reverse("copy", args=[copy.id])).content.decode()
    for verb in ("Hilfe anbieten", "Rückfrage stellen", "Später möglich", "Nicht möglich"):
        assert verb in page
    offer(world, enquiry, "flex")
    assert [" ".join(verb.split()[:2]) for verb in buttons()] == ["Antwort ändern"]


def _preview(
    worker: Client, world: World, enquiry: Enquiry, provider: str = "flex"
) -> dict[str, Any]:
    asked = [str(world.town.providers[provider].id)]
    page = worker.get(reverse("enquiry_send", args=[enquiry.id]), {"providers": asked})
    assert page.status_code == 200
    digest = page.context["sheet"].digest
    assert f'name="digest" value="{digest}"' in page.content.decode()
    return {"providers": asked, "digest": digest}


def _send(worker: Client, enquiry: Enquiry, **sent: Any) -> Any:
    return worker.post(reverse("enquiry_send", args=[enquiry.id]), sent)


def _ask(world: World, copy: Copy) -> None:
    with world.acting("brandt") as by:
        answers.ask_back(by=by, copy=copy, text="Gibt es eine Kita?")
