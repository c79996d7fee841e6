"""Words of the trail about a provider's months."""

from audit.trail import Event, Kind

LISTED = Event("month.listed", "Monat eines Trägers aufgelistet", kind=Kind.READING)
