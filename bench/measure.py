"""What a measurement is: repeated, the median told; and the bare things that ours is measured beside."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from temporalio import workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker


@dataclass(frozen=True)
class Measure:
    """What was measured and what it is compared with, in one unit; `case` tells measurements of one thing apart.

    `aim` is the ratio aimed at. A title stays the same from run to run; `note` says what else was seen.
    """

    what: str
    value: float
    reference: str
    beside: float
    unit: str
    case: str = ""
    note: str = ""
    aim: float | None = None

    @property
    def title(self) -> str:
        """What was measured beside what."""
        return f"{self.what}{self.case and f', {self.case}'} / {self.reference}"

    @property
    def ratio(self) -> float:
        """What was measured, in references."""
        return self.value / self.beside

    @property
    def met(self) -> bool | None:
        """Whether the ratio is as aimed at, or better: of a rate more is better, of everything else less."""
        if self.aim is None:
            return None
        return self.ratio >= self.aim if self.unit == "/s" else self.ratio <= self.aim

    def __str__(self) -> str:
        told = "; ".join(filter(None, (self.case, self.note)))
        note = f" ({told})" if told else ""
        aim = "" if self.aim is None else f", aim {self.aim:g}: {'met' if self.met else 'not met'}"
        return (
            f"{self.what}: {self.value:.4g} {self.unit}; {self.reference}: {self.beside:.4g} {self.unit};"
            f" ratio {self.ratio:.2f}{aim}{note}"
        )


async def median_ms(act: Callable[[int], Awaitable[object]], numbers: range) -> float:
    """Return the median duration of the acts, one after the other, in milliseconds."""
    taken = []
    for number in numbers:
        began = time.perf_counter()
        await act(number)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


_QUEUE = "bare"


@workflow.defn(name="bare", sandboxed=False)
class Bare:
    """Answers updates, and nothing else."""

    @workflow.run
    async def run(self) -> None:
        """Wait for ever."""
        await asyncio.Event().wait()

    @workflow.update
    async def handle(self, number: int) -> int:
        """Answer."""
        return number


def bare_worker(client: Client) -> Worker:
    """Return the worker of such workflows, not yet running."""
    return Worker(client, task_queue=_QUEUE, workflows=[Bare])


async def start_bare(client: Client, number: int) -> WorkflowHandle[Bare, None]:
    """Start one."""
    return await client.start_workflow(Bare.run, id=f"bare-{number}", task_queue=_QUEUE)
