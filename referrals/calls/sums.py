"""What may be said to whom on the telephone: a table of rules, the strictest of which holds."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Fact(StrEnum):
    """What is known about a person beyond custody and protection."""

    NO_CONTACT = "no_contact"
    SUPERVISED = "supervised"
    NO_INFORMATION = "no_information"
    CONSENT = "consent"
    ONLY_DATES = "only_dates"
    NOTHING = "nothing"


NAMES = {
    Fact.NO_CONTACT: "Kontaktverbot (Gericht)",
    Fact.SUPERVISED: "Umgang nur begleitet (Gericht)",
    Fact.NO_INFORMATION: "Kein Auskunftsrecht (Gericht)",
    Fact.CONSENT: "Einwilligung zur Auskunft liegt vor",
    Fact.ONLY_DATES: "Festgelegt: nur Termine",
    Fact.NOTHING: "Festgelegt: keine Auskunft",
}


class Who(StrEnum):
    """What a person is to the children of the file, as far as custody tells."""

    CUSTODIAN = "custodian"
    UNCLEAR = "unclear"
    WITHOUT = "without"
    CHILD = "child"
    YOUTH = "youth"


class Scope(IntEnum):
    """How much may be said; a higher number is stricter."""

    FULL = 0
    SELF = 1
    TOPIC = 2
    DATES = 3
    CUSTODIANS = 4
    CUSTODIANS_DATES = 5
    NONE = 6


WORDS = {
    Scope.FULL: "ja, zu den Kindern, für die sie oder er die Sorge hat",
    Scope.SELF: "ja, nur über sich selbst",
    Scope.TOPIC: "nur zu dem, worin eingewilligt ist",
    Scope.DATES: "nur Termine, keine Anschrift, keine Schule",
    Scope.CUSTODIANS: "nur an die Sorgeberechtigten",
    Scope.CUSTODIANS_DATES: "nur an die Sorgeberechtigten, auch ihnen nur Termine, keine Anschrift,"
    " keine Schule",
    Scope.NONE: "keine",
}
# The same for carers and coordinators. Where a family lives nobody at a provider tells anybody, in
# any family, so that the sentence gives no protected address away.
OUTSIDE = {
    Scope.FULL: "Auskunft: ja, zu den Kindern und zur Hilfe.",
    Scope.SELF: "Auskunft: nur über sich selbst.",
    Scope.DATES: "Auskunft: nur eigene Termine.",
    Scope.CUSTODIANS: "Auskunft: nur an die Sorgeberechtigten.",
    Scope.CUSTODIANS_DATES: "Auskunft: nur an die Sorgeberechtigten, auch ihnen nur eigene Termine.",
    Scope.NONE: "Keine Auskunft. Das Jugendamt ruft zurück.",
}
NOWHERE = "Keine Auskunft zum Aufenthalt."
SAY = (
    "Sagen Sie: „Dazu gebe ich am Telefon keine Auskunft. Ich schreibe Ihren Anruf auf, "
    "die zuständige Fachkraft meldet sich bei Ihnen.“"
)
# Who is entitled to what before anything stands against it. Source: BGB §§ 1626, 1629 (custody),
# SGB VIII § 8 (young people ask for themselves), SGB X § 67d (others only with a ground).
FROM_CUSTODY = {
    Who.CUSTODIAN: Scope.FULL,
    Who.UNCLEAR: Scope.DATES,
    Who.WITHOUT: Scope.NONE,
    Who.CHILD: Scope.CUSTODIANS,
    Who.YOUTH: Scope.SELF,
}
# What stands against it. Source: GewSchG § 1, BGB §§ 1666, 1684 (4), 1686; the keeper's own word.
AT_LEAST = {
    Fact.NO_CONTACT: Scope.NONE,
    Fact.NO_INFORMATION: Scope.NONE,
    Fact.SUPERVISED: Scope.DATES,
    Fact.ONLY_DATES: Scope.DATES,
    Fact.NOTHING: Scope.NONE,
}
# A protected household, by its level (DP-73, DP-77): nobody can see who calls.
UNDER_SHIELD = {0: Scope.FULL, 1: Scope.DATES, 2: Scope.DATES, 3: Scope.NONE}
COURT = frozenset({Fact.NO_CONTACT, Fact.NO_INFORMATION, Fact.SUPERVISED})
# Custody codes by which a mother or a father has the custody of a child.
HELD_BY = {"mother": {"mother", "both"}, "father": {"father", "both"}, "guardian": {"guardian"}}
UNSETTLED = frozenset({"court_pending", "unknown", "supplementary_guardian", ""})
INSIGHTFUL = 14


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be said, in one line, and what to say to somebody who asks for more."""

    scope: Scope
    line: str
    say: str


def who_is(relation: str, age: int | None, custodies: Collection[str]) -> Who:
    """Tell what a person is to the children, from the relation and the children's custody codes.

    Args:
        relation: code of the relation (`families.models.Relation`).
        age: in whole years, of a child; none when nobody knows.
        custodies: custody code of each child of the file, empty where none is noted.
    """
    if relation == "child":
        return Who.YOUTH if age is not None and age >= INSIGHTFUL else Who.CHILD
    if HELD_BY.get(relation, set()) & set(custodies):
        return Who.CUSTODIAN
    is_parent = relation in {"mother", "father"}
    return Who.UNCLEAR if is_parent and UNSETTLED & set(custodies) else Who.WITHOUT


def answer_outside(who: Who, *, level: int = 0, facts: Collection[Fact] = ()) -> str:
    """Say in one line what the people of a provider may tell a person, with what a court ordered.

    What somebody consented to was said to the office alone, so it counts for nothing here (DP-77).

    Args:
        who: what the person is to the children.
        level: level of the household's shield, 0 without one.
        facts: what is known about the person today.
    """
    scope = answer(who, level=level, facts=[one for one in facts if one != Fact.CONSENT]).scope
    orders = [NAMES[fact] for fact in AT_LEAST if fact in facts and fact in COURT]
    place = [NOWHERE] if scope != Scope.NONE else []
    return " ".join([*(f"{order}." for order in orders), OUTSIDE[scope], *place])


def answer(who: Who, *, level: int = 0, facts: Collection[Fact] = ()) -> Answer:
    """Say what may be told to a person who calls.

    Custody says how much, protection and court orders take away from it, a consent lets somebody
    without custody hear what it covers, and the keeper's word can only be stricter (DP-77).

    Args:
        who: what the person is to the children.
        level: level of the household's shield, 0 without one.
        facts: what is known about the person today.
    """
    base = FROM_CUSTODY[who]
    if who == Who.WITHOUT and Fact.CONSENT in facts:
        base = Scope.TOPIC
    against_it = [UNDER_SHIELD[level], *(AT_LEAST[fact] for fact in facts if fact in AT_LEAST)]
    scope = max([base, *against_it])
    if scope == Scope.CUSTODIANS and Scope.DATES in against_it:
        # Who may be told and how much are two limits: neither takes the place of the other.
        scope = Scope.CUSTODIANS_DATES
    entitled = who in {Who.CUSTODIAN, Who.UNCLEAR}
    against = bool(COURT & set(facts)) or level > 0
    return Answer(scope, WORDS[scope], SAY if entitled and against else "")
