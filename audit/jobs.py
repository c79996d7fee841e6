"""What the trail does by the clock: it is sealed every minute, and told by mail every hour if somebody wants it."""

from procrastinate.contrib.django import app

from audit import clock, mails, sealer


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run seals all the same
    """Seal what came since the last time."""
    sealer.seal(clock.read())


@app.periodic(cron="7 * * * *")
@app.task(name="audit.mail", queueing_lock="audit.mail", lock="audit.mail")
def mail(timestamp: int) -> None:  # noqa: ARG001  # the newest state is sent, whichever hour asked
    """Send the newest signed state to whoever keeps it outside the house."""
    mails.send()
