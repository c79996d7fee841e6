"""Words of the trail about what recipients know."""

from audit.trail import Event, Kind

WEIGHED = Event(
    "disclosure.weighed", "Folgen vor dem Ende einer Freigabe gelesen", kind=Kind.READING
)
