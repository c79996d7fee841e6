"""The first page of every role: what waits, and the one verb that lands on its spot."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions as accounts
from audit.models import Entry
from providers.codes.models import List
from referrals.answers import actions as answers
from referrals.decisions import actions as decisions
from referrals.disclosures.models import Disclosure
from referrals.intakes.models import Danger, Urgency
from referrals.notes import actions as notes
from tests.agenda.reading import NOTHING, first_page, verb
from tests.conftest import SignIn
from tests.stages.aids import (
    a_proposed_aid,
    a_running_aid,
    an_accepted_matter,
    an_approved_aid,
)
from tests.stages.disclosures import a_disclosure
from tests.stages.enquiries import (
    a_chosen_enquiry,
    a_draft,
    a_sent_enquiry,
    an_offered_enquiry,
    copy_of,
)
from tests.stages.families import a_family
from tests.stages.intakes import MATTER, an_intake
from tests.stages.plans import a_circulated_plan, a_plan_in_force
from tests.world import World


@pytest.mark.parametrize("who", ["demir", "nolte", "brandt"])
def test_a_day_without_anything_says_so(world: World, signed_in: SignIn, who: str) -> None:
    assert NOTHING in first_page(signed_in, who)


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("nolte", ("rights", "conflicts", "unsealings")),
        ("kowalski", ("samples", "conflicts", "unsealings")),
        ("seidel", ("trail", "conflicts", "unsealings")),
    ],
)
def test_whoever_leads_or_watches_finds_the_ways_on_the_first_page(
    world: World, signed_in: SignIn, who: str, pages: tuple[str, ...]
) -> None:
    page = first_page(signed_in, who)
    for name in pages:
        assert f'href="{reverse(name)}"' in page, name
        assert signed_in(who).get(reverse(name)).status_code == 200


def test_urgent_first_contacts_stand_at_the_top_of_the_whole_team(
    world: World, signed_in: SignIn
) -> None:
    urgent = an_intake(world, urgency=Urgency.NOW, danger=Danger.YES)
    calm = an_intake(world, matter="Eine Frage zur Kita")
    page = first_page(signed_in, "demir")
    assert verb(page, "Zweite Fachkraft hinzuziehen", reverse("intake", args=[urgent.id]))
    assert str(calm.id) not in page
    second = first_page(signed_in, "helmich")
    assert verb(second, "Zu zweit einschätzen", reverse("intake_confirm", args=[urgent.id]))
    assert str(urgent.id) not in first_page(signed_in, "kempe")
    assert MATTER[:20] not in page


def test_the_lead_sees_the_second_signature_that_is_open(world: World, signed_in: SignIn) -> None:
    intake = an_intake(world, danger=Danger.UNCLEAR)
    page = first_page(signed_in, "nolte")
    assert verb(page, "Zu zweit einschätzen", reverse("intake_confirm", args=[intake.id]))
    assert str(intake.id) not in first_page(signed_in, "busch")


def test_enquiries_wait_with_the_next_step(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    draft = a_draft(world, family)
    offered = an_offered_enquiry(world, family)
    asked = a_sent_enquiry(world, family, ("flex",))
    question = copy_of(asked, "flex")
    with world.acting("brandt") as by:
        answers.ask_back(by=by, copy=question, text="Geht es auch vormittags?")
    page = first_page(signed_in, "demir")
    assert f"{family.word} · Velmbrinker" in page
    assert verb(page, "Weiterschreiben", reverse("enquiry_change", args=[draft.id]))
    assert "2 Angebote liegen vor" in page
    assert verb(page, "Angebote vergleichen", reverse("enquiry", args=[offered.id]))
    assert verb(page, "Antworten", reverse("answer_question", args=[question.id]))


def test_an_enquiry_that_nobody_took_is_told_to_worker_and_head(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    enquiry = a_sent_enquiry(world, family, ("flex",))
    assert enquiry.word not in first_page(signed_in, "kowalski")
    with world.acting("brandt") as by:
        reason = world.code(List.DECLINE_REASON, "no_capacity")
        answers.decline(by=by, copy=copy_of(enquiry, "flex"), reason=reason)
    page = first_page(signed_in, "demir")
    assert verb(page, "Weitere Träger anfragen", reverse("enquiry", args=[enquiry.id]))
    steering = first_page(signed_in, "kowalski")
    assert enquiry.word in steering
    assert "Ohne Träger" in steering
    assert family.word not in steering
    assert "Velmbrinker" not in steering


def test_from_the_choice_to_the_decision_each_side_knows_its_turn(
    world: World, signed_in: SignIn
) -> None:
    chosen = a_chosen_enquiry(world, a_family(world), {"flex": 240})
    copy = copy_of(chosen, "flex")
    page = first_page(signed_in, "demir")
    assert verb(page, "Unterlagen freigeben", reverse("disclosure_new", args=[copy.id]))
    assert verb(first_page(signed_in, "brandt"), "Ansehen", reverse("copy", args=[copy.id]))
    told = a_disclosure(world, copy)
    assert "Unterlagen freigeben" not in first_page(signed_in, "demir")
    page = first_page(signed_in, "brandt")
    assert verb(page, "Annehmen", reverse("disclosure", args=[told.id]))
    assert str(copy.id) not in page
    assert "Velmbrinker" not in page


def test_what_was_accepted_waits_for_a_decision_until_it_is_proposed(
    world: World, signed_in: SignIn
) -> None:
    matter = an_accepted_matter(world)
    address = reverse("decision_propose", args=[matter.id])
    assert verb(first_page(signed_in, "demir"), "Entscheidung vorlegen", address)
    assert address not in first_page(signed_in, "helmich")
    a_proposed_aid(world, family=matter.family)
    assert Disclosure.objects.filter(family=matter.family).count() == 2


def test_decisions_wait_for_lead_and_head_and_come_back_to_the_author(
    world: World, signed_in: SignIn
) -> None:
    decision = a_proposed_aid(world)
    address = reverse("decision", args=[decision.id])
    for who in ("nolte", "kowalski"):
        page = first_page(signed_in, who)
        assert verb(page, "Entscheiden", address)
        assert "Velmbrinker" not in page
    assert address not in first_page(signed_in, "busch")
    with world.acting("nolte") as by:
        decisions.return_decision(by=by, decision=decision, hint="Bitte die Stunden begründen.")
    page = first_page(signed_in, "demir")
    assert verb(page, "Überarbeiten", reverse("decision_revise", args=[decision.id]))
    assert "Entscheidung vorlegen" not in page
    assert address not in first_page(signed_in, "nolte")


def test_a_help_that_was_released_waits_for_its_first_talk(world: World, signed_in: SignIn) -> None:
    aid = an_approved_aid(world)
    page = first_page(signed_in, "demir")
    assert verb(page, "Beginn eintragen", reverse("aid_begin", args=[aid.id]))


def test_a_help_that_ends_in_six_weeks_is_extended(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, since=160)
    assert aid.until_on <= world.actor("demir").today + timedelta(days=42)
    page = first_page(signed_in, "demir")
    assert verb(page, "Hilfe verlängern", reverse("decision_new", args=[aid.id]))
    assert "Hilfe verlängern" not in first_page(signed_in, "nolte")


def test_reviews_are_due_two_weeks_before_and_overdue_after(
    world: World, signed_in: SignIn
) -> None:
    today = world.actor("demir").today
    version = a_plan_in_force(world, review_on=today + timedelta(days=14))
    address = reverse("plan_carry_on", args=[version.plan_id])
    page = first_page(signed_in, "demir")
    assert verb(page, "Plan fortschreiben", address)
    assert "Überprüfung überfällig" not in page
    assert "überfällig" not in first_page(signed_in, "nolte")


def test_an_overdue_review_is_known_to_the_lead_as_a_number(
    world: World, signed_in: SignIn
) -> None:
    today = world.actor("demir").today
    a_plan_in_force(world, review_on=today - timedelta(days=1))
    assert "Überprüfung überfällig" in first_page(signed_in, "demir")
    page = first_page(signed_in, "nolte")
    assert "Eine Überprüfung ist überfällig" in page
    assert "Velmbrinker" not in page


def test_plans_in_circulation_wait_for_their_end(world: World, signed_in: SignIn) -> None:
    version = a_circulated_plan(world)
    page = first_page(signed_in, "demir")
    assert "Hilfeplan zur Durchsicht" in page
    assert verb(page, "Plan abschließen", reverse("version", args=[version.id]))


def test_notes_without_a_family_are_counted_for_their_author(
    world: World, signed_in: SignIn
) -> None:
    with world.acting("demir") as by:
        for text in ("Frau K. ruft zurück.", "Der Hausmeister weiß mehr."):
            notes.note(by=by, text=text)
    assert verb(first_page(signed_in, "demir"), "Zuordnen", reverse("notes"))
    assert "2 Notizen ohne Familie" in first_page(signed_in, "demir")
    assert NOTHING in first_page(signed_in, "kaya")


def test_a_deputy_finds_the_duties_of_whoever_is_away(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world, review_on=world.actor("demir").today)
    address = reverse("plan_carry_on", args=[version.plan_id])
    assert address not in first_page(signed_in, "kaya")
    with world.acting("demir") as by:
        people = world.town.people
        accounts.set_absence(
            by=by, person=by.user, deputy=people["kaya"], until_on=by.today + timedelta(days=3)
        )
    assert address in first_page(signed_in, "kaya")
    page = first_page(signed_in, "nolte")
    assert f"{people['demir'].display_name} ist nicht da" in page
    assert people["kaya"].display_name in page


def test_the_head_reads_one_sentence_about_the_hours_with_four_bars(
    world: World, signed_in: SignIn
) -> None:
    a_chosen_enquiry(world, a_family(world), {"flex": 2400})
    page = first_page(signed_in, "kowalski")
    assert "der Stunden vergeben" in page
    assert page.count('class="app-bars__name"') == len(world.town.providers)
    assert "app-bars__name" not in first_page(signed_in, "nolte")


@pytest.mark.parametrize(
    ("who", "words", "name"),
    [
        ("seidel", "Ansehen", "trail"),
        ("wolters", "Öffnen", "account"),
        ("wolters", "Ansehen", "about"),
    ],
)
def test_planning_protection_and_technology_have_their_ways(
    world: World, signed_in: SignIn, who: str, words: str, name: str
) -> None:
    assert verb(first_page(signed_in, who), words, reverse(name))


def test_the_officer_sees_how_the_seal_stands(world: World, signed_in: SignIn) -> None:
    assert "iegel" in first_page(signed_in, "seidel")


def test_whoever_has_no_role_any_more_is_led_to_the_own_access(
    world: World, signed_in: SignIn
) -> None:
    browser = signed_in("wolters")
    world.town.people["wolters"].mandates.update(until_on=world.ago(days=2).date())
    assert browser.get("/")["Location"] == reverse("account")


def test_the_first_page_is_one_reading_about_everything_on_it(
    world: World, signed_in: SignIn
) -> None:
    families = [a_family(world), a_family(world)]
    for family in families:
        an_offered_enquiry(world, family)
    intake = an_intake(world, urgency=Urgency.NOW)
    first_page(signed_in, "demir")
    entry = Entry.objects.get(event="agenda.read")
    assert set(entry.about) == {intake.id, *(family.id for family in families)}


def test_a_full_day_costs_as_much_as_a_quiet_one(world: World, signed_in: SignIn) -> None:
    browsers = {who: signed_in(who) for who in ("demir", "nolte", "kowalski", "brandt")}
    counted = []
    for more in (1, 2):
        for _ in range(more):
            family = a_family(world)
            an_offered_enquiry(world, family)
            a_sent_enquiry(world, family)
            a_chosen_enquiry(world, family, {"flex": 240})
            a_proposed_aid(world, family=family)
            a_running_aid(world, family=family, since=170)
            an_intake(world, danger=Danger.YES)
        counted.append({who: _queries(browser) for who, browser in browsers.items()})
    assert counted[0] == counted[1]


def _queries(browser: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/").status_code == 200
    return len(queries)


def test_the_planner_finds_a_way_to_the_report_and_nothing_in_work(
    world: World, signed_in: SignIn
) -> None:
    page = first_page(signed_in, "lindner")
    year = world.actor("lindner").today.year - 1
    assert verb(page, f"Bericht {year} vorbereiten", reverse("reports"))
    assert "In Arbeit" not in page
    assert "Bericht öffnen" not in page
