"""Deeds about hand-given exceptions: letting somebody in until a day, ending it, drawing a sample."""

from collections.abc import Iterable
from datetime import date, timedelta
from secrets import SystemRandom
from uuid import UUID, uuid4

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Conflict, User
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.families.access import holds
from referrals.families.flow import GrantKind, GrantReason
from referrals.families.models import Family, Grant
from referrals.stand_ins import access, events, sheets

LONGEST = timedelta(days=184)
NOT_THIS_PERSON = "Diese Person kommt dafür nicht infrage. Bitte wählen Sie eine andere."
WRONG_DAY = "Bitte wählen Sie einen Tag zwischen heute und in sechs Monaten."
HAS_IT = "Diese Person hat den Zugriff schon."
EXAMINES = "Diese Person prüft schon eine Stichprobe. Bitte beenden Sie diese zuerst."
NO_FAMILIES = "Es gibt keine Familien, aus denen gezogen werden kann."


@deed
def let_in(  # noqa: PLR0913  # what the form asks
    *,
    by: Actor,
    family: Family,
    person: User,
    kind: GrantKind,
    until_on: date,
    reason: GrantReason,
    id: UUID | None = None,
) -> Grant:
    """Let a colleague stand in for a family, or read along, until a day."""
    family = Family.objects.select_for_update(of=("self",)).get(id=family.id)
    must(access.may_let_in(by, family) and kind != GrantKind.SAMPLE)
    _check(by, person, kind, until_on, family.id)
    if Grant.objects.filter(
        content_object=family, user=person, kind=kind, ended_at=None, until_on__gte=by.today
    ).exists():
        raise NotPossibleError(HAS_IT, field="person")
    grant = _give(by, [family], person, kind, until_on, reason, id)[0]
    facts = {"kind": str(kind), "reason": str(reason), "until": until_on}
    trail.record(events.LET_IN, by=by, about=[family, grant, person], facts=facts)
    return grant


@deed
def read_before_ending(*, by: Actor, grant: UUID) -> sheets.Ending:
    """Hand out what follows when an exception ends, before somebody ends it."""
    found = _endable(by, grant)
    trail.record(events.LISTED, by=by, about=[found, found.content_object_id])
    return sheets.before_ending(found, by)


@deed
def end(*, by: Actor, grant: UUID) -> Grant:
    """End an exception before its day; of a sample all families that were drawn with it."""
    found = _endable(by, grant)
    drawn = Q(kind=GrantKind.SAMPLE, user=found.user_id, given_at=found.given_at)
    same = drawn if found.kind == GrantKind.SAMPLE else Q(id=found.id)
    ended = Grant.objects.filter(same, ended_at__isnull=True)
    families = list(ended.values_list("content_object", flat=True))
    ended.update(ended_by=by.user, ended_at=by.now)
    trail.record(events.ENDED, by=by, about=[found, found.user_id, *families])
    return found


@deed
def end_with_access(*, by: Actor, person: User) -> None:
    """End everything that a person was let in to by hand, together with the access, so that nobody
    who comes back finds it again.
    """
    must(access.may_end_with_access(by, person))
    ended = Grant.objects.select_for_update(of=("self",)).filter(user=person, ended_at__isnull=True)
    about = [(grant.id, grant.content_object_id) for grant in ended]
    Grant.objects.filter(id__in=[grant for grant, _ in about]).update(
        ended_by=by.user, ended_at=by.now
    )
    trail.record(events.ENDED, by=by, about=[person, *(thing for pair in about for thing in pair)])


@deed
def draw_sample(*, by: Actor, person: User, count: int, until_on: date) -> tuple[Grant, ...]:
    """Draw files by lot that an auditor may read until a day; nobody chooses which."""
    must(access.may_sample(by))
    _check(by, person, GrantKind.SAMPLE, until_on, None)
    # The person's row is the lock: sent twice, one sample is drawn.
    User.objects.select_for_update(of=("self",), no_key=True).get(id=person.id)
    if Grant.objects.filter(holds(by.today), user=person, kind=GrantKind.SAMPLE).exists():
        raise NotPossibleError(EXAMINES, field="person")
    known = Conflict.objects.filter(user=person, lifted_at__isnull=True).values("family_id")
    ids = list(Family.objects.exclude(id__in=known).values_list("id", flat=True).order_by("id"))
    if not ids:
        raise NotPossibleError(NO_FAMILIES)
    drawn = SystemRandom().sample(ids, min(count, len(ids)))
    families = Family.objects.filter(id__in=drawn)
    given = _give(by, families, person, GrantKind.SAMPLE, until_on, GrantReason.AUDIT, None)
    facts = {"families": len(given), "until": until_on}
    trail.record(events.SAMPLED, by=by, about=[person.id, *drawn], facts=facts)
    return given


@deed
def list_of(*, by: Actor, family: Family) -> tuple[sheets.GrantLine, ...]:
    """List who was let in to a family, for whoever keeps its file."""
    must(access.may_list(by, family))
    trail.record(events.LISTED, by=by, about=[family])
    return sheets.of_family(family, by)


@deed
def look_through(*, by: Actor) -> tuple[sheets.GrantLine, ...]:
    """List who was let in to families of the led teams, for the head the samples: with the rights,
    each quarter; of a family the Merkwort alone.
    """
    must(access.may_look_through(by))
    lines = (*sheets.of_teams(by), *(sheets.samples(by) if access.may_sample(by) else ()))
    trail.record(events.LISTED, by=by, about=[line.id for line in lines])
    return lines


@deed
def list_samples(*, by: Actor) -> tuple[sheets.GrantLine, ...]:
    """List the samples that are being examined, one line each; no family is named."""
    must(access.may_sample(by))
    lines = sheets.samples(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in lines])
    return lines


def _endable(by: Actor, grant: UUID) -> Grant:
    rows = Grant.objects.select_for_update(of=("self",)).select_related("content_object", "user")
    found = rows.filter(id=grant, ended_at__isnull=True).first()
    if found is None or not access.may_end(by, found):
        raise PermissionDenied
    return found


def _check(by: Actor, person: User, kind: GrantKind, until_on: date, family: UUID | None) -> None:
    if not by.today <= until_on <= by.today + LONGEST:
        raise NotPossibleError(WRONG_DAY, field="until_on")
    if not User.objects.filter(access.able(by, kind, family), id=person.id).exists():
        raise NotPossibleError(NOT_THIS_PERSON, field="person")


def _give(  # noqa: PLR0913, PLR0917  # the columns of an exception
    by: Actor,
    families: Iterable[Family],
    person: User,
    kind: GrantKind,
    until_on: date,
    reason: GrantReason,
    id: UUID | None,
) -> tuple[Grant, ...]:
    code = "change_family" if kind == GrantKind.STAND_IN else "view_family"
    permission = Permission.objects.get(codename=code, content_type__app_label="referrals")
    given = []
    for family in families:
        grant = Grant(
            id=id or uuid4(),
            user=person,
            permission=permission,
            content_object=family,
            kind=kind,
            reason=reason,
            from_on=by.today,
            until_on=until_on,
            given_by=by.user,
            given_at=by.now,
        )
        grant.save(force_insert=True)
        given.append(grant)
    return tuple(given)
