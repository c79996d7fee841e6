"""Words of the trail about families: opened, completed, handed over, listed, searched, read."""

from audit.trail import Event, Kind

OPENED = Event("family.opened", "Familie angelegt")
PERSON_ADDED = Event("family.person_added", "Person hinzugefügt")
MOVED = Event("family.moved", "Umzug eingetragen")
SECOND_WORKER_SET = Event("family.second_worker_set", "Zweite Fachkraft eingetragen")
HANDED_OVER = Event("family.handed_over", "Familie übergeben")

LISTED = Event("family.listed", "Liste der eigenen Familien gelesen", Kind.READING)
SEARCHED = Event("family.searched", "In den eigenen Familien gesucht", Kind.READING)
READ = Event("family.read", "Familie gelesen", Kind.READING)
