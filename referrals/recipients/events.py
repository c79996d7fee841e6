"""Words of the trail about what recipients know."""

from audit.trail import Event, Kind

SEEN_AS = Event("provider.seen_as", "Gelesen, was ein Träger sieht", kind=Kind.READING)
REPLACED = Event("disclosure.replaced", "Freigabe durch ein Blatt ohne geschützte Angaben ersetzt")
CALLS_TOLD = Event("call.told", "Träger las, was am Telefon gesagt werden darf", kind=Kind.READING)
WEIGHED = Event(
    "disclosure.weighed", "Folgen vor dem Ende einer Freigabe gelesen", kind=Kind.READING
)
