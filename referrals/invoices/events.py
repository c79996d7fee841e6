"""Words of the trail about hours for the invoice."""

from audit.trail import Event, Kind

LISTED = Event("invoice.listed", "Stunden für die Abrechnung gelesen", Kind.READING)
