"""Words of the trail about reports."""

from audit.trail import Event, Kind, Outcome

ORDERED = Event("report.ordered", "Bericht in Auftrag gegeben")
PREPARED = Event("report.prepared", "Bericht gerechnet und geschützt")
FAILED = Event("report.failed", "Bericht nicht zustande gekommen", outcome=Outcome.FAILED)
RELEASED = Event("report.released", "Bericht freigegeben")
RETURNED = Event("report.returned", "Bericht zurückgegeben")
PRINTED = Event("report.printed", "Bericht als PDF erstellt")
READ = Event("report.read", "Bericht gelesen", kind=Kind.READING)
LISTED = Event("report.listed", "Liste der Berichte gelesen", kind=Kind.READING)
EXPORTED = Event("report.exported", "Bericht als Datei geöffnet", kind=Kind.READING)
