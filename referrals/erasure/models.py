"""What is due to be erased and how far it is."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.erasing import Kind, register
from referrals.erasure import access
from referrals.erasure.flow import (
    OPEN,
    Answer,
    Status,
    Thing,
)

USER = settings.AUTH_USER_MODEL


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Erasures that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what whoever works on erasures sees, without families that a conflict keeps away."""
        return self.filter(access.visible_to(actor))


class Erasure(models.Model):
    """One thing whose period is over: the file of a family, or a first contact that became none.

    Until it is erased the row knows a Merkwort, so that people can speak of it; afterwards it is the protocol:
    identity, class, days, the two people, and how many rows and keys went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=Thing)
    thing = models.UUIDField()
    word = models.CharField(max_length=40, blank=True)
    retention = models.CharField(max_length=10)
    ended_on = models.DateField()
    due_on = models.DateField()
    noted_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.NOTED)
    offered_on = models.DateField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    proposed_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    keys = models.PositiveIntegerField(default=0)
    listed = models.BooleanField(default=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "due_on"], name="erasure_by_status")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_erasure_of_a_thing", fields=["thing"], condition=Q(status__in=OPEN)
            ),
            models.CheckConstraint(
                name="release_takes_another_person",
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="nothing_is_released_without_two",
                condition=~Q(status__in=[Status.RELEASED, Status.ERASED])
                | Q(proposed_by__isnull=False, released_by__isnull=False),
            ),
            models.CheckConstraint(
                name="erased_things_have_no_word",
                condition=~Q(status=Status.ERASED) | Q(word="", erased_at__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "kind", "thing", "word", "retention", "ended_on", "due_on", "noted_at"),
            *("status", "offered_on", "answer", "proposed_by", "proposed_at", "released_by"),
            *("released_at", "erased_at", "rows", "keys", "listed"),
        }
        wall = "office"
        retention = "erasure"


_SHARES = (
    "SELECT s.id FROM referrals_share s JOIN referrals_aid a ON a.id = s.aid_id"
    " WHERE a.family_id = _thing"
)
register(
    # What the database itself looks at before it erases: two people, no reason to keep it, still closed.
    "SELECT e.kind, e.thing FROM referrals_erasure e WHERE e.id = _erasure AND e.status = 'released'"
    " AND e.proposed_by_id <> e.released_by_id AND NOT EXISTS (SELECT FROM referrals_hold h"
    " WHERE h.family_id = e.thing AND h.ended_at IS NULL AND (h.until_on IS NULL OR h.until_on >= current_date))"
    " AND NOT EXISTS (SELECT FROM referrals_case c WHERE c.family_id = e.thing AND c.closed_on IS NULL)",
    Kind(
        name=Thing.FAMILY,
        roots=(
            ("referrals_family", "id = _thing"),
            (
                "referrals_enquiry",
                "id IN (SELECT m.enquiry_id FROM referrals_matter m WHERE m.family_id = _thing)",
            ),
            ("referrals_intake", "family_id = _thing"),
            ("accounts_conflict", "family_id = _thing"),
        ),
        # Minutes stay for the accounts of the year; what a carer wrote about them goes with the family.
        emptied=(
            ("referrals_timeentry", f"share_id IN ({_SHARES})", "note = NULL, lock_id = NULL"),
        ),
    ),
    Kind(name=Thing.INTAKE, roots=(("referrals_intake", "id = _thing AND family_id IS NULL"),)),
)
