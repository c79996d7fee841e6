#!/usr/bin/env python
"""The door for everything that is run from the command line."""

import os
import sys

from django.core.management import execute_from_command_line

# These bring their own database and keys; every other command is told by its environment.
LOCAL = ("devdb", "demo")


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    name = arguments[1] if len(arguments) > 1 else "help"
    if name in LOCAL:
        from deploy import local
        from deploy.management.commands.devdb import Command

        os.environ.update(local.environment())
        if name == "devdb":
            # Loads none of the apps, so it helps while one of them is in pieces.
            return Command().run_from_argv(arguments)
        os.environ["HILFENETZ_DEMO"] = "yes"
    return execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
