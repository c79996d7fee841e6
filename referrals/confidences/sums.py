"""When the author of a confided note looks at it again."""

from datetime import date, timedelta

# SGB VIII § 65 knows no period; what is sealed for no reason hides danger, so it is looked at each year.
LOOK_AFTER = timedelta(days=365)


def is_due(looked_on: date, today: date) -> bool:
    """Tell whether a year went by since the author last said that a note stays sealed."""
    return today >= looked_on + LOOK_AFTER
