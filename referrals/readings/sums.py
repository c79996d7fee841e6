"""What the trail keeps in codes, said in words; a code that nobody knows any more stays as it is."""

import re
from collections.abc import Mapping
from datetime import date

from django.db.models import TextChoices

from accounts.roles import Role
from audit.clock import day_text
from audit.trail import Kind as EntryKind
from audit.trail import Outcome as Went
from audit.trail import Reason
from providers.budgets.sums import hours_text
from referrals.aids.flow import Status as AidStatus
from referrals.bases.models import Kind as BasisKind
from referrals.bases.models import Topic
from referrals.confidences.models import Ground
from referrals.corrections.flow import Ground as RestrictionGround
from referrals.corrections.flow import Status as DisputeStatus
from referrals.corrections.flow import Use
from referrals.corrections.sums import COLUMNS, Place
from referrals.decisions.models import Kind as DecisionKind
from referrals.disclosures.models import Field
from referrals.emergencies.models import Cause, Outcome
from referrals.enclosures.flow import Status as EnclosureStatus
from referrals.enclosures.models import Kind as EnclosureKind
from referrals.erasure.flow import Answer
from referrals.families.flow import CaseEnd
from referrals.families.flow import Way as WayIn
from referrals.families.models import Relation
from referrals.holds.flow import Reason as HoldReason
from referrals.information.flow import Way as InformationWay
from referrals.intakes.flow import Status as IntakeStatus
from referrals.intakes.models import Danger, Urgency
from referrals.measures.flow import Kind as MeasureKind
from referrals.measures.flow import Status as MeasureStatus
from referrals.notes.models import Way
from referrals.plans.flow import GoalStatus, SignatureState, Word
from referrals.plans.models import TEXTS
from referrals.purposes.flow import Purpose
from referrals.resting.flow import Reason as InspectionReason

NAMES = {
    "acted": "tätig geworden",
    "acts_still": "noch tätig",
    "aid_type": "Hilfeart",
    "aids": "Hilfen",
    "answer": "Antwort des Archivs",
    "answer_by": "Antwort bis",
    "asker": "fragt als",
    "apart": "Fassung für einen getrennten Elternteil",
    "before": "vorher",
    "bent": "verändert",
    "broken": "nicht zu öffnen",
    "carer": "Fachkraft",
    "cause": "Anlass",
    "changed": "ersetzte Stellen",
    "channel": "Weg",
    "checked": "geprüft",
    "code": "Kürzel",
    "confirmed": "Gefährdung bestätigt",
    "conflict": "Interessenkonflikt",
    "count": "Anzahl",
    "column": "Angabe",
    "cut": "Stichtag",
    "cuts": "geschwärzte Stellen",
    "danger": "Hinweis auf Gefährdung",
    "danger_looked_at": "Gefährdung geprüft",
    "day": "Tag",
    "definitions": "Zählregeln",
    "deputy": "Vertretung",
    "digest": "Prüfsumme",
    "disclosures": "Freigaben",
    "due": "fällig",
    "edit": "Änderung",
    "end": "Grund",
    "ended": "beendet",
    "entries": "Einträge",
    "error": "Fehler",
    "event": "Ereignis",
    "expired": "abgelaufen",
    "fact": "Angabe",
    "families": "Familien",
    "fields": "Angaben",
    "files": "Akten",
    "form": "Format",
    "found": "Fundstellen",
    "from": "von",
    "ground": "Rechtsgrund",
    "helps": "Hilfen",
    "hits": "Treffer",
    "kept": "verwahrte Angaben",
    "keys": "vernichtete Schlüssel",
    "kind": "Art",
    "known": "bekannte Familie",
    "leaves": "Einträge",
    "level": "Stufe",
    "lines": "Zeilen",
    "minutes": "Zeit",
    "month": "Monat",
    "notes": "Siegel",
    "number": "Nummer",
    "on": "Tag",
    "opened": "zusätzlich gezeigte Stellen",
    "outcome": "Ergebnis",
    "pages": "Seiten",
    "people": "Personen",
    "place": "Stelle",
    "points": "vorgemerkt",
    "positions": "Plätze",
    "problem": "Fehler",
    "proof": "Nachweis",
    "proven": "mit zweitem Faktor",
    "providers": "Träger",
    "purpose": "Zweck",
    "quarter": "Quartal",
    "reason": "Grund (Kürzel)",
    "relation": "Beziehung",
    "restricted": "eingeschränkt",
    "retention": "Klasse",
    "role": "Rolle",
    "rows": "Zeilen",
    "second": "zweite Fachkraft",
    "shown": "gezeigt",
    "since": "seit",
    "state": "Unterschrift",
    "status": "Stand",
    "text_names_nobody": "Begleittext gelesen, ohne Familien",
    "texts": "Texte",
    "to": "auf",
    "topic": "Thema",
    "transmission": "Übermittlung",
    "tries": "Versuche",
    "type": "Hilfeart",
    "until": "bis",
    "urgency": "Dringlichkeit",
    "use": "Verwendung",
    "visible_until": "Träger sieht es bis",
    "way": "Weg",
    "who": "Person",
    "wish": "Wunsch",
    "witness": "bestätigt von",
    "word": "Einschätzung",
    "worker": "Fachkraft",
    "year": "Jahr",
}
# How long entries stay before the owner may remove them; what was done with a family is asked for longest.
KEPT_DAYS: Mapping[EntryKind, int] = {
    EntryKind.DEED: 3_653,
    EntryKind.READING: 365,
    EntryKind.SECURITY: 731,
}
# Which words a code takes, by the subject of the event.
CHOICES: Mapping[tuple[str, str], type[TextChoices]] = {
    ("aid", "status"): AidStatus,
    ("basis", "kind"): BasisKind,
    ("basis", "topic"): Topic,
    ("case", "end"): CaseEnd,
    ("confidence", "ground"): Ground,
    ("decision", "kind"): DecisionKind,
    ("disclosure", "fields"): Field,
    ("disclosure", "kind"): BasisKind,
    ("disclosure", "topic"): Topic,
    ("dispute", "place"): Place,
    ("dispute", "status"): DisputeStatus,
    ("emergency", "cause"): Cause,
    ("emergency", "outcome"): Outcome,
    ("erasure", "answer"): Answer,
    ("family", "relation"): Relation,
    ("file", "kind"): EnclosureKind,
    ("file", "status"): EnclosureStatus,
    ("goal", "status"): GoalStatus,
    ("goal", "word"): Word,
    ("hold", "reason"): HoldReason,
    ("information", "way"): InformationWay,
    ("inspection", "reason"): InspectionReason,
    ("intake", "danger"): Danger,
    ("intake", "status"): IntakeStatus,
    ("intake", "urgency"): Urgency,
    ("mandate", "role"): Role,
    ("measure", "kind"): MeasureKind,
    ("measure", "status"): MeasureStatus,
    ("note", "way"): Way,
    ("plan", "state"): SignatureState,
    ("restriction", "ground"): RestrictionGround,
    ("restriction", "place"): Place,
    ("restriction", "use"): Use,
    ("trail", "kind"): EntryKind,
}
COLUMN_WORDS = {**TEXTS, **{name: words for one in COLUMNS.values() for name, words in one.items()}}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
BOOKED = ("hours", "visit")


def detail(event: str, facts: Mapping[str, object]) -> str:
    """Say the facts of an entry: "Stand: Beendet, Tag: 22.11.2026".

    Args:
        event: the code of the event, like `aid.moved`.
        facts: what the entry keeps: codes, counts, days, identities.
    """
    subject = event.partition(".")[0]
    return ", ".join(
        f"{NAMES.get(key, key)}: {_value(subject, key, value)}" for key, value in facts.items()
    )


def _value(subject: str, key: str, value: object) -> str:
    if isinstance(value, list):
        return " und ".join(_value(subject, key, one) for one in value) or "keine"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if key == "minutes" or (subject in BOOKED and key in {"from", "to"}):
        return hours_text(int(str(value)))
    return _code(CHOICES.get((subject, key)), str(value))


def _code(choices: type[TextChoices] | None, code: str) -> str:
    if choices and code in choices.values:
        return str(choices(code).label)
    if DAY.fullmatch(code):
        return day_text(date.fromisoformat(code))
    return code[:8] if IDENTITY.fullmatch(code) else COLUMN_WORDS.get(code, code)


def went(outcome: str, reason: str) -> str:
    """Say how it went out, where it was not simply done: "nicht zugelassen (nicht berechtigt)"."""
    if outcome in {"", Went.DONE} or outcome not in Went.values:
        return ""
    why = Reason(reason).label if reason in Reason.values else ""
    return f"{Went(outcome).label} ({why})" if why else str(Went(outcome).label)


def with_purpose(purpose: str, details: str) -> str:
    """Say by which right somebody read, before what else an entry keeps."""
    way, _, stated = purpose.partition(":")
    words = [WayIn(way).label] if way in WayIn.values and way else []
    words += [Purpose(stated).label] if stated in Purpose.values else []
    return " · ".join(filter(None, [*map(str, words), details]))
