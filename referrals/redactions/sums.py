"""The rules: what of a text is proposed to be blackened for whom, sentence by sentence.

They propose and a person decides; what is fixed nobody opens. Source: DP-100 to DP-102, DP-73.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import models

from referrals.inventory.sums import Nature
from referrals.naming.sums import names_in
from referrals.releases.sums import is_appointment, schools_in
from referrals.subject_access.flow import Asker


class Reason(models.TextChoices):
    """Why a sentence is blackened; the letter stands on the paper, the words in its legend."""

    THIRD = "third", "Angaben über eine andere Person (Art. 15 Abs. 4 DSGVO)"
    REPORTER = "reporter", "Angaben, die erkennen lassen, wer sich gemeldet hat (§ 83 SGB X)"
    CONFIDED = "confided", "Von einer anderen Person anvertraut (§ 65 SGB VIII)"
    WHERE = "where", "Wo eine andere Person wohnt, erreichbar ist oder sich aufhält"
    MEDICAL = "medical", "Von Ärztinnen, Ärzten oder anderen Schweigepflichtigen (§ 76 SGB X)"
    STAFF = "staff", "Angaben über Beschäftigte"
    PURPOSE = "purpose", "Würde die Aufgabe oder eine Person gefährden (§ 83 SGB X)"
    PROVIDER = "provider", "Unterlagen eines Trägers; bitte dort verlangen"

    @property
    def letter(self) -> str:
        """Give the letter by which the paper names it: A to H."""
        return "ABCDEFGH"[list(Reason).index(self)]


# A person chooses among these; that a provider keeps something itself only the rules say.
CHOSEN = tuple(one for one in Reason if one != Reason.PROVIDER)
# Blackened for one of these, the answer is refused in part: a lawyer looks at it (§ 83 SGB X).
WEIGHTY = frozenset({Reason.PURPOSE})


class Opening(models.TextChoices):
    """Why something is shown although the rules would blacken it."""

    OWN = "own", "Es betrifft die fragende Person selbst"
    KNOWN = "known", "Sie weiß es schon"
    CONSENT = "consent", "Die andere Person ist einverstanden"
    HARMLESS = "harmless", "Es verrät nichts über andere"


SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÄÖÜ„\"(])|\n+")
# Words by which something may come from somebody who is bound to secrecy.
MEDICAL = re.compile(
    r"\b(?:\w*[äa]rzt\w*|praxis|klinik\w*|krankenh\w*|diagnos\w*|befund\w*|attest\w*|psych\w*|therap\w*"
    r"|medikament\w*|insulin|rezept\w*|krank\w*|behinder\w*|autis\w*|adhs|depress\w*|sucht\w*|entgift\w*"
    r"|schwanger\w*|hebamme\w*|impf\w*|diabet\w*|epilep\w*|asthma\w*|allergi\w*)\b",
    re.IGNORECASE,
)
# Words by which something may say who told it.
TELLING = re.compile(
    r"\b(?:nachbar\w*|lehr(?:er|kraft)\w*|erzieher\w*|schul\w*|kita\w*|hort\w*|[äa]rzt\w*|klinik\w*|polizei\w*"
    r"|gro(?:ß|ss)(?:mutter|vater|eltern)|oma|opa|tante|onkel|cousin\w*|freund\w*|kolleg\w*|vermieter\w*"
    r"|trainer\w*|hebamme\w*|anonym\w*|anruf\w*|melde\w*|meldung)\b",
    re.IGNORECASE,
)
# Words in a reporter's name that many people bear or that name nobody.
SHORTEST_NAME = 4
UNNAMED = frozenset(
    {
        *("frau", "herr", "familie", "telefon", "nachbarin", "nachbar", "schule", "kita", "klasse"),
        *("lehrerin", "lehrer", "polizei", "praxis", "arzt", "ärztin", "mutter", "vater", "tante"),
        *("onkel", "anonym", "unbekannt", "weiblich", "männlich", "stimme", "straße", "nummer"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, by the names that stand in a file.

    `own` names the asking person, `allowed` the children whom they have custody of, `others` everybody else
    of the family, `reporters` whoever reported.
    """

    asker: Asker
    own: Collection[str]
    allowed: Collection[str]
    others: Collection[str]
    reporters: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is known of an entry besides its words: its nature, and whose it is."""

    nature: Nature
    is_own: bool
    is_child_of_theirs: bool
    is_of_nobody: bool

    @property
    def is_theirs(self) -> bool:
        """Tell whether it belongs to the asking person or to a child in their custody."""
        return self.is_own or self.is_child_of_theirs


@dataclass(frozen=True, slots=True)
class Cut:
    """One sentence, counted from nought, that is blackened, and why; `fixed` stays so."""

    at: int
    reason: Reason
    fixed: bool = False

    @property
    def code(self) -> str:
        """Write it as it is stored: 3:third, or 3:third! where it is fixed."""
        return f"{self.at}:{self.reason.value}{'!' if self.fixed else ''}"


def cut_of(code: str) -> Cut:
    """Read a cut as it was stored."""
    at, _, reason = code.partition(":")
    return Cut(int(at), Reason(reason.rstrip("!")), fixed=reason.endswith("!"))


def sentences(text: str) -> list[str]:
    """Take a text apart into sentences and lines, which are blackened or shown one by one."""
    return [part for part in SENTENCE.split(text.strip()) if part.strip()] or [""]


def reporters_in(words: str) -> list[str]:
    """Find what in the words about a reporter is a name."""
    found = re.findall(r"[A-ZÄÖÜ][^\W\d_]+(?:-[^\W\d_]+)*", words)
    return [one for one in found if len(one) >= SHORTEST_NAME and one.casefold() not in UNNAMED]


def propose(row: Row, parts: list[str], asking: Asking, secret: Collection[int]) -> list[Cut]:
    """Say which sentences are to be blackened.

    Args:
        row: what kind of entry it is, and whose.
        parts: its sentences; one empty where it is never opened.
        asking: who asks.
        secret: the sentences that hold a protected address, number, school or social space.
    """
    if row.nature == Nature.REPORTER:
        return [Cut(0, Reason.REPORTER, fixed=True)]
    if row.nature == Nature.ELSEWHERE:
        return [Cut(0, Reason.PROVIDER, fixed=True)]
    cuts = [_cut(row, at, part, asking, is_secret=at in secret) for at, part in enumerate(parts)]
    return [cut for cut in cuts if cut]


def _cut(row: Row, at: int, part: str, asking: Asking, *, is_secret: bool) -> Cut | None:
    if is_secret:
        return Cut(at, Reason.WHERE, fixed=True)
    if names_in(part, asking.reporters):
        return Cut(at, Reason.REPORTER, fixed=True)
    return next((Cut(at, reason) for reason in _reasons(row, part, asking)), None)


def _reasons(row: Row, part: str, asking: Asking) -> Iterator[Reason]:
    """Give why a sentence is not for this person, the gravest first."""
    away = asking.asker in {Asker.APART, Asker.OTHER}
    match row.nature:
        case Nature.STAFF:
            yield Reason.STAFF
        case Nature.ADDRESS | Nature.PLACE:
            yield from [Reason.WHERE] if away else []
        case Nature.OWN:
            yield from [] if row.is_theirs else [Reason.THIRD]
        case Nature.NAME:
            knows = row.is_theirs or row.is_of_nobody or not away
            yield from [] if knows else [Reason.THIRD]
        case Nature.FACT:
            told = row.is_theirs or (row.is_of_nobody and _is_concerned(asking))
            yield from [] if told else [Reason.THIRD]
        case Nature.THIRD:
            yield from [] if names_in(part, asking.own) else [Reason.THIRD]
        case _:
            yield from _of_text(row, part, asking, away=away)


def _of_text(row: Row, part: str, asking: Asking, *, away: bool) -> Iterator[Reason]:
    """Look through what somebody wrote."""
    own = bool(names_in(part, asking.own))
    child = bool(names_in(part, asking.allowed))
    if row.nature == Nature.TOLD and TELLING.search(part):
        yield Reason.REPORTER
    if away and (is_appointment(part) or schools_in(part)):
        yield Reason.WHERE
    if MEDICAL.search(part) and not (own or child or row.is_own):
        yield Reason.MEDICAL
    if names_in(part, asking.others):
        yield Reason.THIRD
    if away and not (own or child or row.is_own):
        yield Reason.THIRD


def _is_concerned(asking: Asking) -> bool:
    """Tell whether the household's matters are the asking person's: they live in it, or have custody."""
    return asking.asker in {Asker.CHILD, Asker.PARENT} or (
        asking.asker == Asker.APART and bool(asking.allowed)
    )
