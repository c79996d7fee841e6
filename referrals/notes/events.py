"""Words of the trail about notes."""

from audit.trail import Event, Kind

NOTED = Event("note.noted", "Notiz geschrieben")
FAMILY_CHOSEN = Event("note.family_chosen", "Notiz einer Familie zugeordnet")
LISTED = Event("note.listed", "Eigene Notizen ohne Familie gelesen", Kind.READING)
