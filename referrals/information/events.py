"""Words of the trail about what families are told of their data."""

from audit.trail import Event, Kind

LISTED = Event("information.listed", "Gelesen, wer wie informiert wurde", kind=Kind.READING)
GIVEN = Event("information.given", "Festgehalten, wie jemand informiert wurde")
PRINTED = Event("information.printed", "Informationsblatt gedruckt", kind=Kind.READING)
