"""Words of the trail about photographs and files."""

from audit.trail import Event, Kind

ATTACHED = Event("file.attached", "Foto oder Datei abgelegt")
SCANNED = Event("file.scanned", "Foto oder Datei auf Schadsoftware geprüft")
REMOVED = Event("file.removed", "Foto oder Datei entfernt")
SWEPT = Event("file.swept", "Reste abgebrochener Sendungen entfernt")
LISTED = Event("file.listed", "Liste der Fotos und Dateien gelesen", Kind.READING)
READ = Event("file.read", "Foto oder Datei geöffnet", Kind.READING)
