"""Words of the trail about asking providers."""

from audit.trail import Event, Kind

DRAFTED = Event("enquiry.drafted", "Anfrage entworfen")
CHANGED = Event("enquiry.changed", "Entwurf der Anfrage geändert")
SENT = Event("enquiry.sent", "Anfrage gesendet")
WITHDRAWN = Event("enquiry.withdrawn", "Anfrage zurückgezogen")
CLOSED = Event("enquiry.closed", "Anfrage ohne Träger beendet")
TAKEN_BACK = Event("enquiry.taken_back", "Anfrage bei einem Träger zurückgezogen")
EXPIRED = Event("enquiry.expired", "Frist einer Anfrage abgelaufen")
CLOCKED = Event("enquiry.clocked", "Fristen der Anfragen geprüft")

PREPARED = Event("enquiry.prepared", "Familie für eine Anfrage gelesen", kind=Kind.READING)
READ = Event("enquiry.read", "Text einer Anfrage gelesen", kind=Kind.READING)
LISTED = Event("enquiry.listed", "Anfragen aufgelistet", kind=Kind.READING)
