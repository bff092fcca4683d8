"""A worker in a process of its own that is killed at a chosen place: `python -m tests.workflows.dying_worker ...`.

Arguments: database URL, Temporal's address and namespace, `before` or `after`, and the start of the id of the command
at whose recording the process dies, or `document 2`: at the second document that it stores. It says `ready` when it
works.
"""

import asyncio
import os
import signal
import sys

from activities.webhooks.reach import Reach
from eventstore.append import Append
from eventstore.entry import Receipt
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.workflows.conftest import KEYS
from workflows.plugin import connect
from workflows.worker import workers


class DyingStore(Store):
    """Kills its process before or after a command, or a document, is committed."""

    when, command_id = "", ""
    documents = 0

    async def record(self, outcome: Append) -> tuple[Receipt, bool]:
        """Record, unless death comes first."""
        fatal = outcome.command_id.startswith(self.command_id)
        if fatal and self.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        recorded = await super().record(outcome)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return recorded

    async def put_document(self, data: bytes, media_type: str) -> str:
        """Store, unless death comes first."""
        self.documents += 1
        fatal = self.command_id == f"document {self.documents}"
        if fatal and self.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        digest = await super().put_document(data, media_type)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return digest


async def _main(url: str, address: str, namespace: str, when: str, command_id: str) -> None:
    DyingStore.when, DyingStore.command_id = when, command_id
    client = await connect(KEYS, target_host=address, namespace=namespace)
    documents, plans = workers(client, DyingStore(await open_pool(url)), reach=Reach(private=True, plain=True))
    async with documents, plans:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
