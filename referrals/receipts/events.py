"""Words of the trail about lists of recipients."""

from audit.trail import Event, Kind

LISTED = Event("receipt.listed", "Empfänger einer Familie gelesen", kind=Kind.READING)
PRINTED = Event(
    "receipt.printed", "Liste der Empfänger für die Familie gedruckt", kind=Kind.READING
)
