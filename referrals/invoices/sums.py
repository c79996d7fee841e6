"""The key under which a provider's administration knows a help: a number that says nothing."""

from uuid import UUID

DIGITS = 10


def invoice_key(account: UUID) -> str:
    """Give the invoice key of a share: R-12345-67890.

    Args:
        account: the random name under which the ledger keeps the share's hours.

    Returns:
        Ten digits of it; the same for every month of the share, and nobody learns a family from
        them (source: DP-41).
    """
    number = f"{account.int % 10**DIGITS:0{DIGITS}d}"
    return f"R-{number[:5]}-{number[5:]}"
