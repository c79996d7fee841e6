"""Words of the trail about the trail itself."""

from audit.trail import Event, Kind
from audit.verifier import RETIRED as RETIRED_CODE

READ = Event("trail.read", "Nachweise angesehen", kind=Kind.READING)
OWN_READ = Event("trail.own_read", "Eigene Zugriffe angesehen", kind=Kind.READING)
OTHERS_READ = Event(
    "family.readings_read", "Besondere Einsichten in eine Familie angesehen", kind=Kind.READING
)
EXPORTED = Event("trail.exported", "Nachweise ausgegeben", kind=Kind.READING)
CHECK_ASKED = Event("seal_check.asked", "Prüfung des Siegels begonnen", kind=Kind.SECURITY)
CHECK_READ = Event("seal_check.read", "Prüfung des Siegels angesehen", kind=Kind.READING)
CHECK_ENDED = Event("seal_check.ended", "Siegel geprüft", kind=Kind.SECURITY)
RETIRED = Event(RETIRED_CODE, "Nachweise nach Ablauf der Frist entfernt", kind=Kind.SECURITY)
