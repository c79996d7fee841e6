"""What waits for people who work with families: each thing with the one verb that lands on its spot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from accounts.actor import Actor
from accounts.roles import Role
from audit.clock import day, day_text
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid
from referrals.approvals.sheets import not_yet_revised
from referrals.decisions.flow import Status as DecisionStatus
from referrals.decisions.models import Decision, DecisionShare
from referrals.disclosures.access import OPEN as TOLD
from referrals.disclosures.models import Disclosure, Field
from referrals.enquiries import sheets as enquiries
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.flow import Status as EnquiryStatus
from referrals.enquiries.models import Copy, Enquiry, Matter
from referrals.families.access import kept_by
from referrals.families.models import Family
from referrals.families.sheets import name_of
from referrals.intakes import access as intakes_access
from referrals.intakes.models import Danger, Intake, Urgency
from referrals.intakes.sheets import is_urgent, rank
from referrals.notes.models import Note
from referrals.plans.flow import IN_WORK
from referrals.plans.flow import Status as PlanStatus
from referrals.plans.models import Version
from referrals.shields import access as shields_access
from referrals.shields.models import Shield

REVIEW_DAYS = 14
ENDING_DAYS = 42
CALL_SECOND = "Zweite Fachkraft hinzuziehen"
LIVING = (AidStatus.APPROVED, AidStatus.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that waits: what it is, since or until when, and the one verb with its address."""

    about: UUID | None
    title: str
    text: str = ""
    when: str = ""
    badge: str = ""
    badge_kind: str = ""
    urgent: bool = False
    verb: str = ""
    verb_href: str = ""


def kept(by: Actor) -> QuerySet[Family]:
    """Find the families whose file this person keeps; only those with something due are fetched."""
    return Family.objects.visible_to(by).filter(kept_by(by))


def href(page: str, *things: UUID) -> str:
    """Give the address of a page; an installation without that page leads nowhere."""
    try:
        return reverse(page, args=things)
    except NoReverseMatch:
        return ""


def short(on: date, today: date) -> str:
    """Write a day for a narrow column: Di, 24.11.; one of another year with its year."""
    return day_text(on)[:-4] if on.year == today.year else day_text(on)


def first_contacts(by: Actor) -> tuple[Task, ...]:
    """Give the first contacts on which somebody has to act at once, possible danger first; what was
    told is not opened.
    """
    waits = Q(confirmed_by__isnull=True) & ~Q(danger=Danger.NO)
    rows = Intake.objects.visible_to(by).filter(waits | Q(status="open"))
    found = rows.select_related("space", "taken_by").order_by("received_at")
    ranked = sorted(found, key=rank)
    return tuple(task for intake in ranked if (task := _first_contact(intake, by)))


def _first_contact(intake: Intake, by: Actor) -> Task | None:
    signs = intake.waits_for_second and intakes_access.may_confirm(by, intake)
    asks = intake.waits_for_second and not signs
    if not (signs or asks or (is_urgent(intake) and intake.status == "open")):
        return None
    danger = f" · Hinweis auf Gefährdung: {Danger(intake.danger).label}"
    return Task(
        about=intake.id,
        when=short(day(intake.received_at), by.today),
        title=f"Meldung aus {intake.space.name}" if intake.space else "Meldung",
        text=f"{Urgency(intake.urgency).label}{'' if intake.danger == Danger.NO else danger}"
        f" · aufgenommen von {intake.taken_by.display_name}",
        urgent=is_urgent(intake),
        verb="Zu zweit einschätzen" if signs else CALL_SECOND if asks else "Ansehen",
        verb_href=href("intake_confirm" if signs else "intake", intake.id),
    )


def due(by: Actor, families: QuerySet[Family]) -> tuple[Task, ...]:
    """Give what is due with families: reviews, ends of help, plans in circulation, first talks."""
    found = [*_versions(by, families), *_aids(by, families)]
    found.sort(key=lambda one: (not one[1].urgent, one[0], one[1].title))
    return tuple(task for _, task in found)


def _versions(by: Actor, families: QuerySet[Family]) -> Iterator[tuple[date, Task]]:
    in_work = Version.objects.filter(plan=OuterRef("plan"), status__in=IN_WORK)
    soon = Q(status=PlanStatus.IN_FORCE, review_on__lte=by.today + timedelta(days=REVIEW_DAYS))
    rows = Version.objects.visible_to(by).filter(
        (soon & ~Exists(in_work)) | Q(status__in=IN_WORK),
        plan__aid__family__in=families,
        plan__aid__status__in=LIVING,
    )
    found = list(rows.select_related("plan__aid__family__lock"))
    standing = Version.objects.visible_to(by).filter(
        plan__in=[version.plan_id for version in found], status=PlanStatus.IN_FORCE
    )
    reviews = dict(standing.values_list("plan", "review_on"))
    for version in found:
        aid, until = version.plan.aid, reviews.get(version.plan_id)
        late = until is not None and until < by.today
        begun = version.status != PlanStatus.IN_FORCE
        text, verb, address = _review(version, late=late)
        on = until if until and (late or not begun) else version.meeting_on
        yield on, _task(by, aid, on, text, verb, address, urgent=late)


def _review(version: Version, *, late: bool) -> tuple[str, str, str]:
    """Say what is due with a plan: words, verb, address; overdue until the next version is in force."""
    if version.status == PlanStatus.IN_FORCE:
        text = "Überprüfung überfällig" if late else "Überprüfung des Hilfeplans"
        return text, "Plan fortschreiben", href("plan_carry_on", version.plan_id)
    shown = version.status == PlanStatus.CIRCULATED
    text = "Hilfeplan zur Durchsicht" if shown else "Hilfeplan in Arbeit"
    verb = "Plan abschließen" if shown else "Weiterschreiben"
    overdue = ", Überprüfung überfällig" if late else ""
    return f"{text}{overdue}", verb, href("version", version.id)


def _aids(by: Actor, families: QuerySet[Family]) -> Iterator[tuple[date, Task]]:
    pending = Decision.objects.filter(aid=OuterRef("pk"), status=DecisionStatus.SUBMITTED)
    ending = Q(until_on__lte=by.today + timedelta(days=ENDING_DAYS)) & ~Exists(pending)
    waiting = Q(status=AidStatus.APPROVED, from_on__lte=by.today)
    rows = Aid.objects.visible_to(by).filter(
        waiting | (Q(status=AidStatus.RUNNING) & ending), family__in=families
    )
    for aid in rows.select_related("aid_type", "family__lock"):
        runs, name = aid.status == AidStatus.RUNNING, aid.aid_type.short_name
        on = aid.until_on if runs else aid.from_on
        text = f"{name} endet" if runs else f"{name} ist bewilligt, das erste Gespräch fehlt"
        verb = "Hilfe verlängern" if runs else "Beginn eintragen"
        address = href("decision_new" if runs else "aid_begin", aid.id)
        yield on, _task(by, aid, on, text, verb, address, urgent=runs and on < by.today)


def _task(by: Actor, aid: Aid, on: date, *words: str, urgent: bool) -> Task:
    """Make the line of a help on a day: `words` are its text, its verb, and where the verb leads."""
    text, verb, address = words
    return Task(
        about=aid.family_id,
        when=short(on, by.today),
        title=_label(aid.family),
        text=text,
        urgent=urgent,
        verb=verb,
        verb_href=address,
    )


def answers(by: Actor, families: QuerySet[Family]) -> tuple[Task, ...]:
    """Give what waits for the worker: offers, questions, acceptances, decisions that came back,
    notes without a family.
    """
    return (*_matters(by, families), *_returned(by), *_notes(by))


def _matters(by: Actor, families: QuerySet[Family]) -> Iterator[Task]:
    decided = DecisionShare.objects.filter(account=OuterRef("account")).exclude(
        decision__status=DecisionStatus.WITHDRAWN
    )
    undecided = Copy.objects.filter(
        ~Exists(decided), enquiry=OuterRef("enquiry"), status=CopyStatus.ACCEPTED
    )
    on_the_way = [EnquiryStatus.DRAFT, EnquiryStatus.SENT, EnquiryStatus.CHOSEN]
    rows = Matter.objects.visible_to(by).filter(
        Q(enquiry__status__in=on_the_way)
        | (Q(enquiry__status=EnquiryStatus.PLACED) & Exists(undecided)),
        family__in=families,
    )
    near = ("enquiry__aid_type", "enquiry__space", "family__lock")
    rows = rows.select_related(*near).prefetch_related("enquiry__copies")
    found = list(rows.order_by("enquiry__answer_by"))
    told = set(
        Disclosure.objects.visible_to(by)
        .filter(copy__enquiry__matter__in=found, status__in=TOLD)
        .values_list("copy_id", flat=True)
    )
    for matter in found:
        step = _step(matter, told)
        if step:
            text, verb, address, badge = step
            yield Task(
                about=matter.family_id,
                title=_label(matter.family),
                text=f"{matter.enquiry.word}: {enquiries.title_of(matter.enquiry)}",
                badge=text,
                badge_kind=badge,
                verb=verb,
                verb_href=address,
            )


def _step(matter: Matter, told: set[UUID]) -> tuple[str, str, str, str] | None:
    """Say what the worker does next with an enquiry, if anything: words, verb, address, kind."""
    enquiry = matter.enquiry
    if enquiry.status == EnquiryStatus.DRAFT:
        return "Entwurf", "Weiterschreiben", href("enquiry_change", enquiry.id), ""
    if enquiry.status == EnquiryStatus.PLACED:
        proposal = href("decision_propose", matter.id)
        return "Angenommen", "Entscheidung vorlegen", proposal, "success"
    return _on_the_way(enquiry, list(enquiry.copies.all()), told)


def _on_the_way(
    enquiry: Enquiry, copies: list[Copy], told: set[UUID]
) -> tuple[str, str, str, str] | None:
    for copy in copies:
        if copy.status == CopyStatus.QUESTION:
            return "Rückfrage offen", "Antworten", href("answer_question", copy.id), "warning"
        if copy.status == CopyStatus.CHOSEN and copy.id not in told:
            return "Ausgewählt", "Unterlagen freigeben", href("disclosure_new", copy.id), "info"
    page = href("enquiry", enquiry.id)
    if offers := sum(copy.status == CopyStatus.OFFERED for copy in copies):
        words = "Ein Angebot liegt vor" if offers == 1 else f"{offers} Angebote liegen vor"
        return words, "Angebote vergleichen", page, "success"
    if enquiry.status == EnquiryStatus.SENT and not any(copy.is_open for copy in copies):
        return "Kein Angebot", "Weitere Träger anfragen", page, "danger"
    return None


def _returned(by: Actor) -> Iterator[Task]:
    rows = Decision.objects.visible_to(by).filter(author=by.user_id, status=DecisionStatus.RETURNED)
    found = not_yet_revised(rows).select_related("aid").order_by("decided_at")
    for decision in found:
        yield Task(
            about=decision.aid.family_id,
            title=decision.aid.word,
            text=f"{decision.get_kind_display()}: mit Hinweis zurückgegeben",
            badge="Zurückgegeben",
            badge_kind="danger",
            verb="Überarbeiten",
            verb_href=href("decision_revise", decision.id),
        )


def addresses(by: Actor) -> tuple[Task, ...]:
    """Lead people to the protected addresses they are named for, where they do not see the family."""
    if not shields_access.may_list_named(by):
        return ()
    seen = Family.objects.visible_to(by).values("id")
    rows = Shield.objects.visible_to(by).standing().filter(shields_access.named_for(by))
    count = rows.exclude(family__in=seen).count()
    words = "eine weitere" if count == 1 else f"{count} weitere"
    title = f"Benannt für {words} außerhalb Ihrer Familien"
    task = Task(about=None, title=title, verb="Ansehen", verb_href=href("addresses_named"))
    return (task,) if count else ()


def still_told(by: Actor) -> Iterator[Task]:
    """Say which providers still read an address or numbers that were protected after they were told."""
    told = Disclosure.objects.visible_to(by).filter(status__in=TOLD, closed=False)
    since = Shield.objects.standing().filter(set_at__gt=OuterRef("made_at"))
    then = since.filter(family=OuterRef("family"))
    told = told.filter(Exists(then), fields__overlap=[Field.ADDRESS, Field.NUMBERS])
    rows = told.filter(family__in=kept(by)).exclude(until_on__lt=by.today)
    for row in rows.select_related("family", "provider").order_by("made_at"):
        title = f"{row.family.word}: {row.provider.name} liest geschützte Angaben noch"
        page = href("shield", row.family_id)
        yield Task(about=row.id, title=title, urgent=True, verb="Ersetzen", verb_href=page)


def _notes(by: Actor) -> Iterable[Task]:
    if not by.has(Role.CASEWORKER):
        return ()
    rows = Note.objects.visible_to(by).filter(author=by.user_id, family__isnull=True)
    count = rows.count()
    words = "Eine Notiz ohne Familie" if count == 1 else f"{count} Notizen ohne Familie"
    task = Task(about=None, title=words, verb="Zuordnen", verb_href=href("notes"))
    return (task,) if count else ()


def _label(family: Family) -> str:
    return f"{family.word} · {name_of(family)}"
