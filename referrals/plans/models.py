"""The shared care plan: versions, goals with a stable identity, steps, signatures, ratings, points
for the next meeting.

Every row is sealed with the key of its help's circle and carries `readers`, because a row policy
looks at its own row only.
"""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.marks.models import Marked
from referrals.plans import access
from referrals.plans.flow import GoalStatus, SignatureState, Status, Word


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the plans that this person may see now."""
        return self.filter(access.visible_to(actor))


class Plan(models.Model):
    """The care plan (Hilfeplan, SGB VIII § 36) of one help."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aid = models.OneToOneField(Aid, models.DB_CASCADE, related_name="plan")
    readers = ArrayField(models.UUIDField(), default=list)
    made_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "aid", "readers", "made_at"}
        wall = "shared"
        retention = "K1"


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the versions that this person may see now."""
        return self.filter(access.versions_visible_to(actor))

    def locked(self) -> Self:
        """Lock versions for whoever keeps the family's file."""
        rows = self.select_for_update(of=("self",))
        return rows.select_related("lock", "edited_by", "plan__aid__lock")


class Version(Marked):
    """A version (Fassung) of a plan; in force by the office's decision, and never changed from
    then on.

    The situation is kept as each side sees it, possibly contradicting each other. The child's view
    is there, or the reason why it is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, models.DB_CASCADE, related_name="versions")
    readers = ArrayField(models.UUIDField(), default=list)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFTING)
    edit = models.PositiveIntegerField(default=1)
    meeting_on = models.DateField()
    place = SealedField(null=True)
    people_present = SealedField(null=True)
    child_view = SealedField(null=True)
    child_view_missing = SealedField(null=True)
    parents_view = SealedField(null=True)
    professionals_view = SealedField(null=True)
    need = SealedField(null=True)
    agreements = SealedField(null=True)
    dissent = SealedField(null=True)
    review_on = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    made_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    in_force_on = models.DateField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="version_number_once", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="one_version_in_force", fields=["plan"], condition=Q(status=Status.IN_FORCE)
            ),
            models.UniqueConstraint(
                name="one_version_in_work",
                fields=["plan"],
                condition=Q(status__in=[Status.DRAFTING, Status.CIRCULATED]),
            ),
            models.CheckConstraint(
                name="in_force_was_decided_on_a_day",
                condition=Q(status__in=[Status.DRAFTING, Status.CIRCULATED])
                | Q(decided_by__isnull=False, in_force_on__isnull=False),
            ),
            models.CheckConstraint(
                name="in_force_has_the_childs_view_or_why_not",
                condition=Q(status=Status.DRAFTING)
                | Q(child_view__isnull=False)
                | Q(child_view_missing__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar = {
            *("place", "people_present", "child_view", "child_view_missing", "parents_view"),
            *("professionals_view", "need", "agreements", "dissent"),
        }
        plain: ClassVar = {
            *("id", "plan", "readers", "lock", "number", "status", "edit", "meeting_on"),
            *("review_on", "author", "made_at", "edited_by", "decided_by", "in_force_on", "marks"),
        }
        wall = "shared"
        retention = "K1"


# The texts of a version, in the order in which people read them.
TEXTS = {
    "place": "Ort des Gesprächs",
    "people_present": "Wer dabei war",
    "child_view": "Wie das Kind es sieht",
    "child_view_missing": "Warum die Sicht des Kindes fehlt",
    "parents_view": "Wie die Eltern es sehen",
    "professionals_view": "Wie die Fachkräfte es sehen",
    "need": "Was gebraucht wird",
    "agreements": "Vereinbarungen",
    "dissent": "Abweichende Meinung",
}


class Goal(models.Model):
    """A goal with an identity that stays the same over all versions: its history is the measure of
    outcome. Taken out of a draft before anybody agreed on it, it is dropped and was never agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, models.DB_CASCADE, related_name="goals")
    readers = ArrayField(models.UUIDField(), default=list)
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=GoalStatus, default=GoalStatus.AGREED)
    agreed_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="goal_number_once", fields=["plan", "number"]),
            models.CheckConstraint(
                name="settled_goal_has_its_day",
                condition=Q(status=GoalStatus.AGREED, settled_on__isnull=True)
                | (~Q(status=GoalStatus.AGREED) & Q(settled_on__isnull=False)),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "plan", "readers", "number", "status", "agreed_on", "settled_on"}
        wall = "shared"
        retention = "K1"


class WordingQuerySet(models.QuerySet["Wording"]):
    """How goals are worded."""

    def standing(self) -> Self:
        """Leave out goals that were taken out of a draft before anybody agreed on them."""
        return self.exclude(goal__agreed_on=None, goal__status=GoalStatus.DROPPED)


class Wording(models.Model):
    """How a goal is worded in one version; `edit` counts the wordings, as in `Version`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(Version, models.DB_CASCADE, related_name="wordings")
    goal = models.ForeignKey(Goal, models.DB_CASCADE, related_name="wordings")
    readers = ArrayField(models.UUIDField(), default=list)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    text = SealedField()
    edit = models.PositiveIntegerField(default=1)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="goal_once_in_a_version", fields=["version", "goal"]),
        ]

    class Protection:
        personal: ClassVar = {"text"}
        plain: ClassVar = {"id", "version", "goal", "readers", "lock", "edit"}
        wall = "shared"
        retention = "K1"


class Task(models.Model):
    """A step towards a goal: who does what by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(Version, models.DB_CASCADE, related_name="tasks")
    goal = models.ForeignKey(Goal, models.DB_CASCADE, related_name="+")
    readers = ArrayField(models.UUIDField(), default=list)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    who = SealedField()
    what = SealedField()
    due_on = models.DateField()
    removed = models.BooleanField(default=False)

    class Protection:
        personal: ClassVar = {"who", "what"}
        plain: ClassVar = {"id", "version", "goal", "readers", "lock", "due_on", "removed"}
        wall = "shared"
        retention = "K1"


class Signature(models.Model):
    """One person's standing to a version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(Version, models.DB_CASCADE, related_name="signatures")
    readers = ArrayField(models.UUIDField(), default=list)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    name = SealedField()
    state = models.CharField(max_length=10, choices=SignatureState)
    on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signed_or_oral_has_a_day",
                condition=Q(
                    state__in=[SignatureState.SIGNED, SignatureState.ORAL], on__isnull=False
                )
                | Q(state__in=[SignatureState.UNWILLING, SignatureState.PENDING]),
            ),
        ]

    class Protection:
        personal: ClassVar = {"name"}
        plain: ClassVar = {"id", "version", "readers", "lock", "state", "on"}
        wall = "shared"
        retention = "K1"


class Rating(models.Model):
    """How a provider sees a goal on a day; a later rating stands beside the earlier one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(Version, models.DB_CASCADE, related_name="ratings")
    goal = models.ForeignKey(Goal, models.DB_CASCADE, related_name="ratings")
    readers = ArrayField(models.UUIDField(), default=list)
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    word = models.CharField(max_length=12, choices=Word)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "version", "goal", "readers", "provider", "word", "at", "by"}
        wall = "shared"
        grants = "append"
        retention = "K1"


class Point(models.Model):
    """A point that somebody marked for the next meeting (Für das Gespräch vormerken)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, models.DB_CASCADE, related_name="points")
    readers = ArrayField(models.UUIDField(), default=list)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    text = SealedField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    taken_up_in = models.ForeignKey(Version, models.DB_SET_NULL, null=True, related_name="+")

    class Protection:
        personal: ClassVar = {"text"}
        plain: ClassVar = {"id", "plan", "readers", "lock", "at", "by", "taken_up_in"}
        wall = "shared"
        retention = "K1"
