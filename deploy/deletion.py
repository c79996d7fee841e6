"""The deletion concept of this installation, written from the table of classes and the labels of all tables."""

from collections.abc import Iterator

from protection.labels import all_labels
from protection.retention import After, Rule, rules

TITLE = "# Löschkonzept\n"
BEGINNING = """
Dieses Konzept folgt DIN 66398: Jede Art von Daten gehört zu genau einer Klasse, jede Klasse hat ein Ereignis, mit
dem ihre Frist beginnt, eine Frist und eine Folge. Die Klassen stehen im Programm (`protection/retention.py`), jede
Tabelle der Datenbank trägt die ihre als Schild, und ein Test lässt keine Tabelle ohne Klasse zu. Eigene Fristen des
Amtes setzt `HILFENETZ_RETENTION`; die Werte unten sind die mitgelieferten.

Verantwortlich ist das Jugendamt. Die Datenschutzkoordination bereitet Löschungen vor, die Bereichsleitung oder eine
zweite Person der Datenschutzkoordination gibt sie frei. Niemand löscht allein, auch nicht die Technik: Die Datenbank
selbst prüft vor jeder Löschung, ob zwei verschiedene Personen sie freigegeben haben und ob nichts dagegen steht.
"""
CLASSES = """
## Klassen

| Klasse | Was | Frist beginnt mit | Frist | Danach | Grundlage | Wer es tut |
|---|---|---|---|---|---|---|"""
TABLES = """
## Welche Tabelle zu welcher Klasse gehört

Wird eine Akte gelöscht, geht alles mit, was an ihr hängt, gleich welcher Klasse die Zeile angehört.

| Klasse | Tabellen |
|---|---|"""
END = """
## Wie Tage gezählt werden

- Eine Frist nach Tagen, Monaten oder Jahren endet mit dem Tag, der die Zahl des Ereignisses trägt (BGB §§ 187, 188);
  gelöscht werden darf am Tag danach.
- Wer am 29. Februar geboren ist, vollendet ein Lebensjahr mit dem Ende des 28. Februar.
- Geschwister liegen in einer Akte. Es zählt das jüngste Kind. Kennt niemand seinen Geburtstag, zählt der Tag, an dem
  die Akte angelegt wurde.
- Kommt eine Familie wieder, beginnt mit dem Ende des neuen Vorgangs alles neu.

## Einschränken statt löschen (SGB VIII § 9b, SGB X § 84)

Akten mit einer Hilfe ruhen nach Ablauf ihrer Nutzungszeit bis zum 100. Geburtstag des jüngsten Kindes. Eine ruhende
Akte steht in keiner Liste und öffnet sich niemandem, auch nicht der früher zuständigen Fachkraft. Zwei Personen
öffnen sie für vierzehn Tage; lesen kann sie dann nur, wer darum gebeten hat. Ob § 9b die Akten freier Träger
ebenso bindet, ist umstritten. Das Amt stellt mit `HILFENETZ_KEEP_A_CENTURY=no` auf Löschung am Ende der Nutzungszeit
um; die Entscheidung gehört in dieses Konzept.

## Ablauf einer Löschung

1. In jeder Nacht werden die Fristen geprüft. Was fällig ist, steht am Morgen auf der Seite „Löschungen“, mit Merkwort,
   Klasse und Tag, ohne Namen.
2. Akten mit einer Hilfe werden dem Archiv angeboten (Archivgesetz NRW § 4). Die Liste dafür gibt es als Datei. Die
   Antwort wird eingetragen; Schweigen zählt erst nach sechs Monaten.
3. Der Probelauf sagt zu jeder Akte, was geht und was bleibt: Zeilen je Art, Schlüssel, Dateien.
4. Eine Person legt vor, eine andere gibt frei. Bis zur Nacht kann jede die Freigabe zurücknehmen.
5. In der Nacht werden Zeilen und Dateien gelöscht und jeder Schlüssel vernichtet, der nur sie verschlossen hat.
6. Das Protokoll kennt Kennung, Klasse, Tage, die beiden Personen und Zahlen. Der Nachweis der Löschung steht im
   Siegel.

`manage.py erase_overdue` zeigt dasselbe ohne Seite; `--erase` löscht, was freigegeben ist, und darf wiederholt werden.

## Was bleibt

- Zahlen der Statistik und der Haushaltsjahre; die Verbindung zur Familie wird getrennt.
- Minuten der Stundennachweise, ohne Bemerkung und ohne Weg zur Familie.
- Nachweise der Zugriffe bis zum Ende ihrer eigenen Frist. Sie nennen eine Kennung, die niemand mehr auflösen kann.

## Was eine Löschung aufhält

Gerichtsverfahren, Prüfung, Anspruch auf Entschädigung, laufende Auskunft, Rückfrage der Statistik, Prüfung durch das
Archiv. Eine Aussetzung hat einen Grund und, wenn möglich, einen letzten Tag; sie hält auch auf, was schon freigegeben
ist.

## Sicherungen

Eine Sicherung enthält Gelöschtes, bis sie überschrieben wird: auch die verschlossenen Schlüssel. Darum werden
Sicherungen nach 35 bis 90 Tagen überschrieben, und die Datei der Schlüssel liegt nie bei ihnen. Jede Löschung steht
in einer Liste außerhalb der Datenbank, neben den Siegeln (`erased.txt`). Nach einer Wiederherstellung startet der
Dienst nicht, solange etwas da ist, das in der Liste steht. `manage.py erase_overdue --again` löscht es erneut.
"""
# Who carries the class out; what is not built says so.
DOERS = {
    "K1": "Seite „Löschungen“",
    "K3": "noch von Hand: das Verfahren zur Gefährdung ist nicht Teil des Dienstes",
    "K4": "Seite „Löschungen“",
    "K5": "Seite „Löschungen“",
    "K6": "mit der Akte; danach noch von Hand",
    "K7": "noch von Hand",
    "K9": "`manage.py retire_entries`",
    "K10": "noch von Hand",
    "K11": "entfällt: die Zuordnung wird nicht aufbewahrt",
    "account": "noch von Hand",
    "session": "beim Abmelden und nach zwölf Stunden; Reste jede Nacht",
    "draft": "jede Nacht",
    "job": "jede Nacht, was vor drei Tagen endete",
}


def concept() -> str:
    """Write the concept as a page."""
    return "\n".join(
        [TITLE, BEGINNING.strip(), CLASSES, *map(_rule, rules().values()), TABLES, *_tables(), END]
    )


def _rule(rule: Rule) -> str:
    if rule.after is After.KEEP:
        period = "–"
    elif rule.after is After.WITH_FILE:
        period = "wie die Akte"
    else:
        period = str(rule.period) + (", frühestens ab dem 18. Geburtstag" if rule.majority else "")
    doer = DOERS.get(rule.code, "mit der Akte" if rule.after is After.WITH_FILE else "–")
    cells = (rule.code, rule.title, rule.start.value, period, rule.after.value, rule.basis, doer)
    return f"| {' | '.join(cells)} |"


def _tables() -> Iterator[str]:
    labels = sorted(all_labels(), key=lambda label: label.table)
    for code in rules():
        names = [f"`{label.table}`" for label in labels if label.retention == code]
        if names:
            yield f"| {code} | {', '.join(names)} |"
