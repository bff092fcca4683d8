"""Runs every measurement: `python -m bench`, or some by name: `python -m bench command`."""

import asyncio
import importlib
import logging
import sys

NAMES = (
    *("achieve", "append", "command", "editor", "filing", "kinds", "leader"),
    *("printing", "recovery", "replay", "report", "verify"),
)


def main(names: list[str]) -> None:
    """Print what each measurement finds."""
    logging.disable(logging.WARNING)
    for name in names or NAMES:
        if name not in NAMES:
            sys.exit(f"{name} is no measurement; there are {', '.join(NAMES)}")
        for found in asyncio.run(importlib.import_module(f"bench.{name}").measure()):
            sys.stdout.write(f"{found}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
