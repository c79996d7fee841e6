"""Plain rules of protected addresses: how many are named, and when a lock runs out."""

from datetime import date, timedelta

from audit.clock import day_text

# At least so many of the office are named, so that a sick day leaves nobody without (users.md R9);
# under a lock at most so many people (DP-70).
LEAST_NAMED, MOST_NAMED = 2, 6
# So long before a lock runs out the first page reminds of it (DP-76).
REMINDED_BEFORE = timedelta(days=92)


def is_ending(until_on: date | None, today: date) -> bool:
    """Tell whether a lock runs out within three months, or ran out. Source: DP-76."""
    return until_on is not None and until_on <= today + REMINDED_BEFORE


def notices(until_on: date | None, today: date) -> tuple[str, ...]:
    """Say that a lock runs out, and that no day ends the protection by itself."""
    if until_on is None or not is_ending(until_on, today):
        return ()
    past = until_on < today
    runs = (
        f"{'ist am' if past else 'läuft am'} {day_text(until_on)} {'abgelaufen' if past else 'ab'}"
    )
    stays = "Der Schutz hier bleibt, bis ihn jemand verlängert oder zwei Personen ihn beenden."
    return (f"Die Sperre {runs}. {stays}",)


def dial(number: str) -> str:
    """Give the address under which a phone calls a number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
