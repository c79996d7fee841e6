"""Words of the trail about choosing providers with a family."""

from audit.trail import Event, Kind

CHOSEN = Event("enquiry.chosen", "Träger mit der Familie ausgewählt")
SELECTED = Event("enquiry.selected", "Anfrage: dieser Träger wurde ausgewählt")
OVERRUN = Event(
    "enquiry.overrun", "Auswahl über das Kontingent hinaus der Bereichsleitung gemeldet"
)
ACCEPTED = Event("enquiry.accepted", "Anfrage angenommen")
REFUSED = Event("enquiry.refused", "Ausgewählter Träger übernimmt nicht")
LAPSED = Event("enquiry.lapsed", "Auswahl ohne Annahme abgelaufen")
PLACED = Event("enquiry.placed", "Anfrage von allen ausgewählten Trägern angenommen")
WENT_ELSEWHERE = Event("enquiry.went_elsewhere", "Anfrage anderweitig vergeben")

READ = Event("enquiry.offers_read", "Anfrage mit ihren Antworten gelesen", kind=Kind.READING)
