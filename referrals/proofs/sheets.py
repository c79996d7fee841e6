"""What stands in the monthly proof: numbers, moments, and one signed state; nobody's name but the checks' own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.actor import Actor
from audit import reader
from audit.clock import day_text, moment, moment_text
from audit.findings import numbered
from referrals.hours.sums import CalendarMonth
from referrals.readings.models import STUCK, Result, SealCheck

# The paper has one page: further findings stand on the page of their check.
FINDINGS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The month of the trail on one page."""

    month: str
    period: str
    kinds: tuple[tuple[str, str, str, str], ...]
    verdict: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    more: str
    note: str


def last_check(month: CalendarMonth) -> SealCheck | None:
    """Give the newest verification that ended since the month began; it read everything from before."""
    ended = SealCheck.objects.filter(ended_at__isnull=False, asked_at__gte=_since(month))
    return ended.order_by("-ended_at").first()


def proof(month: CalendarMonth, check: SealCheck, by: Actor) -> Proof:
    """Collect the month; `check` is the verification on which it rests."""
    since, until = _since(month), moment(month.next_on, 0)
    signed, state = reader.states(since, until, check.asked_at)
    checks = list(SealCheck.objects.filter(asked_at__gte=since, asked_at__lt=until))
    if check not in checks:
        checks.append(check)
    bent = [one for one in checks if one.result == Result.BENT]
    findings = [text for one in bent for text in one.findings]
    hidden = len(findings) - FINDINGS_SHOWN
    return Proof(
        month=month.words,
        period=_period(month, by),
        kinds=tuple(_row(one) for one in reader.counted(since, min(until, by.now))),
        verdict=_verdict(check),
        facts=(
            ("Signierte Stände im Monat", numbered(signed)),
            ("Zuletzt geprüft", f"{moment_text(check.asked_at)} Uhr"),
            ("Geprüfte Einträge", numbered(check.checked)),
            ("Prüfungen des Siegels", numbered(len(checks))),
            ("Davon mit Befund", numbered(len(bent))),
            ("Nicht beendet", numbered(sum(_is_stuck(one, by.now) for one in checks))),
        ),
        findings=tuple(findings[:FINDINGS_SHOWN]),
        more=f"… und {numbered(hidden)} weitere, siehe Nachweise." if hidden > 0 else "",
        note=state.note.strip() if state else "",
    )


def _row(one: reader.Counted) -> tuple[str, str, str, str]:
    return (one.kind.label, numbered(one.entries), numbered(one.refused), numbered(one.retired))


def _verdict(check: SealCheck) -> str:
    if check.result == Result.BENT:
        return "Die letzte Prüfung fand veränderte Einträge."
    return "Die letzte Prüfung fand alle Einträge unverändert."


def _is_stuck(check: SealCheck, now: datetime) -> bool:
    return check.ended_at is None and check.asked_at < now - STUCK


def _period(month: CalendarMonth, by: Actor) -> str:
    last = month.next_on - timedelta(days=1)
    if last >= by.today:
        return f"{day_text(month.first_on)} bis jetzt ({moment_text(by.now)} Uhr), Monat läuft noch"
    return f"{day_text(month.first_on)} bis {day_text(last)}"


def _since(month: CalendarMonth) -> datetime:
    return moment(month.first_on, 0)
