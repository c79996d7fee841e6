"""Words of the trail about the monthly proof."""

from audit.trail import Event, Kind

PRINTED = Event("proof.printed", "Monatsnachweis über das Siegel gedruckt", kind=Kind.READING)
