"""Words of the trail about telling providers something."""

from audit.trail import Event, Kind

MADE = Event("disclosure.made", "Unterlagen an einen Träger freigegeben")
ACCEPTED = Event("disclosure.accepted", "Familie vom Träger übernommen")
REFUSED = Event("disclosure.refused", "Familie vom Träger nicht übernommen")
ENDED = Event("disclosure.ended", "Freigabe an einen Träger beendet")
BASIS_WITHDRAWN = Event("basis.withdrawn", "Grundlage widerrufen")
WITHDRAWN = Event("disclosure.enquiry_withdrawn", "Anfrage mit ihren Freigaben zurückgezogen")
CLOCKED = Event("disclosure.clocked", "Fristen der Auswahl geprüft")

PREVIEWED = Event("disclosure.previewed", "Vorschau einer Freigabe gelesen", kind=Kind.READING)
READ = Event("disclosure.read", "Freigegebene Unterlagen gelesen (Übermittlung)", kind=Kind.READING)
LISTED = Event("disclosure.listed", "Freigegebene Familien aufgelistet", kind=Kind.READING)
