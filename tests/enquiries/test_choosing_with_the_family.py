"""Choosing with the family: alone or jointly, hours set aside, over the contingent too."""

from referrals.enquiries.flow import CopyStatus, Status
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.stages.families import a_family
from tests.world import World


def test_two_providers_are_chosen_jointly_and_one_leads(world: World) -> None:
    enquiry = a_chosen_enquiry(world, a_family(world))
    assert enquiry.status == Status.CHOSEN
    lead, partner = copy_of(enquiry, "flex"), copy_of(enquiry, "haus-der-kulturen")
    assert (lead.is_lead, partner.is_lead) == (True, False)
    assert {lead.status, partner.status} == {CopyStatus.CHOSEN}
