"""What is told about hand-given exceptions: who, what for, until when, by whom."""

from dataclasses import dataclass, replace
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from referrals.families.access import holds
from referrals.families.flow import GrantKind, GrantReason
from referrals.families.models import Family, Grant
from referrals.stand_ins import access


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """One exception that holds."""

    id: UUID
    title: str
    text: str
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is read before an exception ends; the family only for whoever lists its exceptions."""

    title: str
    text: str
    is_sample: bool
    family: UUID | None
    follows: tuple[str, ...]


STAYS = "An der Zuständigkeit für die Familie ändert sich nichts."
ENDS_SAMPLE = (
    "Die Person sieht keine dieser Familien mehr. Eine neue Stichprobe zieht wieder das Los."
)


def of_family(family: Family, by: Actor) -> tuple[GrantLine, ...]:
    """Give who was let in to a family today, what ends first above."""
    rows = Grant.objects.filter(holds(by.today), content_object=family)
    rows = rows.select_related("user", "given_by", "content_object").order_by("until_on", "id")
    return tuple(_line(grant, by) for grant in rows)


def before_ending(grant: Grant, by: Actor) -> Ending:
    """Say what follows when an exception ends before its day: a sample ends as a whole."""
    if grant.kind == GrantKind.SAMPLE:
        line = next(one for one in samples(by) if one.title == grant.user.display_name)
        return Ending(
            title=line.title,
            text=f"{line.text}.",
            is_sample=True,
            family=None,
            follows=(ENDS_SAMPLE,),
        )
    family, line = grant.content_object, _line(grant, by)
    who = "Sie sehen" if grant.user_id == by.user_id else f"{grant.user.display_name} sieht"
    return Ending(
        title=f"{family.word}, {line.title}",
        text=f"{line.text}.",
        is_sample=False,
        family=family.id if access.may_list(by, family) else None,
        follows=(f"{who} {family.word} mit dem nächsten Klick nicht mehr.", STAYS),
    )


def of_teams(by: Actor) -> tuple[GrantLine, ...]:
    """Give who was let in to families of the led teams today, each with its Merkwort."""
    led = Family.objects.visible_to(by).filter(team__in=by.leads)
    rows = Grant.objects.filter(holds(by.today), content_object__in=led)
    rows = rows.exclude(kind=GrantKind.SAMPLE).select_related("user", "given_by", "content_object")
    return tuple(_named(grant, by) for grant in rows.order_by("until_on", "id"))


def _named(grant: Grant, by: Actor) -> GrantLine:
    """Say of one exception to which family, for a list about several."""
    line = _line(grant, by)
    title = f"{grant.content_object.word}: {grant.user.display_name}"
    return replace(line, title=title, text=f"{GrantKind(grant.kind).label}: {line.text}")


def samples(by: Actor) -> tuple[GrantLine, ...]:
    """Give one line for each sample that is being examined: who, how many families, until when."""
    rows = Grant.objects.filter(holds(by.today), kind=GrantKind.SAMPLE).order_by("given_at", "id")
    drawn: dict[object, list[Grant]] = {}
    for grant in rows.select_related("user", "given_by"):
        drawn.setdefault((grant.user_id, grant.given_at), []).append(grant)
    return tuple(
        GrantLine(
            id=one[0].id,
            title=one[0].user.display_name,
            text=f"{len(one)} {'Familie' if len(one) == 1 else 'Familien'} {_days(one[0])}",
            may_end=True,
        )
        for one in drawn.values()
    )


def _line(grant: Grant, by: Actor) -> GrantLine:
    reason = GrantReason(grant.reason).label
    return GrantLine(
        id=grant.id,
        title=f"{GrantKind(grant.kind).label}: {grant.user.display_name}",
        text=f"{reason}, {_days(grant)}",
        may_end=access.may_end(by, grant),
    )


def _days(grant: Grant) -> str:
    return f"bis {day_text(grant.until_on)}, eingerichtet von {grant.given_by.display_name}"
