"""Words of the trail about drafts; they name the draft, never what is written in it."""

from audit.trail import Event, Kind

KEPT = Event("draft.kept", "Entwurf gesichert")
TAKEN_UP = Event("draft.taken_up", "Entwurf gelesen", Kind.READING)
SETTLED = Event("draft.settled", "Entwurf gesendet")
DISCARDED = Event("draft.discarded", "Entwurf verworfen")
RETIRED = Event("draft.retired", "Alte Entwürfe entfernt")
