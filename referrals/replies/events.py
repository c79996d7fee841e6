"""Words of the trail about answers to people who ask what is kept."""

from audit.trail import Event, Kind

LOOKED_THROUGH = Event(
    "access_reply.looked_through", "Auskunft als zweite Person durchgesehen", Kind.READING
)
GIVEN_BACK = Event("access_reply.given_back", "Auskunft zur Überarbeitung zurückgegeben")
SHOWN = Event("access_reply.shown", "Unterlagen einer Auskunft gesehen", Kind.READING)
OPENED = Event("access_reply.opened", "Unterlage einer Auskunft geöffnet", Kind.READING)
SENT = Event("access_reply.sent", "Auskunft ausgehändigt")
RELEASED = Event("access_reply.released", "Auskunft als zweite Person freigegeben")
