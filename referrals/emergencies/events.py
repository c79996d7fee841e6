"""Words of the trail about emergencies and the roster."""

from audit.trail import Event, Kind

SEARCHED = Event("emergency.searched", "Familie im Notfall gesucht", Kind.READING)
BEGUN = Event("emergency.begun", "Notfallkarte geöffnet, mit Begründung", Kind.SECURITY)
BEGUN_ON_CALL = Event("emergency.begun_on_call", "Notfallkarte in der Bereitschaft geöffnet")
CARD_READ = Event("emergency.card_read", "Notfallkarte gelesen", Kind.READING)
ENDED = Event("emergency.ended", "Notzugriff beendet")
LISTED = Event("emergency.listed", "Notzugriffe angesehen", Kind.READING)
REVIEWED = Event("emergency.reviewed", "Notzugriff geprüft", Kind.SECURITY)
ON_CALL_SET = Event("on_call.set", "Bereitschaft eingetragen", Kind.SECURITY)
ON_CALL_ENDED = Event("on_call.ended", "Bereitschaft beendet", Kind.SECURITY)
ROSTER_READ = Event("on_call.listed", "Bereitschaftsplan angesehen", Kind.READING)
