"""Words of the trail about immediate measures."""

from audit.trail import Event, Kind

TAKEN = Event("measure.taken", "Sofortmaßnahme trotz Befangenheit festgehalten", Kind.SECURITY)
RECEIPT_READ = Event("measure.receipt_read", "Beleg einer Sofortmaßnahme gelesen", Kind.READING)
LISTED = Event("measure.listed", "Sofortmaßnahmen angesehen", Kind.READING)
READ = Event("measure.read", "Sofortmaßnahme gelesen", Kind.READING)
REVIEWED = Event("measure.reviewed", "Sofortmaßnahme geprüft", Kind.SECURITY)
