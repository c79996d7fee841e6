"""Stages with hours and visits: planned, booked, handed in; each built on a running help by deeds."""

from datetime import date, datetime, timedelta
from typing import Any

from audit import clock
from providers.codes.models import List
from referrals.aids.models import Aid, Share
from referrals.hours import actions as hours
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import CalendarMonth
from referrals.visits import actions as visits
from referrals.visits.models import Visit
from tests.stages.aids import CARERS, share_of
from tests.stages.enquiries import COORDINATORS
from tests.world import World


def a_visit(
    world: World,
    share: Share,
    starts_at: datetime | None = None,
    who: str = "sahin",
    **overrides: Any,
) -> Visit:
    """Plan a visit; two hours ago, when no moment is given."""
    with world.acting(who, overrides.pop("now", None)) as by:
        given: dict[str, Any] = {"minutes": 90, **overrides}
        moment = starts_at or world.ago(hours=2)
        return visits.plan_visit(by=by, share=share, starts_at=moment, **given)


def booked(  # what is booked, by whom and when
    world: World,
    share: Share,
    on: date | None = None,
    minutes: int = 90,
    who: str = "sahin",
    kind: str = "direct",
    **overrides: Any,
) -> TimeEntry:
    """Book minutes for a family; today, when no day is given."""
    with world.acting(who, overrides.pop("now", None)) as by:
        return hours.book(
            by=by,
            share=share,
            on=on or by.today,
            minutes=minutes,
            kind=world.code(List.HOUR_KIND, kind),
            **overrides,
        )


def handed_in(
    world: World, month: CalendarMonth, provider: str = "flex", now: datetime | None = None
) -> Month:
    """Hand in a provider's month, on the fifth of the next month if no moment is given."""
    moment = now or clock.moment(month.next_on + timedelta(days=4))
    with world.acting(COORDINATORS[provider], moment) as by:
        found = world.town.providers[provider]
        return hours.hand_in(by=by, provider=found, first_on=month.first_on)


def a_share(world: World, aid: Aid, provider: str = "flex") -> Share:
    """Give a provider's share of a help, with its carer."""
    share = share_of(aid, provider)
    assert share.carer == world.town.people[CARERS[provider]]
    return share


def at(on: date, hour: int = 9, minute: int = 0) -> datetime:
    """Give the moment of a wall clock on a day."""
    return clock.moment(on, hour, minute)
