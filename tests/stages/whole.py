"""A whole world: one of everything on the way of a family, and the same for a family of other people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import Nomination, Rest
from accounts.roles import Role
from outcomes.models import Report
from outcomes.sums import last_cut
from referrals.readings import actions as readings
from referrals.readings.models import SealCheck
from tests.stages import aids, enquiries
from tests.stages.cast import MITTE, SPOKEN, SUED
from tests.stages.outcomes import a_prepared_report
from tests.stages.people import a_nomination, a_rest
from tests.stages.plans import GOALS, TASK, TEXTS
from tests.stages.story import Story, a_story
from tests.world import World


@dataclass(slots=True)
class Whole:
    """Everything at once: two families that have nothing to do with each other."""

    world: World
    sued: Story
    mitte: Story
    check: SealCheck
    # Roles that wait, by the house of each story.
    nominations: Mapping[UUID, Nomination]
    # Roles that rest after a new beginning, by house too.
    rests: Mapping[UUID, Rest]
    report: Report
    texts: tuple[str, ...] = field(default=())


def a_whole_world(world: World) -> Whole:
    """Build one of everything by deeds, for two families of different teams and providers."""
    sued, mitte = a_story(world, SUED), a_story(world, MITTE)
    report = a_prepared_report(world, last_cut(world.actor("lindner").today).year)
    with world.acting("seidel") as by:
        check = readings.ask_check(by=by)
    nominations = {
        story.share.provider_id: a_nomination(world, person, Role.CARER, story.share.provider_id)
        for story, person in ((sued, "krause"), (mitte, "yildiz"))
    }
    houses = [story.share.provider_id for story in (sued, mitte)]
    rests = {house: a_rest(world, house) for house in houses}
    texts = (*TEXTS.values(), *GOALS, *TASK.values(), aids.GROUNDS, enquiries.NEED, *SPOKEN)
    return Whole(world, sued, mitte, check, nominations, rests, report, texts)
