"""What readers of a family are given: lines of the list, and the sheet of one family."""

from referrals.families.models import Family


def name_of(family: Family) -> str:
    """Give the family's name, for deeds that seal it again elsewhere."""
    return family.name.reveal()
