"""Words of the trail about first contacts."""

from audit.trail import Event, Kind

TAKEN = Event("intake.taken", "Erstkontakt aufgenommen")
CONFIRMED = Event("intake.confirmed", "Erstkontakt zu zweit eingeschätzt")
RAISED = Event("intake.raised", "Hinweis auf Gefährdung erhöht")
FAMILY_OPENED = Event("intake.family_opened", "Aus Erstkontakt Familie angelegt")
CLOSED = Event("intake.closed", "Erstkontakt abgeschlossen")
REOPENED = Event("intake.reopened", "Erstkontakt wieder geöffnet")
COUNTED = Event("contact.counted", "Anonyme Beratung gezählt")
LISTED = Event("intake.listed", "Erstkontakte aufgelistet", kind=Kind.READING)
READ = Event("intake.read", "Erstkontakt gelesen", kind=Kind.READING)
