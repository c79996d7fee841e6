"""Words of the trail about endings."""

from audit.trail import Event, Kind

ENDED = Event("ending.made", "Hilfe beendet")
PREPARED = Event("ending.prepared", "Offenes vor dem Ende einer Hilfe gelesen", kind=Kind.READING)
