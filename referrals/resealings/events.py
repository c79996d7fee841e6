"""Words of the trail about fresh keys of a family."""

from audit.trail import Event, Kind

RESEALED = Event("family.resealed", "Unter neuem Schlüssel verschlossen", Kind.SECURITY)
