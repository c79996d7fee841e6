"""Words of the trail about decisions on the way to their notice."""

from audit.trail import Event, Kind

LISTED = Event("notice.listed", "Entscheidungen zum Bescheid gelesen", Kind.READING)
