"""Which rules of access held: a short name for their text, carried by every entry."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings

# Rooms and modules that say who may see and do what, and how the database holds it.
RULES = ("access.py", "roles.py", "labels.py", "wall.py", "actor.py")
LENGTH = 12


@cache
def version() -> str:
    """Name the rules of this program: twelve hexadecimal digits over their sources and all labels.

    The same sources give the same name on every machine, so whoever has the program of that day can read the rules
    under which somebody acted.
    """
    digest = sha256()
    for path in sources():
        digest.update(f"{path.relative_to(settings.BASE_DIR).as_posix()}\0".encode())
        digest.update(path.read_bytes() + b"\0")
    for label in sorted(map(_label, apps.get_models())):
        digest.update(label.encode())
    return digest.hexdigest()[:LENGTH]


def sources() -> list[Path]:
    """Find the files of the rules in our own apps."""
    base = Path(settings.BASE_DIR)
    own = [Path(app.path) for app in apps.get_app_configs()]
    found = {path for app in own if app.parent == base for path in app.rglob("*.py")}
    return sorted(path for path in found if path.name in RULES)


def _label(model: type[object]) -> str:
    """Write what a model says of its columns, in one order."""
    said = vars(getattr(model, "Protection", object))
    facts = {name: said[name] for name in said if not name.startswith("_")}
    told = (f"{name}={_ordered(facts[name])}" for name in sorted(facts))
    return f"{model.__module__}.{model.__qualname__}: {'; '.join(told)}\n"


def _ordered(value: object) -> str:
    return ",".join(sorted(map(str, value))) if isinstance(value, set) else str(value)
