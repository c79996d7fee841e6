"""Words of the trail about keeping and erasing."""

from audit.trail import Event, Kind

LOOKED_THROUGH = Event("erasure.looked_through", "Fristen geprüft")
LISTED = Event("erasure.listed", "Löschungen angesehen", kind=Kind.READING)
READ = Event("erasure.read", "Löschung angesehen", kind=Kind.READING)
OFFERED = Event("erasure.offered", "Dem Archiv angeboten")
ANSWERED = Event("erasure.answered", "Antwort des Archivs eingetragen")
PROPOSED = Event("erasure.proposed", "Zur Löschung vorgelegt")
RETURNED = Event("erasure.returned", "Löschung zurückgegeben")
RELEASED = Event("erasure.released", "Löschung freigegeben", kind=Kind.SECURITY)
ERASED = Event("file.erased", "Gelöscht", kind=Kind.SECURITY)
REAPPLIED = Event("file.erased_again", "Nach Wiederherstellung erneut gelöscht", kind=Kind.SECURITY)
RESTRICTED = Event("file.restricted", "Akte eingeschränkt", kind=Kind.SECURITY)
LISTED_OUTSIDE = Event("erasure.listed_outside", "Liste der Löschungen fortgeschrieben")
