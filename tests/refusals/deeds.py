"""Every deed of the service, and what it is given: the things of one family, by type and name."""

import importlib
import inspect
import io
import typing
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union

from accounts.admissions.actions import NewColleague
from accounts.models import Draft, Mandate, Nomination, Rest, Team, User
from accounts.rights import actions as rights
from accounts.rights.models import RightsMark, Wish
from accounts.rights.sums import Place
from accounts.roles import Role
from audit import trail
from audit.findings import Report as Verified
from outcomes.census import Counted
from protection.sealing import Clear
from providers.budgets.sums import Period
from providers.codes.models import AidType, Code
from providers.register.models import Provider
from referrals.decisions.models import Kind, Terms
from referrals.enquiries import events
from referrals.facts.models import Snapshot
from referrals.families.models import NewPerson, Relation
from referrals.hours.sums import CalendarMonth
from tests.architecture import source
from tests.stages.story import Story
from tests.stages.whole import Whole

type Deed = Callable[..., Any]

# Which thing of a story a parameter means, where it is not called as there.
STORY = {"copy": "copy_sent", "enquiry": "sent", "family": "family"}
# Deeds that ask for a thing in another state than the usual one.
ABOUT = {
    "answers.answer_question": {"copy": "copy_asking"},
    "choices.accept": {"copy": "copy_chosen"},
    "choices.refuse": {"copy": "copy_chosen"},
    "choices.lapse": {"copy": "copy_chosen"},
    "disclosures.disclose": {"copy": "copy_chosen"},
    "disclosures.accept": {"disclosure": "told"},
    "disclosures.refuse": {"disclosure": "told"},
    "notes.choose_family": {"note": "note_unassigned"},
    "confidences.keep": {"note": "confided"},
    "confidences.lift": {"note": "confided"},
    "confidences.read": {"note": "confided"},
    "confidences.release": {"note": "confided"},
    "feedbacks.give": {"intake": "intake_of_a_school"},
    "feedbacks.read": {"intake": "intake_of_a_school"},
    "subject_access.clarify": {"asked": "asked_placed"},
    "subject_access.read_people": {"asked": "asked_placed"},
    "subject_access.step": {"asked": "asked_clear"},
    "replies.look_through": {"asked": "asked_waiting"},
    "replies.give_back": {"asked": "asked_waiting"},
    "replies.release": {"asked": "asked_waiting"},
    "redactions.collect": {"asked": "asked_clear"},
    "redactions.read_items": {"asked": "asked_collected"},
    "redactions.submit": {"asked": "asked_collected"},
    "redactions.advise": {"asked": "asked_waiting"},
    "redactions.take_back": {"asked": "asked_waiting"},
    "intakes.confirm": {"intake": "intake_waiting"},
}
NAMED = {"basis": "law"}


def all_deeds() -> Iterator[tuple[str, Deed]]:
    """Give every deed under the name by which the trail knows it."""
    for path in source.rooms("actions"):
        name = str(path.relative_to(source.ROOT).with_suffix("")).replace("/", ".")
        module = importlib.import_module(name)
        for function in source.functions(path):
            if "deed" in source.decorators(function):
                yield f"{name.split('.')[-2]}.{function.name}", getattr(module, function.name)


def given(name: str, act: Deed, whole: Whole, story: Story) -> dict[str, Any]:
    """Give a deed everything it cannot do without."""
    undecorated = inspect.unwrap(act)
    hints = typing.get_type_hints(undecorated)
    found: dict[str, Any] = {}
    for parameter in inspect.signature(undecorated).parameters.values():
        if parameter.name == "by" or parameter.kind == parameter.VAR_KEYWORD:
            continue
        if parameter.default is parameter.empty:
            of_type = hints[parameter.name]
            found[parameter.name] = _value(name, parameter.name, of_type, whole, story)
    return found


def _value(name: str, parameter: str, of_type: Any, whole: Whole, story: Story) -> Any:
    called = ABOUT.get(name, {}).get(parameter) or {**STORY, **NAMED}.get(parameter, parameter)
    thing = getattr(story, called, None)
    if inspect.isclass(of_type) and isinstance(thing, of_type):
        return thing
    made = _made(whole, story)
    for kind, make in made.items():
        if inspect.isclass(of_type) and issubclass(of_type, kind):
            return make()
    return _plain(of_type, whole)


def _made(whole: Whole, story: Story) -> dict[type, Callable[[], Any]]:
    """Make what is no thing of a story."""
    today = whole.world.actor("demir").today
    terms: dict[str, Any] = {
        "kind": Kind.EXTEND,
        "aid_type": story.aid.aid_type,
        "reason": Code.objects.first(),
    }
    return {
        Provider: lambda: story.share.provider,
        Draft: lambda: Draft(
            author=whole.world.town.people["sahin"], address="/", proven=True, fields=Clear("x")
        ),
        User: lambda: whole.world.town.people["sahin"],
        Team: Team.objects.first,
        Place: Place,
        RightsMark: lambda: _a_mark(whole),
        Mandate: lambda: Mandate.objects.get(user__username="sahin"),
        Code: Code.objects.first,
        AidType: lambda: story.aid.aid_type,
        type(whole.check): lambda: whole.check,
        Rest: lambda: whole.rests[story.share.provider_id],
        Nomination: lambda: whole.nominations[story.share.provider_id],
        type(whole.report): lambda: whole.report,
        type(story.family.people.first()): story.family.people.first,
        Snapshot: Snapshot.objects.first,
        Verified: Verified,
        Counted: lambda: None,
        CalendarMonth: lambda: CalendarMonth.of(today),
        Period: lambda: Period(today, today, 60),
        Terms: lambda: Terms(from_on=today, until_on=today, grounds="Probe", **terms),
        NewColleague: lambda: NewColleague(
            username="wanderspecht", display_name="Undine Wanderspecht", role=Role.CARER
        ),
        NewPerson: lambda: NewPerson(relation=Relation.OTHER, first_name="Undine"),
        trail.Event: lambda: events.EXPIRED,
        typing.BinaryIO: io.BytesIO,
        datetime: whole.world.ago,
        date: lambda: today,
        uuid.UUID: uuid.uuid4,
    }


def _a_mark(whole: Whole) -> RightsMark:
    """Have a change of a role asked for."""
    held = Mandate.objects.get(user=whole.world.town.people["sahin"])
    return rights.mark(by=whole.world.actor("brandt"), mandate=held, wish=Wish.ROLE)


def _plain(of_type: Any, whole: Whole) -> Any:
    """Give a plain value: the smallest of its type."""
    origin = typing.get_origin(of_type)
    if origin in {Union, UnionType}:
        return None
    if origin is not None:
        return {} if issubclass(origin, typing.get_origin(typing.Mapping[str, str]) or dict) else ()
    if inspect.isclass(of_type) and issubclass(of_type, Enum):
        return next(iter(of_type))
    return {str: "Probe", int: 60, bool: True}.get(of_type)
