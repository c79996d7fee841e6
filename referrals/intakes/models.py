"""First contacts as they were told, and contacts that stay anonymous."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from accounts.models import Team
from protection.models import DataKey
from protection.sealing import SealedField
from providers.codes.models import Code
from providers.register.models import SocialSpace
from referrals.families.models import Family
from referrals.intakes import access
from referrals.intakes.flow import Status
from referrals.marks.models import Marked


class Danger(models.TextChoices):
    """Whether what was told points to a danger for a child."""

    NO = "no", "Nein"
    UNCLEAR = "unclear", "Unklar"
    YES = "yes", "Ja"


# A hint at a danger is only ever raised, by one or two steps.
DANGERS = (Danger.NO, Danger.UNCLEAR, Danger.YES)


class Urgency(models.TextChoices):
    """How soon someone has to look after it."""

    NOW = "now", "Sofort"
    DAY = "day", "Innerhalb von 24 Stunden"
    WEEK = "week", "Innerhalb von 7 Tagen"
    NORMAL = "normal", "Nicht eilig"


class IntakeQuerySet(models.QuerySet["Intake"]):
    """First contacts that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the first contacts that this person may see now."""
        return self.filter(access.visible_to(actor))


class Intake(Marked):
    """A first contact: through which channel, from whom, what was told, how urgent, and what
    became of it.

    The reporter is sealed apart from the matter and is never taken over into the family's file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    received_at = models.DateTimeField()
    channel = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    reporter_category = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    reporter = SealedField(null=True)
    matter = SealedField()
    assessment = SealedField(null=True)
    danger = models.CharField(max_length=8, choices=Danger)
    urgency = models.CharField(max_length=8, choices=Urgency)
    space = models.ForeignKey(SocialSpace, models.DO_NOTHING, null=True, related_name="+")
    team = models.ForeignKey(Team, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    family = models.ForeignKey(Family, models.DB_SET_NULL, null=True, related_name="intakes")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["team", "status", "-received_at"], name="intake_of_team")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="second_person_is_another", condition=~Q(confirmed_by=F("taken_by"))
            ),
            models.CheckConstraint(
                name="confirmation_has_person_and_moment",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="danger_is_closed_by_two",
                condition=Q(status__in=[Status.OPEN, Status.FAMILY])
                | Q(danger=Danger.NO)
                | Q(confirmed_by__isnull=False),
            ),
        ]

    @property
    def waits_for_second(self) -> bool:
        """Tell whether a second person still has to look at a possible danger."""
        return self.danger != Danger.NO and self.confirmed_by_id is None

    @property
    def graver(self) -> tuple[Danger, ...]:
        """Give the answers that are graver than the present one."""
        return DANGERS[DANGERS.index(Danger(self.danger)) + 1 :]

    @property
    def is_current(self) -> bool:
        """Tell whether somebody still has to act on it."""
        return self.status == Status.OPEN or self.waits_for_second

    class Protection:
        personal: ClassVar = {"reporter", "matter", "assessment"}
        plain: ClassVar = {
            *(
                "id",
                "lock",
                "received_at",
                "channel",
                "reporter_category",
                "danger",
                "marks",
                "urgency",
                "space",
            ),
            *("team", "status", "taken_by", "confirmed_by", "confirmed_at", "closed_at", "family"),
        }
        wall = "office"
        retention = "K5"


class AnonymousContact(models.Model):
    """Counselling of someone who stays anonymous: counted, never told of a person (SGB VIII §§ 8
    (3), 16).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    on = models.DateField()
    topic = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    channel = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    age_band = models.ForeignKey(Code, models.DO_NOTHING, null=True, related_name="+")
    space = models.ForeignKey(SocialSpace, models.DO_NOTHING, null=True, related_name="+")

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "on", "topic", "channel", "age_band", "space"}
        wall = "office"
        grants = "append"
        retention = "K15"
        report = True
