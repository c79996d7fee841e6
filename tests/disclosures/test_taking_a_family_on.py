"""Taking a family on: the sheet, the carer, no conflict of interest."""

from referrals.enquiries.flow import CopyStatus, Status
from tests.stages.disclosures import an_accepted_enquiry
from tests.stages.enquiries import copy_of
from tests.stages.families import a_family
from tests.world import World


def test_when_every_chosen_provider_accepted_the_enquiry_is_placed(world: World) -> None:
    enquiry = an_accepted_enquiry(world, a_family(world))
    assert enquiry.status == Status.PLACED
    statuses = {copy_of(enquiry, code).status for code in ("flex", "haus-der-kulturen")}
    assert statuses == {CopyStatus.ACCEPTED}
