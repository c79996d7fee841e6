"""Words of the trail about files that rest."""

from audit.trail import Event, Kind

LISTED = Event("inspection.listed", "Eingeschränkte Akten angesehen", kind=Kind.READING)
ASKED = Event("inspection.asked", "Einsicht in eine eingeschränkte Akte erbeten")
AGREED = Event("inspection.agreed", "Einsicht in eine eingeschränkte Akte gewährt", Kind.SECURITY)
REFUSED = Event("inspection.refused", "Einsicht in eine eingeschränkte Akte abgelehnt")
