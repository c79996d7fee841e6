"""Words of the trail about grounds."""

from audit.trail import Event

KEPT = Event("basis.kept", "Grundlage festgehalten")
