"""Processes of the web beside the tests, on the same database: real ones, with nothing in common but it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import requests
from django.conf import settings
from django.db import connection

from deploy import devdb

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@contextmanager
def a_web_process() -> Iterator[str]:
    """Run one process of the web, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = quote(str(devdb.socket_dir()), safe="")
    name = connection.settings_dict["NAME"]
    ours = {
        "DATABASE_URL": f"postgresql://app@/{name}?host={host}",
        "HILFENETZ_EMBEDDED": "yes",
        "HILFENETZ_SECRET_KEY": settings.SECRET_KEY,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(settings.STATIC_ROOT), str(port)],
        env=os.environ | ours,
        cwd=ROOT,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, f"{address}/anmelden/")
        yield address
    finally:
        process.terminate()
        process.wait()


# The test's own static files; everything else is what the service itself reads.
SERVE = """
import sys
from wsgiref.simple_server import WSGIServer, WSGIRequestHandler
from deploy import settings
settings.STATIC_ROOT = sys.argv[1]
from deploy.wsgi import application
server = WSGIServer(("127.0.0.1", int(sys.argv[2])), WSGIRequestHandler)
server.set_app(application)
server.serve_forever()
"""


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None
        try:
            if requests.get(address, timeout=20).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise TimeoutError(address)
