"""Words of the trail about hours."""

from audit.trail import Event, Kind

BOOKED = Event("hours.booked", "Stunden gebucht")
UNDONE = Event("hours.undone", "Buchung zurückgenommen")
CORRECTED = Event("hours.corrected", "Stunden berichtigt")
HANDED_IN = Event("hours.handed_in", "Monat abgegeben")
LISTED = Event("hours.listed", "Stunden aufgelistet", kind=Kind.READING)
READ = Event("hours.read", "Stunden einer Hilfe gelesen", kind=Kind.READING)
READ_ENTRY = Event("hours.entry_read", "Buchung gelesen", kind=Kind.READING)
