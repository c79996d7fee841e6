"""The office's decisions about helps: type, period, hours, shares; author and approver are two
people.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from audit.clock import day_text
from audit.deeds import NotPossibleError
from protection.models import DataKey
from protection.sealing import SealedField
from providers.codes.models import AidType, Code
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.decisions import access
from referrals.decisions.flow import Status
from referrals.marks.models import Marked

OVER = "Dieser Tag ist vorbei. Wenn die Hilfe zu Ende ist, wählen Sie „Hilfe beenden“."
RIGHT_AFTER = (
    "Eine Verlängerung beginnt am Tag nach dem Ende der Hilfe, hier am {}. Für einen früheren Tag"
    " wählen Sie „Umfang ändern“."
)
GAP = "Die Hilfe endet am {}. Bitte beginnen Sie spätestens am Tag danach."


class Kind(models.TextChoices):
    """What a decision is about."""

    NEW = "new", "Neue Hilfe"
    EXTEND = "extend", "Verlängerung"
    CHANGE = "change", "Änderung des Umfangs"
    ADD = "add", "Weiterer Träger dazu"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the decisions that this person may see now."""
        return self.filter(access.visible_to(actor))


class Decision(Marked):
    """The office's decision about a help: type, period, hours, shares; author and approver are two
    people.

    The formal notice comes from the leading system; `notice` keeps its reference there. `shares`
    are rows of `DecisionShare`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aid = models.ForeignKey(Aid, models.DB_CASCADE, related_name="decisions")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    aid_type = models.ForeignKey(AidType, models.DO_NOTHING, related_name="+")
    reason = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    grounds = SealedField()
    notice = SealedField(null=True)
    from_on = models.DateField()
    until_on = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    submitted_at = models.DateTimeField()
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    hint = SealedField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "submitted_at"], name="decision_waiting")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="author_and_approver_are_two", condition=~Q(author=F("approver"))
            ),
            models.CheckConstraint(
                name="decision_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="decided_has_person_and_moment",
                condition=Q(approver__isnull=True, decided_at__isnull=True)
                | Q(approver__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_decision",
                fields=["aid"],
                condition=Q(status=Status.SUBMITTED),
            ),
        ]

    class Protection:
        personal: ClassVar = {"grounds", "notice", "hint"}
        plain: ClassVar = {
            *("id", "aid", "lock", "kind", "status", "aid_type", "reason", "from_on", "until_on"),
            *("author", "submitted_at", "approver", "decided_at", "marks"),
        }
        wall = "office"
        retention = "K1"


class DecisionShare(models.Model):
    """How many minutes a week a decision gives to one provider, from when until when, and who leads.

    `account` is the name under which the ledger already keeps the hours of a choice, or a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, models.DB_CASCADE, related_name="shares")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    account = models.UUIDField(default=uuid.uuid4)
    week_minutes = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="provider_once_in_a_decision", fields=["decision", "provider"]
            ),
            models.UniqueConstraint(
                name="one_lead_in_a_decision", fields=["decision"], condition=Q(is_lead=True)
            ),
            models.CheckConstraint(name="decided_share_has_hours", condition=Q(week_minutes__gt=0)),
            models.CheckConstraint(
                name="decided_share_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "decision", "provider", "account", "week_minutes", "from_on", "until_on"),
            "is_lead",
        }
        wall = "office"
        retention = "K1"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShare:
    """How many minutes a week a provider is to have, and whether it leads."""

    provider: Provider
    week_minutes: int
    is_lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a decision says and rests on."""

    kind: Kind
    aid_type: AidType
    from_on: date
    until_on: date
    reason: Code
    grounds: str
    notice: str = ""


def check_period(terms: Terms, aid: Aid, *, today: date) -> None:
    """Refuse days before the help or all in the past, and a gap between what was decided and what is.

    Args:
        terms: what a change of a help is to say.
        aid: the help as it is.
        today: the day on which it is proposed.
    """
    after = aid.until_on + timedelta(days=1)
    if terms.from_on < aid.from_on:
        raise NotPossibleError("Dieser Tag liegt vor dem Beginn der Hilfe.", field="from_on")
    if terms.until_on < terms.from_on:
        raise NotPossibleError("Das Ende liegt vor dem Beginn.", field="until_on")
    if terms.until_on < today:
        raise NotPossibleError(OVER, field="until_on")
    if terms.kind == Kind.EXTEND and terms.until_on <= aid.until_on:
        raise NotPossibleError("Das neue Ende liegt nicht nach dem bisherigen.", field="until_on")
    if terms.kind == Kind.EXTEND and terms.from_on != after:
        raise NotPossibleError(RIGHT_AFTER.format(day_text(after)), field="from_on")
    if terms.from_on > after:
        raise NotPossibleError(GAP.format(day_text(aid.until_on)), field="from_on")
