"""Stage one and the choice: which providers are asked, what they answer, who is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from deploy.town.chances import (
    lognormal,
    office_hour,
    pick,
    weighted,
)
from deploy.town.children import years_old
from deploy.town.reference import Provider, Staff, Town, read_codes
from deploy.town.shapes import (
    SampledAnswer,
    SampledChild,
    SampledChoice,
    SampledEnquiry,
    SampledEntry,
    SampledFamily,
    SampledShare,
)
from deploy.town.texts import needs, wishes

# SY-06. Sigmas follow from the 90th percentile: ln(p90 / median) / 1.2816.
ASKED = {1: 0.55, 2: 0.25, 3: 0.15, 4: 0.05}
ANSWER_MEDIAN, ANSWER_SIGMA = 2.1, 1.0437
WAITING_MEDIAN, WAITING_SIGMA = 16.0, 0.949
# Asking, choosing and deciding take most of a week even when it is urgent.
SHORTEST_WAIT = 6
DECLINES = {
    "no_capacity": 0.61,
    "no_suitable_staff": 0.19,
    "safety_risk": 0.06,
    "conflict_of_interest": 0.03,
    "information_incomplete": 0.05,
    "distance": 0.03,
    "needs_other_help_type": 0.03,
}
# The chosen provider always offers; among the others these make .17 declines of all answers.
OTHERS = {"declined": 0.41, "offered": 0.42, "later": 0.06, "question": 0.03, "silent": 0.08}
JOINT = 0.10
PARTNER_SHARE = 1 / 3
DISCLOSED = ("people", "telephone", "custody", "languages", "situation", "goals_wanted")
DISCLOSED_SOMETIMES = ("address", "school", "health")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Request:
    """What one help needs, before anybody is asked."""

    aid_type: str
    reasons: tuple[str, ...]
    first_contact_on: date
    minutes_per_week: int
    waiting_quantile: float


class Network:
    """Chooses providers and carers so that everybody ends with the share agreed for them."""

    def __init__(self, town: Town, told: Iterable[SampledEntry] = ()) -> None:
        """Begin with the hours that were `told` by hand."""
        self._town = town
        self._booked = dict.fromkeys((p.code for p in town.providers), 0.0)
        for entry in told:
            self._booked[entry.provider] += entry.minutes
        self._load = dict.fromkeys((s.code for s in town.staff), 0.0)

    def choose(
        self, chance: Random, family: SampledFamily, request: Request, minutes: float
    ) -> tuple[SampledShare, ...]:
        """Return the shares of a help that will need about so many minutes in the window."""
        able = [p for p in self._town.providers if _able(p, family, request.aid_type)]
        able = able or [p for p in self._town.providers if request.aid_type in p.aid_types]
        lead = max(able, key=self._missing)
        partner = self._partner(chance, able, lead, family)
        weekly = request.minutes_per_week
        theirs = round(weekly * PARTNER_SHARE / 15) * 15 if partner else 0
        shares = [(lead, weekly - theirs, "Arbeit mit der ganzen Familie")]
        if partner:
            shares.append((partner, theirs, "Sprache und Vermittlung"))
        return tuple(
            self._share(family, provider, part, task, minutes * part / weekly)
            for provider, part, task in shares
        )

    def _missing(self, provider: Provider) -> float:
        total = sum(self._booked.values()) + 1
        return provider.share - self._booked[provider.code] / total

    def _partner(
        self, chance: Random, able: Sequence[Provider], lead: Provider, family: SampledFamily
    ) -> Provider | None:
        if family.language == "de" or chance.random() > JOINT / 0.24:
            return None
        speaking = [p for p in able if p is not lead and family.language in p.languages]
        return max(speaking, key=self._missing) if speaking else None

    def _share(
        self, family: SampledFamily, provider: Provider, weekly: int, task: str, minutes: float
    ) -> SampledShare:
        carers = self._town.working_as("carer", provider.code)
        speaking = [c for c in carers if family.language in c.languages] or carers
        carer = min(speaking, key=lambda c: self._load[c.code] / c.minutes_per_week)
        if self._load[carer.code] > 2 * min(self._load[c.code] + 1 for c in carers):
            carer = min(carers, key=lambda c: self._load[c.code] / c.minutes_per_week)
        self._load[carer.code] += minutes
        self._booked[provider.code] += minutes
        coordinator = self._town.working_as("coordinator", provider.code)[0]
        lead = task != "Sprache und Vermittlung"
        return SampledShare(provider.code, carer.code, coordinator.code, lead, weekly, task)


def ask(
    chance: Random,
    town: Town,
    family: SampledFamily,
    request: Request,
    shares: tuple[SampledShare, ...],
) -> tuple[SampledEnquiry, SampledChoice]:
    """Return the enquiry, its answers and the choice that led to a first contact on that day."""
    waiting = max(
        SHORTEST_WAIT, round(lognormal(request.waiting_quantile, WAITING_MEDIAN, WAITING_SIGMA))
    )
    sent = office_hour(chance, request.first_contact_on - timedelta(days=waiting))
    chosen = [share.provider for share in shares]
    others = [p.code for p in town.providers if p.code not in chosen]
    able = [c for c in others if _able(town.provider(c), family, request.aid_type)]
    amount = max(weighted(chance, ASKED) - len(chosen), 0)
    asked = (*chosen, *pick(chance, able, amount))
    latest = datetime.combine(request.first_contact_on, sent.time()) - timedelta(days=1)
    answers = tuple(
        _answer(chance, town, provider, (sent, latest), request, chosen=provider in chosen)
        for provider in asked
    )
    answers = tuple(_with_carer(town, answer, shares) for answer in answers)
    enquiry = SampledEnquiry(
        sent_at=sent,
        need=chance.choice(needs(request.reasons[0], years_old(family.children, sent.date()))),
        minutes_per_week=request.minutes_per_week,
        age_bands=age_bands(family.children, request.first_contact_on),
        languages=(family.language,) if family.language != "de" else (),
        weekdays=tuple(day for day in WEEKDAYS if chance.random() < 0.6) or WEEKDAYS[:2],
        space=family.address.space,
        starts_on=request.first_contact_on,
        asked=asked,
        answers=answers,
    )
    return enquiry, _choice(chance, enquiry, chosen, latest)


def age_bands(children: Sequence[SampledChild], on: date) -> tuple[str, ...]:
    """Return the codes of the age bands of some children on a day, in order of age."""
    rows = read_codes("age_bands")
    ages = years_old(children, on)
    found = {
        row["code"]
        for row in rows
        for age in ages
        if row["from_age"] and int(row["from_age"]) <= age <= int(row["to_age"])
    }
    if any(child.born_on is None for child in children):
        found.add("unborn")
    return tuple(row["code"] for row in rows if row["code"] in found)


def _able(provider: Provider, family: SampledFamily, aid_type: str) -> bool:
    return aid_type in provider.aid_types and family.address.space in provider.spaces


def _answer(
    chance: Random,
    town: Town,
    provider: str,
    between: tuple[datetime, datetime],
    request: Request,
    *,
    chosen: bool,
) -> SampledAnswer:
    sent, latest = between
    kind = "offered" if chosen else weighted(chance, OTHERS)
    days = lognormal(chance.uniform(0.001, 0.999), ANSWER_MEDIAN, ANSWER_SIGMA)
    at = sent + timedelta(hours=round(min(days, 45) * 24))
    if chosen:
        at = min(at, sent + (latest - sent) * 0.7)
    offers = kind in ("offered", "later")
    later = 0 if chosen else chance.randint(0, 30)
    carers = town.working_as("carer", provider)
    return SampledAnswer(
        provider=provider,
        kind=kind,
        at=None if kind == "silent" else _in_the_day(at, sent),
        decline_reason=weighted(chance, DECLINES) if kind == "declined" else "",
        starts_on=request.first_contact_on + timedelta(days=later) if offers else None,
        minutes_per_week=request.minutes_per_week if offers else 0,
        profile=_profile(chance, carers) if offers else "",
        remark="Welche Wochentage sind für die Familie möglich?" if kind == "question" else "",
    )


def _with_carer(town: Town, answer: SampledAnswer, shares: Sequence[SampledShare]) -> SampledAnswer:
    """Describe in the chosen offers the carers who will come, and their part of the hours."""
    for share in shares:
        if share.provider == answer.provider:
            carer = next(s for s in town.staff if s.code == share.carer)
            return replace(answer, profile=carer.profile, minutes_per_week=share.minutes_per_week)
    return answer


def _in_the_day(at: datetime, earliest: datetime) -> datetime:
    """Move a moment between eight and four o'clock of its day, but not before another."""
    moved = at.replace(hour=8 + at.hour // 3, second=0, microsecond=0)
    return max(moved, earliest + timedelta(hours=1))


def _profile(chance: Random, carers: Sequence[Staff]) -> str:
    return chance.choice([carer.profile for carer in carers])


def _choice(
    chance: Random, enquiry: SampledEnquiry, chosen: Sequence[str], latest: datetime
) -> SampledChoice:
    answered = max(a.at for a in enquiry.answers if a.at and a.provider in chosen)
    on = answered + (latest - answered) * 0.4
    accepted = answered + (latest - answered) * 0.7
    fields = tuple(f for f in DISCLOSED_SOMETIMES if chance.random() < 0.5)
    return SampledChoice(
        on=on.date(),
        wish=chance.choice(wishes()),
        disclosed_fields=(*DISCLOSED, *fields),
        accepted_at=_in_the_day(accepted, answered),
    )
