"""How long each class of rows is kept: one table of rules, and the arithmetic of days; needs no database.

Source: domain.md 3.6 (K1 to K15), DIN 66398 (a deletion class is a start and a period; every kind of row has
exactly one), SGB VIII § 9b, GDPR Art. 5 (1) e. Periods that no law fixes are the office's own and can be set
(`HILFENETZ_RETENTION`). `docs/deletion.md` is written from this table.
"""

import re
from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MAJORITY = 18
HUNDRED = 100
MONTHS = 12
LEAP_DAY = (2, 29)
_PERIOD = re.compile(r"(\d{1,3}) ?([yjmd])")


class Start(StrEnum):
    """From which event a period runs, in the words of the concept."""

    CASE_END = "Ende des letzten Vorgangs"
    CLOSING = "Abschluss"
    YEAR_END = "Ende des Kalenderjahres"
    CONTRACT_END = "Ende der Vereinbarung"
    EVENT = "Eintrag"
    ANSWER = "Antwort"
    DELIVERY = "Abgabe"
    LEAVING = "Ende aller Rollen"
    LAST_USE = "letzter Gebrauch"
    NONE = "–"


class After(StrEnum):
    """What happens when the period is over."""

    RESTRICT = "Verarbeitung einschränken, später löschen"
    DELETE = "löschen"
    KEEP = "bleibt (kein Personenbezug)"
    WITH_FILE = "mit der Akte"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole years, months and days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        parts = [
            _counted(self.years, "Jahr", "Jahre"),
            _counted(self.months, "Monat", "Monate"),
            _counted(self.days, "Tag", "Tage"),
        ]
        return " und ".join(filter(None, parts)) or "sofort"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The rule of one class.

    `majority` lets the period run not before the youngest child's 18th birthday; `century` keeps what is
    restricted until the youngest child's 100th (SGB VIII § 9b), while the office's setting says so.
    """

    code: str
    title: str
    start: Start
    period: Period
    after: After
    basis: str
    majority: bool = False
    century: bool = False
    fixed: bool = False


def _rule(  # noqa: PLR0913  # the columns of the table
    code: str,
    title: str,
    start: Start,
    period: Period,
    after: After,
    basis: str,
    *,
    majority: bool = False,
    century: bool = False,
    fixed: bool = False,
) -> Rule:
    return Rule(
        code=code,
        title=title,
        start=start,
        period=period,
        after=after,
        basis=basis,
        majority=majority,
        century=century,
        fixed=fixed,
    )


OWN = "eigene Festlegung des Amtes"
# K2 (danger or need was found) and K14 (confided notes) go with the file; so does what was written about it (K8).
_TABLE = (
    _rule("K1", "Akte mit Hilfe zur Erziehung", Start.CASE_END, Period(years=10), After.RESTRICT,
          "SGB VIII § 9b; Praxis der Kommunen", majority=True, century=True),
    _rule("K3", "Einschätzung ohne Gefährdung und ohne Bedarf", Start.CLOSING, Period(years=2), After.DELETE, OWN),
    _rule("K4", "Akte mit Beratung ohne Hilfe", Start.CASE_END, Period(years=3), After.DELETE, OWN),
    _rule("K5", "Erstkontakt, aus dem keine Akte wurde", Start.CLOSING, Period(years=1), After.DELETE, OWN),
    _rule("K6", "Stundennachweise und Rechnungen", Start.YEAR_END, Period(years=10), After.DELETE,
          "Haushaltsrecht der Kommune (KomHVO NRW)"),
    _rule("K7", "Vereinbarungen und Verwendungsnachweise", Start.CONTRACT_END, Period(years=10), After.DELETE,
          "Haushaltsrecht der Kommune (KomHVO NRW)"),
    _rule("K9", "Nachweise der Zugriffe", Start.EVENT, Period(years=1), After.DELETE,
          "DSGVO Art. 5 (1) e; BDSG § 76 entsprechend", fixed=True),
    _rule("K10", "Schriftwechsel über Auskünfte", Start.ANSWER, Period(years=3), After.DELETE,
          "Verjährung (BGB § 195)"),
    _rule("K11", "Zuordnung der Statistik", Start.DELIVERY, Period(years=1), After.DELETE, "BStatG § 12 entsprechend"),
    _rule("K12", "Mitteilung an einen Träger", Start.CASE_END, Period(), After.WITH_FILE,
          "DSGVO Art. 19: Empfänger müssen benannt werden können"),
    _rule("K15", "Beratung ohne Namen", Start.NONE, Period(), After.KEEP, "kein Personenbezug"),
    _rule("file", "Schlüssel der Lesekreise", Start.CASE_END, Period(), After.WITH_FILE,
          "mit der Akte; Vernichtung macht Reste unlesbar"),
    _rule("account", "Zugänge der Mitarbeitenden", Start.LEAVING, Period(years=1), After.DELETE,
          "LPVG, DSGVO Art. 88; der Name bleibt, solange eine Akte ihn nennt"),
    _rule("session", "Sitzungen", Start.LAST_USE, Period(days=1), After.DELETE, "DSGVO Art. 5 (1) e"),
    _rule("draft", "Entwürfe", Start.LAST_USE, Period(days=14), After.DELETE, OWN),
    _rule("job", "Aufträge", Start.EVENT, Period(days=3), After.DELETE, "nur Kennungen, keine Inhalte"),
    _rule("erasure", "Protokoll der Löschung", Start.NONE, Period(), After.KEEP, "nur Kennungen und Zahlen"),
    _rule("keep", "Zahlen und Siegel", Start.NONE, Period(), After.KEEP, "kein Personenbezug"),
    _rule("reference", "Schlüsselverzeichnisse", Start.NONE, Period(), After.KEEP, "kein Personenbezug"),
)  # fmt: skip


@cache
def rules() -> dict[str, Rule]:
    """Give the rules by their code, with what the office set for itself.

    Raises:
        ImproperlyConfigured: the setting names no class, or no period.
    """
    table = {rule.code: rule for rule in _TABLE}
    for part in filter(None, settings.RETENTION.replace(" ", "").split(",")):
        code, _, text = part.partition("=")
        if code not in table or table[code].fixed or not _PERIOD.fullmatch(text):
            msg = (
                f"HILFENETZ_RETENTION: „{part}“ ist keine Frist. Richtig ist zum Beispiel K4=3y, K5=18m"
                " oder draft=14d."
            )
            raise ImproperlyConfigured(msg)
        table[code] = replace(table[code], period=_read(text))
    return table


def _read(text: str) -> Period:
    number, unit = _PERIOD.fullmatch(text).groups()  # type: ignore[union-attr]  # it fits, its caller saw to it
    return Period(**{{"y": "years", "j": "years", "m": "months", "d": "days"}[unit]: int(number)})


def kept_for_a_century() -> bool:
    """Tell whether the office keeps files of helps restricted until the 100th birthday (SGB VIII § 9b)."""
    return bool(settings.KEEP_A_CENTURY)


def birthday(born: date, years: int) -> date:
    """Give the day on which somebody has completed so many years of life.

    Args:
        born: the day of birth.
        years: completed years.

    Returns:
        The same day of the year; whoever was born on 29 February completes a year at the end of 28 February,
        so in a year without that day it is 1 March (BGB §§ 187 (2), 188 (2)).
    """
    year = born.year + years
    if (born.month, born.day) == LEAP_DAY and not isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def plus(day: date, period: Period) -> date:
    """Give the first day on which a period that began with the end of `day` is over (BGB §§ 187 (1), 188).

    A day that the last month does not have is its last one.
    """
    months = day.month - 1 + period.months
    year, month = day.year + period.years + months // MONTHS, months % MONTHS + 1
    first_of_next = date(year + month // MONTHS, month % MONTHS + 1, 1)
    last = first_of_next - timedelta(days=1)
    return last.replace(day=min(day.day, last.day)) + timedelta(days=period.days + 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """From which day a thing is restricted, and from which it is to be erased; none: never by this rule."""

    restricted_from: date | None
    erased_from: date | None


def plan(rule: Rule, ended_on: date, youngest: date | None = None) -> Plan:
    """Say what becomes of a thing and when.

    Args:
        rule: of its class.
        ended_on: the day of the event from which the period runs.
        youngest: birthday of the youngest child of the file; where nobody knows it, the day on which the file
            was opened, because a child known then was not born later.

    Returns:
        The first days on which it is restricted and erased. Brothers and sisters lie in one file: the youngest
        decides (DP-91).
    """
    if rule.after in {After.KEEP, After.WITH_FILE}:
        return Plan(None, None)
    start = _end_of_year(ended_on) if rule.start is Start.YEAR_END else ended_on
    if rule.majority and youngest:
        start = max(start, birthday(youngest, MAJORITY) - timedelta(days=1))
    over = plus(start, rule.period)
    if rule.century and kept_for_a_century() and youngest:
        return Plan(over, max(over, birthday(youngest, HUNDRED)))
    return Plan(None, over)


def words(rule: Rule) -> str:
    """Say a rule to whoever puts their name to it."""
    said = f"{rule.period} ab: {rule.start.value}"
    if rule.majority:
        said += f", frühestens ab dem {MAJORITY}. Geburtstag des jüngsten Kindes"
    if rule.century and kept_for_a_century():
        said += f"; dann ruht sie bis zu seinem {HUNDRED}. Geburtstag"
    return said


def _end_of_year(day: date) -> date:
    return date(day.year, 12, 31)
