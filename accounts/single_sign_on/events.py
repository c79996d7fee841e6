"""Words of the trail about accounts of the town: bound, let go, refused at the door."""

from audit.trail import Event, Kind, Outcome

BOUND = Event("identity.bound", "Zugang mit dem Verwaltungskonto verbunden", Kind.SECURITY)
RELEASED = Event("identity.released", "Verbindung mit dem Verwaltungskonto gelöst", Kind.SECURITY)
REFUSED = Event(
    "identity.refused",
    "Anmeldung mit dem Verwaltungskonto abgewiesen",
    Kind.SECURITY,
    Outcome.REFUSED,
)
