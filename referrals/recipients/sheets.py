"""What providers know about a family besides what was told: its care plans; what ends and stays
when one sheet is taken back.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day, day_text
from providers.register.models import Provider
from referrals.aids import sheets as aids
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.disclosures import sheets as disclosures
from referrals.disclosures.access import OPEN, may_disclose, told_to
from referrals.disclosures.models import Disclosure, Field
from referrals.disclosures.sums import Lines
from referrals.enquiries import sheets as enquiries
from referrals.enquiries.models import Enquiry, Matter
from referrals.families.models import Family
from referrals.plans import sheets as plans
from referrals.plans.access import SHARED
from referrals.plans.models import Version
from referrals.recipients import sums

type Told = Disclosure | Version | Enquiry
PLAN_STAYS = "Den Hilfeplan mit den Namen darin liest {}{} weiter, {}."
PLAN_ENDS = "{0} liest ihn nicht mehr ({2}) und behält die eigenen Stunden und Ihre Nummer."
LIVING = {Status.APPROVED, Status.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReader:
    """A provider that reads versions of a care plan."""

    plan: UUID
    provider_id: UUID
    provider: str
    word: str
    versions: str
    until: str

    @property
    def text(self) -> str:
        """What it reads, and until when, in one line."""
        return f"Hilfeplan {self.word}, {self.versions}{self.until and ','}{self.until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """Something in which a provider read what is protected now: a sheet, a plan, an enquiry.

    `href_page` is the name of its page; `replaces` is set where a sheet can be replaced.
    """

    title: str
    text: str
    href_page: str
    thing: UUID
    replaces: UUID | None = None
    warning: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeEnding:
    """What ends and what stays when a provider is told no more."""

    id: UUID
    word: str
    provider: str
    ends: tuple[tuple[str, str], ...]
    stays: tuple[str, ...]
    aids: tuple[tuple[UUID, str], ...]


def plan_readers(family: UUID, by: Actor) -> tuple[PlanReader, ...]:
    """Say which providers read which versions of a family's care plans, for the office."""
    rows = Version.objects.visible_to(by).filter(plan__aid__family=family, status__in=SHARED)
    versions = list(rows.select_related("plan").order_by("number"))
    shares, found = _shares(family, by), []
    told = told_to((share.provider_id for share in shares), by.today).filter(family=family)
    still = set(told.values_list("provider_id", flat=True))
    for share in shares:
        own = [v for v in versions if v.plan.aid_id == share.aid_id and _reads(v, share, still)]
        if own:
            found.append(
                PlanReader(
                    plan=own[0].plan_id,
                    provider_id=share.provider_id,
                    provider=share.provider.name,
                    word=share.aid.word,
                    versions=sums.versions([version.number for version in own]),
                    until=f" bis {day_text(share.visible_until)}" if share.visible_until else "",
                )
            )
    return tuple(found)


def told(family: Family, by: Actor) -> list[Told]:
    """Gather, for the office, everything in which a provider may have read something of a family:
    sheets, care plans and enquiries.
    """
    near = ("lock", "provider", "carer")
    versions = Version.objects.visible_to(by).filter(plan__aid__family=family, status__in=SHARED)
    matters = Matter.objects.visible_to(by).filter(family=family, enquiry__readers__len__gt=0)
    return [
        *Disclosure.objects.visible_to(by).filter(family=family).select_related(*near),
        *versions.select_related("lock", "plan__aid").order_by("number"),
        *(row.enquiry for row in matters.select_related("enquiry__lock")),
    ]


def text_of(row: Told) -> str:
    """Open what a provider reads in it, for the look through it and for nothing else."""
    if isinstance(row, Disclosure):
        return "\n".join(text for _, text in disclosures.rows_of(row))
    texts = plans.outgoing(row) if isinstance(row, Version) else enquiries.text_of(row)
    return "\n".join(texts.values())


def known(rows: list[Told], found: Mapping[str, list[str]], by: Actor) -> tuple[KnownLine, ...]:
    """Say who was told what is protected now, what they still read first."""
    lines = [_known(row, ", ".join(found[str(row.id)]), by) for row in rows if str(row.id) in found]
    return tuple(sorted(lines, key=lambda line: line.is_over))


def without(rows: Lines, found: Collection[str], family: UUID, by: Actor) -> Lines:
    """Give the lines of a sheet without those that hold something protected; address, numbers and
    facts are those of today, which stand for the real ones.
    """
    fields = (Field.ADDRESS, Field.NUMBERS, Field.FACTS)
    now = dict(disclosures.lines_of(family, fields, by, None))
    gone = {*found, *(str(field.label) for field in fields)}
    kept = [(label, now.get(label, "") if label in gone else text) for label, text in rows]
    return [(label, text) for label, text in kept if text]


def names_told(family: UUID, by: Actor) -> frozenset[str]:
    """Give the names of a family's people that somebody at a provider reads on its sheets."""
    rows = Disclosure.objects.visible_to(by).filter(family=family).select_related("lock")
    told = [dict(disclosures.rows_of(row)) for row in rows]
    adults = [line for one in told for line in one.get(str(Field.ADULTS.label), "").splitlines()]
    kids = [line for one in told for line in one.get(str(Field.CHILDREN.label), "").splitlines()]
    return frozenset(
        [line.rpartition(", ")[0] for line in adults] + [line.rpartition(" (")[0] for line in kids]
    )


def _known(row: Told, kinds: str, by: Actor) -> KnownLine:
    if isinstance(row, Disclosure):
        is_open = row.status in OPEN and not row.closed
        may = is_open and may_disclose(by, row.family)
        return KnownLine(
            title=f"{row.provider.name} am {day_text(day(row.made_at))} ({kinds})",
            text="" if is_open else "Freigabe beendet. Was gelesen wurde, bleibt dort bekannt.",
            href_page="disclosure",
            thing=row.id,
            replaces=row.id if may else None,
            warning=f"{row.provider.name} liest noch: {kinds}. Bitte ersetzen." if may else "",
            is_over=not is_open,
        )
    if isinstance(row, Version):
        names = ", ".join(_names(row.readers))
        text = "Schreiben Sie den Plan fort; wer die Fassung gelesen hat, kennt die Angabe."
        title = f"{names or 'Frühere Träger'}: Hilfeplan, Fassung {row.number} ({kinds})"
        return KnownLine(title=title, text=text, href_page="version", thing=row.id)
    title = f"{', '.join(_names(row.readers))}: Anfrage {row.word} ({kinds})"
    return KnownLine(title=title, text="", href_page="enquiry", thing=row.id)


def _names(readers: list[UUID]) -> list[str]:
    return sorted(Provider.objects.filter(id__in=readers).values_list("name", flat=True))


def _fields(row: Disclosure) -> str:
    return ", ".join(str(Field(field).label) for field in row.fields)


def before_ending(told: Disclosure, by: Actor) -> BeforeEnding:
    """Say what ends with one sheet, and what the provider sees and does all the same."""
    living = [
        share
        for share in _shares(told.family_id, by)
        if share.provider_id == told.provider_id and share.aid.status in LIVING
    ]
    besides = tuple(_told_besides(told, by))
    plans = tuple(_read_on(told, by, PLAN_STAYS if besides else PLAN_ENDS))
    return BeforeEnding(
        id=told.id,
        word=told.word,
        provider=told.provider.name,
        ends=(*_ends(told), *(("Hilfeplan", text) for text in plans if not besides)),
        stays=(
            *(f"{share.aid.aid_type} läuft weiter." for share in living),
            *(plans if besides else ()),
            *besides,
        ),
        aids=tuple((share.aid_id, str(share.aid.aid_type)) for share in living),
    )


def _shares(family: UUID, by: Actor) -> list[Share]:
    """Give the shares of a family's helps that their providers still see."""
    rows = Share.objects.visible_to(by).filter(aid__family=family)
    still = rows.exclude(visible_until__lt=by.today)
    return list(still.select_related("provider", "aid__aid_type").order_by("provider__name"))


def _reads(version: Version, share: Share, still_told: Collection[UUID]) -> bool:
    return share.provider_id in version.readers and share.provider_id in still_told


def _ends(told: Disclosure) -> Iterator[tuple[str, str]]:
    yield "Diese Angaben", _fields(told)
    yield "Grundlage", told.basis_words
    if told.carer:
        yield "In „Mein Tag“", f"{told.carer.display_name} sieht dort Namen und Telefon nicht mehr."


def _read_on(told: Disclosure, by: Actor, sentence: str) -> Iterator[str]:
    for reader in plan_readers(told.family_id, by):
        if reader.provider_id == told.provider_id:
            yield sentence.format(reader.provider, reader.until, reader.versions)


def _told_besides(told: Disclosure, by: Actor) -> Iterator[str]:
    rows = Disclosure.objects.visible_to(by).filter(
        family=told.family_id, provider=told.provider_id, status__in=OPEN
    )
    for other in rows.exclude(id=told.id).exclude(until_on__lt=by.today).order_by("made_at"):
        yield f"Weiter freigegeben: {_fields(other)} ({other.basis_words})."


# The labels of the lines of each sheet that are protected since it was told.
type KeptBack = Mapping[UUID, Collection[str]]
type Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderView:
    """What one provider sees of a family now: what it was told, the helps it shares, their plans.

    Each part is a title and its rows, label and text, as the provider's own pages show them.
    """

    word: str
    provider: str
    parts: tuple[tuple[str, Rows], ...]
    # What was told before it was protected: covered here, and read there until it is replaced.
    covered: str


def provider_view(
    family: Family, provider: Provider, there: Actor, kept_back: KeptBack
) -> ProviderView:
    """Open a family as a provider: `there` is a coordinator, the transaction stands as one."""
    return ProviderView(
        word=family.word,
        provider=provider.name,
        parts=(
            *_seen_told(family, there, kept_back),
            *_seen_aids(family, there),
            *_seen_plans(family, there),
        ),
        covered=", ".join(sorted(set().union(*kept_back.values()))),
    )


def _seen_told(family: Family, there: Actor, kept_back: KeptBack) -> Iterator[tuple[str, Rows]]:
    rows = Disclosure.objects.visible_to(there).filter(family=family.id)
    for row in rows.select_related("lock", "provider", "carer").order_by("made_at"):
        sheet = disclosures.sheet(row, there, kept_back.get(row.id, ()))
        yield f"Unterlagen {sheet.word}, {sheet.told}", tuple(sheet.rows)


def _seen_aids(family: Family, there: Actor) -> Iterator[tuple[str, Rows]]:
    rows = Aid.objects.visible_to(there).filter(family=family.id)
    for row in rows.select_related("aid_type", "worker").order_by("from_on"):
        sheet = aids.sheet(row, row.worker, there)
        shares = (line for share in sheet.shares for line in share.rows)
        yield f"Hilfe {sheet.word}", tuple((line[0], line[1]) for line in (*sheet.rows, *shares))


def _seen_plans(family: Family, there: Actor) -> Iterator[tuple[str, Rows]]:
    rows = Version.objects.visible_to(there).filter(plan__aid__family=family.id)
    near = rows.select_related("lock", "plan__aid__aid_type", "author", "decided_by", "edited_by")
    for row in near.order_by("plan__aid__word", "number"):
        sheet = plans.version(row, there)
        goals = [(f"Ziel {goal.number}", goal.text) for goal in sheet.goals]
        steps = [(task.who, task.what) for goal in sheet.goals for task in goal.tasks]
        texts = [
            (sums.PLAN_TEXTS[name], text)
            for name, text in sheet.texts.items()
            if name in sums.PLAN_TEXTS
        ]
        said = (line for line in (*goals, *steps, *texts) if line[1])
        yield f"Hilfeplan {sheet.word}, Fassung {sheet.number}", tuple(said)
