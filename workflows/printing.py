"""Prints what was asked for of a year's edition, whatever happens to workers meanwhile."""

from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client

from activities.documents.year.editions import YearEdition, YearPrinter, YearPrintOrder
from workflows.names import DOCUMENTS, NUDGE, PLANS, TASK_TIMEOUT, tried
from workflows.turns import ALIVE, PATIENT, PROMPT, RECORDING, RENDERING

_TYPE = "year-print"


@workflow.defn(name=_TYPE)
class YearPrintWorkflow:
    """Holds no list: the store says what is left."""

    @workflow.init
    def __init__(self, of: YearEdition) -> None:
        self._ordered = True

    @workflow.run
    async def run(self, of: YearEdition) -> None:
        """Print all that is left, and what is asked for meanwhile."""
        while self._ordered:
            self._ordered = False
            looking = workflow.execute_local_activity_method(
                YearPrinter.left, of, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
            left = await tried(looking, f"it is not known what is left of {of.plan}")
            # One at a time: who waits for a document to sign does not wait behind a whole year.
            for part in left.parts if left is not None else ():
                await self._print(YearPrintOrder(of, part))

    @workflow.signal
    async def nudge(self) -> None:
        """Look once more: something was asked for."""
        self._ordered = True

    async def _print(self, order: YearPrintOrder) -> None:
        printing = workflow.execute_activity_method(
            YearPrinter.print,
            order,
            task_queue=DOCUMENTS,
            start_to_close_timeout=RENDERING,
            heartbeat_timeout=ALIVE,
            retry_policy=PROMPT,
        )
        await tried(printing, f"{order.part} of {order.of.plan} is not printed")


def printing_id(of: YearEdition) -> str:
    """Return the fixed id of the edition's workflow, such as `print/kantor/rkt-2024/0123456789abcdef`."""
    return f"print/{of.office}/{of.plan}/{of.edition[:16]}"


async def begin_printing(client: Client, of: YearEdition, patience: timedelta) -> None:
    """Have what was asked for of an edition printed; safe to repeat."""
    await client.start_workflow(
        _TYPE,
        of,
        id=printing_id(of),
        task_queue=PLANS,
        task_timeout=TASK_TIMEOUT,
        start_signal=NUDGE,
        rpc_timeout=patience,
    )
