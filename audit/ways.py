"""The way on which signed states of the trail leave by mail, as the settings name it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

USUAL_PORT = 25


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
        return _read(settings.CHECKPOINT_MAIL)
    except (KeyError, ValueError, ValidationError) as wrong:
        msg = "HILFENETZ_CHECKPOINT_MAIL hat die Form smtp://host:port?from=ADRESSE&to=ADRESSE."
        raise ImproperlyConfigured(msg) from wrong


def _read(said: str) -> Way:
    parts = urlsplit(said)
    asked = parse_qs(parts.query)
    (sender,), to = asked["from"], asked["to"]
    for address in (sender, *to):
        validate_email(address)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError(parts.scheme)
    return Way(parts.hostname, parts.port or USUAL_PORT, sender, tuple(to))
