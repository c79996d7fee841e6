"""Words of the trail about the first page."""

from audit.trail import Event, Kind

READ = Event("agenda.read", "Erste Seite gelesen", kind=Kind.READING)
