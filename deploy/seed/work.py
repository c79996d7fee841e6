"""How the work of a help becomes deeds: first contact, hours, plans, ratings, months, the end."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.actor import Actor
from audit.clock import moment
from deploy.seed.cast import Cast, Memory, episode_of, local, told
from deploy.town.replay import Happening
from deploy.town.shapes import (
    SampledAdult,
    SampledChild,
    SampledEnding,
    SampledEntry,
    SampledEpisode,
    SampledFamily,
    SampledGoal,
    SampledPlan,
)
from protection import wall
from providers.codes.models import Code, List
from referrals.aids import actions as aids
from referrals.aids.models import Share
from referrals.endings import actions as endings
from referrals.hours import actions as hours
from referrals.hours.access import may_book
from referrals.hours.models import TimeEntry
from referrals.plans import actions as plans
from referrals.plans.flow import GoalStatus, SignatureState, Word
from referrals.plans.models import Goal, Version
from referrals.reviews import actions as reviews

OUTCOMES = {
    "achieved": GoalStatus.ACHIEVED,
    "partly": GoalStatus.PARTLY,
    "not_achieved": GoalStatus.MISSED,
    "dropped": GoalStatus.DROPPED,
}
SIGNATURES = {
    "signed": SignatureState.SIGNED,
    "agreed_orally": SignatureState.ORAL,
    "declined": SignatureState.UNWILLING,
    "follows": SignatureState.PENDING,
}
WORDS = {2: Word.MUCH_BETTER, 1: Word.BETTER, 0: Word.SAME, -1: Word.WORSE, -2: Word.MUCH_WORSE}


@dataclass(slots=True)
class Work:
    """What was made so far in running helps."""

    shares: dict[tuple[str, str], Share] = field(default_factory=dict)
    versions: dict[tuple[str, int], Version] = field(default_factory=dict)
    goals: dict[tuple[str, str], Goal] = field(default_factory=dict)
    entries: dict[tuple[str, SampledEntry], TimeEntry] = field(default_factory=dict)


class Running:
    """From the first contact of a help to its end."""

    def __init__(self, cast: Cast, memory: Memory) -> None:
        """Act with this cast and go on from what was made."""
        self.cast, self.memory, self.work = cast, memory, Work()
        self.kinds = {code.code: code for code in Code.objects.filter(list=List.HOUR_KIND)}
        self.endings = {code.code: code for code in Code.objects.filter(list=List.ENDING_REASON)}

    def first_contact(self, h: Happening) -> None:
        """The worker says that the family was met for the first time."""
        met_on = told(h, date)
        aid = self.memory.aids[episode_of(h).ref]
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            aids.begin(by=by, aid=aid, first_contact_on=met_on)

    def entry(self, h: Happening) -> None:
        """A carer books hours."""
        thing, episode = told(h, SampledEntry), episode_of(h)
        share = self.share(episode, thing.provider)
        with self.cast.acting(thing.carer, local(h.at)) as by:
            if not may_book(by, share):
                # Somebody else was named for this family since, or the help is settled.
                return
            self.work.entries[episode.ref, thing] = hours.book(
                by=by,
                share=share,
                # Sampled periods end some days later than whole months do.
                on=min(thing.on, share.until_on),
                minutes=thing.minutes,
                kind=self.kinds[thing.kind],
            )

    def correction(self, h: Happening) -> None:
        """A carer corrects what was booked."""
        thing = told(h, SampledEntry)
        entry = self.work.entries.get((episode_of(h).ref, thing))
        with self.cast.acting(thing.carer, local(h.at)) as by:
            if entry is not None:
                hours.correct(by=by, entry=entry, minutes=thing.corrected_to or 0)

    def plan(self, h: Happening) -> None:
        """After the meeting the worker writes the next version of the plan and lets it go round."""
        thing, episode = told(h, SampledPlan), episode_of(h)
        aid = self.memory.aids[episode.ref]
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            days = {"meeting_on": thing.meeting_on, "review_on": thing.review_on}
            if thing.version == 1:
                version = plans.begin(by=by, aid=aid, **days)
            else:
                version = plans.carry_on(by=by, plan=aid.plan, **days)
            version = plans.write(
                by=by,
                version=version,
                edit=version.edit,
                child_view=thing.child_view,
                child_view_missing="" if thing.child_view else "Das Kind ist noch zu jung.",
                parents_view=thing.parents_view,
                professionals_view=thing.professional_view,
            )
            for goal in episode.goals:
                if goal.first_version == thing.version:
                    self._goal(by, version, episode, goal)
            if thing.in_force_on:
                version = plans.circulate(by=by, version=version)
        self.work.versions[episode.ref, thing.version] = version

    def plan_in_force(self, h: Happening) -> None:
        """The signatures are noted, and the office puts the version in force."""
        thing, episode = told(h, SampledPlan), episode_of(h)
        version = self.work.versions[episode.ref, thing.version]
        everybody: list[SampledAdult | SampledChild] = [*h.family.adults, *h.family.children]
        names = {person.ref: person for person in everybody}
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            for ref, state in thing.signatures:
                person = names[ref]
                kind = SIGNATURES[state]
                has_day = kind in {SignatureState.SIGNED, SignatureState.ORAL}
                plans.sign(
                    by=by,
                    version=version,
                    name=f"{person.first_name} {person.surname}".strip(),
                    state=kind,
                    on=thing.meeting_on if has_day else None,
                )
            plans.put_in_force(by=by, version=version, in_force_on=thing.in_force_on)

    def goal_rated(self, h: Happening) -> None:
        """The provider rates a goal in a word, and the office settles what became of it."""
        thing, episode = told(h, SampledGoal), episode_of(h)
        goal = self.work.goals.get((episode.ref, thing.ref))
        if goal is None:
            return
        with wall.as_office():
            # A goal rated before the version that brings it is in force stands in none yet.
            version = Version.objects.filter(
                plan=goal.plan_id, status="in_force", wordings__goal=goal
            ).first()
        given = dict(thing.ratings).get("provider")
        lead = next(share for share in episode.shares if share.lead)
        if version is not None and given is not None:
            with self.cast.acting(lead.carer, local(h.at)) as by:
                reviews.rate(by=by, version=version, goal=goal, word=WORDS[given])
        if thing.outcome and version is not None:
            with self.cast.acting(h.family.worker, local(h.at)) as by:
                reviews.settle_goal(by=by, goal=goal, status=OUTCOMES[thing.outcome])

    def ending(self, h: Happening) -> None:
        """The worker ends the help with its reason."""
        thing, episode = told(h, SampledEnding), episode_of(h)
        aid = self.memory.aids[episode.ref]
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            open_goals = {
                goal.id: GoalStatus.DROPPED
                for goal in Goal.objects.filter(plan__aid=aid, status=GoalStatus.AGREED)
            }
            endings.end(
                by=by,
                aid=aid,
                reason=self.endings[thing.reason],
                ended_on=thing.on,
                goals=open_goals,
                danger_looked_at=True,
            )

    def hand_in(self, provider: str, coordinator: str, first_on: date, at: datetime) -> bool:
        """The coordinator hands in a month; a month without hours is left out."""
        with self.cast.acting(coordinator, at) as by:
            open_hours = TimeEntry.objects.filter(
                provider=self.cast.town.providers[provider],
                month__isnull=True,
                status="booked",
                on__lt=next_month(first_on),
            )
            if not open_hours.exists():
                return False
            hours.hand_in(by=by, provider=self.cast.town.providers[provider], first_on=first_on)
        return True

    def forget_shares(self, family: SampledFamily) -> None:
        """Look the shares of a family up again after something changed them."""
        refs = {episode.ref for episode in family.episodes}
        for key in [key for key in self.work.shares if key[0] in refs]:
            del self.work.shares[key]

    def share(self, episode: SampledEpisode, provider: str) -> Share:
        """Find a provider's share of a help."""
        key = (episode.ref, provider)
        if key not in self.work.shares:
            with wall.as_office():
                self.work.shares[key] = Share.objects.select_related("aid").get(
                    aid=self.memory.aids[episode.ref],
                    provider=self.cast.town.providers[provider],
                )
        return self.work.shares[key]

    def _goal(
        self, by: Actor, version: Version, episode: SampledEpisode, goal: SampledGoal
    ) -> None:
        made = plans.add_goal(by=by, version=version, text=goal.text)
        self.work.goals[episode.ref, goal.ref] = made
        for step in goal.steps:
            plans.add_task(
                by=by,
                version=version,
                goal=made,
                who=step.who,
                what=step.what,
                due_on=step.until,
            )


def next_month(first_on: date) -> date:
    """Give the first day of the month after."""
    return (first_on.replace(day=28) + timedelta(days=4)).replace(day=1)


def hand_in_moment(first_on: date) -> datetime:
    """Months are handed in on the fifth of the next month."""
    return moment(next_month(first_on) + timedelta(days=4), hour=11)
