"""Words of the trail: what can happen, and the sentence that a reader sees."""

from dataclasses import dataclass

from audit.models import Kind, Outcome

_known: dict[str, "Event"] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """A word of the trail (`noun.past`) and the sentence that a reader sees."""

    code: str
    sentence: str
    kind: Kind = Kind.DEED
    outcome: Outcome = Outcome.DONE

    def __post_init__(self) -> None:
        """Make the word known; one word means one thing."""
        if _known.setdefault(self.code, self) != self:
            msg = f"The word {self.code} is taken."
            raise ValueError(msg)


def event_named(code: str) -> Event | None:
    """Find the word by its code, for pages that read the trail."""
    return _known.get(code)


def all_events() -> list[Event]:
    """Give every word that is known, for pages that choose among them."""
    return list(_known.values())
