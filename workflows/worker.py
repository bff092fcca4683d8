"""The worker: everything that waits, records, renders and mails, in one process."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError
from temporalio.worker import Worker, WorkerDeploymentConfig

from activities.access.letters import AccessLetters
from activities.documents.execution import ExecutionRenderer
from activities.documents.plan import Renderer
from activities.documents.year.editions import YearPrinter
from activities.notices.follower import Follower
from activities.notices.letters import NoticeMailer
from activities.recording.recorder import Recorder
from activities.recording.states import States
from activities.reminders.filing_mail import FilingMailer
from activities.reminders.post import Post
from activities.reminders.quarters import Quarters
from activities.reminders.steps import Mailer, Reminders
from activities.webhooks.reach import PUBLIC, Reach
from activities.webhooks.sender import Sender
from activities.webhooks.webhooks import Webhooks
from eventstore.errors import Unavailable
from eventstore.store import Store
from workflows.action import ActionWorkflow
from workflows.names import DEPLOYMENT, DOCUMENTS, PLANS, Starter, register
from workflows.notices import DeliveryWorkflow, LetterWorkflow, Outbox
from workflows.plan import PlanWorkflow
from workflows.printing import YearPrintWorkflow
from workflows.quarter import QuarterWorkflow
from workflows.reconcile import reconcile, reconcile_in_turn
from workflows.report import ReportWorkflow
from workflows.wire import seal_of

_LOG = logging.getLogger(__name__)
_GRACE = timedelta(seconds=10)  # what is under way when we stop may end
_AGAIN = timedelta(minutes=5)  # between two comparisons with Temporal, whoever makes them
_AT_ONCE = 2  # documents; forty pages take up to 780 MiB


async def run_worker(
    client: Client,
    store: Store,
    post: Post | None = None,
    *,
    base_url: str = "http://localhost",
    reach: Reach = PUBLIC,
    version: str = "",
    stop: asyncio.Event | None = None,
    ready: Callable[[list[str]], None] | None = None,
) -> None:
    """Work until `stop` is set, or for ever; first start what Temporal has lost, and tell `ready` the ids of it.

    The client is one of `workflows.plugin.connect`; without `post` nobody gets mail. Webhooks lead to
    `base_url`, and go as far as they `reach`. By `version` Temporal tells these
    workers from others, and leaves each run with those that began it; without one, any takes any. When it ends,
    what was under way has ended, and the store is no longer used.
    """
    stop = stop or asyncio.Event()
    await register(client)
    async with AsyncExitStack() as stack:
        working = workers(client, store, post, version, base_url, reach)
        for worker in working:
            await stack.enter_async_context(worker)
        started = _told(await reconcile(client, store))
        await Webhooks(store.pool, seal_of(client), reach).seal_anew()
        follower = Follower(States(store), Outbox(client).send)
        following = asyncio.create_task(follower.run(stop), name="paraf-follower")
        stack.push_async_callback(_ended, following)
        if post is not None:
            letters = asyncio.create_task(AccessLetters(store, post).run(stop), name="paraf-letters")
            stack.push_async_callback(_ended, letters)
        if ready is not None:
            ready(started)
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _AGAIN.total_seconds())
            if not stop.is_set():
                await _heal(client, store)
        await asyncio.gather(*(worker.shutdown() for worker in working))  # at once: each may take all of its time


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _heal(client: Client, store: Store) -> None:
    """Temporal may have lost everything while we ran on: timers would not come back by themselves."""
    try:
        await register(client)
        _told(await reconcile_in_turn(client, store, _AGAIN))
    except (RPCError, Unavailable) as error:
        _LOG.warning("plans could not be compared with Temporal: %s", error)


def _told(started: list[str]) -> list[str]:
    if started:
        _LOG.warning("Temporal did not have %s plans; they go on", len(started))
    return started


def workers(
    client: Client,
    store: Store,
    post: Post | None = None,
    version: str = "",
    base_url: str = "http://localhost",
    reach: Reach = PUBLIC,
) -> tuple[Worker, Worker]:
    """Return the workers of the two queues, not yet running; the first to start is the last to stop."""
    deployment = _deployment(version) if version else None
    states = States(store)
    recorder = Recorder(states)
    reminders, quarters = Reminders(recorder), Quarters(recorder)
    printer = YearPrinter(store, seal_of(client))
    sender = Sender(states, seal_of(client), reach, base_url, Outbox(client).send)
    documents = Worker(
        client,
        task_queue=DOCUMENTS,
        activities=[Renderer(store).render, ExecutionRenderer(store).render, printer.print],
        max_concurrent_activities=_AT_ONCE,
        graceful_shutdown_timeout=_GRACE,
        deployment_config=deployment,
    )
    plans = Worker(
        client,
        task_queue=PLANS,
        workflows=[
            *(PlanWorkflow, ActionWorkflow, QuarterWorkflow, ReportWorkflow, YearPrintWorkflow),
            *(LetterWorkflow, DeliveryWorkflow),
        ],
        activities=[
            recorder.record,
            recorder.look,
            recorder.look_report,
            reminders.due,
            reminders.remind,
            reminders.year_end,
            Mailer(recorder, post).mail,
            quarters.look_action,
            quarters.advance,
            FilingMailer(recorder, post).mail,
            Starter(client).start,
            printer.left,
            NoticeMailer(states, post).mail,
            sender.deliver,
        ],
        graceful_shutdown_timeout=_GRACE,
        deployment_config=deployment,
    )
    return documents, plans


def _deployment(version: str) -> WorkerDeploymentConfig:
    """A run stays with the version it began with, and goes over to the newest when it continues as new."""
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(DEPLOYMENT, version),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )
