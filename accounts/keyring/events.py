"""Words of the trail about the key that closes all others."""

from audit.trail import Event, Kind

REWRAPPED = Event("keys.rewrapped", "Schlüssel neu verschlossen", Kind.SECURITY)
ROTATED = Event("keys.rotated", "Hauptschlüssel gewechselt", Kind.SECURITY)
RETIRED = Event("keys.retired", "Alte Hauptschlüssel aus der Datei genommen", Kind.SECURITY)
DRILLED = Event("keys.drilled", "Schlüsseldatei geprobt", Kind.SECURITY)
