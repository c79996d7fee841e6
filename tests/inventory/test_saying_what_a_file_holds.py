"""Every table and every column about people is told in an answer or left out with a reason: nothing is forgotten."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models

from protection.labels import label_of
from referrals.families.models import Family
from referrals.inventory.flow import LEFT_OUT, OF_STAFF
from referrals.inventory.sums import TABLES

MODELS = apps.get_models(include_auto_created=True)
OURS = [model for model in MODELS if model._meta.app_label == "referrals"]
OF_PEOPLE = [model for model in MODELS if label_of(model).personal]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_table_is_told_or_left_out_with_a_reason(model: type[models.Model]) -> None:
    name = model._meta.label_lower
    assert (name in TABLES) != (name in LEFT_OUT), name


@pytest.mark.parametrize("model", OF_PEOPLE, ids=lambda model: model._meta.label)
def test_a_column_about_people_has_a_name_and_a_nature(model: type[models.Model]) -> None:
    table = TABLES.get(model._meta.label_lower)
    if table is None:
        assert model._meta.label_lower in LEFT_OUT or model._meta.app_label in OF_STAFF
        return
    assert set(table.columns) == label_of(model).personal


def test_nothing_stands_in_the_table_that_is_not_there() -> None:
    names = {model._meta.label_lower for model in OURS}
    assert TABLES.keys() | LEFT_OUT.keys() == names


def test_everything_that_hangs_from_a_family_is_known() -> None:
    waiting: list[type[models.Model]] = [Family]
    reached = set(waiting)
    while waiting:
        found = waiting.pop()
        for model in MODELS:
            for field in model._meta.local_concrete_fields:
                if field.related_model is found and model not in reached:
                    reached.add(model)
                    waiting.append(model)
    assert len(reached) > 40
    known = TABLES.keys() | LEFT_OUT.keys()
    assert {model._meta.label_lower for model in reached} - known == set()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_leads_to_its_family_and_has_its_columns(name: str) -> None:
    model, table = apps.get_model(name), TABLES[name]
    fields = {field.name for field in model._meta.local_concrete_fields}
    assert set(table.plain) <= fields
    assert not set(table.plain) & label_of(model).personal
    model._default_manager.filter(**{table.family: uuid4()})
    assert not table.about or table.about.removesuffix("_id") in fields
