"""Words of the trail about stated purposes."""

from audit.trail import Event, Kind

STATED = Event("purpose.stated", "Zweck einer Einsicht angegeben")
LISTED = Event("purpose.listed", "Lesungen mit Angabe eines Zwecks gelesen", Kind.READING)
