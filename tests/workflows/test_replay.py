"""Workflows under way survive a new version: the kept histories replay, whatever became of the plan's rules.

`python -m tests.workflows.write_histories` wrote them, with the key of the tests; it says when there are to be more.
"""

import asyncio
import json
from pathlib import Path
from typing import NoReturn

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from activities.recording.recorder import PlanStream
from domain.plan import evolution as plan
from domain.plan import rules as plan_rules
from domain.plan import system as system_rules
from tests.workflows.conftest import KEYS
from tests.workflows.hasty import Hasty
from tests.workflows.write_histories import HISTORIES, LIVES
from workflows.plan import PlanWorkflow
from workflows.plugin import ParafPlugin

FILES = sorted(HISTORIES.glob("*.json"))


def history(path: Path) -> WorkflowHistory:
    """Return a kept history."""
    return WorkflowHistory.from_json("plan/kantor/rkt-2020", json.loads(path.read_text()))


async def replay(kept: WorkflowHistory, of: type = PlanWorkflow, *, sandboxed: bool = True) -> None:
    """Replay, or raise what does not fit."""
    await Replayer(workflows=[of], plugins=[ParafPlugin(KEYS, sandboxed=sandboxed)]).replay_workflow(kept)


def test_there_is_a_history_of_every_life() -> None:
    assert {path.stem.rpartition("-")[0] for path in FILES} == set(LIVES)


@pytest.mark.parametrize("sandboxed", [True, False])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_it_replays(path: Path, sandboxed: bool) -> None:
    await replay(history(path), sandboxed=sandboxed)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_it_replays_under_other_rules(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(*_: object) -> NoReturn:
        raise AssertionError("the workflow asked the rules")

    for module, name in ((plan_rules, "decide"), (system_rules, "decide_system"), (plan, "evolve"), (plan, "fold")):
        monkeypatch.setattr(module, name, changed)
    await replay(history(path))


@workflow.defn(name="plan", sandboxed=False)
class Other:
    """Does something else than the histories say."""

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Wait first."""
        await asyncio.sleep(60)

    @workflow.update
    async def handle(self, request: dict[str, object]) -> None:
        """Do nothing."""

    @workflow.signal
    async def nudge(self) -> None:
        """Do nothing."""


async def test_a_replay_would_say_so_if_the_workflow_did_something_else() -> None:
    with pytest.raises(workflow.NondeterminismError):
        await replay(history(HISTORIES / "rejected-1.json"), Other)


async def test_the_sandbox_stops_what_asks_its_machine() -> None:
    with pytest.raises(RuntimeError, match="RestrictedWorkflowAccessError"):
        await replay(history(HISTORIES / "rejected-1.json"), Hasty)
