"""Several people at once: each in a thread with a connection of its own, and real commits."""

import threading
from collections.abc import Callable, Sequence

from django.db import connection

from accounts.actor import Actor
from audit.deeds import NotPossibleError
from protection import wall

type Deed = Callable[[Actor], object]


def at_once(deeds: Sequence[tuple[Actor, Deed]]) -> list[object]:
    """Let everybody begin in the same moment.

    Returns:
        In order: what each deed gave back, or the refusal that the person reads.
    """
    ready = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def do(place: int, by: Actor, deed: Deed) -> None:
        try:
            ready.wait()
            with wall.standing_as(by):
                results[place] = deed(by)
        except NotPossibleError as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(place, *each)) for place, each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refusals(results: Sequence[object]) -> list[str]:
    """Give the sentences of those who did not get through."""
    return [result.sentence for result in results if isinstance(result, NotPossibleError)]
