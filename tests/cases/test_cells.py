"""Cells of published papers are read as a careful person reads them, by `paraf read` and `paraf achieve`."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from achieve.recount import recount
from achieve.table import ACHIEVEMENTS, CELLS, read_table
from cli.read import evidence, row_object
from domain.action.edit import check_quarters
from domain.kernel.errors import Refused
from domain.measure.policy import Aggregation
from domain.measure.practice import DEFAULT
from domain.measure.proposal import propose
from domain.measure.reading.convention import UNSAID, Convention, convention
from domain.measure.reading.measured import read_aim
from domain.measure.reading.target import kind_printed, read_target
from domain.measure.realisation import State, aim_of
from domain.plan.questions import questions
from domain.plan.text import PlanText
from examples.banjarmasin import plan_text

CASES = json.loads((Path(__file__).parent / "published.json").read_text(encoding="utf-8"))["cases"]


def of(area: str) -> list[Any]:
    return [pytest.param(case["input"], case["expected"], id=case["id"]) for case in CASES if case["area"] == area]


def row(cells: dict[str, str], said: Convention = UNSAID, heading: str = "text") -> dict[str, Any]:
    """Return what `paraf read` says of one row."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([heading, "kind", "indicator"])
    writer.writerow([cells["text"], cells.get("kind") or "", cells.get("indicator", "")])
    if not any(cells.values()):
        file = io.StringIO("text;kind;indicator\n;;\n")
    table = read_table(file.getvalue(), CELLS)
    (only,) = table.rows
    return row_object(only, evidence(table, said))


def text_of(wording: str) -> PlanText:
    """Return a text with one indicator of that wording."""
    whole = plan_text()
    part = whole.parts[1]
    goal = replace(part.goals[0], text="Sasaran")
    indicator = replace(part.indicators[0], text=wording, goal=goal.id)
    return replace(whole, parts=(replace(part, goals=(goal,), indicators=(indicator,), programmes=()),))


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def same(found: Any, wanted: Any) -> bool:
    return found == wanted or Decimal(found) == number(str(wanted))


Check = Callable[[dict[str, Any], Any], bool]
CHECKS: dict[str, Check] = {
    "value": lambda found, wanted: same(found["value"], wanted),
    "unit": lambda found, wanted: found["unit"] == wanted,
    "printed": lambda found, wanted: found["printed"] == wanted,
    "kind": lambda found, wanted: found["kind"] == wanted,
    "low": lambda found, wanted: same(found["value"]["low"], wanted),
    "high": lambda found, wanted: same(found["value"]["high"], wanted),
    "comparator": lambda found, wanted: found["comparator"] == wanted,
    "also": lambda found, wanted: found["also"] == wanted,
    "score": lambda found, wanted: found["also"] == wanted,
    "scale_max": lambda found, wanted: same(found["scale_max"], wanted),
    "scale": lambda found, wanted: ("scale-unknown" in codes(found)) is wanted.startswith("office"),
    "direction": lambda found, wanted: found["proposal"]["direction"]["value"] == wanted,
    "aggregation_not": lambda found, wanted: found["proposal"]["aggregation"]["value"] != wanted,
    "aggregation": lambda found, wanted: found["proposal"]["aggregation"]["value"] in wanted,
    "scale_not_capped": lambda found, wanted: found["proposal"]["bound"]["value"] is None,
    "ordinal": lambda found, wanted: found["ordinal"] is wanted,
    "may_ask": lambda found, wanted: wanted.partition(" ")[0] in " ".join(codes(found)),
    "refuse_or_ask": lambda found, wanted: found["value"] is None and wanted in found["error"]["message"],
    "target_in_words": lambda found, wanted: (found["state"] == "in-words") is wanted,
    "row_without_target": lambda found, wanted: found["state"] == "not-printed" and "target-missing" in codes(found),
    "two_measures": lambda found, wanted: [[m["label"], m["printed"]] for m in found["value"]] == wanted,
    "ask": lambda found, wanted: found["value"] is None and found["asks"][0]["document"],
    "rupiah": lambda found, wanted: found["value"] == str(wanted),
}
AFTERWARDS = ("value_after", "because")  # what an answer makes of it


def codes(found: dict[str, Any]) -> list[str]:
    return [ask["code"] for ask in found["asks"]]


@pytest.mark.parametrize(("cells", "expected"), of("target"))
def test_a_printed_target(cells: dict[str, str], expected: dict[str, Any]) -> None:
    found = row(cells)
    wrong = {key: found for key in expected.keys() - {*AFTERWARDS} if not CHECKS[key](found, expected[key])}
    assert wrong == {}
    if "value_after" in expected:
        assert same(row(cells, convention("en"))["value"], expected["value_after"])


@pytest.mark.parametrize(("cells", "expected"), of("rupiah"))
def test_a_printed_amount(cells: dict[str, str], expected: dict[str, Any]) -> None:
    found = row({"kind": "rupiah", **cells})
    if "because" in expected:  # the heading says what the column is in; without it, nothing is taken for granted
        assert (found["value"], found["asks"][0]["document"]) == (None, True)
        found = row({"kind": "rupiah", **cells}, heading="text (Rp juta)")
    assert CHECKS["rupiah"](found, expected["rupiah"])


@pytest.mark.parametrize(("cells", "expected"), of("proposal"))
def test_what_is_proposed(cells: dict[str, str], expected: dict[str, Any]) -> None:
    found = row({"text": cells["target"], "indicator": cells["indicator"]})
    assert all(CHECKS[key](found, wanted) for key, wanted in expected.items()), found


@pytest.mark.parametrize(("cells", "expected"), of("doubt"))
def test_what_is_doubted_in_a_wording(cells: dict[str, str], expected: dict[str, str]) -> None:
    ((sort, code),) = expected.items()
    doubted = {question.code for question in questions(text_of(cells["text"]))}
    assert (code in doubted) is (sort == "doubt")


@pytest.mark.parametrize(("printed", "expected"), of("quarters"))
def test_the_targets_of_the_quarters(printed: dict[str, Any], expected: dict[str, str]) -> None:
    year = read_target(kind_printed(printed["year"]), printed["year"])
    policy = propose("", year).policy
    aims = [read_aim(policy, cell) for cell in printed["quarters"]]
    if "ask" in expected:
        with pytest.raises(Refused) as asked:
            check_quarters([policy] * 4, aims, aim_of(year), "i.targets")
        assert "cumulatively" in str(asked.value)
        policy = replace(policy, aggregation=Aggregation.LAST)
    check_quarters([policy] * 4, aims, aim_of(year), "i.targets")
    assert policy.aggregation == expected.get("aggregation", policy.aggregation)


@pytest.mark.parametrize(("printed", "expected"), of("achieve"))
def test_a_published_achievement(printed: dict[str, str], expected: dict[str, Any]) -> None:
    lines = ";".join(printed), ";".join(printed.values())
    (only,) = read_table("\n".join(lines), ACHIEVEMENTS).rows
    found = recount(only, DEFAULT)
    assert found.error is None
    assert found.result is not None
    assert found.result.figure == (None if expected["percentage"] is None else Decimal(expected["percentage"]))
    match expected["truth"].partition(":"):
        case ("follows", _, _):
            assert found.comparison is not None
            assert found.comparison.follows
        case ("explained", _, how):
            assert found.comparison is not None
            assert (found.comparison.follows, found.comparison.rounded) == (False, how == "rounding")
        case ("state", _, state):
            assert found.result.state is State(state)
            assert found.comparison is not None
            assert found.comparison.follows
        case ("two measures in one row", _, _):
            assert len(found.measures) == 2
        case _:
            assert expected["truth"].startswith("wrong")
            assert found.comparison is not None
            assert (found.comparison.follows, found.comparison.rounded) == (False, False)


def cells_of_documents() -> list[Any]:
    found = []
    for file in sorted((Path(__file__).parent / "documents").glob("*.json")):
        for n, line in enumerate(json.loads(file.read_text(encoding="utf-8"))["rows"]):
            for column in ("target", "realisation", "baseline", "published"):
                if line.get(column) is not None:
                    found.append(pytest.param(line[column], line["indicator"], id=f"{file.stem}-{n}-{column}"))
    return found


@pytest.mark.parametrize(("printed", "indicator"), cells_of_documents())
def test_every_figure_of_a_published_document_prints_as_it_stands_or_is_asked(printed: str, indicator: str) -> None:
    found = row({"text": printed, "indicator": indicator})
    assert found["error"] is None
    if found["state"] == "asked":
        assert found["asks"][0]["document"]
        found = row({"text": printed, "indicator": indicator}, convention("en"))
    assert found["printed"] == printed
