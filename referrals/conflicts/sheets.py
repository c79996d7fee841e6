"""What those who answer for others read about conflicts of interest, and what waits because of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actor import Actor
from accounts.models import Bias, Conflict, Mandate, Team
from accounts.roles import Role, in_force
from audit.clock import day, day_text
from referrals.aids.models import Aid, Share
from referrals.confidences import access as confidences
from referrals.confidences.models import ConfidedRelease, Unsealing
from referrals.conflicts import access
from referrals.disclosures.models import Disclosure
from referrals.duties.sheets import LIVING, Task, href, short
from referrals.families.models import Family
from referrals.measures import sheets as immediate

# So long data protection finds on the first page what was entered about who controls.
LOOKED_AT_WITHIN = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One conflict: the family by its Merkwort, the person, why and since when."""

    id: UUID
    word: str
    person: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True)
class Unled:
    """A family that needs another lead: its Merkwort, and the teams under whose lead it can stand."""

    word: str
    teams: list[tuple[UUID, str]]


def one(by: Actor, conflict: UUID) -> Line | None:
    """Give one conflict of somebody else that this person answers for."""
    return next(iter(_lines(by, _answered_for(by).filter(id=conflict))), None)


def lines(by: Actor) -> tuple[Line, ...]:
    """Give the conflicts of others that somebody answers for, by person."""
    return _lines(by, _answered_for(by))


def _answered_for(by: Actor) -> QuerySet[Conflict]:
    return Conflict.objects.filter(access.visible_to(by)).select_related("user", "declared_by")


def _lines(by: Actor, rows: QuerySet[Conflict]) -> tuple[Line, ...]:
    found = list(rows.order_by("user__display_name", "from_on"))
    words = _words(by, {conflict.family_id for conflict in found})
    return tuple(
        Line(
            id=conflict.id,
            word=words.get(conflict.family_id, ""),
            person=conflict.user.display_name,
            reason=str(Bias(conflict.reason).label),
            since=f"seit {day_text(conflict.from_on)}, eingetragen von {_who(conflict)}",
        )
        for conflict in found
    )


def _who(conflict: Conflict) -> str:
    own = conflict.declared_by_id == conflict.user_id
    return "der Person selbst" if own else conflict.declared_by.display_name


def _words(by: Actor, families: set[UUID]) -> dict[UUID, str]:
    """Find the Merkwort of families; the head answers for conflicts without opening the family."""
    if by.is_office:
        named = Family.objects.filter(id__in=families)
        return dict(named.values_list("id", "word"))
    told = Disclosure.objects.visible_to(by).filter(family__in=families)
    aids = Aid.objects.visible_to(by).filter(family__in=families)
    return dict([*told.values_list("family", "word"), *aids.values_list("family", "word")])


def unworked(by: Actor) -> tuple[Task, ...]:
    """Give the families of a lead whose responsible worker must not work on them any more."""
    biased = Conflict.objects.filter(
        user=OuterRef("worker"), family_id=OuterRef("pk"), lifted_at__isnull=True
    )
    rows = Family.objects.visible_to(by).filter(Exists(biased), team__in=by.leads)
    return tuple(
        Task(
            about=family.id,
            title=f"{family.word}: Die zuständige Fachkraft ist befangen",
            text=family.worker.display_name,
            urgent=True,
            verb="Familie übergeben",
            verb_href=href("family_hand_over", family.id),
        )
        for family in rows.select_related("worker").order_by("word")
    )


def unled_words(by: Actor) -> tuple[tuple[UUID, str], ...]:
    """Give the families that need another lead, each by its Merkwort and nothing else."""
    rows = Family.objects.filter(access.unled(by))
    return tuple(rows.order_by("word").values_list("id", "word"))


def unled(by: Actor) -> tuple[Task, ...]:
    """Give the head, or in place of one another lead, the families whose leads must have nothing to do
    with them.
    """
    return tuple(
        Task(
            about=family,
            title=f"{word}: Die Teamleitung ist befangen",
            text="Solange gibt niemand frei und niemand übergibt.",
            urgent=True,
            verb="Leitung bestimmen",
            verb_href=href("lead_elsewhere", family),
        )
        for family, word in unled_words(by)
    )


def taken_away(by: Actor) -> tuple[Task, ...]:
    """Give data protection for some weeks whom somebody else kept from a family although that person
    stands above or controls.
    """
    since = by.today - LOOKED_AT_WITHIN
    rows = _answered_for(by).filter(access.taken_away(by), from_on__gte=since)
    found = list(rows.order_by("-from_on", "user__display_name"))
    words = _words(by, {conflict.family_id for conflict in found})
    return tuple(
        Task(
            about=conflict.id,
            when=short(conflict.from_on, by.today),
            title=f"Befangenheit von {conflict.user.display_name} eingetragen durch "
            f"{conflict.declared_by.display_name}",
            text=f"{words.get(conflict.family_id, '')}: Stimmt das nicht, heben Sie es auf.",
            verb="Ansehen",
            verb_href=href("conflicts"),
        )
        for conflict in found
    )


def needs_a_lead(by: Actor, family: UUID) -> Unled | None:
    """Give one family that needs another lead, with the teams that have a free one."""
    word = dict(unled_words(by)).get(family)
    return Unled(word, _teams_free_for(by, family)) if word else None


def _teams_free_for(by: Actor, family: UUID) -> list[tuple[UUID, str]]:
    teams = [t for t in Team.objects.order_by("name") if access.may_lead(by, t.id, family)]
    return [(team.id, f"{team.name}: {', '.join(sorted(_leading(by, team)))}") for team in teams]


def _leading(by: Actor, team: Team) -> set[str]:
    return {mandate.user.display_name for mandate in access.leads_of(team.id, by)}


def measures(by: Actor) -> tuple[Task, ...]:
    """Give the immediate measures that wait for this person's look, and new ones of own families."""
    new = (line for line in immediate.new_for_workers(by) if line.may_read)
    return tuple(
        Task(
            about=line.id,
            when=short(line.on, by.today),
            title=f"{line.word or line.author}: Sofortmaßnahme",
            text=f"{line.kind} · {line.state}",
            urgent=line.may_review,
            verb="Prüfen" if line.may_review else "Ansehen",
            verb_href=href("measure", line.id) if line.may_read else href("measures"),
        )
        for line in (*immediate.waiting(by), *new)
    )


def sealed(by: Actor) -> tuple[Task, ...]:
    """Give the requests to open what is sealed that wait for this person, and for a week the own
    ones that were refused and what was opened for them; no text and no reason is opened.
    """
    return (*_to_agree(by), *_opened(by))


def _opened(by: Actor) -> Iterator[Task]:
    since = by.now - confidences.AGREED_WITHIN
    rows = ConfidedRelease.objects.visible_to(by).filter(
        unsealing__isnull=False, released_at__gte=since
    )
    for row in rows.select_related("family").order_by("-released_at"):
        yield Task(
            about=row.id,
            when=short(day(row.released_at), by.today),
            title=f"{row.family.word}: Versiegeltes ist geöffnet",
            urgent=True,
            verb="Lesen",
            verb_href=href("confided"),
        )


def _to_agree(by: Actor) -> tuple[Task, ...]:
    if not by.has(Role.HEAD, Role.CHILD_PROTECTION, Role.TEAM_LEAD):
        return ()
    found = Unsealing.objects.visible_to(by).filter(opened_at__isnull=True)
    rows = tuple(found.select_related("family", "asked_by").order_by("asked_at"))
    refused = tuple(
        Task(
            about=row.id,
            when=short(day(row.refused_at), by.today),
            title=f"{row.family.word}: Öffnung von Versiegeltem abgelehnt",
            verb="Ansehen",
            verb_href=href("unsealings"),
        )
        for row in rows
        if row.refused_at
        and row.asked_by_id == by.user_id
        and by.now - row.refused_at <= confidences.AGREED_WITHIN
    )
    waiting = tuple(
        Task(
            about=row.id,
            when=short(day(row.asked_at), by.today),
            title=f"{row.family.word}: Versiegeltes öffnen",
            text=f"Erbeten von {row.asked_by.display_name}",
            urgent=True,
            verb="Entscheiden",
            verb_href=href("unsealings"),
        )
        for row in rows
        if confidences.may_agree(by, row)
    )
    return (*waiting, *refused)


def without_anyone(by: Actor, families: QuerySet[Family]) -> tuple[Task, ...]:
    """Give the helps to which nobody goes, or for which nobody at the provider coordinates, because the
    person knows the family.
    """
    return (*_uncoordinated(by, families), *_left_by_carers(by, families))


def _left_by_carers(by: Actor, families: QuerySet[Family]) -> Iterator[Task]:
    biased = Conflict.objects.filter(
        user=OuterRef("carer"), family_id=OuterRef("aid__family_id"), lifted_at__isnull=True
    )
    rows = Share.objects.visible_to(by).filter(
        Exists(biased), aid__family__in=families, aid__status__in=LIVING
    )
    for share in rows.select_related("aid", "provider", "carer").order_by("aid__word"):
        name = share.carer.display_name if share.carer else ""
        yield Task(
            about=share.aid_id,
            title=f"{share.aid.word}: {name} geht nicht mehr hin",
            text=f"Bitte fragen Sie {share.provider.name}, wer jetzt kommt.",
            urgent=True,
            verb="Ansehen",
            verb_href=href("aid", share.aid_id),
        )


def _uncoordinated(by: Actor, families: QuerySet[Family]) -> tuple[Task, ...]:
    biased = Conflict.objects.filter(
        user=OuterRef("user"),
        family_id=OuterRef(OuterRef("aid__family_id")),
        lifted_at__isnull=True,
    )
    coordinating = Mandate.objects.filter(
        in_force(by.today),
        ~Exists(biased),
        role=Role.COORDINATOR,
        provider_id=OuterRef("provider_id"),
        user__is_active=True,
    )
    known = Conflict.objects.filter(family_id=OuterRef("aid__family_id"), lifted_at__isnull=True)
    rows = Share.objects.visible_to(by).filter(
        Exists(known), ~Exists(coordinating), aid__family__in=families, aid__status__in=LIVING
    )
    return tuple(
        Task(
            about=share.aid_id,
            title=f"{share.aid.word}: Bei {share.provider.name} koordiniert niemand",
            text="Die Koordination ist befangen. Bitte sprechen Sie mit der Leitung des Trägers.",
            urgent=True,
            verb="Ansehen",
            verb_href=href("aid", share.aid_id),
        )
        for share in rows.select_related("aid", "provider").order_by("aid__word")
    )
