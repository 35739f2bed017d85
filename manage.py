#!/usr/bin/env python
"""Command line of GovTracker. A wrong setting or an unreachable database is one line, no traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govtracker.settings")
    from govtracker.environment import ConfigurationError

    try:
        from django.core.management import execute_from_command_line
        from django.db import InterfaceError, OperationalError
    except ImportError as error:
        sys.exit(f"{error}. Run 'make install' first; it fills the virtual environment .venv.")
    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(str(error))
    except (OperationalError, InterfaceError) as error:
        reason = " ".join(str(error).split())
        sys.exit(f"The database does not answer: {reason}. Check DATABASE_URL and the server.")


if __name__ == "__main__":
    main()
