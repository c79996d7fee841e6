"""What is taken away in one process is gone in another on the very next request: nothing is kept."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
import requests
from django.conf import settings
from django.urls import reverse

from accounts import actions as accounts
from accounts.models import Mandate
from referrals.conflicts import actions as conflicts
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure
from referrals.families import actions as families
from referrals.stand_ins import actions as stand_ins
from tests.accounts.process import a_web_process
from tests.conftest import SignIn
from tests.stages.aids import LEAD, a_running_aid, share_of
from tests.stages.conflicts import a_conflict
from tests.stages.stand_ins import a_grant
from tests.world import WORKER, World

SEEN, SIGNED_OUT, NOT_FOUND = 200, 302, 404


class Loss(NamedTuple):
    """Who loses what by which deed, and what the page says from then on."""

    who: str
    page: str
    deed: Callable[[], object]
    then: int = NOT_FOUND


def _losses(world: World) -> list[Loss]:
    aid = a_running_aid(world)
    family, people = aid.family, world.town.people
    share = share_of(aid, "flex")
    told = Disclosure.objects.select_related("lock", "family", "copy__provider").get(family=family)
    grant = a_grant(world, LEAD, family, "overbeck")
    page, help_page = reverse("family", args=[family.id]), reverse("aid", args=[aid.id])
    with world.acting(WORKER) as by:
        families.set_second_worker(by=by, family=family, worker=people["wiegand"])
        accounts.set_absence(by=by, person=by.user, until_on=by.today)

    def doing(who: str, deed: Callable[..., object], **given: object) -> Callable[[], object]:
        def do() -> object:
            with world.acting(who) as by:
                return deed(by=by, **given)

        return do

    carer = Mandate.objects.get(user=share.carer_id)
    return [
        Loss("overbeck", page, doing(LEAD, stand_ins.end, grant=grant.id)),
        Loss("wiegand", page, lambda: a_conflict(world, LEAD, family, "wiegand")),
        Loss("kaya", page, doing(WORKER, accounts.end_absence, person=people[WORKER])),
        Loss(
            "brandt",
            reverse("disclosure", args=[told.id]),
            doing(WORKER, disclosures.end, disclosure=told),
        ),
        Loss("sahin", help_page, doing("brandt", accounts.end_mandate, mandate=carer)),
        Loss(
            "hansen",
            help_page,
            doing("hansen", conflicts.declare, family=family.id, reason="close"),
        ),
        Loss(
            "nolte",
            reverse("today"),
            doing("wolters", accounts.deactivate, person=people["nolte"]),
            SIGNED_OUT,
        ),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_away_here_is_gone_there(world: World, signed_in: SignIn) -> None:
    losses = _losses(world)
    cookies = {
        one.who: signed_in(one.who).cookies[settings.SESSION_COOKIE_NAME].value for one in losses
    }
    found = {}
    with a_web_process() as there:

        def asked(one: Loss) -> int:
            answer = requests.get(
                f"{there}{one.page}",
                cookies={settings.SESSION_COOKIE_NAME: cookies[one.who]},
                allow_redirects=False,
                timeout=60,
            )
            return answer.status_code

        for one in losses:
            before = asked(one)
            one.deed()
            found[one.who] = (before, asked(one))
    assert found == {one.who: (SEEN, one.then) for one in losses}
