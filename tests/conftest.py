"""The test database: made and migrated by its owner, used by the web's own role, behind the
wall.
"""

import gc
import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.test.client import ClientHandler
from pytest_django import DjangoDbBlocker

from accounts.middleware import SIGNED_IN_AT
from audit import clock
from deploy.seed.planting import Town, plant
from deploy.town.reference import the_town
from protection.labels import label_of
from tests import database
from tests.architecture import rendering
from tests.stages import kept
from tests.stages.whole import Whole, a_whole_world
from tests.world import World

type SignIn = Callable[[str], Client]
KEPT = ("django_migrations", "django_cache")


def pytest_collection_finish() -> None:
    """Leave what was loaded alone when memory is looked through: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@contextmanager
def as_role(name: str) -> Iterator[None]:
    """Talk to the database in another role; only the machinery of tests does."""
    connection.close()
    connection.settings_dict["USER"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = "app"


def as_owner() -> AbstractContextManager[None]:
    """Talk to the database as its owner."""
    return as_role("owner")


def empty(_self: object = None) -> None:
    """After a test that really committed: empty what is no reference data, and bring the town back
    to its beginning.
    """
    labels = [label_of(model) for model in apps.get_models(include_auto_created=True)]
    kept = [label.table for label in labels if label.reference or label.table in _planted]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> ALL(%s)",
            [[*kept, *KEPT]],
        )
        cursor.execute(f"TRUNCATE {cursor.fetchone()[0]}")
        for table in reversed(_planted):
            cursor.execute(f"DELETE FROM {table} WHERE id <> ALL(%s)", [_planted[table]])  # noqa: S608  # names from the list below
        for table, (columns, rows) in _people.items():
            old = f"jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS old"
            sets = ", ".join(f"{column} = old.{column}" for column in columns)
            cursor.execute(f"UPDATE {table} AS t SET {sets} FROM {old} WHERE t.id = old.id", [rows])  # noqa: S608  # names from the list below


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Give every process of the suite a database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    suffix = "_".join(filter(None, [os.environ.get("PYTEST_DB_SUFFIX", ""), worker]))
    if suffix:
        connection.settings_dict.setdefault("TEST", {})["NAME"] = f"test_hilfenetz_{suffix}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Copy the migrated database as owner, raise the wall, plant the town, and go on as the
    web's role.
    """
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        with as_owner():
            database.copy_migrated()
            call_command("wall", stdout=io.StringIO())
            database.make_haste()
            kept.prepare()
        _begin()
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
    yield
    _undo_the_world()
    patch.undo()
    with django_db_blocker.unblock(), as_owner():
        connection.creation.destroy_test_db(name, verbosity=0)


_town: list[Town] = []
# Tables of the town in the order in which rows point at each other, and the rows it begins with.
_planted: dict[str, list[object]] = {}
# People and their roles as the town begins, with the names of the columns: deeds end and change them.
_people: dict[str, tuple[list[str], str]] = {}
PEOPLE_TABLES = ("accounts_user", "accounts_mandate")
TOWN_TABLES = (
    *("accounts_team", "accounts_user", "accounts_mandate", "providers_district"),
    *("providers_socialspace", "providers_street", "providers_provider", "providers_providerspace"),
    *("providers_carrier", "providers_agreement", "providers_budget"),
)


def _begin() -> None:
    """Plant the shared town in the empty database; every test begins with it."""
    _town[:] = [plant(the_town(), clock.read())]
    with as_owner(), connection.cursor() as cursor:
        for table in TOWN_TABLES:
            cursor.execute(f"SELECT id FROM {table}")  # noqa: S608  # names from the list above
            _planted[table] = [row[0] for row in cursor.fetchall()]
        for table in PEOPLE_TABLES:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608  # names from the list above
            columns = [column.name for column in cursor.description]
            cursor.execute(f"SELECT jsonb_agg(t)::text FROM {table} AS t")  # noqa: S608  # names from the list above
            _people[table] = (columns, cursor.fetchone()[0])


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Collect the static files once, as a start of the service does."""
    settings.STATIC_ROOT = str(tmp_path_factory.mktemp("static"))
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def browsers_meet_one_chain(static_files: None) -> Iterator[None]:
    """Load the middleware once for all browsers, as a process of the service does; for each browser
    it would look through all static files again.
    """
    loaded = ClientHandler()
    loaded.load_middleware()
    patch = pytest.MonkeyPatch()
    for name in ("_view_middleware", "_template_response_middleware", "_exception_middleware"):
        patch.setattr(ClientHandler, name, getattr(loaded, name))
    patch.setattr(
        ClientHandler, "_middleware_chain", staticmethod(vars(loaded)["_middleware_chain"])
    )
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def files_lie_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep files that tests send away from those of the demo; nobody looks for malware in them."""
    settings.FILES_DIR, settings.CLAMD = tmp_path_factory.mktemp("files"), ""


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_little() -> Iterator[None]:
    """Hash with the same function in a thousandth of its memory; its cost protects no test."""
    patch = pytest.MonkeyPatch()
    cost = {"time_cost": 1, "memory_cost": 100, "parallelism": 1}
    for name, value in cost.items():
        patch.setattr(Argon2PasswordHasher, name, value)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def templates_get_sheets_only() -> Iterator[None]:
    """Let no template of the suite be given rows or whoever acts."""
    patch = pytest.MonkeyPatch()
    rendering.watch(patch)
    yield
    patch.undo()


def the_shared_town() -> Town:
    """Give the town with its people, for worlds that several tests share."""
    return _town[0]


@pytest.fixture
def town(db: None) -> Town:
    """The town with its people, as the reference files describe it."""
    return the_shared_town()


@pytest.fixture
def world(town: Town) -> World:
    """The town, and the stages that tests build in it."""
    stand_as_office()
    return World(town)


def stand_as_office() -> None:
    """Let the test itself look into tables as the office; requests stand as their own actor."""
    with connection.cursor() as cursor:
        local = connection.in_atomic_block
        cursor.execute("SELECT set_config('app.side', 'office', %s)", [local])


@contextmanager
def _built(blocker: DjangoDbBlocker) -> Iterator[Whole]:
    with blocker.unblock(), transaction.atomic():
        stand_as_office()
        yield a_whole_world(World(_town[0]))
        transaction.set_rollback(True)


# The world that stands now, and how to undo it.
_standing: list[tuple[Whole, ExitStack]] = []


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Whole:
    """One of everything, built once for all modules that use it; what each test does is undone by
    itself, and all of it before the first module that does not.
    """
    if not _standing:
        undoing = ExitStack()
        _standing.append((undoing.enter_context(_built(django_db_blocker)), undoing))
    return _standing[0][0]


@pytest.fixture(autouse=True)
def stages_know_what_is_changed(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let stages be built anew where a test changes more than rows."""
    kept.note_test(None if "settings" in request.fixturenames else monkeypatch)


@pytest.fixture(autouse=True)
def the_whole_world_stays_whole(request: pytest.FixtureRequest) -> Iterator[None]:
    """Undo what a test did in the world that others go on with, also where it broke a transaction."""
    if "whole" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("whole")
    with request.getfixturevalue("django_db_blocker").unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _undo_the_world() -> None:
    while _standing:
        _standing.pop()[1].close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walks first, because they are long; then the modules of the whole world, one after the other."""
    _with_whole.update(item.path for item in items if "whole" in getattr(item, "fixturenames", ()))
    items.sort(key=lambda item: ("browser" not in item.keywords, item.path not in _with_whole))


_with_whole: set[Path] = set()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Undo the whole world where it would be in the way."""
    if item.path not in _with_whole:
        _undo_the_world()


@pytest.fixture
def signed_in(world: World) -> SignIn:
    """Give a browser in which a person of the town signed in with a second factor."""

    def sign_in(code: str) -> Client:
        client = Client()
        client.force_login(
            world.town.people[code], "allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        now = clock.read().timestamp()
        session[SIGNED_IN_AT] = now
        # As the sign-in package keeps it after a second factor was shown.
        session["account_authentication_methods"] = [{"method": "mfa", "at": now}]
        session["account_authentication_methods_user"] = str(world.town.people[code].id)
        session.save()
        return client

    return sign_in
