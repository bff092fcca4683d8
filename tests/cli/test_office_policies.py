"""`paraf office`: the dated policies of an office from its terminal."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from domain.measure.budget import Lines
from domain.measure.formula import Formula
from domain.office.events import FilingPolicy
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.cli.office_terminal import Terminal, begun, office_of
from tests.conftest import Database

FILING = (
    *("office", "filing-policy", "kantor", "--effective", "2024-01-01", "--opens", "1", "--before", "7"),
    *("--before", "2", "--secretary", "1", "--chair", "3", "--citation", "SE 2/2024", "--closes"),
)
LINES = ("office", "quadrant-lines", "kantor", "--effective", "2024-01-01", "--citation", "SK 3/2024")
LADDER = [
    {"name": "Baik", "low": "80", "high": "100", "low_closed": True},
    {"name": "Cukup", "low": "0", "high": "80", "low_closed": True, "high_closed": False},
]


def practice(path: Path, upper: str = "80") -> str:
    """Write a practice whose upper value begins there, and return where."""
    rungs = [{**LADDER[0], "low": upper}, LADDER[1]]
    scales = [{"name": "Predikat", "rungs": rungs, "thresholds": True}]
    told = {"effective": "2024-01-01", "citation": "SK 3/2024", "lower": "inverse", "cap": "120", "scales": scales}
    path.write_text(json.dumps(told))
    return str(path)


async def test_policies_are_set_from_the_terminal(terminal: Terminal, database: Database, tmp_path: Path) -> None:
    await begun(terminal)
    assert await terminal.done(*FILING, "15") == "Recorded at position 3 of kantor."
    assert await terminal.done(*FILING, "15") == "Nothing had changed; nothing was recorded."
    await terminal.done("office", "practice", "kantor", practice(tmp_path / "practice.json"))
    await terminal.done(*LINES, "--achievement", "100%", "--absorption", "95,5")
    pool = await open_pool(database.url, size=1)
    try:
        office = await office_of(Store(pool))
    finally:
        await pool.close()
    day = date(2024, 3, 31)
    assert office.filing_policy(day) == FilingPolicy(date(2024, 1, 1), 1, 15, (7, 2), 1, 3, "SE 2/2024")
    found = office.practice(day)
    assert (found.lower, found.cap, found.version, found.places) == (Formula.INVERSE, Decimal(120), 2, 2)
    assert [rung.name for rung in found.scales[0].rungs] == ["Baik", "Cukup"]
    assert office.quadrant_lines(day) == Lines(Decimal(100), Decimal("95.5"), "SK 3/2024")


async def test_policies_that_make_no_sense_are_refused_in_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    await begun(terminal)
    assert "A reminder would come before the window has opened." in await terminal.refused(*FILING, "5")
    gap = await terminal.refused("office", "practice", "kantor", practice(tmp_path / "gap.json", "81"))
    assert "Between Cukup and Baik the score 80–81 belongs to neither." in gap
    overlap = await terminal.refused("office", "practice", "kantor", practice(tmp_path / "overlap.json", "79"))
    assert "The scores of Cukup and Baik overlap at 79–80." in overlap
    unreadable = await terminal.refused("office", "practice", "kantor", practice(tmp_path / "words.json", "delapan"))
    assert "scales.0.rungs.0.low:" in unreadable
    assert "59.89" in await terminal.refused(*LINES, "--achievement", "59.89", "--absorption", "95")
