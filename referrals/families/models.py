"""A family's file: its people, addresses and cases; everything personal in envelopes under the
file's key.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection, models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from accounts.access import holds, unbiased
from accounts.actor import Actor
from accounts.models import Team, User
from accounts.roles import Role
from audit.deeds import NotPossibleError
from protection.models import DataKey
from protection.sealing import SealedField
from providers.codes.models import Code, valid_on
from providers.register.models import SocialSpace, Street
from referrals.families import access, sums
from referrals.families.flow import CaseEnd, GrantKind, GrantReason
from referrals.families.flow import Relation as Relation
from referrals.marks.models import Marked

BORN_LATER = (
    "Das Geburtsdatum liegt in der Zukunft. "
    "Bei einem ungeborenen Kind tragen Sie bitte den errechneten Termin ein."
)
# A child may come two weeks after the expected day and somebody may enter it late.
EXPECTED_AT_MOST_AGO = timedelta(days=60)

USER = settings.AUTH_USER_MODEL


class FamilyQuerySet(models.QuerySet["Family"]):
    """Families that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the families that this person may see now."""
        return self.filter(access.visible_to(actor))


class Family(models.Model):
    """A family's file (Akte): who belongs to it and who is responsible.

    The row itself names nobody. The Merkwort is a neutral word that people speak and print instead
    of the name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    word = models.CharField(max_length=40, unique=True)
    name = SealedField()
    file_number = SealedField(null=True)
    space = models.ForeignKey(SocialSpace, models.DO_NOTHING, null=True, related_name="+")
    worker = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    second_worker = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    team = models.ForeignKey(Team, models.DO_NOTHING, related_name="+")
    opened_at = models.DateTimeField()
    restricted_on = models.DateField(null=True)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="second_worker_is_another", condition=~Q(second_worker=F("worker"))
            ),
        ]

    class Protection:
        personal: ClassVar = {"name", "file_number"}
        plain: ClassVar = {
            *("id", "lock", "word", "space", "worker", "second_worker", "team", "opened_at"),
            "restricted_on",
        }
        wall = "office"
        retention = "K1"


class Grant(UserObjectPermissionBase):
    """A hand-given exception: somebody may see one family until a day, which it includes.

    It is read here alone: the package's own questions do not know that an exception ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    permission = models.ForeignKey(Permission, models.DO_NOTHING, related_name="+")
    content_object = models.ForeignKey(Family, models.DB_CASCADE, related_name="grants")
    kind = models.CharField(max_length=10, choices=GrantKind)
    reason = models.CharField(max_length=10, choices=GrantReason)
    from_on = models.DateField()
    until_on = models.DateField()
    given_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Grant"]] = models.Manager()  # type: ignore[assignment]  # its own asks no day

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_lets_themselves_in", condition=~Q(given_by=F("user"))
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {
            *("id", "content_object", "permission", "kind", "reason", "from_on", "until_on"),
            *("given_by", "given_at", "ended_by", "ended_at"),
        }
        wall = "office"
        retention = "K1"


class Case(models.Model):
    """One episode (Vorgang) of a family; a family that comes back gets a new one in the same
    file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="cases")
    number = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    end = models.CharField(max_length=10, choices=CaseEnd, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="case_number_once", fields=["family", "number"]),
            models.UniqueConstraint(
                name="one_open_case", fields=["family"], condition=Q(closed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "family", "number", "opened_on", "closed_on", "end"}
        wall = "office"
        retention = "K1"


class Person(Marked):
    """A person of a family: child or adult, with own facts.

    An unborn child has `expected` instead of `born`. Custody is kept per child, because brothers
    and sisters may differ.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="people")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    relation = models.CharField(max_length=10, choices=Relation)
    position = models.PositiveSmallIntegerField()
    first_name = SealedField()
    last_name = SealedField()
    born = SealedField(null=True)
    expected = SealedField(null=True)
    number = SealedField(null=True)
    facts = SealedField(null=True)
    custody = models.ForeignKey(Code, models.DO_NOTHING, null=True, related_name="+")
    language = models.ForeignKey(Code, models.DO_NOTHING, null=True, related_name="+")
    needs_interpreter = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="person_position_once", fields=["family", "position"]),
            models.CheckConstraint(
                name="custody_is_of_children",
                condition=Q(custody__isnull=True) | Q(relation=Relation.CHILD),
            ),
            models.CheckConstraint(
                name="interpreter_needs_a_language",
                condition=Q(needs_interpreter=False) | Q(language__isnull=False),
            ),
            models.CheckConstraint(
                name="born_or_expected", condition=Q(born__isnull=True) | Q(expected__isnull=True)
            ),
        ]

    class Protection:
        personal: ClassVar = {"first_name", "last_name", "born", "expected", "number", "facts"}
        plain: ClassVar = {
            *("id", "family", "lock", "relation", "position", "custody", "language"),
            *("needs_interpreter", "marks"),
        }
        wall = "office"
        retention = "K1"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person on the way into a family's file; without a last name they bear the family's."""

    relation: Relation
    first_name: str
    last_name: str = ""
    born: date | None = None
    expected: date | None = None
    number: str = ""
    facts: str = ""
    custody: Code | None = None
    language: Code | None = None
    needs_interpreter: bool = False

    def check(self, today: date) -> None:
        """Refuse what cannot be true of a person."""
        if self.born and self.born > today:
            raise NotPossibleError(BORN_LATER, field="born")
        if self.born and self.expected:
            sentence = "Bitte geben Sie entweder das Geburtsdatum oder den errechneten Termin an."
            raise NotPossibleError(sentence, field="expected")
        if self.expected and self.expected < today - EXPECTED_AT_MOST_AGO:
            sentence = (
                "Der errechnete Termin liegt weit zurück. Bitte tragen Sie das Geburtsdatum ein."
            )
            raise NotPossibleError(sentence, field="expected")
        if self.custody and self.relation != Relation.CHILD:
            sentence = "Die elterliche Sorge wird bei den Kindern eingetragen."
            raise NotPossibleError(sentence, field="custody")
        if self.needs_interpreter and not self.language:
            sentence = "Bitte wählen Sie, für welche Sprache gedolmetscht wird."
            raise NotPossibleError(sentence, field="language")
        if not (self.first_name.strip() or self.expected):
            raise NotPossibleError("Bitte geben Sie einen Vornamen an.", field="first_name")


class Address(models.Model):
    """Where a household of the family lives, from a day until a day; sealed apart, so that it can
    get a circle of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="addresses")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    street = SealedField()
    number = SealedField()
    town = SealedField(null=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_present_address", fields=["family"], condition=Q(until_on__isnull=True)
            ),
        ]

    class Protection:
        personal: ClassVar = {"street", "number", "town"}
        plain: ClassVar = {"id", "family", "lock", "since_on", "until_on"}
        wall = "office"
        retention = "K1"


def draw_word() -> str:
    """Draw the next Merkwort, like "Amsel 12"; the database counts, so two families opened at once get two words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('referrals_word_seq')")
        return sums.merkwort(cursor.fetchone()[0], sums.word_file())


def space_of(street: str, house_number: str, on: date) -> SocialSpace | None:
    """Find the social space of an address in the street list of that year, whichever way the street is spelled."""
    digits = "".join(sign if sign.isdigit() else " " for sign in house_number).split()
    number = int(digits[0][:4]) if digits else 0
    lines = Street.objects.filter(valid_on(on), from_number__lte=number, to_number__gte=number)
    wanted = sums.fold(street).replace(" ", "")
    same = (line for line in lines.select_related("space") if _folded(line.name) == wanted)
    return next((line.space for line in same), None)


@cache
def _folded(street: str) -> str:
    return sums.fold(street).replace(" ", "")


def district_workers(actor: Actor, family: uuid.UUID | None = None) -> models.QuerySet[User]:
    """Give the district workers of today whom a person may choose as colleagues, by name; for a
    family those of whom no conflict of interest is known.
    """
    free = unbiased(family) if family else Q()
    people: models.QuerySet[User] = User.objects.visible_to(actor)
    return people.filter(holds(Role.CASEWORKER, actor.today), free).order_by("display_name")
