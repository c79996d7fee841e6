"""A month of a provider for its invoice: by invoice key and by who worked, in minutes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from accounts.actor import Actor
from providers.budgets.sums import hours_text
from providers.register.models import Provider
from referrals.hours.flow import Status
from referrals.hours.models import TimeEntry
from referrals.hours.sums import CalendarMonth
from referrals.invoices import access
from referrals.invoices.sums import invoice_key

WITHOUT = "ohne Familie"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """What one person worked under one key in the month."""

    house: str
    key: str
    carer: str
    entries: int
    minutes: int

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Give the cells of the line on the page."""
        hours, count = hours_text(self.minutes), str(self.entries)
        return ((self.key, ""), (self.carer, ""), (count, "num"), (hours, "num"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One month, with the sum and the ways to its neighbours."""

    title: str
    code: str
    lines: tuple[InvoiceLine, ...]
    total: str
    before: str
    after: str
    about: tuple[UUID, ...]


def invoice(by: Actor, month: CalendarMonth) -> Invoice:
    """Add up the hours of a month by share and person; notes and families are not read."""
    rows = TimeEntry.objects.filter(
        access.hours_for(by), on__gte=month.first_on, on__lt=month.next_on
    ).exclude(status=Status.REVERSED, month__isnull=True)
    grouped = rows.order_by().values("provider", "share__account", "carer__display_name")
    found = list(grouped.annotate(minutes=Sum("minutes"), n=Count("id")))
    houses = dict(Provider.objects.filter(id__in=by.bills_for).values_list("id", "name"))
    lines = sorted(
        (_line(row, houses) for row in found), key=lambda one: (one.house, one.key, one.carer)
    )
    after = CalendarMonth.of(month.next_on)
    return Invoice(
        title=month.words,
        code=month.code,
        lines=tuple(lines),
        total=hours_text(_total(lines)),
        before=month.before.code,
        after=after.code if month.next_on <= by.today else "",
        about=tuple(sorted(by.bills_for)),
    )


def _total(lines: Iterable[InvoiceLine]) -> int:
    return sum(line.minutes for line in lines)


def _line(row: Mapping[str, object], houses: dict[UUID, str]) -> InvoiceLine:
    account, house = row["share__account"], row["provider"]
    return InvoiceLine(
        house=houses.get(house, "") if isinstance(house, UUID) else "",
        key=invoice_key(account) if isinstance(account, UUID) else WITHOUT,
        carer=str(row["carer__display_name"]),
        entries=int(str(row["n"])),
        minutes=int(str(row["minutes"])),
    )
