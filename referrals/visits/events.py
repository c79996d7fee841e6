"""Words of the trail about visits."""

from audit.trail import Event, Kind

PLANNED = Event("visit.planned", "Termin geplant")
HELD = Event("visit.held", "Termin hat stattgefunden")
MISSED = Event("visit.missed", "Beim Termin niemanden angetroffen")
CANCELLED = Event("visit.cancelled", "Termin abgesagt")
UNDONE = Event("visit.undone", "Termin wieder offen")
CORRECTED = Event("visit.corrected", "Stunden eines Termins berichtigt")
DAY_READ = Event("visit.day_read", "Mein Tag gelesen", kind=Kind.READING)
READ = Event("visit.read", "Termin gelesen", kind=Kind.READING)
