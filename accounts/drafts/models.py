"""Drafts: sealed for their author alone, named by the address of their page."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from accounts.drafts import access
from protection.sealing import SealedField

if TYPE_CHECKING:
    from accounts.actor import Actor

LONGEST_ADDRESS = 500


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, as far as somebody may see them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the own ones."""
        return self.filter(access.visible_to(actor))


class Draft(models.Model):
    """What somebody typed into the form of one page and did not send, or sent while the page was locked.

    `proven` says that it came from an open session. What came while the session was locked lies
    beside it and never overwrites it: nobody had shown who was typing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    proven = models.BooleanField()
    lock = models.ForeignKey("protection.DataKey", models.PROTECT, related_name="+")
    fields = SealedField()
    kept_at = models.DateTimeField()

    objects: ClassVar = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_draft_per_author_and_address", fields=["author", "address", "proven"]
            ),
        ]

    class Protection:
        personal: ClassVar = {"author", "fields"}
        plain: ClassVar = {"id", "address", "proven", "lock", "kept_at"}
        wall = "author"
        grants = "all"
        retention = "draft"
