"""Bring the Indonesian catalogue up to date: new msgids come in empty, unused ones go; then say what is wrong."""

import sys

from tests.words.catalogue import PATH, catalogue, entries, faults, said, write

found = said()
known = entries(found)
catalog = catalogue()
PATH.parent.mkdir(exist_ok=True)
PATH.write_text(write(known.values(), catalog), encoding="utf-8")
wrong = [*found.faults, *faults(known, catalogue())]
sys.stdout.write("".join(f"{line}\n" for line in wrong))
sys.stdout.write(f"{len(known)} msgids, {len(wrong)} faults\n")
sys.exit(bool(wrong))
