"""Words of the trail about reading decisions."""

from audit.trail import Event, Kind

LISTED = Event("decision.listed", "Freigaben aufgelistet", kind=Kind.READING)
READ = Event("decision.read", "Entscheidung gelesen", kind=Kind.READING)
