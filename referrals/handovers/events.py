"""Words of the trail about handing over what somebody leaves."""

from audit.trail import Event, Kind

LISTED = Event("handover.listed", "Liste der Übergaben gelesen", Kind.READING)
READ = Event("handover.read", "Offene Aufgaben einer Person gelesen", Kind.READING)
FAMILIES_DONE = Event("handover.families_done", "Familien einer Person übergeben")
SHARES_DONE = Event("handover.shares_done", "Hilfen einer Fachkraft übergeben")
