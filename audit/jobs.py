"""What the trail does by the clock: it is sealed every minute."""

from procrastinate.contrib.django import app

from audit import clock, sealer


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run seals all the same
    """Seal what came since the last time."""
    sealer.seal(clock.read())
