"""Asking for a family's card in an emergency, and letting it be later."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from referrals.emergencies.models import Cause

NEW = reverse("emergency_new")
REASON = "Der Junge steht allein vor dem Jugendzentrum."


def asks(client: Client, name: str, mark: str = "", reason: str = REASON) -> str:
    """Send the form, and give the address it leads to or the page it shows."""
    typed = {"name": name, "mark": mark, "cause": Cause.CHILD.value, "reason": reason}
    answer = client.post(NEW, typed)
    return str(answer.headers.get("Location", answer.content.decode()))


class Moved:
    """Moves the one clock."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch, self._begin = patch, clock.read()

    def by(self, later: timedelta) -> None:
        """Let it be later."""
        self._patch.setattr(clock, "read", lambda: self._begin + later)
