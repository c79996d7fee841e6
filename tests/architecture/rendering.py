"""What pages are made of: sheets, forms and text. Watches every template that the suite renders."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.template.backends.django import Template
from django.utils.functional import Promise, SimpleLazyObject

from accounts.actor import Actor
from protection.sealing import Clear, Sealed

ROWS = (models.Model, models.Manager, models.QuerySet, models.base.ModelBase)
PEOPLE = (Actor, AbstractBaseUser, AnonymousUser, HttpRequest, SimpleLazyObject)
FORBIDDEN = (*ROWS, *PEOPLE, Clear, Sealed)
FORMS = (forms.BaseForm, forms.BoundField, forms.BaseFormSet, forms.Widget)
# What lies below a form, and pages of the sign-in package, whose views are not ours.
UNWATCHED = ("django/forms/", "kern/", "account/", "mfa/", "usersessions/", "allauth/")


class RowOnAPageError(AssertionError):
    """A template was given something that is neither sheet nor form nor text."""


def watch(patch: pytest.MonkeyPatch) -> None:
    """Look at everything that any template is given from now on."""
    render = Template.render

    def watched(self: Template, context: Any = None, request: HttpRequest | None = None) -> Any:
        name = str(self.template.name or "")
        if not name.startswith(UNWATCHED):
            found = [f"{name}: {place}" for place in strangers(context or {})]
            if found:
                raise RowOnAPageError("; ".join(found))
        return render(self, context, request)

    patch.setattr(Template, "render", watched)


def strangers(value: object, place: str = "") -> Iterator[str]:
    """Find what no template may be given, with the way to it."""
    if isinstance(value, FORBIDDEN):
        yield f"{place} is {type(value).__name__}"
    elif isinstance(value, (str, bytes, int, float, FORMS, Promise)) or value is None:
        return
    else:
        for step, inner in _inside(value):
            yield from strangers(inner, f"{place}{step}")


def _inside(value: object) -> Iterator[tuple[str, object]]:
    """Give what lies one step inside: of dictionaries, lists and sheets."""
    if isinstance(value, Mapping):
        yield from ((f".{key}", inner) for key, inner in value.items())
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from ((f"[{index}]", inner) for index, inner in enumerate(value))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield f".{field.name}", getattr(value, field.name)
