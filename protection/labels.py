"""What every column is: read from the inner class `Protection` of each model.

A label names the personal and the plain columns, the shape of the wall, what the web's role may do
with rows, and the retention class. Models of other packages are labelled here.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from django.apps import apps
from django.db import models

type Wall = Literal[
    "office", "provider", "own", "shared", "circle", "entry", "author", "named", "open"
]
type Grants = Literal["read", "append", "edit", "all"]

WALLS: tuple[str, ...] = get_args(Wall.__value__)
GRANTS: tuple[str, ...] = get_args(Grants.__value__)
# What each word about grants lets the web's role do with rows.
RIGHTS: dict[str, tuple[str, ...]] = {
    "read": ("SELECT",),
    "append": ("SELECT", "INSERT"),
    "edit": ("SELECT", "INSERT", "UPDATE"),
    "all": ("SELECT", "INSERT", "UPDATE", "DELETE"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one model."""

    table: str
    personal: frozenset[str]
    plain: frozenset[str]
    wall: str
    grants: str
    retention: str
    reference: bool = False
    report: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """All labelled columns."""
        return self.personal | self.plain

    @property
    def shape(self) -> str:
        """The shape of the row policy: a provider's row that can be closed has one of its own."""
        return "closable" if self.wall == "provider" and "closed" in self.plain else self.wall


class UnlabelledError(Exception):
    """A model does not say what its columns are."""


def _foreign(
    grants: str, retention: str, *personal: str, reference: bool = False
) -> tuple[str, str, frozenset[str], bool]:
    return grants, retention, frozenset(personal), reference


# Models of other packages: what the web may do, how long rows live, which columns speak of people.
FOREIGN: dict[str, tuple[str, str, frozenset[str], bool]] = {
    "account.emailaddress": _foreign("all", "account", "email", "user"),
    "account.emailconfirmation": _foreign("all", "account", "email_address"),
    "auth.group_permissions": _foreign("read", "reference", reference=True),
    "auth.group": _foreign("read", "reference", reference=True),
    "auth.permission": _foreign("read", "reference", reference=True),
    "contenttypes.contenttype": _foreign("read", "reference", reference=True),
    "guardian.userobjectpermission": _foreign("read", "reference", "user"),
    "guardian.groupobjectpermission": _foreign("read", "reference"),
    "mfa.authenticator": _foreign("all", "account", "user", "data"),
    "sessions.session": _foreign("all", "session", "session_data"),
    "usersessions.usersession": _foreign(
        "all", "session", "user", "ip", "user_agent", "session_key", "data"
    ),
    "socialaccount.socialaccount": _foreign("all", "account", "user", "uid", "extra_data"),
    "socialaccount.socialapp": _foreign("read", "reference"),
    "socialaccount.socialtoken": _foreign("all", "account", "token", "token_secret", "account"),
    "procrastinate.procrastinatejob": _foreign("all", "job"),
    "procrastinate.procrastinateevent": _foreign("all", "job"),
    "procrastinate.procrastinateperiodicdefer": _foreign("all", "job"),
    "procrastinate.procrastinateworker": _foreign("all", "job"),
}

# Tables without a model of their own.
BARE_TABLES: dict[str, str] = {"django_cache": "all"}


def label_of(model: type[models.Model]) -> Label:
    """Read the label of a model.

    Raises:
        UnlabelledError: the model carries no label.
    """
    options = model._meta  # noqa: SLF001  # Django's documented model API
    columns = frozenset(field.name for field in options.local_concrete_fields)
    foreign = FOREIGN.get(options.label_lower)
    if foreign:
        grants, retention, personal, reference = foreign
        return Label(
            options.db_table, personal, columns - personal, "open", grants, retention, reference
        )
    inner = model.__dict__.get("Protection")
    if inner is None:
        raise UnlabelledError(options.label)
    return Label(
        table=options.db_table,
        personal=frozenset(inner.personal),
        plain=frozenset(inner.plain),
        wall=inner.wall,
        grants=getattr(inner, "grants", "edit"),
        retention=inner.retention,
        reference=getattr(inner, "reference", False),
        report=getattr(inner, "report", False),
    )


def all_labels() -> list[Label]:
    """Read the labels of every table that the service has, many-to-many tables included."""
    return [label_of(model) for model in apps.get_models(include_auto_created=True)]
