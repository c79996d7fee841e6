"""Words of the trail about conflicts of interest."""

from audit.trail import Event, Kind

DECLARED = Event("conflict.declared", "Befangenheit selbst erklärt")
ENTERED = Event("conflict.entered", "Befangenheit eingetragen")
LIFTED = Event("conflict.lifted", "Befangenheit aufgehoben")
LISTED = Event("conflict.listed", "Befangenheiten gelesen", Kind.READING)
LED_ELSEWHERE = Event("family.led_elsewhere", "Familie unter eine andere Leitung gestellt")
