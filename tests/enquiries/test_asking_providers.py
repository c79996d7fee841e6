"""Asking: what leaves the house, names that do not, who may, and what happens by the clock."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actor import Actor
from audit import clock
from audit.deeds import NotPossibleError
from protection import wall
from providers.budgets.models import LedgerLine
from referrals.disclosures import actions as disclosures
from referrals.enquiries import actions
from referrals.enquiries.flow import FLOW, CopyStatus, Status
from referrals.enquiries.models import Copy, Enquiry, Matter
from referrals.enquiries.sums import last_day
from referrals.naming.sums import names_in
from tests.conftest import SignIn
from tests.stages.enquiries import (
    a_chosen_enquiry,
    a_draft,
    a_sent_enquiry,
    an_offered_enquiry,
    copy_of,
    write,
)
from tests.stages.families import a_family
from tests.world import World


def test_a_name_in_the_text_is_marked_and_goes_out_only_by_a_second_press(
    world: World, signed_in: SignIn
) -> None:
    family, worker = a_family(world), signed_in("demir")
    page = write(worker, world, family, need="Ottokars Schulweg ist schwierig.")
    assert page.status_code == 422
    sentence = "Bitte senden Sie keine Namen. Markiert: „Ottokar“. Ändern oder trotzdem senden?"
    assert sentence in page.content.decode()
    assert not Matter.objects.filter(family=family).exists()
    named = page.context["form"]["named"].value()
    changed = {"need": "Ottokar und Mirabai brauchen Hilfe.", "named": named}
    assert write(worker, world, family, **changed).status_code == 422
    again = {"need": "Ottokars Schulweg ist schwierig.", "named": named}
    assert write(worker, world, family, **again).status_code == 302
    assert Matter.objects.filter(family=family).count() == 1


def test_names_are_found_as_words_in_any_case() -> None:
    assert names_in("CEM und Elifs Schule, Demirtas", ["Cem", "Elif", "Demir"]) == ["Cem", "Elif"]


def test_a_period_of_months_ends_the_day_before() -> None:
    day = clock.day(clock.moment(clock.day(clock.read())))
    assert last_day(day.replace(month=1, day=31), 1).day in {27, 28}
    assert str(last_day(day.replace(year=2026, month=12, day=1), 6)) == "2027-05-31"


@pytest.mark.parametrize("page", ["enquiry", "enquiry_choose", "enquiry_change"])
@pytest.mark.parametrize(
    ("who", "may"),
    [
        *(("demir", True), ("kaya", False), ("overbeck", False), ("brandt", False)),
        *(("kowalski", False), ("seidel", False), ("lindner", False), ("sahin", False)),
    ],
)
def test_only_whoever_keeps_the_family_sees_its_enquiry(
    world: World, signed_in: SignIn, page: str, who: str, may: bool
) -> None:
    enquiry = a_draft(world, a_family(world))
    browser = signed_in(who)
    answer = browser.get(reverse(page, args=[enquiry.id]))
    # Of a draft there is nothing to choose: its page leads back.
    opened = 302 if page == "enquiry_choose" else 200
    assert answer.status_code == (opened if may else 404)
    if not may:
        assert answer.content == browser.get(reverse(page, args=[uuid4()])).content


def test_the_lead_reads_the_enquiry_but_does_not_send_it(world: World, signed_in: SignIn) -> None:
    enquiry = a_draft(world, a_family(world))
    lead = signed_in("nolte")
    assert lead.get(reverse("enquiry", args=[enquiry.id])).status_code == 200
    flex = world.town.providers["flex"].id
    sent = lead.post(reverse("enquiry_send", args=[enquiry.id]), {"providers": [flex]})
    assert sent.status_code == 404
    assert not Copy.objects.filter(enquiry=enquiry).exists()


def test_the_head_reads_what_is_asked_without_families(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    enquiry = a_sent_enquiry(world, family, ("flex",))
    page = signed_in("kowalski").get(reverse("enquiries")).content.decode()
    assert enquiry.word in page
    assert family.word not in page


def test_a_provider_without_agreement_is_not_asked(world: World) -> None:
    enquiry = a_draft(world, a_family(world), aid_type=world.aid_type("group_work"))
    asked = [world.town.providers["familienbuero"]]
    missing = pytest.raises(NotPossibleError, match="Keine Vereinbarung über diese Hilfe")
    with world.acting("demir") as by, missing:
        actions.send(by=by, enquiry=enquiry, providers=asked)


def test_who_fits_is_shown_with_reasons(world: World, signed_in: SignIn) -> None:
    enquiry = a_draft(world, a_family(world))
    page = signed_in("demir").get(reverse("enquiry", args=[enquiry.id])).content.decode()
    assert "Raum: sonst nicht Herten-Süd" in page
    assert "Sprache: sonst nicht Türkisch" in page


def test_sending_needs_somebody(world: World, signed_in: SignIn) -> None:
    enquiry = a_draft(world, a_family(world))
    address = reverse("enquiry_send", args=[enquiry.id])
    page = signed_in("demir").post(address, {}, follow=True).content.decode()
    assert "Bitte wählen Sie mindestens einen Träger aus." in page


def test_what_nobody_answered_expires_once(world: World) -> None:
    now = world.ago(days=10)
    enquiry = a_sent_enquiry(world, a_family(world, now=now), ("flex", "leben-lernen"), now=now)
    assert _run_clock(actions) == 2
    assert _run_clock(actions) == 0
    assert {copy.status for copy in enquiry.copies.all()} == {CopyStatus.EXPIRED}
    with world.acting("brandt"):
        assert not Enquiry.objects.exists()


def test_a_choice_that_nobody_accepts_expires_once_and_frees_the_hours(world: World) -> None:
    now = world.ago(days=10)
    enquiry = a_chosen_enquiry(world, a_family(world, now=now), {"flex": 300}, now=now)
    copy = copy_of(enquiry, "flex")
    assert _held(copy) > 0
    assert _run_clock(disclosures) == 1
    assert _run_clock(disclosures) == 0
    assert _held(copy) == 0
    enquiry.refresh_from_db()
    assert (copy_of(enquiry, "flex").status, enquiry.status) == (CopyStatus.EXPIRED, Status.SENT)


def test_withdrawing_takes_it_from_everybody_and_frees_the_hours(
    world: World, signed_in: SignIn
) -> None:
    enquiry = a_chosen_enquiry(world, a_family(world), {"flex": 240, "haus-der-kulturen": 60})
    worker = signed_in("demir")
    assert worker.post(reverse("enquiry_withdraw", args=[enquiry.id])).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.readers) == (Status.WITHDRAWN, [])
    assert sum(_held(copy) for copy in enquiry.copies.all()) == 0
    again = worker.post(reverse("enquiry_withdraw", args=[enquiry.id]), follow=True)
    assert "Das ist jetzt nicht möglich." in again.content.decode()


def test_several_providers_need_one_lead_and_hours_that_fit_a_week(
    world: World, signed_in: SignIn
) -> None:
    enquiry = an_offered_enquiry(world, a_family(world), ("flex", "haus-der-kulturen"))
    copies = [copy_of(enquiry, code) for code in ("flex", "haus-der-kulturen")]
    chosen: dict[str, str] = {f"chosen_{copy.id}": "on" for copy in copies}
    chosen |= {f"hours_{copy.id}": "2,5" for copy in copies}
    worker, address = signed_in("demir"), reverse("enquiry_choose", args=[enquiry.id])
    page = worker.post(address, {**chosen, "wish": "Gemeinsam"})
    assert page.status_code == 422
    assert "genau einen Träger" in page.content.decode()
    assert "Gemeinsam" in page.content.decode()
    chosen["lead"] = str(copies[0].id)
    beyond = chosen | {f"hours_{copy.id}": "41" for copy in copies}
    assert "Mehr als 80 Stunden" in worker.post(address, beyond).content.decode()
    assert worker.post(address, chosen).status_code == 302
    assert copy_of(enquiry, "flex").is_lead


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_line(status: Status) -> None:
    assert str(status) in FLOW.steps


def _run_clock(module: object) -> int:
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        return module.expire_due(by=by)  # type: ignore[attr-defined, no-any-return]  # one of two modules


def _held(copy: Copy) -> int:
    lines = LedgerLine.objects.filter(account=copy.account)
    return sum(line.reserved_minutes + line.committed_minutes for line in lines)


def test_entries_of_the_trail_tell_of_the_family_and_not_of_the_need(world: World) -> None:
    family = a_family(world)
    a_sent_enquiry(world, family, ("flex",))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event, facts::text FROM audit_entry WHERE %s = ANY(about) ORDER BY seq",
            [family.id],
        )
        entries = cursor.fetchall()
    assert "enquiry.sent" in [event for event, _ in entries]
    assert not any("Nachmittage" in facts for _, facts in entries)
