"""How each kind of happening becomes a deed: contact, family, grounds, enquiry, answer, choice,
decision.
"""

from datetime import timedelta
from typing import Any

from accounts.actor import Actor
from deploy.seed.cast import Cast, Memory, episode_of, local, told
from deploy.seed.codes import (
    DANGERS,
    GROUNDS,
    KINDS,
    LAW,
    OUTCOMES,
    RECIPIENTS,
    TOPICS,
    URGENCIES,
    told_fields,
)
from deploy.seed.household import adult_of, child_of
from deploy.town.replay import Happening
from deploy.town.shapes import (
    SampledAnswer,
    SampledBasis,
    SampledChoice,
    SampledDecision,
    SampledEnquiry,
    SampledEpisode,
    SampledIntake,
)
from protection import wall
from providers.codes.models import AidType, Code, List
from referrals.answers import actions as answers
from referrals.bases import actions as bases
from referrals.bases.models import Basis, Topic
from referrals.choices import actions as choices
from referrals.decisions import actions as decisions
from referrals.decisions.models import Decision, NewShare, Terms
from referrals.disclosures import actions as disclosures
from referrals.enquiries import actions as enquiries
from referrals.enquiries.flow import ANSWERABLE
from referrals.enquiries.models import Copy
from referrals.intakes import access as intakes_access
from referrals.intakes import actions as intakes
from referrals.intakes.models import Intake


class Arrivals:
    """From the first contact to a help that was decided."""

    def __init__(self, cast: Cast, memory: Memory, coordinators: dict[str, str]) -> None:
        """Act with this cast, remember here, and know who coordinates at each provider."""
        self.cast, self.memory, self.coordinators = cast, memory, coordinators

    def intake(self, h: Happening) -> None:
        """Somebody takes a first contact; a second person looks at a possible danger."""
        thing = told(h, SampledIntake)
        self.take(thing)

    def take(self, thing: SampledIntake) -> Intake:
        """Take a sampled first contact, let it be confirmed, and close it unless a family
        follows.
        """
        at = local(thing.at)
        with self.cast.acting(thing.taken_by, at) as by:
            intake = intakes.take(
                by=by,
                channel=_code(List.INTAKE_CHANNEL, thing.channel),
                reporter_category=_code(List.REPORTER, thing.reporter),
                matter=thing.matter,
                danger=DANGERS[thing.danger],
                urgency=URGENCIES[thing.urgency],
                space=self.cast.town.spaces[thing.space],
            )
        self.memory.intakes[thing.ref] = intake
        if thing.confirmed_by:
            second = self._second(thing, intake)
            with self.cast.acting(second, at + timedelta(hours=1)) as by:
                intake = intakes.confirm(by=by, intake=intake)
        if thing.outcome in OUTCOMES:
            closer = self._member(thing.taken_by, intake)
            with self.cast.acting(closer, at + timedelta(hours=2)) as by:
                intakes.close(by=by, intake=intake, status=OUTCOMES[thing.outcome])
        return intake

    def family(self, h: Happening) -> None:
        """The responsible worker opens the family's file from its first contact."""
        family = h.family
        first = min(family.episodes, key=lambda episode: episode.intake.at)
        if first.intake.outcome == "open":
            return
        people = [adult_of(adult) for adult in family.adults]
        people += [child_of(child) for child in family.children]
        household: dict[str, Any] = {
            "name": family.surname,
            "people": [person for person in people if person.first_name],
            "street": family.address.street,
            "house_number": family.address.number,
            "space": self.cast.town.spaces[family.address.space],
            "file_number": family.file_number,
        }
        with self.cast.acting(family.worker, local(h.at)) as by:
            intake = self.memory.intakes[first.intake.ref]
            made = intakes.open_family(by=by, intake=intake, **household)
            kept = list(made.people.order_by("position"))
        self.memory.families[family.ref] = made
        known = [a.ref for a in family.adults if a.first_name]
        refs = known + [c.ref for c in family.children if c.first_name or c.expected_on]
        for ref, person in zip(refs, kept, strict=True):
            self.memory.people[family.ref, ref] = person

    def basis(self, h: Happening) -> None:
        """The worker keeps on what ground a school, a day care or a doctor may talk with the
        office.
        """
        thing = told(h, SampledBasis)
        giver = self.memory.people.get((h.family.ref, thing.given_by))
        if thing.kind == "law" or thing.state == "refused" or giver is None:
            return
        keep = bases.keep_release if thing.kind == "release" else bases.keep_consent
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            self.memory.bases[h.family.ref, thing] = keep(
                by=by,
                family=self.memory.families[h.family.ref],
                giver=giver,
                topic=TOPICS[thing.topic],
                recipient=RECIPIENTS[thing.topic],
                given_on=thing.on,
                until_on=thing.until,
            )

    def revocation(self, h: Happening) -> None:
        """A person takes their consent back; what rested on it ends."""
        basis = self.memory.bases.get((h.family.ref, told(h, SampledBasis)))
        if basis:
            with self.cast.acting(h.family.worker, local(h.at)) as by:
                disclosures.withdraw_basis(by=by, basis=basis)

    def enquiry(self, h: Happening) -> None:
        """The worker asks providers for help without naming the family."""
        thing, episode = told(h, SampledEnquiry), episode_of(h)
        town = self.cast.town
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            enquiry = enquiries.draft(
                by=by,
                family=self.memory.families[h.family.ref],
                names_anyway=True,
                aid_type=_aid_type(episode.aid_type),
                need=thing.need,
                week_minutes=thing.minutes_per_week,
                age_bands=thing.age_bands,
                children=len(h.family.children),
                languages=thing.languages,
                weekdays=thing.weekdays,
                space=town.spaces[thing.space],
                start_on=thing.starts_on,
                months=max(1, round(_months(episode))),
            )
            asked = [town.providers[code] for code in thing.asked]
            self.memory.enquiries[episode.ref] = enquiries.send(
                by=by, enquiry=enquiry, providers=asked
            )

    def answer(self, h: Happening) -> None:
        """A coordinator offers, asks back, offers later, or declines."""
        thing = told(h, SampledAnswer)
        copy = self._copy(episode_of(h), thing.provider)
        if copy.status not in ANSWERABLE:
            # Somebody else took the family on before this provider answered.
            return
        with self.cast.acting(self.coordinators[thing.provider], local(h.at)) as by:
            if thing.kind == "offered":
                answers.offer(
                    by=by,
                    copy=copy,
                    offered_from=thing.starts_on or by.today,
                    week_minutes=thing.minutes_per_week,
                    profile=thing.profile,
                    differs=thing.remark,
                )
            elif thing.kind == "later":
                answers.offer_later(
                    by=by, copy=copy, offered_from=thing.starts_on or by.today, note=thing.remark
                )
            elif thing.kind == "declined":
                reason = _code(List.DECLINE_REASON, thing.decline_reason)
                answers.decline(by=by, copy=copy, reason=reason)
            else:
                answers.ask_back(by=by, copy=copy, text=thing.remark)

    def choice(self, h: Happening) -> None:
        """The family chooses; the worker records its wish and sets the hours aside."""
        thing, episode = told(h, SampledChoice), episode_of(h)
        chosen = [
            choices.Choice(self._copy(episode, share.provider), share.minutes_per_week, share.lead)
            for share in episode.shares
        ]
        with self.cast.acting(h.family.worker, local(h.at)) as by:
            enquiry = self.memory.enquiries[episode.ref]
            choices.choose(by=by, enquiry=enquiry, choices=chosen, wish=thing.wish)

    def acceptance(self, h: Happening) -> None:
        """The worker tells each chosen provider what its task needs, and its coordinator takes the
        family on.
        """
        thing, episode = told(h, SampledChoice), episode_of(h)
        family = self.memory.families[h.family.ref]
        for share in episode.shares:
            with self.cast.acting(h.family.worker, local(h.at)) as by:
                provider = self.cast.town.providers[share.provider]
                ground: dict[str, Any] = {"topic": Topic.AID, "paragraph": LAW}
                ground |= {"family": family, "provider": provider}
                # A family that is helped again by the same provider has the ground already.
                there = Basis.objects.filter(**ground).first()
                disclosure = disclosures.disclose(
                    by=by,
                    copy=self._copy(episode, share.provider),
                    basis=there or bases.keep_law(by=by, **ground),
                    fields=told_fields(thing.disclosed_fields),
                )
            with self.cast.acting(share.coordinator, local(h.at)) as by:
                carer = self.cast.town.people[share.carer]
                disclosures.accept(by=by, disclosure=disclosure, carer=carer, no_conflict=True)

    def decision(self, h: Happening) -> None:
        """The worker proposes, another person releases."""
        thing, episode = told(h, SampledDecision), episode_of(h)
        at = local(h.at)
        with self.cast.acting(thing.author, at) as by:
            decision = self._propose(by, thing, episode)
        self.memory.decisions[episode.ref] = decision
        if thing.approver:
            with self.cast.acting(thing.approver, at + timedelta(hours=1)) as by:
                self.memory.aids[episode.ref] = decisions.approve(by=by, decision=decision)

    def _second(self, thing: SampledIntake, intake: Intake) -> str:
        """The second person: the sampled one where they belong to the team, otherwise its lead."""
        named = self.cast.at(thing.confirmed_by or thing.taken_by, intake.received_at)
        if intakes_access.may_confirm(named, intake):
            return thing.confirmed_by or thing.taken_by
        return self.cast.lead_of(intake.team_id)

    def _member(self, person: str, intake: Intake) -> str:
        """Somebody of the team of a first contact: this person, or the first of the team."""
        if self.cast.at(person, intake.received_at).team == intake.team_id:
            return person
        return self.cast.first_of(intake.team_id)

    def _propose(self, by: Actor, thing: SampledDecision, episode: SampledEpisode) -> Decision:
        reason = _code(List.REASON, episode.reasons[0])
        if thing.kind == "new":
            matter = self.memory.enquiries[episode.ref].matter
            return decisions.propose(by=by, matter=matter, reason=reason, grounds=GROUNDS["new"])
        aid = self.memory.aids[episode.ref]
        aid.refresh_from_db()
        after = aid.until_on + timedelta(days=1)
        terms = Terms(
            kind=KINDS[thing.kind],
            aid_type=_aid_type(episode.aid_type),
            # Whole months end some days before the sampled period does.
            from_on=min(thing.starts_on, after) if thing.kind != "extension" else after,
            until_on=thing.ends_on,
            reason=reason,
            grounds=GROUNDS[thing.kind],
        )
        total = sum(share.minutes_per_week for share in episode.shares)
        shares = [
            NewShare(
                provider=self.cast.town.providers[share.provider],
                week_minutes=max(15, share.minutes_per_week * thing.minutes_per_week // total),
                is_lead=share.lead,
            )
            for share in episode.shares
        ]
        return decisions.propose_change(by=by, aid=aid, terms=terms, shares=shares)

    def _copy(self, episode: SampledEpisode, provider: str) -> Copy:
        with wall.as_office():
            enquiry = self.memory.enquiries[episode.ref]
            return Copy.objects.get(enquiry=enquiry, provider=self.cast.town.providers[provider])


def _months(episode: SampledEpisode) -> float:
    first = episode.decisions[0] if episode.decisions else None
    return (first.ends_on - first.starts_on).days / 30 if first else 6


def _code(code_list: List, code: str) -> Code:
    return Code.objects.filter(list=code_list, code=code).get()


def _aid_type(code: str) -> AidType:
    return AidType.objects.filter(code=code).get()
