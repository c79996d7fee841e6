"""Who acts: one frozen object, made at the edge and handed to everything below."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, Self
from uuid import UUID, uuid4

from django.db import connection

from accounts.models import User, reserved_clock
from accounts.roles import IN_FORCE, PROVIDER_ROLES, Role
from audit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person (or the clock) acting now, with the roles and places they have now.

    `leads` are teams that the person leads, `coordinates` and `cares_at` providers where the
    person works with families, `bills_for` those whose hours they account for, `stands_in_for` the
    people who are away today and whose standing deputy this person is. `blocked` are families of
    which a conflict of interest keeps them away, whatever their roles. `rests` tells that the roles
    rest until somebody was told the number that this person reads. The same object sets the context
    of the database's row security.
    """

    user: User
    roles: frozenset[Role]
    now: datetime
    request_id: UUID
    team: UUID | None = None
    leads: frozenset[UUID] = frozenset()
    coordinates: frozenset[UUID] = frozenset()
    cares_at: frozenset[UUID] = frozenset()
    bills_for: frozenset[UUID] = frozenset()
    stands_in_for: frozenset[UUID] = frozenset()
    blocked: frozenset[UUID] = frozenset()
    rests: bool = False
    purpose: str = ""
    on_behalf: tuple[UUID, ...] = ()

    @classmethod
    def of(
        cls,
        user: User,
        *,
        now: datetime,
        purpose: str = "",
        request_id: UUID | None = None,
        though_resting: bool = False,
    ) -> Self:
        """Make the actor of a person from the mandates that hold on this day; inactive people have
        none, nor have those whose roles rest.
        """
        mandates = _holding(user, now) if user.is_active else []
        # Whose roles rest keeps their place with others (`though_resting`) and reads nothing.
        rests = any(mandate.rests for mandate in mandates) and not though_resting
        mandates = [] if rests else mandates
        return cls(
            user=user,
            roles=frozenset(Role(mandate.role) for mandate in mandates) | _on_call(mandates),
            now=now,
            request_id=request_id or uuid4(),
            team=next((m.team_id for m in mandates if m.role == Role.CASEWORKER), None),
            leads=frozenset(m.team_id for m in mandates if m.role == Role.TEAM_LEAD and m.team_id),
            coordinates=_places(mandates, Role.COORDINATOR),
            cares_at=_places(mandates, Role.CARER),
            bills_for=_places(mandates, Role.PROVIDER_ADMIN),
            stands_in_for=frozenset(one for m in mandates for one in m.absent_colleagues),
            blocked=frozenset(one for m in mandates for one in m.blocked_families),
            rests=rests,
            purpose=purpose,
        )

    @classmethod
    def clock(cls, now: datetime) -> Self:
        """Make the actor as which commands and jobs act; a reserved row that nobody can sign in
        as.
        """
        user = User.objects.get(id=reserved_clock())
        return cls(user=user, roles=frozenset({Role.CLOCK}), now=now, request_id=uuid4())

    def at(self, now: datetime) -> Self:
        """Give the same actor at another moment, for seeds and tests."""
        return replace(self, now=now, request_id=uuid4())

    def coordinating(self, provider: UUID) -> Self:
        """Give a coordinator of one provider in this person's place, and nothing else: to read what is
        seen there, as it is seen there. It may do nothing: no deed takes it.
        """
        return replace(
            self,
            roles=frozenset({Role.COORDINATOR}),
            team=None,
            leads=frozenset(),
            coordinates=frozenset({provider}),
            cares_at=frozenset(),
            bills_for=frozenset(),
            stands_in_for=frozenset(),
            blocked=frozenset(),
        )

    @property
    def user_id(self) -> UUID:
        """Who it is, for the trail."""
        return self.user.id

    @property
    def today(self) -> date:
        """The day on which they act, in Berlin."""
        return clock.day(self.now)

    @property
    def providers(self) -> frozenset[UUID]:
        """Providers on whose behalf the person works with families."""
        return self.coordinates | self.cares_at

    @property
    def houses(self) -> frozenset[UUID]:
        """Every provider the person belongs to; to the second wall and the trail it is one thing."""
        return self.providers | self.bills_for

    def organisation(self, about: Iterable[object]) -> UUID | None:
        """The provider on whose behalf they act on these things; none means the office.

        Whoever works for two acts for the one to which the things belong; where they belong to
        both or say nothing, for the first by number.
        """
        belonging = (getattr(thing, "provider_id", None) for thing in about)
        theirs = {house for house in belonging if house in self.houses}
        return min(theirs or self.houses, default=None)

    @property
    def is_office(self) -> bool:
        """Whether they act for the office; whoever works at a provider never does."""
        return bool(self.roles) and not self.roles & PROVIDER_ROLES

    @property
    def role(self) -> str:
        """The roles in use, for the trail."""
        return "+".join(sorted(self.roles))

    def has(self, *roles: Role) -> bool:
        """Tell whether the person has one of these roles."""
        return bool(self.roles & frozenset(roles))


# Every page begins with this question. Asked in four through the models it took a fifth of a page's
# time, nearly all of it to word them.
_HOLDING = f"""
SELECT role, team_id, provider_id,
       EXISTS (SELECT FROM accounts_oncall AS roster
                WHERE roster.user_id = held.user_id AND from_at <= %(now)s AND until_at > %(now)s),
       ARRAY(SELECT away.user_id FROM accounts_absence AS away
               JOIN accounts_user AS colleague ON colleague.id = away.user_id
              WHERE colleague.deputy_id = held.user_id
                AND from_on <= %(today)s AND away.until_on >= %(today)s),
       ARRAY(SELECT family_id FROM accounts_conflict AS conflict
              WHERE conflict.user_id = held.user_id AND lifted_at IS NULL),
       EXISTS (SELECT FROM accounts_rest AS rest
                WHERE rest.user_id = held.user_id AND ended_at IS NULL)
  FROM accounts_mandate AS held
 WHERE user_id = %(user)s AND {IN_FORCE}
"""  # noqa: S608  # put together from two constants


class _Mandate(NamedTuple):
    """A role that holds now, and beside it what else is true of the person today: whether they stand
    on the roster, who is away and has them as standing deputy, of which families a conflict of
    interest keeps them away, and whether their roles rest.
    """

    role: str
    team_id: UUID | None
    provider_id: UUID | None
    is_on_call: bool
    absent_colleagues: list[UUID]
    blocked_families: list[UUID]
    rests: bool


def _holding(user: User, now: datetime) -> list[_Mandate]:
    """Find the roles that hold now."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, {"user": user.id, "now": now, "today": clock.day(now)})
        return [_Mandate(*row) for row in cursor.fetchall()]


def _on_call(mandates: Iterable[_Mandate]) -> frozenset[Role]:
    """Give the role of the roster to people of the office who stand on it now."""
    office = (mandate for mandate in mandates if mandate.role not in PROVIDER_ROLES)
    return frozenset({Role.ON_CALL} if any(mandate.is_on_call for mandate in office) else ())


def _places(mandates: Iterable[_Mandate], role: Role) -> frozenset[UUID]:
    return frozenset(m.provider_id for m in mandates if m.role == role and m.provider_id)
