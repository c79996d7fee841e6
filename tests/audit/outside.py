"""What the tests of signed states outside the database share: something happens and is sealed, and the lamp tells."""

from django.test import Client
from django.urls import reverse

from audit import clock, sealer, streams, trail
from audit.models import Checkpoint
from tests.world import WORKER, World

HAPPENED = trail.Event("places.happened", "Versuch geschehen")


def happen_and_seal(world: World) -> str:
    """Let something happen and seal it; gives the note in the database."""
    with world.acting(WORKER) as by:
        trail.record(HAPPENED, by=by)
    sealer.seal(clock.read())
    with streams.standing_as_the_seal():
        newest = Checkpoint.objects.order_by("-size").values_list("note", flat=True).first()
    return str(newest)


def lamp(officer: Client) -> str:
    """Read what the officer's lamp says."""
    return str(officer.get(reverse("trail")).context["sheet"].lamp.text)
