"""Words of the trail about the duplicate check."""

from audit.trail import Event, Kind

ASKED = Event("duplicate.asked", "In der ganzen Stadt nach Doppelungen gesucht", Kind.READING)
NOT_ASKED = Event("duplicate.not_asked", "Doppelung nicht geprüft: zu viele Suchen", Kind.SECURITY)
RENEWED = Event("duplicate.renewed", "Merkmale zum Vergleichen erneuert")
