"""Words of the trail about the end of cases."""

from audit.trail import Event, Kind

CLOSED = Event("case.closed", "Vorgang abgeschlossen")
OPENED = Event("case.opened", "Neuen Vorgang geöffnet")
PREPARED = Event("case.prepared", "Abschluss vorbereitet", kind=Kind.READING)
