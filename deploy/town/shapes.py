"""What the sampler hands out: frozen rows that a seed runner replays as deeds in order of time."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which hours are booked and new help begins, both days included."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Window":
        """Return one calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class SampledAddress:
    """Where somebody lives."""

    street: str
    number: str
    postal_code: str
    space: str


@dataclass(frozen=True, slots=True)
class SampledAdult:
    """A grown-up of a family; `known` is false for a parent nobody can name."""

    ref: str
    first_name: str
    surname: str
    sex: str
    relation: str
    born_on: date | None
    language: str
    needs_interpreter: bool
    in_household: bool
    phone: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class SampledChild:
    """A child; an unborn one has no first name and an expected day instead of a birthday."""

    ref: str
    first_name: str
    surname: str
    sex: str
    born_on: date | None
    expected_on: date | None
    custody: str
    own_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampledBasis:
    """Why something may be told: law, consent or release; `state` given, refused or revoked."""

    kind: str
    topic: str
    given_by: str
    on: date
    until: date | None
    state: str
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class SampledIntake:
    """A first contact; one result of assessment for each child when danger was possible."""

    ref: str
    at: datetime
    channel: str
    reporter: str
    matter: str
    urgency: str
    space: str
    danger: str
    taken_by: str
    confirmed_by: str | None
    outcome: str
    assessments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampledAnswer:
    """A provider's answer: offered, question, later, declined or (no moment) silent."""

    provider: str
    kind: str
    at: datetime | None
    decline_reason: str
    starts_on: date | None
    minutes_per_week: int
    profile: str
    remark: str


@dataclass(frozen=True, slots=True)
class SampledEnquiry:
    """Stage one: what is asked of providers without naming the family."""

    sent_at: datetime
    need: str
    minutes_per_week: int
    age_bands: tuple[str, ...]
    languages: tuple[str, ...]
    weekdays: tuple[str, ...]
    space: str
    starts_on: date
    asked: tuple[str, ...]
    answers: tuple[SampledAnswer, ...]


@dataclass(frozen=True, slots=True)
class SampledShare:
    """A provider's part in a help, with the carer who does the work."""

    provider: str
    carer: str
    coordinator: str
    lead: bool
    minutes_per_week: int
    task: str


@dataclass(frozen=True, slots=True)
class SampledChoice:
    """The family's choice, the disclosure after it and the providers' acceptance."""

    on: date
    wish: str
    disclosed_fields: tuple[str, ...]
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class SampledDecision:
    """A decision of the office by two people: `kind` new, extension or change."""

    kind: str
    decided_on: date
    author: str
    approver: str
    starts_on: date
    ends_on: date
    minutes_per_week: int


@dataclass(frozen=True, slots=True)
class SampledStep:
    """Who does what by when."""

    who: str
    what: str
    until: date


@dataclass(frozen=True, slots=True)
class SampledGoal:
    """A goal through all versions; ratings -2..2 by perspective, outcome once it is settled."""

    ref: str
    text: str
    first_version: int
    steps: tuple[SampledStep, ...]
    outcome: str | None
    rated_on: date | None
    ratings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SampledPlan:
    """One version of the shared plan; `signatures` pairs a person's ref with a state."""

    version: int
    meeting_on: date
    in_force_on: date | None
    child_view: str
    parents_view: str
    professional_view: str
    goals: tuple[str, ...]
    review_on: date
    signatures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SampledEntry:
    """Booked minutes; `entered_on` is the day of typing, `corrected_to` a later correction."""

    on: date
    start_minute: int
    minutes: int
    kind: str
    provider: str
    carer: str
    entered_on: date
    corrected_to: int | None


@dataclass(frozen=True, slots=True)
class SampledEnding:
    """How a help ended: statistic code and what comes after it."""

    on: date
    reason: str
    following: str


@dataclass(frozen=True, slots=True)
class SampledEpisode:
    """One way from first contact to the end of help, as far as it has come."""

    ref: str
    aid_type: str
    child: str | None
    reasons: tuple[str, ...]
    intake: SampledIntake
    enquiry: SampledEnquiry | None
    choice: SampledChoice | None
    shares: tuple[SampledShare, ...]
    first_contact_on: date | None
    waiting_days: int | None
    months: float
    decisions: tuple[SampledDecision, ...]
    plans: tuple[SampledPlan, ...]
    goals: tuple[SampledGoal, ...]
    entries: tuple[SampledEntry, ...]
    ending: SampledEnding | None


@dataclass(frozen=True, slots=True)
class SampledFamily:
    """A household with its worker and everything that happened with it; `special` names SY-09."""

    ref: str
    file_number: str
    surname: str
    household: str
    foreign: bool
    transfer_income: bool
    language: str
    address: SampledAddress
    second_address: SampledAddress | None
    adults: tuple[SampledAdult, ...]
    children: tuple[SampledChild, ...]
    bases: tuple[SampledBasis, ...]
    worker: str
    episodes: tuple[SampledEpisode, ...]
    special: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampledContact:
    """Anonymous counselling: counted without a person."""

    on: date
    topic: str
    space: str
    age_band: str
    channel: str


@dataclass(frozen=True, slots=True)
class OutsideAid:
    """A help outside the network, counted without people (residential, foster, counselling)."""

    aid_type: str
    space: str
    age_months: int
    started_on: date
    ended_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class SampledWorld:
    """A whole town for one window of time."""

    window: Window
    families: tuple[SampledFamily, ...]
    other_intakes: tuple[SampledIntake, ...]
    contacts: tuple[SampledContact, ...]
    outside: tuple[OutsideAid, ...]
