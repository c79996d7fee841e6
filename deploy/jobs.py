"""What the service does for itself by the clock: jobs of a killed worker begin anew, old ones go."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

# A worker tells every ten seconds that it lives.
SILENT_SECONDS = 60
# What brings its worker down again and again is given up and stays to be looked at.
MOST_ATTEMPTS = 5
OLD_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(name="deploy.revive", queueing_lock="deploy.revive", pass_context=True)
async def revive(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Begin anew what a killed worker left: its lock would hold off every later run, the seal's too."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await _revive(manager, job)


@app.periodic(cron="53 2 * * *")
@app.task(name="deploy.tidy", queueing_lock="deploy.tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Remove jobs that ended three days ago, whichever way."""
    await context.app.job_manager.delete_old_jobs(
        OLD_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


async def _revive(manager: JobManager, job: Job) -> None:
    waits = job.queueing_lock and await manager.list_jobs_async(
        queueing_lock=job.queueing_lock, status="todo"
    )
    if waits or job.attempts >= MOST_ATTEMPTS:
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
    else:
        await manager.retry_job(job)
