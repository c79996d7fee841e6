"""Deeds about the key that closes all others; only counts reach the trail."""

import base64
from pathlib import Path
from uuid import UUID

from allauth.mfa.models import Authenticator

from accounts.actor import Actor
from accounts.keyring import access, events, sheets
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection import drilling, rotation


@deed
def rewrap(*, by: Actor, after: UUID, most: int) -> rotation.Round:
    """Close the next data keys anew under the newest key."""
    must(access.may_keep_keys(by))
    done = rotation.rewrap(after, most)
    facts = {"count": done.done, "broken": len(done.broken)}
    trail.record(events.REWRAPPED, by=by, facts=facts)
    return done


@deed
def rewrap_seeds(*, by: Actor) -> rotation.Round:
    """Close the seeds of second factors anew under the newest key."""
    must(access.may_keep_keys(by))
    seeds = sheets.old_seeds(Authenticator.objects.select_for_update(of=("self",)).order_by("id"))
    done, broken = 0, []
    fresh = rotation.anew([(seed.place, seed.wrapped) for seed in seeds])
    for seed, wrapped in zip(seeds, fresh, strict=True):
        if wrapped is None:
            broken.append(seed.place)
            continue
        seed.factor.data[seed.name] = base64.b64encode(wrapped).decode()
        seed.factor.save(update_fields=["data"])
        done += 1
    trail.record(events.REWRAPPED, by=by, facts={"count": done, "broken": len(broken)})
    return rotation.Round(done, tuple(broken), None)


@deed
def end_rotation(*, by: Actor, count: int, broken: int) -> None:
    """Write down that the key was changed: how many it closes anew, how many could not be opened."""
    must(access.may_keep_keys(by))
    trail.record(events.ROTATED, by=by, facts={"count": count, "broken": broken})


@deed
def retire_older(*, by: Actor) -> int:
    """Take older keys out of the key file when nothing lies under them; gives how many."""
    must(access.may_keep_keys(by))
    left = sheets.left()
    if not left:
        count = rotation.forget_older()
        trail.record(events.RETIRED, by=by, facts={"count": count})
        return count
    raise NotPossibleError(
        f"Unter älteren Schlüsseln liegt noch etwas ({left}). Die Datei bleibt, wie sie ist."
        " Zuerst: manage.py rotate_keys"
    )


@deed
def drill(*, by: Actor, file: Path, each: int) -> list[drilling.Tried]:
    """Try a key file on keys of every circle, and write down what came of it."""
    must(access.may_keep_keys(by))
    found = drilling.drill(file, each)
    tried, opened = sum(one.tried for one in found), sum(one.opened for one in found)
    facts = {"checked": tried, "broken": tried - opened}
    trail.record(events.DRILLED, by=by, facts=facts)
    return found
