"""A worker that was killed leaves jobs and their locks: they begin anew; old jobs and sessions go at night."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.usersessions.models import UserSession
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import jobs as accounts
from deploy import jobs
from protection import wall
from tests.conftest import SignIn
from tests.world import World


def _run(task: Any) -> None:
    async_to_sync(task.func)(SimpleNamespace(app=app), 0)


def _deferred(timestamp: int) -> int:
    return app.configure_task("audit.seal", queueing_lock="audit.seal").defer(timestamp=timestamp)


def _left_by_a_dead_worker(job: int, attempts: int = 0, silent: int = 300) -> None:
    """Say that a worker took a job and was never heard of again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - %s * interval '1 second') RETURNING id",
            [silent],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
            [worker, attempts, job],
        )


def _standing(job: int) -> str:
    return str(ProcrastinateJob.objects.get(id=job).status)


def test_what_a_killed_worker_left_begins_anew(world: World) -> None:
    job = _deferred(0)
    _left_by_a_dead_worker(job)
    _run(jobs.revive)
    assert _standing(job) == "todo"


def test_what_a_living_worker_does_is_left_alone(world: World) -> None:
    job = _deferred(0)
    _left_by_a_dead_worker(job, silent=5)
    _run(jobs.revive)
    assert _standing(job) == "doing"


def test_where_the_next_run_waits_already_the_dead_one_gives_its_lock_back(world: World) -> None:
    job = _deferred(0)
    _left_by_a_dead_worker(job)
    waiting = _deferred(60)
    _run(jobs.revive)
    assert (_standing(job), _standing(waiting)) == ("failed", "todo")


def test_what_brings_its_worker_down_every_time_is_given_up(world: World) -> None:
    job = _deferred(0)
    _left_by_a_dead_worker(job, attempts=jobs.MOST_ATTEMPTS)
    _run(jobs.revive)
    assert _standing(job) == "failed"


def test_jobs_that_ended_three_days_ago_go_at_night(world: World) -> None:
    job = _deferred(0)
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '73 hours'")
    young = _deferred(60)
    _run(jobs.tidy)
    assert list(ProcrastinateJob.objects.values_list("id", flat=True)) == [young]


def test_sessions_that_ended_leave_nothing(world: World, signed_in: SignIn) -> None:
    ended, living = signed_in("demir"), signed_in("kaya")
    for client in (ended, living):
        client.get(reverse("account"))
    assert ended.session.session_key
    with wall.as_office():
        key = ended.session.session_key
        Session.objects.filter(session_key=key).update(
            expire_date=world.actor("demir").now - timedelta(hours=1)
        )
    accounts.end_sessions(0)
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert key not in keys
    assert living.session.session_key in keys
    assert not UserSession.objects.filter(session_key=key).exists()
