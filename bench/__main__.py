"""Runs every measurement, or those named (`python -m bench command`); what they find is in `out/bench.json`, too."""

import asyncio
import importlib
import logging
import sys

from bench import run

NAMES = (
    *("achieve", "append", "command", "editor", "filing", "growing", "kinds", "leader"),
    *("printing", "recovery", "replay", "report", "rows", "verify"),
)


def main(names: list[str]) -> None:
    """Print what each measurement finds."""
    logging.disable(logging.WARNING)
    if unknown := sorted(set(names) - set(NAMES)):
        sys.exit(f"{unknown[0]} is no measurement; there are {', '.join(NAMES)}")
    found = []
    for name in names or NAMES:
        for each in asyncio.run(importlib.import_module(f"bench.{name}").measure()):
            sys.stdout.write(f"{each}\n")
            sys.stdout.flush()
            found.append(each)
        run.write(found)  # each time: whoever stops a long run keeps what it found


if __name__ == "__main__":
    main(sys.argv[1:])
