#!/usr/bin/env python
"""Command line of GovTracker. A wrong setting or an unreachable database is one line."""

import os
import re
import sys

# SQLite's, PostgreSQL's and MySQL's words for it.
NO_TABLE = re.compile(r"no such table|relation .+ does not exist|Table .+ doesn't exist")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govtracker.settings")
    from govtracker.environment import ConfigurationError

    try:
        from django.core.management import execute_from_command_line
        from django.db import InterfaceError, OperationalError, ProgrammingError
    except ImportError as error:
        sys.exit(f"{error}. Run 'make install' first; it fills the virtual environment .venv.")
    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(str(error))
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        reason = " ".join(str(error).split())
        if NO_TABLE.search(reason):
            sys.exit(f"The database lacks a table ({reason}). Run 'manage.py migrate' first.")
        if isinstance(error, ProgrammingError):
            raise
        sys.exit(f"The database does not answer: {reason}. Check DATABASE_URL and the server.")
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` has; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
