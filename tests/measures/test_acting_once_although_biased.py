"""The one measure of somebody who must not work on the matter: done, looked at by another person, and nothing
learnt from it.
"""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.emergencies.sums import due_on
from referrals.families.models import Family
from referrals.measures import actions
from referrals.measures.flow import Kind, Status
from referrals.measures.models import Measure
from tests.conftest import SignIn
from tests.matrix.relations import undone
from tests.stages.cast import ACTED, ALONE, DANGER
from tests.stages.conflicts import a_conflict, i_know_them
from tests.stages.measures import a_measure
from tests.stages.whole import Whole

NEW, LIST, TODAY = reverse("measure_new"), reverse("measures"), reverse("today")
FAMILY_NAME = "Velmbrinker"


def told(whole: Whole, **other: object) -> dict[str, Any]:
    """Give what somebody types."""
    typed = {
        "who": f"Mirabai {FAMILY_NAME}, etwa sieben Jahre",
        "danger": DANGER,
        "kind": Kind.POLICE.value,
        "words": "",
        "taken_at": whole.world.ago(hours=1).strftime("%Y-%m-%dT%H:%M"),
        "alone": ALONE,
    }
    return typed | other


def sent(client: Client, whole: Whole, **other: object) -> Measure:
    """Send the form, and give the row it made."""
    answer = client.post(NEW, told(whole, **other))
    assert answer.status_code == 302, answer.content.decode()
    return Measure.objects.latest("recorded_at")


def plain(answer: Any) -> str:
    """Give what people read of an answer, without its tokens and the frame, where the session's time runs."""
    text = unescape(answer.content.decode()).partition("<main")[2]
    return re.sub(r'value="[^"]*"', "", text)


def seen(client: Client, page: str) -> str:
    """Read a page."""
    return plain(client.get(page))


def page_of(measure: Measure) -> str:
    return reverse("measure", args=[measure.id])


def the_answer(client: Client, whole: Whole, **other: object) -> str:
    """Give the answer to one form, with the number and the times of this one taken out."""
    text = plain(client.post(NEW, told(whole, **other), follow=True))
    return re.sub(r"[0-9A-F]{4}-[0-9A-F]{4}|\d\d:\d\d", "", text)


def test_the_answer_is_the_same_for_a_family_of_ones_own_a_blocked_one_and_none(
    whole: Whole, signed_in: SignIn
) -> None:
    answers = set()
    for name in ("Tannwaldner, Marktkorbwinkel", f"{FAMILY_NAME}, Hundekehrgasse", "Niemandsberg"):
        with undone():
            i_know_them(whole.world, "demir", whole.sued.family)
            answers.add(the_answer(signed_in("demir"), whole, who=name))
    with undone():
        answers.add(the_answer(signed_in("demir"), whole))
    assert len(answers) == 1
    assert "Ihre Maßnahme ist festgehalten" in answers.pop()


def test_nothing_is_looked_up_when_it_is_recorded(whole: Whole, signed_in: SignIn) -> None:
    with undone():
        measure = sent(signed_in("petry"), whole)
        entry = Entry.objects.filter(event="measure.taken").latest("seq")
        assert (entry.event, entry.about) == ("measure.taken", [measure.id])
        assert entry.facts == {"kind": "police"}
        assert measure.family is None


def test_the_author_gets_number_and_time_and_never_what_became_of_it(
    whole: Whole, signed_in: SignIn
) -> None:
    family = whole.sued.family
    # A person with a conflict, and one who works with the family every day: both learn the same.
    for who in ("petry", "demir"):
        with undone():
            author = signed_in(who)
            places = (TODAY, reverse("emergencies"), reverse("families"), reverse("search"))
            before = [seen(author, place) for place in places]
            measure = sent(author, whole)
            receipt = reverse("measure_receipt", args=[measure.id])
            first = seen(author, receipt)
            for hidden in (FAMILY_NAME, DANGER, ALONE, family.word):
                assert hidden not in first
            assert seen(author, receipt) == first
            with whole.world.acting("nolte") as by:
                actions.review(
                    by=by,
                    measure=measure,
                    outcome=Status.OBJECTED,
                    word=family.word,
                    remark="Zu spät gemeldet.",
                )
            assert seen(author, receipt) == first
            assert [seen(author, place) for place in places] == before
            assert author.get(page_of(measure)).status_code == 404
            assert author.get(LIST).status_code == 404
            if who == "demir":
                assert "Sofortmaßnahmen" in seen(author, reverse("family", args=[family.id]))
                assert str(measure.id) not in seen(author, reverse("family", args=[family.id]))
            tomorrow = whole.world.actor(who, whole.world.ago(days=-1, hours=-1))
            assert not Measure.objects.receipts_of(tomorrow).exists()


def test_one_an_hour_and_the_same_page_sent_twice_is_one(whole: Whole, signed_in: SignIn) -> None:
    with undone():
        author = signed_in("petry")
        before = Measure.objects.count()
        page = author.get(NEW).content.decode()
        once = re.search(r'name="once" value="([^"]+)"', page)
        typed = told(whole, once=once[1] if once else "")
        first, again = author.post(NEW, typed), author.post(NEW, typed)
        assert first.headers["Location"] == again.headers["Location"]
        other = author.post(NEW, told(whole, who="Jemand anderes"))
        assert (other.status_code, Measure.objects.count()) == (422, before + 1)
        assert "in der letzten Stunde" in other.content.decode()


def test_what_is_missing_is_said_beside_it(whole: Whole, signed_in: SignIn) -> None:
    author = signed_in("demir")
    tomorrow = whole.world.ago(days=-1).strftime("%Y-%m-%dT%H:%M")
    for other, sentence in (
        ({"kind": Kind.OTHER.value}, "Bitte schreiben Sie, was Sie getan haben."),
        ({"taken_at": tomorrow}, "Dieser Zeitpunkt liegt in der Zukunft."),
    ):
        answer = author.post(NEW, told(whole, **other))
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    for missing in ("who", "danger", "kind", "taken_at", "alone"):
        assert author.post(NEW, told(whole, **{missing: ""})).status_code == 422


def test_a_lead_finds_it_today_and_puts_it_to_a_family_that_she_sees(
    whole: Whole, signed_in: SignIn
) -> None:
    measure, family = whole.sued.measure, whole.sued.family
    page = page_of(measure)
    with undone():
        lead, worker = signed_in("nolte"), signed_in("demir")
        assert page in seen(lead, TODAY)
        listed = seen(lead, LIST)
        assert (page in listed, DANGER in listed, FAMILY_NAME in listed) == (True, False, False)
        assert all(text in seen(lead, page) for text in (FAMILY_NAME, DANGER, ACTED, ALONE))
        assert worker.get(page).status_code == 404
        confirmed = {"outcome": Status.CONFIRMED.value}
        # Her own gate: a family of another team is none, like one that is not there.
        answers = {
            plain(lead.post(page, {"word": word, **confirmed}))
            for word in (whole.mitte.family.word, "Niemand 99")
        }
        assert len(answers) == 1
        assert "sehen Sie keine Familie" in answers.pop()
        assert "lassen Sie den Eintrag" in lead.post(page, confirmed).content.decode()
        assert lead.post(page, {"word": family.word.upper(), **confirmed}).status_code == 302
        measure = Measure.objects.get(id=measure.id)
        assert (measure.family, measure.status) == (family, Status.CONFIRMED)
        # The second person: whoever works with the family.
        assert page in seen(worker, TODAY)
        assert page in seen(worker, reverse("family", args=[family.id]))
        assert DANGER in seen(worker, page)
        assert worker.post(page, confirmed).status_code == 404
        again = lead.post(page, {"word": family.word, **confirmed})
        assert "Der Stand ist: In Ordnung" in again.content.decode()
        for other in ("fries", "overbeck", "kempe", "brandt", "sahin"):
            assert signed_in(other).get(page).status_code == 404
        about = Entry.objects.filter(event="measure.reviewed").latest("seq").about
        assert set(about) == {measure.id, family.id}


def test_an_objection_needs_words(whole: Whole, signed_in: SignIn) -> None:
    with undone():
        typed = {"outcome": Status.OBJECTED.value, "word": whole.sued.family.word}
        answer = signed_in("nolte").post(page_of(whole.sued.measure), typed)
        assert "was nicht in Ordnung war" in answer.content.decode()


def test_nobody_looks_at_an_own_one(whole: Whole, signed_in: SignIn) -> None:
    """The lead's own is another lead's or the head's; the head's own is any lead's."""
    word = whole.sued.family.word
    given: dict[str, Any] = {"outcome": Status.CONFIRMED}
    with undone():
        own = a_measure(whole.world, "nolte", FAMILY_NAME)
        assert signed_in("nolte").get(page_of(own)).status_code == 404
        assert page_of(own) not in seen(signed_in("nolte"), LIST)
        assert page_of(own) in seen(signed_in("fries"), TODAY)
        head = signed_in("kowalski")
        assert page_of(own) in seen(head, TODAY)
        with whole.world.acting("nolte") as by, pytest.raises(PermissionDenied):
            actions.review(by=by, measure=own, word=word, **given)
        with pytest.raises(IntegrityError), transaction.atomic():
            Measure.objects.filter(id=own.id).update(
                status=Status.CONFIRMED, reviewed_by=own.author, reviewed_at=own.recorded_at
            )
        # A family of the lead's own team nobody else could name: the head does, without opening it.
        with whole.world.acting("kowalski") as by, pytest.raises(NotPossibleError):
            actions.review(by=by, measure=own, word=whole.mitte.family.word, **given)
        assert head.post(page_of(own), {"word": word, **given}).status_code == 302
        assert head.get(reverse("family", args=[whole.sued.family.id])).status_code == 404
    with undone():
        own, head = a_measure(whole.world, "kowalski", "Niemandsberg"), signed_in("kowalski")
        assert page_of(own) in seen(signed_in("fries"), TODAY)
        assert head.get(page_of(own)).status_code == 404
        lead = signed_in("fries")
        assert lead.post(page_of(own), {"no_family": "on", **given}).status_code == 302


def test_a_head_with_a_conflict_does_not_name_the_family_of_a_lead(whole: Whole) -> None:
    with undone():
        own = a_measure(whole.world, "nolte", "Niemandsberg")
        a_conflict(whole.world, "nolte", whole.sued.family, "kowalski")
        with whole.world.acting("kowalski") as by, pytest.raises(NotPossibleError):
            actions.review(
                by=by, measure=own, outcome=Status.CONFIRMED, word=whole.sued.family.word
            )


def test_that_it_belongs_to_no_family_says_the_head(whole: Whole, signed_in: SignIn) -> None:
    page = page_of(whole.sued.measure)
    given = {"outcome": Status.CONFIRMED.value, "no_family": "on"}
    with undone():
        lead = signed_in("nolte")
        assert "Keiner Familie" not in seen(lead, page)
        assert lead.post(page, given).status_code == 422
        head = signed_in("kowalski")
        assert head.post(page, {**given, "word": "Kiefer 12"}).status_code == 422
        assert head.post(page, given).status_code == 302
        assert "Keiner Familie zuzuordnen" in seen(head, page)
        assert lead.get(page).status_code == 404


def test_a_lead_with_a_conflict_finds_no_trace_of_it_either(
    whole: Whole, signed_in: SignIn
) -> None:
    """Before it is put to a family the words tell; afterwards the family does."""
    family, lead = whole.sued.family, signed_in("fries")
    for who in (FAMILY_NAME, "Die kleine Mirabai", "Hundekehrgasse 12", f"Es ist {family.word}"):
        with undone():
            measure = a_measure(whole.world, "demir", who)
            for place in (TODAY, LIST):
                assert page_of(measure) in seen(lead, place)
            a_conflict(whole.world, "nolte", family, "fries")
            for place in (TODAY, LIST):
                assert page_of(measure) not in seen(lead, place)
            gone = lead.get(page_of(measure))
            nothing = lead.get(reverse("measure", args=[uuid4()]))
            assert (gone.status_code, gone.content) == (404, nothing.content)
            with whole.world.acting("fries") as by, pytest.raises(PermissionDenied):
                actions.review(
                    by=by, measure=measure, outcome=Status.CONFIRMED, word=whole.mitte.family.word
                )
    with undone():
        # Others are still hers, and what was put to that family is not, by whatever words.
        a_conflict(whole.world, "nolte", family, "fries")
        assert page_of(a_measure(whole.world, "demir", "Niemandsberg")) in seen(lead, TODAY)
        reviewed = page_of(whole.mitte.measure_reviewed)
        assert reviewed in seen(lead, LIST)
        i_know_them(whole.world, "fries", whole.mitte.family)
        assert reviewed not in seen(lead, LIST)
        assert lead.get(reviewed).status_code == 404


def late(measure: Measure, today: date) -> None:
    """Let it be one day too late for a look, by the calendar alone."""
    recorded = measure.recorded_at
    while due_on(recorded) >= today:
        recorded -= timedelta(days=1)
    Measure.objects.filter(id=measure.id).update(recorded_at=recorded)


def test_what_nobody_looked_at_goes_to_the_head_and_the_officer_by_the_calendar_alone(
    whole: Whole, signed_in: SignIn
) -> None:
    measure, head, officer = whole.sued.measure, signed_in("kowalski"), signed_in("seidel")
    number = f"{measure.id.hex[:4].upper()}-"
    with undone():
        assert page_of(measure) not in seen(head, TODAY)
        assert number not in seen(officer, LIST)
        late(measure, whole.world.actor("seidel").today)
        for above in (head, officer):
            assert "Prüfung überfällig" in seen(above, TODAY)
            assert "Prüfung überfällig" in seen(above, LIST)
        # The officer sees that it waits; what was done is none of the officer's business.
        assert officer.get(page_of(measure)).status_code == 404
        assert all(text not in seen(officer, LIST) for text in (DANGER, FAMILY_NAME, ACTED))


def test_people_of_a_provider_and_people_without_families_have_no_such_page(
    whole: Whole, signed_in: SignIn
) -> None:
    del whole
    for who in ("brandt", "sahin", "maibaum", "lindner", "wolters"):
        assert signed_in(who).get(NEW).status_code == 404
        assert signed_in(who).get(LIST).status_code == 404


def test_the_way_there_stands_on_both_pages_for_emergencies(
    whole: Whole, signed_in: SignIn
) -> None:
    del whole
    client = signed_in("haas")
    assert NEW in seen(client, reverse("emergencies"))
    assert NEW in seen(client, reverse("emergency_new"))


def test_a_blocked_person_finds_no_family_through_it(whole: Whole, signed_in: SignIn) -> None:
    """What the biased author typed is nowhere among the own things, and the family stays nowhere."""
    with undone():
        author = signed_in("petry")
        sent_one = whole.sued.measure
        for place in (TODAY, reverse("families"), reverse("my_readings"), reverse("emergencies")):
            text = seen(author, place)
            assert whole.sued.family.word not in text
            assert FAMILY_NAME not in text
            assert str(sent_one.id) not in text
        assert not Family.objects.visible_to(whole.world.actor("petry")).filter(
            id=whole.sued.family.id
        )
