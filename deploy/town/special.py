"""The special rows of SY-09 that every town has, whatever its size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from deploy.town.chances import stream
from deploy.town.children import birthday
from deploy.town.names import draw_address, draw_first_name
from deploy.town.reference import NAMES, Town, read_codes, read_rows
from deploy.town.shapes import SampledChild, SampledFamily, Window

INTERPRETED = 14
SEVEN = 7
# A family for each level of protection, the weakest first.
SHIELDED = ("shield_conditional", "shield_lock", "shield_high")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a special row may need to know."""

    chance: Random
    town: Town
    window: Window


Change = Callable[[SampledFamily, Setting], SampledFamily]


def with_special_rows(
    families: Sequence[SampledFamily], town: Town, window: Window, seed: int
) -> tuple[SampledFamily, ...]:
    """Return the families with one special row each for as many of them as it takes."""
    changed = list(families)
    setting = Setting(stream(seed, "special"), town, window)
    order = list(range(len(changed)))
    setting.chance.shuffle(order)
    for name, change in _changes():
        index = next((i for i in order if _fits(changed[i], name)), None)
        if index is None:
            continue
        order.remove(index)
        family = change(changed[index], setting)
        changed[index] = replace(family, special=(*family.special, name))
    _interpreters(changed, order)
    _shielded(changed, order)
    return tuple(changed)


def _changes() -> list[tuple[str, Change]]:
    """Return what is done to one family after another; names twice stand for two families."""
    changes: list[tuple[str, Change]] = [
        ("seven_children", _seven_children),
        ("twins_with_different_surnames", _twins),
        ("unborn_child", _unborn),
        ("young_adult", _young_adult),
        ("two_spaces", _two_spaces),
        ("unknown_parent", _unknown_parent),
        ("transfer", _transfer),
    ]
    for row in read_rows(NAMES / "common_surnames.csv"):
        changes += [("same_surname", _named(row["surname"]))] * 2
    for row in read_rows(NAMES / "long_names.csv"):
        changes.append(("long_name", _long_name(row)))
    return changes


def _fits(family: SampledFamily, name: str) -> bool:
    helps = {episode.aid_type for episode in family.episodes}
    match name:
        case "seven_children" | "unborn_child":
            return "family_help" in helps and len(family.children) < SEVEN
        case "young_adult":
            return "assistant" in helps
        case "transfer":
            return any(e.ending and e.ending.reason != "10" for e in family.episodes)
        case "unknown_parent":
            return any(a.relation == "father" and not a.in_household for a in family.adults)
        case _:
            return True


def _seven_children(family: SampledFamily, setting: Setting) -> SampledFamily:
    """Add children until there are seven."""
    children = list(family.children)
    while len(children) < SEVEN:
        oldest = min(c.born_on for c in children if c.born_on)
        born = oldest + timedelta(days=400 * len(children))
        if born > family_start(family) - timedelta(days=60):
            born = oldest - timedelta(days=380)
        children.append(_child(setting.chance, family, len(children) + 1, born))
    return replace(family, children=tuple(children))


def _twins(family: SampledFamily, setting: Setting) -> SampledFamily:
    """Add a twin of the first child who bears the other parent's name."""
    first = family.children[0]
    others = [a.surname for a in family.adults if a.surname != family.surname]
    twin = _child(setting.chance, family, len(family.children) + 1, first.born_on)
    twin = replace(twin, surname=others[0] if others else f"{family.surname}-Zwilling")
    return replace(family, children=(*family.children, twin))


def _unborn(family: SampledFamily, setting: Setting) -> SampledFamily:
    """Add a child that is expected after the window."""
    expected = setting.window.last + timedelta(days=setting.chance.randint(20, 150))
    child = _child(setting.chance, family, len(family.children) + 1, None)
    child = replace(
        child, first_name="", sex="unknown", expected_on=expected, own_facts=(), custody="unknown"
    )
    return replace(family, children=(*family.children, child))


def _young_adult(family: SampledFamily, setting: Setting) -> SampledFamily:
    """Make the first child eighteen and the help one for young adults (section 41)."""
    start = family_start(family)
    adult = replace(
        family.children[0],
        born_on=birthday(setting.chance, start, 18 * 12 + 8),
        custody="of_age",
    )
    episodes = tuple(
        replace(e, aid_type="young_adult_help") if e.aid_type == "assistant" else e
        for e in family.episodes
    )
    children = (adult, *family.children[1:])
    return replace(family, children=children, episodes=episodes)


def _two_spaces(family: SampledFamily, setting: Setting) -> SampledFamily:
    """Let the children live half of the time with a parent in another space."""
    others = [s.code for s in setting.town.spaces if s.code != family.address.space]
    year = setting.window.last.year
    second = draw_address(setting.chance, setting.town.streets, setting.chance.choice(others), year)
    return replace(family, second_address=second)


def _unknown_parent(family: SampledFamily, _setting: Setting) -> SampledFamily:
    """Leave the father without name."""
    adults = tuple(
        replace(a, first_name="", surname="", phone="", born_on=None, known=False)
        if a.relation == "father" and not a.in_household
        else a
        for a in family.adults
    )
    return replace(family, adults=adults)


def _transfer(family: SampledFamily, _setting: Setting) -> SampledFamily:
    """Hand a family over to the office of the town it moved to."""
    episodes = tuple(
        replace(e, ending=replace(e.ending, reason="40", following="1")) if e.ending else e
        for e in family.episodes
    )
    return replace(family, episodes=episodes)


def _named(surname: str) -> Change:
    """Give a family a name that other families bear too."""

    def change(family: SampledFamily, _setting: Setting) -> SampledFamily:
        return _renamed(family, surname)

    return change


def _long_name(row: dict[str, str]) -> Change:
    """Give a family a very long name with letters of several languages."""

    def change(family: SampledFamily, _setting: Setting) -> SampledFamily:
        named = _renamed(family, row["surname"])
        first = replace(named.children[0], first_name=row["first_name"], sex=row["sex"])
        return replace(named, children=(first, *named.children[1:]))

    return change


def _renamed(family: SampledFamily, surname: str) -> SampledFamily:
    old = family.surname
    return replace(
        family,
        surname=surname,
        adults=tuple(replace(a, surname=surname) if a.surname == old else a for a in family.adults),
        children=tuple(
            replace(c, surname=surname) if c.surname == old else c for c in family.children
        ),
    )


def _shielded(changed: list[SampledFamily], order: Sequence[int]) -> None:
    """Protect the address of one family at each level; of those that nothing else is special about."""
    plain = [i for i in reversed(order) if not changed[i].special]
    for index, name in zip(plain, SHIELDED, strict=False):
        changed[index] = replace(changed[index], special=(name,))


def _interpreters(changed: list[SampledFamily], order: Sequence[int]) -> None:
    """Let families of up to fourteen languages need an interpreter; a fifth of them at most."""
    spoken = [row["code"] for row in read_codes("languages") if row["code"] != "de"]
    have = {a.language for f in changed for a in f.adults if a.needs_interpreter}
    missing = [code for code in spoken if code not in have]
    room = min(INTERPRETED - len(have), len(changed) // 5)
    german = [i for i in order if changed[i].language == "de"]
    for index, language in zip(german, missing[: max(room, 0)], strict=False):
        family = changed[index]
        adults = tuple(
            replace(a, language=language, needs_interpreter=a.in_household) for a in family.adults
        )
        episodes = tuple(
            replace(e, enquiry=replace(e.enquiry, languages=(language,)) if e.enquiry else None)
            for e in family.episodes
        )
        changed[index] = replace(
            family,
            language=language,
            adults=adults,
            episodes=episodes,
            special=(*family.special, "interpreter"),
        )


def family_start(family: SampledFamily) -> date:
    """Return the day of the first contact of a family's first help."""
    return min(e.first_contact_on for e in family.episodes if e.first_contact_on)


def _child(chance: Random, family: SampledFamily, number: int, born: date | None) -> SampledChild:
    origin = family.language if family.foreign and family.language != "de" else "de"
    sex = chance.choice(("female", "male"))
    taken = [child.first_name for child in family.children]
    first = family.children[0]
    return SampledChild(
        ref=f"c{number}",
        first_name=draw_first_name(chance, origin, sex, taken=taken),
        surname=family.surname,
        sex=sex,
        born_on=born,
        expected_on=None,
        custody=first.custody if first.custody != "of_age" else "both",
        own_facts=first.own_facts[:1],
    )
