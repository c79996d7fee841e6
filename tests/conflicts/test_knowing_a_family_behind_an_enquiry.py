"""An enquiry names no family; who must have nothing to do with the one behind it does not see it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from referrals.conflicts import actions
from referrals.enquiries.models import Enquiry
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.conflicts import i_know_them
from tests.stages.enquiries import a_sent_enquiry, copy_of, offer
from tests.world import World

INBOX = reverse("enquiries")


def _seen(signed_in: SignIn, who: str, enquiry: Enquiry) -> tuple[bool, bool, int]:
    """Tell whether inbox and first page speak of an enquiry, and how its page answers."""
    browser, page = signed_in(who), reverse("copy", args=[copy_of(enquiry, "flex").id])
    said = [browser.get(url, follow=True).content.decode() for url in (INBOX, "/")]
    return enquiry.word in said[0], enquiry.word in said[1], browser.get(page).status_code


def test_an_open_enquiry_leaves_the_inbox_and_comes_back(world: World, signed_in: SignIn) -> None:
    family = a_running_aid(world, ("flex", "haus-der-kulturen")).family
    enquiry = a_sent_enquiry(world, family, ("flex",))
    assert _seen(signed_in, "brandt", enquiry) == (True, True, 200)
    conflict = i_know_them(world, "brandt", family)
    assert _seen(signed_in, "brandt", enquiry) == (False, False, 404)
    assert _seen(signed_in, "hansen", enquiry) == (True, True, 200)
    with pytest.raises(PermissionDenied):
        offer(world, enquiry, "flex")
    with world.acting("hansen") as by:
        actions.lift(by=by, conflict=conflict.id)
    assert _seen(signed_in, "brandt", enquiry) == (True, True, 200)


def test_an_enquiry_that_comes_later_does_not_arrive(world: World, signed_in: SignIn) -> None:
    family = a_running_aid(world, ("flex", "haus-der-kulturen")).family
    i_know_them(world, "brandt", family)
    enquiry = a_sent_enquiry(world, family, ("flex", "haus-der-kulturen"))
    assert _seen(signed_in, "brandt", enquiry) == (False, False, 404)
    assert _seen(signed_in, "hansen", enquiry) == (True, True, 200)
    # Nobody of another house stands in a row that this one loads.
    assert copy_of(enquiry, "flex").kept_from == [world.town.people["brandt"].id]
    assert copy_of(enquiry, "haus-der-kulturen").kept_from == []
