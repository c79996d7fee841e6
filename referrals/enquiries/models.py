"""Enquiries: what providers are told (no family), what only the office knows, and each provider's
copy with its answer.
"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, NotRequired, Self, TypedDict

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from audit import clock
from audit.deeds import NotPossibleError
from protection.models import DataKey
from protection.sealing import SealedField
from providers.codes.models import AidType, Code
from providers.register.models import Provider, SocialSpace
from referrals.enquiries import access
from referrals.enquiries.flow import OPEN_AT_PROVIDER, CopyStatus, Status
from referrals.enquiries.sums import check_hours, last_day
from referrals.families.models import Case, Family

# A need fits on a telephone's screen; more belongs into the conversation after the choice.
NEED_LENGTH = 400
# More days than a family can wait for an answer.
MOST_DAYS = timedelta(days=60)
# How long a help can be asked for, and how far ahead it can begin.
LONGEST_MONTHS, MONTHS_AHEAD = 36, 18
TOO_FAR = f"Bitte prüfen Sie das Jahr: Dieser Tag liegt mehr als {MONTHS_AHEAD} Monate vor uns."
NO_DEADLINE = (
    "Die Anfrage wurde noch nicht gesendet. Bitte geben Sie an, bis wann Sie eine Antwort brauchen."
)


class Text(TypedDict):
    """What an enquiry says, in minutes, whole months and codes; no space means the whole town."""

    aid_type: AidType
    need: str
    week_minutes: int
    age_bands: Sequence[str]
    children: int
    languages: Sequence[str]
    weekdays: Sequence[str]
    space: SocialSpace | None
    start_on: date
    months: int
    answer_by: NotRequired[date | None]


def check_limits(week_minutes: int, answer_by: date, *, today: date, latest: date) -> None:
    """Refuse hours that cannot be, a beginning far away, and a deadline in the past or after the beginning.

    Args:
        week_minutes: minutes a week that are asked for.
        answer_by: last day for an answer.
        today: the day on which it is asked.
        latest: the day of the beginning, or the soonest deadline where that is later.
    """
    check_hours(week_minutes, "week_minutes")
    if latest > last_day(today, MONTHS_AHEAD):
        raise NotPossibleError(TOO_FAR, field="start_on")
    if answer_by < today:
        raise NotPossibleError(NO_DEADLINE, field="answer_by")
    last = min(latest, today + MOST_DAYS)
    if answer_by > last:
        sentence = (
            "Die Antwort muss vor dem Beginn der Hilfe und in 60 Tagen da sein. "
            f"Bitte wählen Sie einen Tag bis {clock.day_text(last)}."
        )
        raise NotPossibleError(sentence, field="answer_by")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """What was asked, without families."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the network's enquiries to whoever steers it; others come by the family or the copy."""
        return self.filter(access.steered_by(actor))


class Enquiry(models.Model):
    """A need without a family: exactly what leaves the house in stage one. The district worker is
    named, the family is not.

    The row holds no reference to the family, because row security hides rows, not columns;
    `Matter` does, for the office alone. `word` is a Merkwort of its own, so that nobody who
    already knows the family recognises it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    readers = ArrayField(models.UUIDField(), default=list)
    word = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    aid_type = models.ForeignKey(AidType, models.DO_NOTHING, related_name="+")
    need = SealedField()
    week_minutes = models.PositiveIntegerField()
    age_bands = ArrayField(models.CharField(max_length=10))
    children = models.PositiveSmallIntegerField()
    languages = ArrayField(models.CharField(max_length=10))
    weekdays = ArrayField(models.CharField(max_length=10))
    space = models.ForeignKey(SocialSpace, models.DO_NOTHING, null=True, related_name="+")
    start_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    answer_by = models.DateField()
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="enquiry_is_sent_or_draft",
                condition=Q(sent_at__isnull=True, status__in=[Status.DRAFT, Status.WITHDRAWN])
                | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(name="enquiry_asks_for_hours", condition=Q(week_minutes__gt=0)),
        ]

    class Protection:
        personal: ClassVar = {"need"}
        plain: ClassVar = {
            *("id", "lock", "readers", "word", "status", "aid_type", "week_minutes", "age_bands"),
            *("children", "languages", "weekdays", "space", "start_on", "months", "answer_by"),
            *("worker", "made_at", "sent_at"),
        }
        wall = "shared"
        retention = "K1"


class MatterQuerySet(models.QuerySet["Matter"]):
    """The office's side of enquiries that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the office's side of enquiries that this person may see."""
        return self.filter(access.matters_visible_to(actor))


class Matter(models.Model):
    """For whom an enquiry is made: known to the office alone. `wish` is what the family wished
    when it chose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enquiry = models.OneToOneField(Enquiry, models.DB_CASCADE, related_name="matter")
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="matters")
    case = models.ForeignKey(Case, models.DB_CASCADE, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    wish = SealedField(null=True)
    chosen_at = models.DateTimeField(null=True)

    objects = MatterQuerySet.as_manager()

    class Protection:
        personal: ClassVar = {"wish"}
        plain: ClassVar = {"id", "enquiry", "family", "case", "lock", "chosen_at"}
        wall = "office"
        retention = "K1"


class CopyQuerySet(models.QuerySet["Copy"]):
    """Copies that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the copies that this person may see now."""
        return self.filter(access.copies_visible_to(actor))

    def locked(self, enquiry: Enquiry) -> Self:
        """Lock the copies of an enquiry that is locked itself, in order of id."""
        rows = self.select_for_update(of=("self",)).filter(enquiry=enquiry).order_by("id")
        return rows.select_related("lock", "provider", "answered_by")


class Copy(models.Model):
    """One provider's copy of an enquiry, with its answer; sealed for the office and this provider
    only.

    `account` is the name under which the ledger keeps this provider's hours; `over` says that the
    reservation went beyond the contingent. The chosen columns are set by the choice and taken over
    by acceptance. `visible_until` is the last day on which the provider reads an accepted copy; `closed`
    closes the row at the wall; `kept_from` are its people with a conflict of interest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enquiry = models.ForeignKey(Enquiry, models.DB_CASCADE, related_name="copies")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=12, choices=CopyStatus, default=CopyStatus.SENT)
    offered_from = models.DateField(null=True)
    offered_week_minutes = models.PositiveIntegerField(null=True)
    profile = SealedField(null=True)
    differs = SealedField(null=True)
    decline_reason = models.ForeignKey(Code, models.DO_NOTHING, null=True, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    account = models.UUIDField(default=uuid.uuid4, unique=True)
    is_lead = models.BooleanField(default=False)
    chosen_week_minutes = models.PositiveIntegerField(null=True)
    chosen_from = models.DateField(null=True)
    chosen_until = models.DateField(null=True)
    over = models.BooleanField(default=False)
    visible_until = models.DateField(null=True)
    closed = models.BooleanField(default=False)
    kept_from = ArrayField(models.UUIDField(), default=list)

    objects = CopyQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["provider", "status"], name="copy_of_provider")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_provider_is_asked_once", fields=["enquiry", "provider"]
            ),
            models.UniqueConstraint(
                name="one_lead_provider", fields=["enquiry"], condition=Q(is_lead=True)
            ),
            models.CheckConstraint(
                name="declining_needs_a_reason",
                condition=~Q(status=CopyStatus.DECLINED) | Q(decline_reason__isnull=False),
            ),
            models.CheckConstraint(
                name="chosen_has_hours_and_period",
                condition=~Q(status__in=[CopyStatus.CHOSEN, CopyStatus.ACCEPTED])
                | Q(
                    chosen_week_minutes__gt=0,
                    chosen_from__isnull=False,
                    chosen_until__gte=F("chosen_from"),
                ),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Tell whether the provider still sees the enquiry."""
        return self.status in OPEN_AT_PROVIDER

    class Protection:
        personal: ClassVar = {"profile", "differs"}
        plain: ClassVar = {
            *(
                "id",
                "enquiry",
                "provider",
                "lock",
                "status",
                "offered_from",
                "offered_week_minutes",
            ),
            *("decline_reason", "answered_by", "answered_at", "account", "is_lead"),
            *("chosen_week_minutes", "chosen_from", "chosen_until", "over"),
            *("visible_until", "closed", "kept_from"),
        }
        wall = "provider"
        retention = "K1"


class CopyStep(models.Model):
    """One step on the way of a copy; rows are written and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    copy = models.ForeignKey(Copy, models.DB_CASCADE, related_name="steps")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=12, choices=CopyStatus)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "copy", "provider", "status", "at", "by"}
        wall = "provider"
        grants = "append"
        retention = "K1"


class Message(models.Model):
    """A question about an enquiry, or the answer to it, between office and one provider."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    copy = models.ForeignKey(Copy, models.DB_CASCADE, related_name="messages")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    text = SealedField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")

    class Protection:
        personal: ClassVar = {"text"}
        plain: ClassVar = {"id", "copy", "provider", "lock", "at", "by"}
        wall = "provider"
        grants = "append"
        retention = "K1"
