"""A deed is done whole, leaves a trace, and so does its refusal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from audit import trail

DONE = "Das ist schon gespeichert."


class NotPossibleError(Exception):
    """The deed is allowed but not possible now; its text is the sentence the person reads.

    `field` names the form field beside which the sentence belongs, if there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class AlreadyDoneError(NotPossibleError):
    """The same form came before: its row is there, once."""

    def __init__(self) -> None:
        super().__init__(DONE)


class UntracedDeedError(Exception):
    """A deed wanted to finish without having left a trace."""


def must(allowed: bool) -> None:  # noqa: FBT001  # reads as a sentence: must(may_...)
    """Refuse what a policy function does not allow."""
    if not allowed:
        raise PermissionDenied


def must_see(rows: QuerySet[Any], thing: Model) -> None:
    """Refuse what the gate does not show: `rows` are those that whoever acts may see."""
    must(rows.filter(pk=thing.pk).exists())


def deed[**P, R](act: Callable[P, R]) -> Callable[P, R]:
    """Do it whole or not at all; refuse to finish without a trace; trace a refusal too.

    The deed takes keywords only, one of them `by`. A refusal (`PermissionDenied`, `NotPossibleError`) is recorded after
    everything the deed wrote was undone, and then raised again. A deed may be given the `id` of the row that it makes:
    where a row has it already, also one made in the same moment, the same form was sent twice.
    """
    name = _name_of(act)

    @wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        before = trail.written()
        try:
            with _taking_once(kwargs.get("id")), transaction.atomic():
                result = act(*args, **kwargs)
                if trail.written() == before:
                    raise UntracedDeedError(name)
                return result
        except (PermissionDenied, NotPossibleError) as refusal:
            with transaction.atomic():
                trail.forget_envelopes()
                trail.record_refusal(
                    name,
                    by=cast("trail.Doer", kwargs["by"]),
                    about=_ids(kwargs.values()),
                    reason=_reason(refusal),
                )
            raise

    return done


def _reason(refusal: Exception) -> trail.Reason:
    """Give the code of a refusal; its sentence may speak of people and stays out of the trail."""
    match refusal:
        case AlreadyDoneError():
            return trail.Reason.DONE_BEFORE
        case NotPossibleError():
            return trail.Reason.NOT_POSSIBLE
        case _:
            return trail.Reason.NOT_ALLOWED


@contextmanager
def _taking_once(identity: object) -> Iterator[None]:
    """Turn the database's refusal of a second row with this identity into a sentence."""
    try:
        yield
    except IntegrityError as error:
        if identity is None or not _primary_key(error):
            raise
        raise AlreadyDoneError from error


def _primary_key(error: IntegrityError) -> bool:
    """Tell whether a primary key was there already; PostgreSQL names it after its table."""
    refused = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return str(refused).endswith("_pkey")


def _name_of[**P, R](act: Callable[P, R]) -> str:
    """Name a deed after its slice: `enquiries.accept`."""
    parts = [part for part in act.__module__.split(".") if part != "actions"]
    return f"{parts[-1]}.{act.__name__}"


def _ids(values: object) -> Iterator[UUID]:
    """Find the identities of the things that a deed was given."""
    for value in cast("list[object]", values):
        identity = getattr(value, "id", None)
        if isinstance(identity, UUID):
            yield identity
