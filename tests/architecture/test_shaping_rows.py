"""Columns say by name and type what they are, and what a person wrote is never a plain column."""

import re

import pytest
from django.apps import apps
from django.db import models

from audit.trail import all_events
from protection.labels import label_of
from protection.sealing import SealedField

OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label
    in {"audit", "protection", "accounts", "providers", "referrals", "outcomes"}
]
REFERRALS = [model for model in OURS if model._meta.app_label == "referrals"]
each = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
of_a_family = pytest.mark.parametrize("model", REFERRALS, ids=lambda model: model.__name__)
DAYS = re.compile(r"(.+_)?(on|until|from|by)")
MOMENTS = re.compile(r"(.+_)?at|last_login")


@each
def test_a_row_has_one_identity(model: type[models.Model]) -> None:
    if model._meta.label == "audit.Leaf":  # the place in the tree is what a leaf is
        return
    assert isinstance(model._meta.pk, models.UUIDField)
    assert model._meta.pk.name == "id"


@each
def test_days_moments_money_and_time_are_named_and_counted(model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.DateTimeField):
            assert MOMENTS.fullmatch(field.name), field.name
        elif isinstance(field, models.DateField):
            assert DAYS.fullmatch(field.name), field.name
        if field.name.endswith(("_cents", "minutes")):
            assert isinstance(field, models.IntegerField), field.name
        assert not isinstance(field, models.FloatField | models.DecimalField), field.name


@of_a_family
def test_what_is_written_about_people_is_sealed(model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        if field.name in label_of(model).personal:
            assert not isinstance(field, models.CharField | models.TextField), field.name
        # Free text has no place in the clear, whatever its label says.
        assert not isinstance(field, models.TextField | models.JSONField), field.name
        if isinstance(field, SealedField):
            assert field.name in label_of(model).personal
            assert "lock" in {other.name for other in model._meta.local_concrete_fields}


@of_a_family
def test_the_database_keeps_rows_together(model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.ForeignKey):
            rule = getattr(field.remote_field.on_delete, "__name__", "")
            assert rule in {"DB_CASCADE", "DB_SET_NULL", "DO_NOTHING"}, field.name


@each
def test_constraints_have_names_that_people_read(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", constraint.name), constraint.name
        assert not constraint.name.startswith(model._meta.db_table), constraint.name


def test_words_of_the_trail_are_a_noun_and_what_happened_to_it() -> None:
    assert [e.code for e in all_events() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", e.code)] == []
