"""The record of processing activities (Art. 30), written from the labels of all tables and the table of classes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps

from protection.labels import Label, label_of
from protection.retention import After, rules
from referrals.bases.models import Kind, Law

CHILDREN = "Kinder, Jugendliche und junge Volljährige, Eltern und andere Sorgeberechtigte, Menschen ihres Haushalts"
STAFF = "Beschäftigte des Jugendamts und der Träger"
OFFICE_ONLY = "niemand außerhalb des Jugendamts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One processing activity: what for, on which basis, about whom, what, and the modules whose rows belong to it."""

    title: str
    purpose: str
    basis: str
    about: str
    data: str
    modules: tuple[str, ...]


class UnrecordedError(Exception):
    """A table belongs to no activity, or to two."""


# A module belongs to the activity that names it or the nearest package above it.
ACTIVITIES = (
    Activity(
        title="Meldungen, Familien und Vorgänge",
        purpose="Meldungen aufnehmen, Familien beraten, Hilfe vorbereiten, Kinder schützen, Vertretung und Übergabe",
        basis="SGB VIII §§ 8a, 16 bis 18, 27 ff., 62, 63; SGB X §§ 67a bis 67c; DSGVO Art. 6 (1) c, e, Art. 9 (2) h",
        about=f"{CHILDREN}; Menschen, die etwas melden; Fachkräfte anderer Stellen",
        data="Namen, Geburtstage, Anschrift, Kontaktdaten, Aktenzeichen, Zusammensetzung des Haushalts, Anlass,"
        " Notizen, Einschätzungen, Gesundheit und Herkunft, soweit nötig",
        modules=(
            "referrals.families",
            "referrals.duplicates",
            "referrals.intakes",
            "referrals.feedbacks",
            "referrals.notes",
            "referrals.calls",
            "referrals.measures",
            "accounts.drafts",
        ),
    ),
    Activity(
        title="Anvertrautes und geschützte Anschriften",
        purpose="Anvertrautes nur der einen Person lassen; Anschriften vor Menschen schützen, von denen Gefahr ausgeht",
        basis="SGB VIII § 65; BMG §§ 51, 52; StGB § 203",
        about=CHILDREN,
        data="Anvertrautes mit dem Menschen, der es anvertraut hat; wirkliche und ersatzweise Anschrift; Benannte",
        modules=("referrals.confidences", "referrals.shields"),
    ),
    Activity(
        title="Anfragen und Mitteilungen an Träger",
        purpose="Einen Träger finden, ohne die Familie zu nennen; dem gewählten mitteilen, was seine Aufgabe braucht",
        basis="SGB VIII §§ 61 (3), 64, 65; SGB X §§ 67d, 69, 76, 78; Einwilligung (SGB X § 67b (2))",
        about=CHILDREN,
        data="Bedarf und Wünsche ohne Namen; nach der Wahl die mitgeteilten Angaben im Wortlaut; Grundlagen,"
        " Einwilligungen und Schweigepflichtentbindungen",
        modules=("referrals.enquiries", "referrals.disclosures", "referrals.bases"),
    ),
    Activity(
        title="Hilfen, Entscheidungen und Hilfeplan",
        purpose="Über Hilfen entscheiden, sie gemeinsam planen, überprüfen und beenden",
        basis="SGB VIII §§ 27 ff., 36, 36a, 37; SGB X §§ 31 ff.; DSGVO Art. 6 (1) c, e, Art. 9 (2) h",
        about=f"{CHILDREN}; Fachkräfte der Träger",
        data="Art und Umfang der Hilfe, Gründe, Sicht der Eltern, des Kindes und der Fachkräfte, Ziele, Aufgaben,"
        " Einschätzungen, Unterschriften, Unterlagen und Fotos",
        modules=(
            "referrals.aids",
            "referrals.decisions",
            "referrals.plans",
            "referrals.papers",
            "referrals.enclosures",
            "referrals.endings",
        ),
    ),
    Activity(
        title="Termine und Stundennachweise",
        purpose="Besuche planen; geleistete Stunden nachweisen und gegen das Kontingent rechnen",
        basis="SGB VIII §§ 36a (2), 77; Haushaltsrecht der Kommune; Vereinbarungen mit den Trägern",
        about=f"{CHILDREN}; Fachkräfte der Träger",
        data="Tag, Dauer und Art eines Termins, Ort und Bemerkung (nur für den Träger), Bearbeitende",
        modules=("referrals.visits", "referrals.hours"),
    ),
    Activity(
        title="Träger, Vereinbarungen und Budgets",
        purpose="Verzeichnis der Träger, Vereinbarungen, Jahresbudgets und ihre Bewegungen",
        basis="SGB VIII §§ 77 bis 80; Haushaltsrecht der Kommune",
        about="keine natürlichen Personen; Buchungen verweisen auf Anteile an Hilfen",
        data="Namen der Träger, Sozialräume, Beträge und Stunden",
        modules=("providers",),
    ),
    Activity(
        title="Planung, Statistik und Berichte",
        purpose="Jahresberichte ohne Personenbezug, Angaben der amtlichen Statistik, Jugendhilfeplanung",
        basis="SGB VIII §§ 64 (3), 79, 80, 98 bis 103; SGB X § 67c (5)",
        about="keine Personen: Zahlen sind vom Vorgang getrennt und gegen Rückschluss geschützt",
        data="Merkmale einer Hilfe ohne Namen, Kennung und Tag; gerundete Zeiträume",
        modules=("referrals.facts", "outcomes"),
    ),
    Activity(
        title="Zugänge und Rechte",
        purpose="Wer hier arbeitet, mit welcher Rolle; Anmeldung mit zweitem Faktor, Vertretung, Befangenheit",
        basis="DSGVO Art. 6 (1) c, e, Art. 32, 88; Personaldatenschutzrecht des Landes; SGB X §§ 16, 17",
        about=STAFF,
        data="Name, dienstliche Erreichbarkeit, Rollen mit Zeitraum, Abwesenheiten (ohne Grund), Befangenheit (ohne"
        " Grund), Schlüssel zum Anmelden, offene Sitzungen",
        modules=(
            "accounts",
            "allauth",
            "guardian",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
        ),
    ),
    Activity(
        title="Nachweise und Notzugriffe",
        purpose="Nachweisen, wer was gelesen und getan hat; Zugriffe prüfen; im Notfall das Nötigste öffnen",
        basis="DSGVO Art. 5 (2), 32; BDSG § 22 (2) entsprechend; SGB X § 67b (1); Dienstvereinbarung",
        about=f"{STAFF}; Familien nur mit Kennung",
        data="Person, Rolle, Stelle, Ereignis, Kennung der Sache, Zweck, Ergebnis, Zeit; Begründung eines Notzugriffs",
        modules=(
            "audit",
            "referrals.access_logs",
            "referrals.readings",
            "referrals.purposes",
            "referrals.emergencies",
        ),
    ),
    Activity(
        title="Rechte der Betroffenen, Aufbewahrung und Löschung",
        purpose="Auskunft geben; aufbewahren, was das Gesetz verlangt, und löschen, wenn die Frist um ist",
        basis="DSGVO Art. 12 bis 19; SGB X §§ 81 bis 84; SGB VIII § 9b; Archivgesetz des Landes",
        about=f"{CHILDREN}; Menschen, die um etwas bitten",
        data="Wer um was gebeten hat, wie die Person erkannt wurde, Schritte und Antwort; Gründe, etwas aufzubewahren;"
        " Protokolle der Löschung ohne Inhalt",
        modules=(
            "referrals.subject_access",
            "referrals.corrections",
            "referrals.information",
            "referrals.redactions",
            "referrals.replies",
            "referrals.holds",
            "referrals.resting",
            "referrals.erasure",
        ),
    ),
    Activity(
        title="Betrieb",
        purpose="Schlüssel der Lesekreise; Aufträge, die im Hintergrund laufen",
        basis="DSGVO Art. 32",
        about="keine Personen: nur Kennungen",
        data="verschlossene Schlüssel, Kennungen, Zeiten",
        modules=("protection", "procrastinate"),
    ),
)

TITLE = "# Verzeichnis der Verarbeitungstätigkeiten\n"
BEGINNING = """
Nach DSGVO Art. 30 (1), aus dem Programm geschrieben: Jede Tabelle der Datenbank gehört zu genau einer Tätigkeit, sonst
entsteht diese Seite nicht. Was nur die Stadt weiß, steht in eckigen Klammern.

| | |
|---|---|
| Verantwortlich | das Jugendamt, die Stelle mit der Aufgabe (SGB X § 67 (4)): [Name, Anschrift, Erreichbarkeit] |
| Datenschutzbeauftragte Person | [Name, Erreichbarkeit] |
| Auftragsverarbeitung | [Rechenzentrum oder „keine“; SGB X § 80: vor dem Vertrag der Aufsicht angezeigt am …] |
| Drittländer | keine Übermittlung; das Programm ruft von sich aus keine fremden Dienste |
| Entscheidungen durch Maschinen (Art. 22) | keine; das Programm bewertet und ordnet keine Menschen |
| Technische und organisatorische Maßnahmen | [measures.md](measures.md) |
| Fristen im Einzelnen | [deletion.md](deletion.md) |
| Wer was sehen und tun darf | [access.md](access.md) |
"""
GROUNDS = """
## Grundlagen einer Mitteilung an Träger

Eine Mitteilung hat immer eine Grundlage, die beim Lesen noch gilt. Was auf einer Einwilligung beruht, schließt sich in
der Sekunde des Widerrufs. Wer was auf welcher Grundlage erfahren hat, steht bei jeder Familie.
"""


def record() -> str:
    """Write the record as a page.

    Raises:
        UnrecordedError: a table belongs to no activity or to more than one.
    """
    parts = [TITLE, BEGINNING.strip()]
    for number, (activity, labels) in enumerate(_rows().items(), start=1):
        parts += [f"\n## {number}. {activity.title}\n", "| | |", "|---|---|"]
        parts += [f"| {word} | {text} |" for word, text in _lines(activity, labels)]
    parts += [GROUNDS, *(f"- {kind.label}" for kind in Kind if kind is not Kind.LAW)]
    parts += [f"- Gesetz: {law.label}" for law in Law]
    return "\n".join([*parts, ""])


def activity_of(module: str) -> Activity:
    """Find the activity to which the rows of a module belong: the one that names the nearest package.

    Raises:
        UnrecordedError: none names it, or two name the same package.
    """
    package = module
    while package:
        found = [activity for activity in ACTIVITIES if package in activity.modules]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnrecordedError(f"{package}: {', '.join(activity.title for activity in found)}")
        package = package.rpartition(".")[0]
    raise UnrecordedError(module)


@cache
def _rows() -> dict[Activity, tuple[Label, ...]]:
    found: dict[Activity, list[Label]] = defaultdict(list)
    for model in apps.get_models(include_auto_created=True):
        found[activity_of(model.__module__)].append(label_of(model))
    return {activity: tuple(found[activity]) for activity in ACTIVITIES if activity in found}


def _lines(activity: Activity, labels: tuple[Label, ...]) -> Iterator[tuple[str, str]]:
    yield "Zweck", activity.purpose
    yield "Grundlage", activity.basis
    yield "Betroffene", activity.about
    yield "Daten", activity.data
    yield "Empfänger", "; ".join(_recipients(labels))
    yield "Löschung", "; ".join(_periods(labels))
    yield "Tabellen", ", ".join(f"`{table}`" for table in sorted(label.table for label in labels))


def _recipients(labels: tuple[Label, ...]) -> Iterator[str]:
    """Say who but the office can learn of it, from the walls of the tables that speak of people."""
    personal = [label for label in labels if label.personal]
    walls = {label.wall for label in personal}
    if "own" in walls:
        yield "der Träger, der es selbst geschrieben hat; das Jugendamt liest es nicht"
    if walls & {"provider", "shared"}:
        yield "Träger, denen eine Mitteilung gemacht wurde, jeder nur das Seine"
    if "named" in walls:
        yield "benannte Personen, auch eines Trägers, der dorthin geht"
    if not walls & {"own", "provider", "shared", "named"}:
        yield OFFICE_ONLY if personal else "entfällt"


def _periods(labels: tuple[Label, ...]) -> Iterator[str]:
    table = rules()
    for code in sorted({label.retention for label in labels} & set(table)):
        rule = table[code]
        if rule.after is After.KEEP:
            yield f"{rule.title}: bleibt"
        elif rule.after is After.WITH_FILE:
            yield f"{rule.title}: mit der Akte"
        else:
            yield f"{rule.title}: {rule.period} ({rule.start.value})"
