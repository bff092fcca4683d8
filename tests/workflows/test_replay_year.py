"""Streams of a year, printing and letters under way survive a new version: kept histories replay under other rules."""

import json
from pathlib import Path
from typing import NoReturn

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from domain.action import rules as action_rules
from domain.action import state as action
from domain.quarter import rules as quarter_rules
from domain.quarter import state as quarter
from domain.report import rules as report_rules
from domain.report import state as report
from tests.workflows.conftest import KEYS
from tests.workflows.write_year_histories import LIVES, YEARS
from workflows.action import ActionWorkflow
from workflows.notices import DeliveryWorkflow, LetterWorkflow
from workflows.plugin import ParafPlugin
from workflows.printing import YearPrintWorkflow
from workflows.quarter import QuarterWorkflow
from workflows.report import ReportWorkflow

FILES = sorted(YEARS.glob("*.json"))


def history(path: Path) -> WorkflowHistory:
    """Return a kept history."""
    return WorkflowHistory.from_json("kept", json.loads(path.read_text()))


def test_there_is_a_history_of_every_life() -> None:
    assert {path.stem.rpartition("-")[0] for path in FILES} == set(LIVES)


@pytest.mark.parametrize("sandboxed", [True, False])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_it_replays_under_other_rules(path: Path, sandboxed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(*_: object) -> NoReturn:
        raise AssertionError("the workflow asked the rules")

    for module in (action_rules, quarter_rules, report_rules):
        monkeypatch.setattr(module, "decide", changed)
    for module in (action, quarter, report):
        monkeypatch.setattr(module, "evolve", changed)
        monkeypatch.setattr(module, "fold", changed)
    workflows = [
        *(ActionWorkflow, QuarterWorkflow, ReportWorkflow, YearPrintWorkflow),
        *(LetterWorkflow, DeliveryWorkflow),
    ]
    replayer = Replayer(workflows=workflows, plugins=[ParafPlugin(KEYS, sandboxed=sandboxed)])
    await replayer.replay_workflow(history(path))
