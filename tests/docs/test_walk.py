"""`docs/walk.md` walks one command in one screen, each floor below the one before."""

import re
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
FLOORS = ("templates", "api", "domain", "workflows", "activities", "domain", "eventstore")


def test_the_walk_is_one_screen() -> None:
    assert len(TEXT.splitlines()) <= 50


def test_the_walk_goes_down_from_template_to_table() -> None:
    down = re.findall(r"`(\w+)/[\w/]+\.\w+:", TEXT.partition("Back up:")[0])
    walked = [floor for floor, _ in groupby(floor for floor in down if floor != "views")]
    assert tuple(walked) == FLOORS
