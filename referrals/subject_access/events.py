"""Words of the trail about people who ask what is kept about them."""

from audit.trail import Event, Kind

REGISTERED = Event("access_request.registered", "Auskunftsersuchen aufgenommen")
LISTED = Event("access_request.listed", "Liste der Auskunftsersuchen gelesen", Kind.READING)
READ = Event("access_request.read", "Auskunftsersuchen gelesen", Kind.READING)
IDENTIFIED = Event("access_request.identified", "Identität zu einem Auskunftsersuchen geprüft")
SEARCHED = Event(
    "access_request.searched", "Familie zu einem Auskunftsersuchen gesucht", Kind.READING
)
PLACED = Event("access_request.placed", "Auskunftsersuchen einer Familie zugeordnet")
PEOPLE_READ = Event(
    "access_request.people_read", "Personen zu einem Auskunftsersuchen gelesen", Kind.READING
)
CLARIFIED = Event("access_request.clarified", "Umfang einer Auskunft geklärt")
STEPPED = Event("access_request.stepped", "Auskunftsersuchen weitergebracht")
EXTENDED = Event("access_request.extended", "Frist einer Auskunft verlängert")
REFUSED = Event("access_request.refused", "Auskunft abgelehnt")
WITHDRAWN = Event("access_request.withdrawn", "Auskunftsersuchen zurückgenommen")
