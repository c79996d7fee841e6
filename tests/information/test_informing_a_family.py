"""What a family is told about its data: which version, how and when; also when it is not told, and why."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from audit.models import Entry
from protection.pdf import pages_of
from referrals.families.models import Family
from referrals.information import sums
from referrals.information.models import Information
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World


@pytest.fixture
def family(world: World) -> Family:
    """A family of Demir's."""
    return a_family(world)


@pytest.fixture
def versions(tmp_path: Path, settings: Settings) -> Path:
    """An office with two versions, of which the second comes tomorrow."""
    settings.INFORMATION_DIR = str(tmp_path)
    (tmp_path / "2020-01-01.txt").write_text("Alte Worte\n\n# Zuerst\nWir speichern wenig.\n")
    return tmp_path


def _typed(world: World, family: Family, **overrides: str) -> dict[str, str]:
    mother = family.people.get(relation="mother").id
    today = world.actor("demir").today.isoformat()
    return {"person": str(mother), "way": "handed", "given_on": today, **overrides}


def test_who_was_told_which_version_stands_in_the_file(
    world: World, signed_in: SignIn, family: Family
) -> None:
    client, page = signed_in("demir"), reverse("information", args=[family.id])
    assert "noch nicht informiert" in client.get(page).content.decode()
    assert client.post(page, _typed(world, family)).status_code == 302
    shown = client.get(page).content.decode()
    assert "Auf Papier übergeben" in shown
    assert "app-badge" in shown or "informiert" in shown
    kept = Information.objects.get()
    assert kept.version == "2026-11-01"
    assert len(kept.digest) == 64
    assert kept.person_id in Entry.objects.get(event="information.given").about


def test_a_newer_version_is_told_of_to_whoever_had_the_old_one(
    world: World, signed_in: SignIn, family: Family, versions: Path
) -> None:
    client, page = signed_in("demir"), reverse("information", args=[family.id])
    client.post(page, _typed(world, family))
    today = world.actor("demir").today
    (versions / f"{today:%Y-%m-%d}.txt").write_text("Neue Worte\n\n# Zuerst\nWir speichern.\n")
    sums.texts.cache_clear()
    assert "es gibt eine neuere Fassung" in client.get(page).content.decode()
    late = (today - timedelta(days=1)).isoformat()
    client.post(page, _typed(world, family, given_on=late, way="sent"))
    assert list(Information.objects.values_list("version", flat=True)) == ["2020-01-01"] * 2
    client.post(page, _typed(world, family))
    assert Information.objects.filter(version=today.isoformat()).count() == 1
    sums.texts.cache_clear()


def test_whoever_is_not_informed_has_a_reason(
    world: World, signed_in: SignIn, family: Family
) -> None:
    client, page = signed_in("demir"), reverse("information", args=[family.id])
    client.post(page, _typed(world, family, way="harm"))
    shown = client.get(page).content.decode()
    assert "es würde ein Kind oder jemand anderen gefährden" in shown
    assert "nicht informiert" in shown


def test_the_sheet_is_printed_and_names_nobody(signed_in: SignIn, family: Family) -> None:
    answer = signed_in("demir").get(reverse("information_paper", args=[family.id]))
    text = " ".join(" ".join(pages_of(answer.content)).split())
    for said in ("Was das Jugendamt über Sie speichert", "§ 9a SGB VIII", "Fassung vom"):
        assert said in text, said
    assert "Velmbrinker" not in text
    assert "Informationsblatt_2026-11-01.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"given_on": "2999-01-01"}, "Bitte"),
        ({"given_on": "2019-12-31"}, "noch keine Fassung"),
        ({"way": ""}, "Bitte"),
        ({"person": ""}, "Bitte"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    world: World, signed_in: SignIn, family: Family, typed: dict[str, str], sentence: str
) -> None:
    page = reverse("information", args=[family.id])
    answer = signed_in("demir").post(page, _typed(world, family, **typed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Information.objects.exists()
    for stranger in ("overbeck", "sahin", "seidel"):
        assert signed_in(stranger).get(page).status_code in {403, 404}
