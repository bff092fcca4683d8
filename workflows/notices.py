"""Words on their way: each letter and each delivery waits and is tried by itself, so that none keeps another."""

import logging
from datetime import UTC, datetime, timedelta

from temporalio import workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy, WorkflowIDConflictPolicy
from temporalio.service import RPCError

from activities.notices.follower import Letter, Words
from activities.notices.letters import LetterOrder, NoticeMailer
from activities.webhooks.sender import DeliveryOrder, Sender
from eventstore.pool import outages
from eventstore.store import Store
from workflows.names import PLANS, TASK_TIMEOUT
from workflows.turns import ALIVE

_LETTER, _DELIVERY = "letter", "delivery"
_LOG = logging.getLogger(__name__)
_TRYING = timedelta(minutes=1)
_PATIENCE = timedelta(seconds=10)
# The activities themselves say when they give up.
_MAIL = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=15))
_BACK_OFF = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(hours=1))
_LETTERS = "SELECT letter, min(due) AS due FROM access.notices WHERE mail = 'waits' GROUP BY letter"
_DELIVERIES = "SELECT id::text FROM access.deliveries WHERE state = 'waits'"


@workflow.defn(name=_LETTER)
class LetterWorkflow:
    """Mails one letter when it is due, to one person."""

    @workflow.run
    async def run(self, order: LetterOrder) -> None:
        """Try until it is sent, or given up."""
        await workflow.execute_activity_method(
            NoticeMailer.mail, order, start_to_close_timeout=_TRYING, heartbeat_timeout=ALIVE, retry_policy=_MAIL
        )


@workflow.defn(name=_DELIVERY)
class DeliveryWorkflow:
    """Sends one delivery to one webhook."""

    @workflow.run
    async def run(self, order: DeliveryOrder) -> None:
        """Try until it arrives, or is given up."""
        await workflow.execute_activity_method(
            Sender.deliver, order, start_to_close_timeout=_TRYING, heartbeat_timeout=ALIVE, retry_policy=_BACK_OFF
        )


class Outbox:
    """Begins the workflows of what is to go out; what is under way already goes on."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def again(self, delivery: str) -> None:
        """Have a delivery tried now: the run that it has may be about to end, or wait for long until it tries."""
        try:
            await self._begin(_DELIVERY, DeliveryOrder(delivery), delivery, anew=True)
        except RPCError as error:
            _LOG.warning("a delivery is sent again later: %s", error)

    async def send(self, words: Words) -> None:
        """Begin what can be begun: what is written down to wait is found again by `resume`."""
        try:
            for letter in words.letters:
                delay = max(letter.due - datetime.now(UTC), timedelta())
                await self._begin(_LETTER, LetterOrder(letter.key), letter.key, delay)
            for delivery in words.deliveries:
                await self._begin(_DELIVERY, DeliveryOrder(delivery), delivery)
        except RPCError as error:
            _LOG.warning("what happened is sent later: %s", error)

    async def resume(self, store: Store) -> None:
        """Begin whatever waits and is not under way: Temporal may have lost it. Raises `Unavailable` or RPCError."""
        with outages():
            letters = await store.pool.fetch(_LETTERS)
            deliveries = await store.pool.fetch(_DELIVERIES)
        waiting = frozenset(Letter(row["letter"], row["due"]) for row in letters)
        await self.send(Words(waiting, tuple(row["id"] for row in deliveries)))

    async def _begin(
        self,
        kind: str,
        order: LetterOrder | DeliveryOrder,
        key: str,
        delay: timedelta = timedelta(),
        *,
        anew: bool = False,
    ) -> None:
        going_on = WorkflowIDConflictPolicy.USE_EXISTING
        await self._client.start_workflow(
            kind,
            order,
            id=f"{kind}/{key}",
            task_queue=PLANS,
            task_timeout=TASK_TIMEOUT,
            start_delay=delay or None,
            id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING if anew else going_on,
            rpc_timeout=_PATIENCE,
        )
