"""What the office reads before it asks: the beginning of an enquiry, its text as it leaves the house, the list."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.access import of_the_office
from accounts.actor import Actor
from accounts.models import User
from audit import clock
from audit.deeds import NotPossibleError
from protection.sealing import opened
from providers.budgets.sums import hours_text
from providers.codes.models import Code, List, valid_on
from providers.register.models import Provider
from referrals.enquiries import sums
from referrals.enquiries.flow import CopyStatus, Status
from referrals.enquiries.models import Enquiry, Matter
from referrals.families.models import Family, Relation
from referrals.naming import sums as naming

WHOLE_TOWN = "ganze Stadt"
MOST = 200
ENDED = frozenset({Status.PLACED, Status.WITHDRAWN, Status.CLOSED})
UNBORN = "unborn"
GERMAN = "de"
LISTS = (List.AGE_BAND, List.LANGUAGE, List.WEEKDAY)
ENQUIRY_KINDS: dict[str, str] = {
    Status.SENT: "info",
    Status.CHOSEN: "warning",
    Status.PLACED: "success",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What the form of a new enquiry begins with, from the family's own facts; codes, no names."""

    family: UUID
    word: str
    age_bands: list[str]
    children: int
    languages: list[str]
    space: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft as its form shows it again."""

    family: UUID
    word: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Exactly what leaves the house, to whom, and which number it names."""

    id: UUID
    word: str
    recipients: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    contact: str
    marked: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryLine:
    """An enquiry in the office's list; `family_word` is empty where the reader does not know the family."""

    id: UUID
    word: str
    family_word: str
    title: str
    status: str
    kind: str
    answers: str
    deadline: str
    worker: str
    number: str


def own_lines(by: Actor) -> tuple[EnquiryLine, ...]:
    """Make the list of the enquiries for families that this person sees, open ones first, the newest first."""
    rows = Matter.objects.visible_to(by).select_related("family", *_beside("enquiry__"))
    found = list(rows.prefetch_related("enquiry__copies").order_by("-enquiry__made_at")[:MOST])
    found.sort(key=lambda matter: matter.enquiry.status in ENDED)
    return tuple(line(matter.enquiry, matter.family.word) for matter in found)


def steered_lines(by: Actor) -> tuple[EnquiryLine, ...]:
    """Make the list of what is asked in the whole network now."""
    rows = Enquiry.objects.visible_to(by).select_related(*_beside(""))
    return tuple(line(enquiry) for enquiry in rows.prefetch_related("copies").order_by("answer_by"))


def of_family(family: Family, by: Actor) -> tuple[EnquiryLine, ...]:
    """Make the lines of one family's enquiries, the newest first."""
    rows = Matter.objects.visible_to(by).filter(family=family).select_related(*_beside("enquiry__"))
    found = rows.select_related("family").prefetch_related("enquiry__copies")
    return tuple(line(m.enquiry, m.family.word) for m in found.order_by("-enquiry__made_at"))


def _beside(path: str) -> list[str]:
    return [f"{path}{name}" for name in ("aid_type", "space", "worker")]


def line(enquiry: Enquiry, family_word: str = "") -> EnquiryLine:
    """Make one line; whoever steers the network reads it without the family's word."""
    return EnquiryLine(
        id=enquiry.id,
        word=enquiry.word,
        family_word=family_word,
        title=title_of(enquiry),
        status=str(Status(enquiry.status).label),
        kind=ENQUIRY_KINDS.get(enquiry.status, ""),
        answers=_answers(enquiry),
        deadline=clock.day_text(enquiry.answer_by),
        worker=enquiry.worker.display_name,
        number=enquiry.worker.number,
    )


def written(matter: Matter) -> Written:
    """Give a draft back to its form."""
    enquiry = matter.enquiry
    columns = (
        "aid_type_id",
        "week_minutes",
        "children",
        "space_id",
        "start_on",
        "months",
        "answer_by",
    )
    lists = ("age_bands", "languages", "weekdays")
    values = {name.removesuffix("_id"): getattr(enquiry, name) for name in (*columns, *lists)}
    values["need"] = opened(enquiry.need)
    return Written(family=matter.family_id, word=enquiry.word, values=values)


def text_of(enquiry: Enquiry) -> dict[str, str]:
    """Give what says something of the family, under the word of its field, for the look before it
    goes out.
    """
    space = {"Raum": f"Sozialraum {enquiry.space.name}"} if enquiry.space else {}
    return {"Bedarf": opened(enquiry.need), **space}


def outgoing(enquiry: Enquiry, providers: Iterable[Provider], by: Actor) -> Outgoing:
    """Show exactly what leaves the house before it does, and the names in it.

    The digest marks these lines, recipients and names: who sends it has seen all of them.
    """
    recipients = tuple(provider.name for provider in providers)
    rows = rows_of(enquiry, code_names(by.today))
    marked = names_found(enquiry.matter.family, by, opened(enquiry.need))
    shown = json.dumps([sorted(recipients), rows, marked], ensure_ascii=False)
    return Outgoing(
        id=enquiry.id,
        word=enquiry.word,
        recipients=recipients,
        rows=rows,
        contact=f"{enquiry.worker.display_name}, {enquiry.worker.number}",
        marked=f"Markiert: {_quoted(marked)}. Ändern oder trotzdem senden?" if marked else "",
        digest=hashlib.sha256(shown.encode()).hexdigest()[:16],
    )


def names_found(family: Family, by: Actor, text: str) -> list[str]:
    """Find in a text the names of the family's people and of colleagues, and what else points at the family."""
    people = list(family.people.select_related("lock"))
    names = [opened(person.first_name) for person in people]
    names += [opened(person.last_name) for person in people]
    names += [opened(family.name)]
    addresses = family.addresses.select_related("lock")
    traces = naming.traces_in(
        text,
        numbers=[opened(person.number) for person in people],
        streets=[opened(address.street) for address in addresses],
        births=[date.fromisoformat(born) for p in people if (born := opened(p.born))],
        file=opened(family.file_number),
        word=family.word,
    )
    office = User.objects.filter(of_the_office(by.today)).exclude(
        id__in=[by.user_id, family.worker_id]
    )
    colleagues = naming.colleagues_in(text, office.values_list("display_name", flat=True))
    found = naming.names_in(text, names)
    return [*found, *(name for name in colleagues if name not in found), *traces]


def refuse_names(family: Family, by: Actor, text: str, *, field: str) -> None:
    """Refuse a text for a provider that names the family or a colleague, with the words that do."""
    if marked := names_found(family, by, text):
        sentence = f"Bitte senden Sie keine Namen. Markiert: {_quoted(marked)}. Ändern oder trotzdem senden?"
        raise NotPossibleError(sentence, field=field)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"„{name}“" for name in names)


def prefill(family: Family, today: date) -> Prefill:
    """Make the beginning of a new enquiry: age bands from birth dates, languages, space."""
    people = list(family.people.select_related("lock", "language"))
    children = [person for person in people if person.relation == Relation.CHILD]
    bands = Code.objects.of(List.AGE_BAND, today)
    ages = {
        sums.age(date.fromisoformat(born), today)
        for child in children
        if (born := opened(child.born))
    }
    found = [band.code for band in bands if sums.holds_any(band.detail, ages)]
    unborn = [UNBORN] if any(child.expected for child in children) else []
    spoken = {person.language.code for person in people if person.language}
    return Prefill(
        family=family.id,
        word=family.word,
        age_bands=[*unborn, *found],
        children=len(children),
        languages=sorted(spoken - {GERMAN}),
        space=family.space_id,
    )


def code_names(today: date) -> dict[tuple[str, str], str]:
    """Give the words of ages, languages and days, in one query."""
    codes = Code.objects.filter(valid_on(today), list__in=LISTS).order_by("list", "position")
    return {(code.list, code.code): code.name for code in codes}


def rows_of(enquiry: Enquiry, names: Mapping[tuple[str, str], str]) -> tuple[tuple[str, str], ...]:
    """Write an enquiry out, line by line, as a provider reads it."""
    return (
        ("Hilfeart", str(enquiry.aid_type)),
        ("Bedarf", opened(enquiry.need)),
        ("Umfang", f"{hours_text(enquiry.week_minutes)} in der Woche"),
        ("Kinder", children_text(enquiry, names)),
        ("Sprachen", _words(names, List.LANGUAGE, enquiry.languages) or "Deutsch genügt"),
        ("Tage", _words(names, List.WEEKDAY, enquiry.weekdays) or "nach Absprache"),
        ("Raum", enquiry.space.name if enquiry.space else WHOLE_TOWN),
        ("Beginn", f"ab {clock.day_text(enquiry.start_on)}, für {_months(enquiry.months)}"),
        ("Antwort bis", clock.day_text(enquiry.answer_by)),
        ("Jugendamt", f"{enquiry.worker.display_name}, {enquiry.worker.number}"),
    )


def children_text(enquiry: Enquiry, names: Mapping[tuple[str, str], str]) -> str:
    """Say how many children there are and in which bands of age."""
    word = "1 Kind" if enquiry.children == 1 else f"{enquiry.children} Kinder"
    bands = _words(names, List.AGE_BAND, enquiry.age_bands)
    return f"{word} ({bands})" if bands else word


def title_of(enquiry: Enquiry) -> str:
    """Say in one line what is asked for."""
    space = enquiry.space.name if enquiry.space else WHOLE_TOWN
    hours = hours_text(enquiry.week_minutes)
    return f"{enquiry.aid_type.short_name}, {hours}/Woche, {space}, ab {enquiry.start_on:%d.%m.%Y}"


def _answers(enquiry: Enquiry) -> str:
    """Count the answers in words: 2 Angebote, 1 Rückfrage."""
    copies = list(enquiry.copies.all())
    counted = (
        (sum(c.status == CopyStatus.OFFERED for c in copies), "Angebot", "Angebote"),
        (sum(c.status == CopyStatus.QUESTION for c in copies), "Rückfrage", "Rückfragen"),
        (sum(c.status == CopyStatus.LATER for c in copies), "später möglich", "später möglich"),
        (sum(c.status == CopyStatus.CHOSEN for c in copies), "ausgewählt", "ausgewählt"),
        (sum(c.status == CopyStatus.ACCEPTED for c in copies), "angenommen", "angenommen"),
        (sum(c.over for c in copies), "über dem Kontingent", "über dem Kontingent"),
    )
    words = [f"{n} {one if n == 1 else many}" for n, one, many in counted if n]
    if not words and copies:
        silent = sum(c.status == CopyStatus.SENT for c in copies)
        return f"noch {silent} ohne Antwort" if silent else "kein Träger"
    return ", ".join(words)


def dial(number: str) -> str:
    """Give the address under which a phone calls a number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _words(names: Mapping[tuple[str, str], str], code_list: List, codes: Collection[str]) -> str:
    ordered = [(code, name) for (of, code), name in names.items() if of == code_list]
    return ", ".join(name for code, name in ordered if code in codes)


def _months(months: int) -> str:
    return "1 Monat" if months == 1 else f"{months} Monate"
