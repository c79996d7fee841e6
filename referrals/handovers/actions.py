"""Deeds that hand over what somebody leaves: a whole caseload to one colleague, all or none."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Conflict, User
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.aids import actions as aids
from referrals.conflicts import access as conflicts
from referrals.families import actions as families
from referrals.handovers import access, events, sheets

NOTHING_CHOSEN = "Bitte wählen Sie aus, was übergeben wird."
CHANGED = "Ein Teil davon ist inzwischen übergeben. Bitte sehen Sie die Liste noch einmal an."

NOT_THESE = (
    "{} kann {} nicht übernehmen. Bitte wählen Sie dafür jemand anderen; übergeben ist noch nichts."
)
BIASED = (
    "{} nicht: Hier besteht eine Befangenheit ({}). Bitte wählen Sie dafür jemand anderen als {};"
    " übergeben ist noch nichts."
)


@deed
def list_leavers(*, by: Actor) -> sheets.Leavers:
    """Hand out who has something to hand over; one entry about all of them."""
    must(access.may_list(by))
    found = sheets.leavers(by)
    trail.record(events.LISTED, by=by, about=found.about)
    return found


@deed
def read(*, by: Actor, person: UUID) -> sheets.Caseload:
    """Hand out everything that one person leaves in the team or at the provider."""
    must(access.may_list(by))
    # Who left is no colleague any more: what they left leads to them, and nothing else does.
    # For nobody the same is asked as for somebody, so that the time tells nothing.
    found = sheets.caseload(by, User.objects.filter(id=person).first() or User(id=person))
    if found.is_empty:
        raise PermissionDenied
    trail.record(events.READ, by=by, about=found.about)
    return found


@deed
def hand_families(*, by: Actor, person: UUID, to: User, things: Collection[UUID]) -> None:
    """Make a colleague responsible for these families of a person, and second worker where the
    person was: all of them or none.
    """
    left = sheets.of_team(by).filter(Q(worker=person) | Q(second_worker=person))
    must(access.may_hand_families(by) and left.exists())
    rows = sheets.of_team(by).filter(id__in=list(things)).order_by("id")
    first, second = list(rows.filter(worker=person)), list(rows.filter(second_worker=person))
    _must_be_all(things, [*first, *second])
    _must_be_unbiased(by, to, {family.id: family.word for family in (*first, *second)})
    for family in first:
        families.hand_over(by=by, family=family, worker=to)
    for family in second:
        # Whoever is responsible needs no second self.
        worker = None if family.worker_id == to.id else to
        families.set_second_worker(by=by, family=family, worker=worker)
    facts = {"from": person, "to": to.id}
    trail.record(events.FAMILIES_DONE, by=by, about=[*first, *second], facts=facts)


@deed
def hand_shares(
    *, by: Actor, person: UUID, to: User, things: Collection[UUID], no_conflict: bool
) -> None:
    """Name a colleague for these families of a carer, appointments with them: all of them or none;
    the coordinator says once for all of them that nobody who helps knows one of the families.
    """
    must(access.may_hand_shares(by) and sheets.of_house(by).filter(carer=person).exists())
    shares = list(
        sheets.of_house(by)
        .filter(id__in=list(things), carer=person)
        .select_related("aid")
        .order_by("id")
    )
    _must_be_all(things, shares)
    _must_be_unbiased(by, to, {share.aid.family_id: share.aid.word for share in shares})
    for share in shares:
        aids.name_carer(by=by, share=share, carer=to, no_conflict=no_conflict)
    facts = {"from": person, "to": to.id}
    trail.record(events.SHARES_DONE, by=by, about=shares, facts=facts)


def _must_be_all(things: Collection[UUID], found: Collection[object]) -> None:
    if not things:
        raise NotPossibleError(NOTHING_CHOSEN, field="things")
    if len(found) != len(set(things)):
        raise NotPossibleError(CHANGED, field="things")


def _must_be_unbiased(by: Actor, to: User, words: Mapping[UUID, str]) -> None:
    """Refuse the whole and say which families, by Merkwort; why only to whoever answers for it."""
    known = Conflict.objects.filter(user=to, family_id__in=list(words), lifted_at__isnull=True)
    found = sorted(words[family] for family in known.values_list("family_id", flat=True))
    if not found:
        return
    named, name = ", ".join(found), to.display_name
    if known.filter(conflicts.visible_to(by)).count() == len(found):
        count = "1 Familie" if len(found) == 1 else f"{len(found)} Familien"
        raise NotPossibleError(BIASED.format(count, named, name), field="things")
    raise NotPossibleError(NOT_THESE.format(name, named), field="things")
