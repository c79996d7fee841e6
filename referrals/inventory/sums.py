"""The one table of what a file holds and how an answer under Art. 15 GDPR calls it.

Every model of this app stands here, or in `flow` with the reason why it is left out; a test compares both
with the labels, so that no new column about people is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Nature(StrEnum):
    """What kind of thing a column holds; what is told of it depends on it and on who asks."""

    FACT = "fact"  # coded facts and days of a row
    OWN = "own"  # about the person to whom the row belongs
    NAME = "name"
    TEXT = "text"  # written by somebody, about anybody
    THIRD = "third"  # about somebody outside the household
    ADDRESS = "address"
    PLACE = "place"  # where and when somebody is met
    TOLD = "told"  # what a reporter told: it may say who it was
    STAFF = "staff"
    REPORTER = "reporter"  # never opened
    ELSEWHERE = "elsewhere"  # a provider's own; never opened


# Never opened for an answer, whoever asks.
CLOSED = frozenset({Nature.REPORTER, Nature.ELSEWHERE})
OFFICE, PROVIDER, FAMILY, REPORT = "Jugendamt", "Träger", "Angaben der Familie", "Meldung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How an answer calls the rows of one table.

    `when` is the column of the day, `family` the way to the family, `about` the way to the person to whom
    a row belongs, empty where it is the household's. `columns` hold what is about people, `plain` the
    coded facts that belong to it.
    """

    title: str
    when: str = ""
    source: str = OFFICE
    family: str = "family"
    about: str = ""
    columns: Mapping[str, tuple[str, Nature]] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)


SPAN = {"from_on": "von", "until_on": "bis"}
OF_AID, OF_VERSION = "aid__family", "version__plan__aid__family"
OF_COPY = "enquiry__matter__family"
TABLES: dict[str, Table] = {
    "referrals.family": Table(
        title="Akte",
        when="opened_at",
        family="id",
        columns={
            "name": ("Familienname", Nature.NAME),
            "file_number": ("Aktenzeichen", Nature.FACT),
        },
        plain={"word": "Merkwort"},
    ),
    "referrals.case": Table(
        title="Vorgang",
        when="opened_on",
        plain={"number": "Nummer", "closed_on": "abgeschlossen am"},
    ),
    "referrals.person": Table(
        title="Person",
        source=FAMILY,
        about="id",
        columns={
            "first_name": ("Vorname", Nature.NAME),
            "last_name": ("Nachname", Nature.NAME),
            "born": ("Geburtsdatum", Nature.OWN),
            "expected": ("Errechneter Termin", Nature.OWN),
            "number": ("Telefon", Nature.OWN),
            "facts": ("Gut zu wissen", Nature.OWN),
        },
        plain={
            "relation": "In der Familie",
            "custody": "Elterliche Sorge",
            "language": "Sprache",
            "needs_interpreter": "Dolmetschen nötig",
        },
    ),
    "referrals.address": Table(
        title="Anschrift",
        when="since_on",
        source=FAMILY,
        columns={
            "street": ("Straße", Nature.ADDRESS),
            "number": ("Hausnummer", Nature.ADDRESS),
            "town": ("Ort", Nature.ADDRESS),
        },
    ),
    "referrals.word": Table(
        title="Auskunft am Telefon",
        when="set_at",
        family="person__family",
        about="person_id",
        plain={"fact": "Vermerk", "until_on": "bis"},
    ),
    "referrals.basis": Table(
        title="Grundlage für eine Weitergabe",
        when="given_on",
        about="giver_id",
        columns={"recipient": ("Für wen", Nature.THIRD)},
        plain={"kind": "Art", "topic": "Thema", "paragraph": "Vorschrift", "until_on": "bis"},
    ),
    "referrals.intake": Table(
        title="Meldung",
        when="received_at",
        source=REPORT,
        columns={
            "reporter": ("Wer gemeldet hat", Nature.REPORTER),
            "matter": ("Was gemeldet wurde", Nature.TOLD),
            "assessment": ("Einschätzung", Nature.TOLD),
        },
        plain={"danger": "Hinweis auf Gefährdung", "urgency": "Eile"},
    ),
    "referrals.note": Table(
        title="Notiz",
        when="happened_at",
        columns={"text": ("Text", Nature.TEXT), "who": ("Mit wem", Nature.THIRD)},
        plain={"way": "Weg"},
    ),
    "referrals.enclosure": Table(
        title="Foto oder Datei",
        when="uploaded_at",
        columns={"title": ("Bezeichnung", Nature.TEXT)},
        plain={"kind": "Art"},
    ),
    "referrals.measure": Table(
        title="Sofortmaßnahme",
        when="taken_at",
        columns={
            "who": ("Um wen es ging", Nature.TEXT),
            "danger": ("Gefahr", Nature.TEXT),
            "words": ("Näheres", Nature.TEXT),
            "alone": ("Warum niemand anderes", Nature.STAFF),
            "remark": ("Prüfung", Nature.STAFF),
        },
        plain={"kind": "Art"},
    ),
    "referrals.emergency": Table(
        title="Notzugriff",
        when="began_at",
        columns={
            "reason": ("Begründung", Nature.TEXT),
            "remark": ("Prüfung", Nature.STAFF),
        },
        plain={"way": "Weg", "cause": "Anlass"},
    ),
    "referrals.enquiry": Table(
        title="Anfrage an Träger",
        when="made_at",
        family="matter__family",
        columns={"need": ("Bedarf", Nature.TEXT)},
        plain={"aid_type": "Hilfeart", "status": "Stand", "start_on": "Beginn"},
    ),
    "referrals.matter": Table(
        title="Wunsch und Wahl",
        when="chosen_at",
        columns={"wish": ("Wunsch", Nature.TEXT)},
    ),
    "referrals.copy": Table(
        title="Antwort eines Trägers",
        when="answered_at",
        source=PROVIDER,
        family=OF_COPY,
        columns={
            "profile": ("Wer helfen würde", Nature.STAFF),
            "differs": ("Was anders ist", Nature.TEXT),
        },
        plain={"provider": "Träger", "status": "Stand"},
    ),
    "referrals.message": Table(
        title="Rückfrage",
        when="at",
        source=PROVIDER,
        family=f"copy__{OF_COPY}",
        columns={"text": ("Text", Nature.TEXT)},
        plain={"provider": "Träger"},
    ),
    "referrals.decision": Table(
        title="Entscheidung",
        when="submitted_at",
        family=OF_AID,
        columns={
            "grounds": ("Begründung", Nature.TEXT),
            "notice": ("Bescheid", Nature.FACT),
            "hint": ("Hinweis der Leitung", Nature.STAFF),
        },
        plain={"kind": "Art", "aid_type": "Hilfeart", "reason": "Grund", "status": "Stand"} | SPAN,
    ),
    "referrals.aid": Table(
        title="Hilfe",
        when="made_at",
        plain={"aid_type": "Hilfeart", "status": "Stand", "ended_on": "beendet am"} | SPAN,
    ),
    "referrals.share": Table(
        title="Träger einer Hilfe",
        when="from_on",
        family=OF_AID,
        plain={"provider": "Träger", "week_minutes": "Zeit in der Woche"} | SPAN,
    ),
    "referrals.ending": Table(
        title="Ende einer Hilfe",
        when="ended_on",
        family=OF_AID,
        columns={"remark": ("Bemerkung", Nature.TEXT)},
        plain={"reason": "Grund"},
    ),
    "referrals.version": Table(
        title="Hilfeplan",
        when="meeting_on",
        source="Hilfeplangespräch",
        family="plan__aid__family",
        columns={
            "place": ("Ort des Gesprächs", Nature.PLACE),
            "people_present": ("Wer dabei war", Nature.TEXT),
            "child_view": ("Wie das Kind es sieht", Nature.TEXT),
            "child_view_missing": ("Warum die Sicht des Kindes fehlt", Nature.TEXT),
            "parents_view": ("Wie die Eltern es sehen", Nature.TEXT),
            "professionals_view": ("Wie die Fachkräfte es sehen", Nature.TEXT),
            "need": ("Was gebraucht wird", Nature.TEXT),
            "agreements": ("Vereinbarungen", Nature.TEXT),
            "dissent": ("Abweichende Meinung", Nature.TEXT),
        },
        plain={"number": "Fassung", "status": "Stand"},
    ),
    "referrals.wording": Table(
        title="Ziel",
        when="version__meeting_on",
        source="Hilfeplangespräch",
        family=OF_VERSION,
        columns={"text": ("Text", Nature.TEXT)},
    ),
    "referrals.goal": Table(
        title="Stand eines Ziels",
        when="agreed_on",
        family="plan__aid__family",
        plain={"number": "Ziel", "status": "Stand", "settled_on": "geklärt am"},
    ),
    "referrals.task": Table(
        title="Aufgabe",
        when="due_on",
        source="Hilfeplangespräch",
        family=OF_VERSION,
        columns={"who": ("Wer", Nature.TEXT), "what": ("Was", Nature.TEXT)},
    ),
    "referrals.signature": Table(
        title="Unterschrift",
        when="on",
        family=OF_VERSION,
        columns={"name": ("Name", Nature.TEXT)},
        plain={"state": "Stand"},
    ),
    "referrals.rating": Table(
        title="Einschätzung eines Ziels",
        when="at",
        family=OF_VERSION,
        plain={"provider": "Träger", "word": "Einschätzung"},
    ),
    "referrals.point": Table(
        title="Vorgemerkt für das Gespräch",
        when="at",
        family="plan__aid__family",
        columns={"text": ("Text", Nature.TEXT)},
    ),
    "referrals.dispute": Table(
        title="Bestrittene Angabe",
        when="received_on",
        source=FAMILY,
        about="person_id",
        columns={
            "statement": ("Gegendarstellung", Nature.OWN),
            "remark": ("Prüfung", Nature.TEXT),
        },
        plain={"status": "Stand"},
    ),
    "referrals.restriction": Table(
        title="Eingeschränkte Angabe",
        when="made_at",
        columns={"remark": ("Warum sie wieder verwendet wird", Nature.TEXT)},
        plain={"ground": "Grund"},
    ),
    "referrals.timeentry": Table(
        title="Gebuchte Zeit",
        when="on",
        source=PROVIDER,
        family="share__aid__family",
        columns={"note": ("Notiz des Trägers", Nature.ELSEWHERE)},
        plain={"provider": "Träger", "minutes": "Zeit", "kind": "Art"},
    ),
}
