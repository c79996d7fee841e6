"""Words of the trail about feedback to those who report by profession."""

from audit.trail import Event, Kind

GIVEN = Event("feedback.given", "Rückmeldung an meldende Stelle gegeben")
READ = Event("feedback.read", "Rückmeldung an meldende Stelle gelesen", Kind.READING)
