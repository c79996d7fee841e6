"""Words of the trail about hand-given exceptions."""

from audit.trail import Event, Kind

LET_IN = Event("grant.given", "Besonderer Zugriff eingerichtet")
ENDED = Event("grant.ended", "Besonderer Zugriff beendet")
SAMPLED = Event("sample.drawn", "Prüfstichprobe gezogen")
LISTED = Event("grant.listed", "Besondere Zugriffe gelesen", Kind.READING)
