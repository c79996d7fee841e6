"""What readers of enquiries are given."""

from accounts.models import User
from protection.sealing import opened
from referrals.enquiries import sums
from referrals.families.models import Family


def names_found(family: Family, worker: User, text: str) -> list[str]:
    """Find names of the family's people and of the worker that stand in a text."""
    people = family.people.select_related("lock")
    names = [opened(person.first_name) for person in people]
    names += [opened(person.last_name) for person in people]
    return sums.names_in(text, [*names, opened(family.name), worker.display_name])
