"""Templates receive sheets, forms and text: the watch over the whole suite sees what is none of them."""

import re
from dataclasses import dataclass

import pytest
from django import forms
from django.shortcuts import render
from django.test import RequestFactory

from accounts.models import User
from deploy.seed.planting import Town
from protection.sealing import Clear
from providers.register.models import Provider
from tests.architecture import source
from tests.architecture.rendering import RowOnAPageError, strangers


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that carries too much."""

    text: str
    more: object


class ChooseForm(forms.Form):
    """A form may hold rows to choose from."""

    person = forms.ModelChoiceField(User.objects.none())


def test_sheets_forms_and_text_are_welcome() -> None:
    context = {"sheet": Sheet("Amsel 12", (1, None, {"a": ["b"]})), "form": ChooseForm()}
    assert list(strangers(context)) == []


@pytest.mark.parametrize(
    "stranger",
    [User(), User, User.objects, User.objects.all(), Clear("Amsel"), Provider.objects],
    ids=["row", "model", "manager", "queryset", "clear text", "gate"],
)
def test_rows_are_found_wherever_they_hide(stranger: object) -> None:
    context = {"list": [{"deep": Sheet("", (stranger,))}]}
    assert [place.split(" is ")[0] for place in strangers(context)] == [".list[0].deep.more[0]"]


def test_whoever_acts_is_no_part_of_a_page(town: Town) -> None:
    from audit import clock

    assert list(strangers({"by": town.actor("demir", clock.read())})) == [".by is Actor"]


def test_the_watch_is_on_in_every_test() -> None:
    with pytest.raises(RowOnAPageError, match=r"404\.html: \.user is User"):
        render(RequestFactory().get("/"), "errors/404.html", {"user": User()})


def test_no_template_asks_the_request_who_is_signed_in() -> None:
    asking = [
        f"{path.relative_to(source.ROOT)}: {match.group()}"
        for path in source.templates()
        for match in re.finditer(
            r"\{[{%][^}]*\b(request\.(user|actor|session)|perms|objects)\b", path.read_text()
        )
    ]
    assert asking == []


def test_a_head_is_not_given_the_lines_of_a_list_below_it() -> None:
    """An included part sees the whole page: sheets called `lines` would be written out in the head."""
    found = [
        source.where(path)
        for path in sorted(source.ROOT.glob("*/templates/**/*.html"))
        for text in [path.read_text(encoding="utf-8")]
        if re.search(r"(\bin |tasks=)lines\b", text)
        for head in re.findall(r'{% include "parts/head.html"[^%]*%}', text)
        if "lines=" not in head
    ]
    assert found == []
