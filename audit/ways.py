"""The way on which signed states of the trail leave by mail, as the settings name it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Way:
    """The relay that takes the mail (`host`, `port`), and the addresses it comes from and goes to."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]


def way() -> Way | None:
    """Give the way of the mail as the settings name it; None when nothing is sent.

    Raises:
        ImproperlyConfigured: the setting is not `smtp://host:port?from=ADDRESS&to=ADDRESS`.
    """
    if not settings.CHECKPOINT_MAIL:
        return None
    try:
        parts = urlsplit(settings.CHECKPOINT_MAIL)
        asked = parse_qs(parts.query)
        sender, to = asked.get("from", []), asked.get("to", [])
        host, port = parts.hostname, parts.port or 25
    except ValueError:
        host, port, sender, to, parts = None, 0, [], [], urlsplit("")
    if parts.scheme != "smtp" or not host or len(sender) != 1 or not to:
        msg = "HILFENETZ_CHECKPOINT_MAIL hat die Form smtp://host:port?from=ADRESSE&to=ADRESSE."
        raise ImproperlyConfigured(msg)
    return Way(host, port, sender[0], tuple(to))
