"""The whole service for a browser, as `make demo` runs it: pages, job worker, Chromium."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings

from deploy import devdb

HOST = "127.0.0.1"
CHROMIUM = "/usr/bin/chromium"
# Chromium as root in a bare machine, that asks nobody but us.
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
STOP_SECONDS = 20


@pytest.fixture
def address(
    transactional_db: None, settings: Settings, tmp_path: Path, static_files: None
) -> Iterator[str]:
    """Serve the pages, with the door of the example town."""
    settings.DEMO = True
    settings.CHECKPOINT_DIR = tmp_path
    server = ThreadedWSGIServer((HOST, 0), QuietWSGIRequestHandler)
    # Made here, so that it finds the static files which the suite collected.
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def job_worker(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Run the real worker, as its own role, beside the pages."""
    told = {
        "DATABASE_URL": devdb.url("worker", connection.settings_dict["NAME"]),
        "HILFENETZ_CHECKPOINT_DIR": str(tmp_path),
    }
    command = [sys.executable, str(devdb.ROOT / "manage.py"), "procrastinate", "worker"]
    worker = subprocess.Popen(command, env=os.environ | told, stderr=subprocess.DEVNULL)
    yield
    worker.terminate()
    try:
        worker.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A browser for one test; the plug-in's own would keep its loop running, in which Django does
    not talk to the database, and with it emptying it after the test.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()
