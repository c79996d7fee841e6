"""A state machine is a table: which status may follow which."""

from collections.abc import Mapping

from django.db.models import TextChoices

from audit.deeds import NotPossibleError

_all: dict[str, "Flow"] = {}


class Flow:
    """The table of one kind of thing; every status has a line, dead ends too."""

    def __init__(
        self,
        name: str,
        title: str,
        first: TextChoices,
        steps: Mapping[TextChoices, frozenset[TextChoices]],
    ) -> None:
        """Name a table (English key, German title), its first status, and its lines."""
        self.name = name
        self.title = title
        self.first = first
        self.steps = {str(a): frozenset(map(str, b)) for a, b in steps.items()}
        self.words = {str(status): str(status.label) for status in type(first)}
        _all[name] = self

    def allows(self, current: str, following: str) -> bool:
        """Tell whether this step stands in the table."""
        return str(following) in self.steps.get(str(current), frozenset())

    def check(self, current: str, following: str) -> None:
        """Refuse a step that does not stand in the table, with the sentence the person reads."""
        if not self.allows(current, following):
            word = self.words.get(str(current), str(current))
            sentence = f"Das ist jetzt nicht möglich. Der Stand ist: {word}."
            raise NotPossibleError(sentence)


def all_flows() -> list[Flow]:
    """Give every table that is known, in order of name, for `docs/flows.md`."""
    return [_all[name] for name in sorted(_all)]
