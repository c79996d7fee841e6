"""Words of the trail about the answers of providers."""

from audit.trail import Event, Kind

ASKED_BACK = Event("enquiry.asked_back", "Rückfrage zu einer Anfrage gestellt")
EXPLAINED = Event("enquiry.explained", "Rückfrage zu einer Anfrage beantwortet")
OFFERED = Event("enquiry.offered", "Hilfe angeboten")
POSTPONED = Event("enquiry.postponed", "Hilfe für später angeboten")
DECLINED = Event("enquiry.declined", "Anfrage als nicht möglich beantwortet")
ESCALATED = Event("enquiry.escalated", "Ablehnung der Bereichsleitung gemeldet")

COPY_READ = Event("enquiry.copy_read", "Anfrage beim Träger gelesen", kind=Kind.READING)
QUESTION_READ = Event("enquiry.question_read", "Rückfrage gelesen", kind=Kind.READING)
COPIES_LISTED = Event(
    "enquiry.copies_listed", "Anfragen beim Träger aufgelistet", kind=Kind.READING
)
