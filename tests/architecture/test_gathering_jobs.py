"""A worker knows every job that is written somewhere: it loads them itself, in a process of its own."""

import subprocess
import sys

from tests.architecture import source

KNOWN = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
django.setup()
from procrastinate.contrib.django import app
print("\\n".join(sorted({task.func.__module__ for task in app.tasks.values()})))
"""


def test_a_worker_knows_the_jobs_of_every_slice() -> None:
    done = subprocess.run(
        [sys.executable, "-c", KNOWN], cwd=source.ROOT, capture_output=True, text=True, check=True
    )
    written = {
        ".".join(path.relative_to(source.ROOT).with_suffix("").parts)
        for path in source.files()
        if path.name == "jobs.py" and "@app.task" in path.read_text()
    }
    assert len(written) > 10
    assert written - set(done.stdout.split()) == set()
