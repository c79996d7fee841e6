"""The job service's entrance; it stays shut without keys, and for a role
that the second wall does not bind.
"""

from typing import Any

from procrastinate.contrib.django.management.commands import procrastinate

from deploy import checks


class Command(procrastinate.Command):
    """The package's own command, behind the same door as the web."""

    def handle(self, *args: Any, **kwargs: Any) -> None:
        checks.refuse_to_start_without_keys()
        checks.refuse_to_start_without_the_seal()
        checks.refuse_to_start_above_the_wall()
        checks.refuse_to_start_with_what_was_erased()
        super().handle(*args, **kwargs)
