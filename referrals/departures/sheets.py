"""What ends for a provider and what it keeps until everything is settled."""

from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from accounts.models import User
from audit.clock import day_text
from providers.budgets.sums import hours_text
from referrals.aids.models import Aid, Share
from referrals.aids.sheets import LIVING, calling
from referrals.bases import sheets as bases
from referrals.bases.models import Basis
from referrals.disclosures.access import OPEN
from referrals.disclosures.models import Disclosure, Field
from referrals.hours.sheets import used_minutes

SETTLES = (
    "{} behält zu {} die eigenen Stunden und Ihre Nummer. "
    "Rufen Sie bitte an, damit niemand vor der Tür steht."
)
AGAIN = (
    "Von derselben Person steht dazu noch eine in der Akte ({}). Ist auch sie gemeint, halten Sie "
    "bitte auch ihren Widerruf fest."
)
GONE = "Namen und Telefon der Familie sehen Sie nicht mehr, weil nichts mehr freigegeben ist."


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeWithdrawing:
    """What ends with a consent, and what goes on until it is settled."""

    word: str
    ground: str
    ends: tuple[tuple[str, str], ...]
    stays: tuple[str, ...]


def before_withdrawing(basis: Basis, by: Actor) -> BeforeWithdrawing:
    """Say who was told what on a ground, or on one that counts together with it only, and which
    helps go on without it.
    """
    resting = bases.resting(basis, by.today)
    rows = Disclosure.objects.visible_to(by).filter(basis__in=resting, status__in=OPEN)
    told = list(rows.select_related("provider").order_by("made_at"))
    whose = {row.provider_id for row in told}
    living = [share for share in _shares(basis.family_id, by) if share.provider_id in whose]
    return BeforeWithdrawing(
        word=basis.family.word,
        ground=bases.named(basis),
        ends=tuple(
            (row.provider.name, ", ".join(str(Field(field).label) for field in row.fields))
            for row in told
        ),
        stays=(
            *(SETTLES.format(share.provider, share.aid.aid_type) for share in living),
            *(AGAIN.format(bases.days_of(one)) for one in bases.twins(basis, by.today)),
        ),
    )


def settlement(aid: Aid, worker: User, by: Actor) -> tuple[tuple[str, ...], ...]:
    """Say to a provider that is told nothing any more what it keeps until the window ends: its own
    hours, and whom it reaches at the office. Empty while it is told something.
    """
    if Disclosure.objects.visible_to(by).filter(family=aid.family_id).exists():
        return ()
    shares = list(Share.objects.visible_to(by).filter(aid=aid).select_related("provider"))
    ids = [share.id for share in shares]
    booked = sum(used_minutes(ids).values())
    handed_in = sum(used_minutes(ids, handed_in_only=True).values())
    until = max((share.visible_until for share in shares if share.visible_until), default=None)
    return (
        ("Freigabe beendet", GONE),
        ("Jugendamt", *calling(worker)),
        ("Eigene Stunden", f"{hours_text(booked)} gebucht, {hours_text(handed_in)} abgegeben"),
        ("Zu sehen", f"bis {day_text(until)}" if until else "bis die Hilfe abgerechnet ist"),
    )


def _shares(family: UUID, by: Actor) -> list[Share]:
    """Give the shares of a family's helps that are not over."""
    rows = Share.objects.visible_to(by).filter(aid__family=family, aid__status__in=LIVING)
    return list(rows.select_related("provider", "aid__aid_type").order_by("provider__name"))
