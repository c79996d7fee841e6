"""Words of the trail about providers whose settlement window is over."""

from audit.trail import Event, Kind

WEIGHED = Event("basis.weighed", "Folgen vor einem Widerruf gelesen", kind=Kind.READING)
LEFT = Event("departure.made", "Träger nach der Abrechnungsfrist ausgeschlossen")
CLOSED = Event("departure.disclosures_closed", "Abgelaufene Freigaben an einen Träger beendet")
CLOCKED = Event("departure.clocked", "Abrechnungsfristen geprüft")
