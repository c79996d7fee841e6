"""Words of the trail about visits."""

from audit.trail import Event, Kind

PLANNED = Event("visit.planned", "Termin geplant")
CANCELLED = Event("visit.cancelled", "Termin abgesagt")
UNDONE = Event("visit.undone", "Termin wieder offen")
DAY_READ = Event("visit.day_read", "Mein Tag gelesen", kind=Kind.READING)
