"""All models of this app, gathered for Django."""

from providers.agreements.models import Agreement
from providers.budgets.models import Budget, LedgerLine
from providers.codes.models import AidType, Code
from providers.register.models import (
    Carrier,
    District,
    Provider,
    ProviderSpace,
    SocialSpace,
    Street,
)

__all__ = [
    "Agreement",
    "AidType",
    "Budget",
    "Carrier",
    "Code",
    "District",
    "LedgerLine",
    "Provider",
    "ProviderSpace",
    "SocialSpace",
    "Street",
]
