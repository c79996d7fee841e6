"""Words of the trail about what leaves the house."""

from audit.trail import Event

CHECKED = Event("release.checked", "Ausgabe auf geschützte Angaben geprüft")
MASKED = Event("release.masked", "Fassung für einen getrennt lebenden Elternteil geschrieben")
