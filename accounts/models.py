"""People who sign in, their mandates (role at a place), teams and absences."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts import access
from accounts.drafts.models import Draft
from accounts.roles import PROVIDER_ROLES, TEAM_ROLES, Role

if TYPE_CHECKING:
    from accounts.actor import Actor


__all__ = ["Absence", "Draft", "Mandate", "Team", "User"]


class UserQuerySet(models.QuerySet["User"]):
    """People, as far as somebody may see them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the colleagues whose name and number this person may see."""
        return self.filter(access.visible_to(actor))

    def active(self) -> Self:
        """Leave the people whose access has not ended."""
        return self.filter(is_active=True)

    def one_can_be(self) -> Self:
        """Leave the people of the example town as whom one can sign in there, also with a role that
        waits for a second person.
        """
        holding = Mandate.objects.filter(user=OuterRef("pk"), until_on__isnull=True)
        asked = Nomination.objects.waiting().filter(user=OuterRef("pk"))
        found = self.active().filter(Exists(holding) | Exists(asked))
        return found.exclude(id=reserved_clock())


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # a base made at run time
    """Looks people up by their sign-in name."""


class Team(models.Model):
    """A team of district workers; its place is a district of the town."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=80, unique=True)
    district = models.CharField(max_length=40)

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "name", "district"}
        wall = "open"
        retention = "keep"

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who signs in; what they may do follows from their mandates.

    `number` is the business telephone number: the family is anonymous in an enquiry, the office is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    username = models.CharField("Anmeldename", max_length=80, unique=True)
    email = models.EmailField("E-Mail", blank=True)
    display_name = models.CharField(max_length=120)
    number = models.CharField(max_length=40, blank=True)
    deputy = models.ForeignKey("self", models.PROTECT, null=True, related_name="deputises_for")
    profile = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    let_go_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_deputises_for_themselves", condition=~Q(deputy=F("id"))
            ),
            models.CheckConstraint(
                name="nobody_lets_themselves_go",
                condition=Q(let_go_by__isnull=True) | ~Q(let_go_by=F("id")),
            ),
        ]

    class Protection:
        personal: ClassVar = {"username", "email", "display_name", "number", "password", "profile"}
        plain: ClassVar = {"id", "deputy", "is_active", "let_go_by", "made_at", "last_login"}
        wall = "open"
        retention = "account"

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """Give the name that colleagues read."""
        return self.display_name


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Roles, as far as somebody looks after them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the roles that this person may see and end."""
        return self.filter(access.mandates_visible_to(actor))


class Mandate(models.Model):
    """A role that a person has, at a team or at a provider, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="mandates")
    provider_id = models.UUIDField(null=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="mandate_given_once",
                fields=["user", "role", "team", "provider_id"],
                condition=Q(until_on__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
            ),
            models.CheckConstraint(
                name="mandate_has_the_place_of_its_role",
                condition=Q(role__in=PROVIDER_ROLES, provider_id__isnull=False, team__isnull=True)
                | Q(role__in=TEAM_ROLES, team__isnull=False, provider_id__isnull=True)
                | (
                    ~Q(role__in=PROVIDER_ROLES | TEAM_ROLES)
                    & Q(team__isnull=True, provider_id__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="nobody_gives_themselves_a_mandate",
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("user")),
            ),
            models.CheckConstraint(
                name="nobody_ends_their_own_mandate",
                condition=Q(ended_by__isnull=True) | ~Q(ended_by=F("user")),
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {
            *("id", "role", "team", "provider_id", "since_on", "until_on", "given_by", "ended_by"),
        }
        wall = "open"
        retention = "account"


class Absence(models.Model):
    """Days on which a person is away; the deputy stands in on these days and on no others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {"id", "from_on", "until_on"}
        wall = "open"
        # An absence that ends on its first day never was; the trail still tells.
        grants = "all"
        retention = "account"


class Bias(models.TextChoices):
    """Why somebody must not work on a family's matter; source: SGB X §§ 16 and 17."""

    RELATIVE = "relative", "Verwandt oder verschwägert"
    CLOSE = "close", "Befreundet, benachbart oder gut bekannt"
    PARTY = "party", "Selbst beteiligt oder früher in anderer Aufgabe damit befasst"
    OTHER = "other", "Anderer Grund"


class Conflict(models.Model):
    """A conflict of interest: a person who must neither work on a family's matter nor learn of it.

    The family is a bare identity and the reason a class, so that the row tells nothing by itself;
    it holds until it is lifted, by somebody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="conflicts")
    family_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=10, choices=Bias)
    from_on = models.DateField()
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="conflict_stands_once",
                fields=["user", "family_id"],
                condition=Q(lifted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="nobody_lifts_their_own_conflict",
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("user")),
            ),
            models.CheckConstraint(
                name="lifting_has_person_and_moment",
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {
            *("id", "family_id", "reason", "from_on", "declared_by", "lifted_by", "lifted_at"),
        }
        wall = "open"
        retention = "account"


class OnCallQuerySet(models.QuerySet["OnCall"]):
    """Hours on call, as far as somebody may see them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the hours of the roster that this person may see."""
        return self.filter(access.on_call_visible_to(actor))


class OnCall(models.Model):
    """Hours in which a person is on call: the roster; nobody puts themselves on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="on_call")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OnCallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="on_call_ends_after_it_begins", condition=Q(until_at__gt=F("from_at"))
            ),
            models.CheckConstraint(
                name="nobody_puts_themselves_on_call", condition=~Q(entered_by=F("user"))
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {"id", "from_at", "until_at", "entered_by"}
        wall = "open"
        retention = "account"


def reserved_clock() -> Any:
    """Give the identity of the user row as which commands and jobs act."""
    return uuid.UUID("00000000-0000-4000-8000-00000000c10c")


# Django finds the rows of an app in this one module; they refer to the classes above, so they come last.
from accounts.nominations.models import Nomination as Nomination  # noqa: E402
from accounts.rests.models import Rest as Rest  # noqa: E402
from accounts.rights.models import Reset as Reset  # noqa: E402
from accounts.rights.models import RightsCheck as RightsCheck  # noqa: E402
from accounts.rights.models import RightsMark as RightsMark  # noqa: E402
