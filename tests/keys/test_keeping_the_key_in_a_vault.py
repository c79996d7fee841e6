"""The key-encryption key in a Vault: one call a page, bound to the row, and a page in words when it is away."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse
from pytest_django import Settings

from protection import keys, wall
from protection.models import DataKey
from protection.vault import VaultKeys, VaultPlace
from tests.conftest import SignIn, as_owner
from tests.keys.fake_vault import TOKEN, FakeVault, running
from tests.stages.families import a_family
from tests.world import WORKER, World

SEALED, UNAVAILABLE = 503, 503


@pytest.fixture
def vault() -> Iterator[FakeVault]:
    with running() as vault:
        yield vault


@pytest.fixture
def place(vault: FakeVault, tmp_path: Path) -> VaultPlace:
    token = tmp_path / "vault.token"
    token.touch(mode=0o600)
    token.write_text(f"{TOKEN}\n")
    return VaultPlace(vault.address, "transit", "hilfenetz", token)


@pytest.fixture
def in_the_vault(place: VaultPlace, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Let the whole service keep its key there, and have no file of its own."""
    settings.VAULT, settings.KEY_FILE = place, str(tmp_path / "none.key")
    keys.provider.cache_clear()
    yield
    keys.provider.cache_clear()


def test_what_it_closes_it_opens_again_in_one_call(vault: FakeVault, place: VaultPlace) -> None:
    held, provider = [(uuid4(), keys.new()) for _ in range(50)], VaultKeys(place)
    wrapped = [(name, provider.wrap(name, raw)) for name, raw in held]
    assert provider.unwrap_many(wrapped) == [raw for _, raw in held]
    assert (vault.calls["decrypt"], vault.items["decrypt"]) == (1, 50)
    assert vault.calls["keys"] == 1
    assert provider.unwrap_many([]) == []
    assert vault.calls["decrypt"] == 1


def test_what_was_wrapped_for_one_row_opens_for_no_other(place: VaultPlace) -> None:
    provider, one, other = VaultKeys(place), uuid4(), uuid4()
    wrapped = provider.wrap(one, keys.new())
    with pytest.raises(keys.EnvelopeBrokenError):
        provider.unwrap_many([(other, wrapped)])


@pytest.mark.parametrize("bent", [b"vault:v1:", b"vault:v7:AAAA", b"vault:\xff", b"", b"\x01\x02"])
def test_a_broken_one_among_many_is_told_as_broken(place: VaultPlace, bent: bytes) -> None:
    provider, one, other = VaultKeys(place), uuid4(), uuid4()
    good = provider.wrap(one, keys.new())
    for broken in (bent, good[:-6] + b"AAAA=="):
        with pytest.raises(keys.EnvelopeBrokenError):
            provider.unwrap_many([(one, good), (other, broken)])


def test_a_key_that_would_open_everywhere_is_not_used(vault: FakeVault, place: VaultPlace) -> None:
    vault.derived = False
    with pytest.raises(keys.KeyProviderDownError, match="derived=true"):
        VaultKeys(place).wrap(uuid4(), keys.new())


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(503, "versiegelt"), (403, "weist uns ab"), (404, "kennt diesen"), (472, "antwortet mit 472")],
)
def test_what_keeps_it_from_answering_is_said_in_the_log_without_data(
    vault: FakeVault,
    place: VaultPlace,
    status: int,
    sentence: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider, name = VaultKeys(place), uuid4()
    wrapped = provider.wrap(name, keys.new())
    vault.fails = status
    with pytest.raises(keys.KeyProviderDownError):
        provider.unwrap_many([(name, wrapped)])
    assert sentence in caplog.text
    assert TOKEN not in caplog.text
    assert wrapped.decode() not in caplog.text
    assert str(name) not in caplog.text


def test_a_wrong_token_a_missing_one_and_a_dead_host_are_no_broken_keys(place: VaultPlace) -> None:
    provider, name = VaultKeys(place), uuid4()
    wrapped = provider.wrap(name, keys.new())
    place.token_file.write_text("hvs.old")
    with pytest.raises(keys.KeyProviderDownError, match="weist uns ab"):
        provider.unwrap_many([(name, wrapped)])
    away = VaultKeys(replace(place, address="http://127.0.0.1:9"))
    place.token_file.write_text(TOKEN)
    with pytest.raises(keys.KeyProviderDownError, match="nicht zu erreichen"):
        away.unwrap_many([(name, wrapped)])
    assert provider.unwrap_many([(name, wrapped)])
    place.token_file.unlink()
    with pytest.raises(keys.KeyProviderDownError, match="fehlt"):
        provider.unwrap_many([(name, wrapped)])


def test_a_vault_in_the_clear_or_an_open_token_is_refused(place: VaultPlace) -> None:
    with pytest.raises(ImproperlyConfigured, match="https"):
        VaultKeys(replace(place, address="http://vault.example:8200"))
    place.token_file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="für andere lesbar"):
        VaultKeys(place)


def test_a_new_version_closes_anew_and_gives_nothing_out(
    vault: FakeVault, place: VaultPlace
) -> None:
    provider, name, raw = VaultKeys(place), uuid4(), keys.new()
    wrapped = provider.wrap(name, raw)
    vault.rotate()
    assert not wrapped.startswith(provider.newest())
    fresh = provider.rewrap_many([(name, wrapped)])
    assert fresh[0].startswith(b"vault:v2:")
    assert vault.calls["decrypt"] == 0
    assert provider.unwrap_many([(name, fresh[0])]) == [raw]


@pytest.mark.usefixtures("in_the_vault")
def test_a_page_of_fifty_families_is_one_call(
    vault: FakeVault, world: World, signed_in: SignIn
) -> None:
    for number in range(50):
        a_family(world, file_number=f"51-3{number:04}")
    browser = signed_in(WORKER)
    vault.calls.clear()
    vault.items.clear()
    page = browser.get(reverse("families"))
    assert page.text.count("Velmbrinker") >= 50
    assert vault.calls == {"decrypt": 1}
    assert vault.items["decrypt"] >= 50


@pytest.mark.usefixtures("in_the_vault")
def test_one_broken_key_does_not_close_the_others(world: World, vault: FakeVault) -> None:
    families = [a_family(world, file_number=f"51-4{number:04}") for number in range(3)]
    DataKey.objects.filter(id=families[0].lock_id).update(wrapped=b"vault:v1:AAAA")
    with wall.standing_as(world.actor(WORKER)):
        found = {key.id: key for key in DataKey.objects.all()}
        for family in families[1:]:
            keys.cipher(found[family.lock_id])
        with pytest.raises(keys.EnvelopeBrokenError):
            keys.cipher(found[families[0].lock_id])


@pytest.mark.usefixtures("in_the_vault")
def test_while_it_is_sealed_pages_say_so_and_store_nothing(
    vault: FakeVault, world: World, signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    family, browser = a_family(world), signed_in(WORKER)
    address = reverse("family", args=[family.id])
    assert browser.get(address).status_code == 200
    vault.fails = SEALED
    with caplog.at_level(logging.ERROR):
        page = browser.get(address)
    assert page.status_code == UNAVAILABLE
    assert "Der Dienst ist kurz nicht erreichbar" in page.text
    assert page.headers["Retry-After"]
    assert "Velmbrinker" not in caplog.text
    vault.fails = None
    assert browser.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_a_key_file_closed_moves_over(
    world: World, place: VaultPlace, settings: Settings, signed_in: SignIn
) -> None:
    family, browser = a_family(world), signed_in(WORKER)
    file = configured.KEY_FILE
    settings.VAULT = place
    keys.provider.cache_clear()
    try:
        address = reverse("family", args=[family.id])
        assert "Velmbrinker" in browser.get(address).text
        with as_owner():
            call_command("rotate_keys", stdout=io.StringIO())
            kept = DataKey.objects.exclude(wrapped=None).values_list("wrapped", flat=True)
            assert all(bytes(wrapped or b"").startswith(b"vault:v1:") for wrapped in kept)
        settings.KEY_FILE = f"{file}.gone"
        keys.provider.cache_clear()
        assert "Velmbrinker" in browser.get(address).text
    finally:
        keys.provider.cache_clear()
