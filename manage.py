#!/usr/bin/env python
"""The door for everything that is run from the command line."""

import os
import sys

from django.core.management import execute_from_command_line

# These bring their own database and keys; every other command is told by its environment.
LOCAL = ("devdb", "demo")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    if sys.argv[1:2] and sys.argv[1] in LOCAL:
        from deploy import local

        os.environ.update(local.environment())
        if sys.argv[1] == "demo":
            os.environ["HILFENETZ_DEMO"] = "yes"
    execute_from_command_line(sys.argv)
