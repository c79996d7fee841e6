"""A family's whole way, walked by everyone who takes part in it, in a browser."""

import pytest
from playwright.sync_api import Browser

from tests.browser import asking, counting, helping
from tests.browser.way import Way

pytestmark = pytest.mark.browser

STEPS = (
    asking.a_first_contact_is_taken_by_one_and_signed_by_two,
    asking.a_family_with_two_children_gets_a_neutral_word,
    asking.the_family_is_found_by_a_name_spelt_wrong,
    asking.what_was_said_is_noted,
    asking.the_law_lets_both_providers_be_told,
    asking.an_enquiry_leaves_the_house_without_the_name,
    asking.both_providers_offer,
    asking.the_family_chooses_both_and_each_is_told_what_it_needs,
    asking.both_take_the_family_on,
    helping.the_help_is_proposed_by_one_and_approved_by_another,
    helping.the_help_begins,
    helping.a_plan_is_written_in_the_meeting,
    helping.the_plan_is_agreed_on_and_in_force,
    helping.a_provider_rates_a_goal_and_marks_a_point,
    helping.the_other_provider_reads_the_plan_on_the_phone,
    helping.the_help_grows_on_its_short_path,
    helping.what_rests_on_consent_closes_with_it,
    helping.the_plan_is_printed,
    helping.a_carer_books_a_visit_on_the_phone,
    helping.the_month_is_handed_in_by_the_coordinator,
    helping.strangers_find_nothing,
    helping.the_help_ends_and_its_providers_can_still_settle,
    counting.a_report_is_prepared_by_one_and_released_by_another,
    counting.the_officer_reads_the_trail_and_has_its_seal_checked,
    counting.every_page_fits_a_phone_in_the_dark,
)


@pytest.mark.parametrize("script", [True, False], ids=["with_javascript", "without_javascript"])
def test_a_family_goes_from_the_first_contact_to_the_report(
    *, address: str, job_worker: None, chromium: Browser, script: bool
) -> None:
    way = Way(chromium, address, script=script)
    for step in STEPS:
        step(way)
    assert not way.faults.found, "\n".join(way.faults.found)
