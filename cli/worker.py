"""`paraf worker`: everything that waits, records, renders and mails, until it is told to stop."""

import asyncio
import logging

from temporalio.client import Client

from activities.reminders.post import Post
from cli.parts import fitting_store, observed, part, patiently, stop_ordered, store, temporal, with_every_key
from cli.settings import Settings
from eventstore.store import Store
from workflows.queues import measure
from workflows.worker import run_worker

_CONNECTIONS = 16  # to the database
_LOG = logging.getLogger(__name__)


async def worker(settings: Settings) -> None:
    """Work; wait for database and Temporal as long as it takes."""
    settings = part("worker", settings)
    stop = stop_ordered()
    async with observed("worker", settings) as more, store(settings, _CONNECTIONS) as opened:
        await patiently("the database", stop, lambda: fitting_store(opened))
        client = await patiently("Temporal", stop, lambda: temporal(settings, **more))
        if client is not None:
            await patiently("Temporal", stop, lambda: with_every_key(client))
            await patiently("database and Temporal", stop, lambda: _work(client, opened, settings, stop))
    _LOG.info("stopped")


async def _work(client: Client, opened: Store, settings: Settings, stop: asyncio.Event) -> None:
    post = Post(settings.smtp_url, settings.mail_from, settings.base_url) if settings.smtp_url else None

    def ready(started: list[str]) -> None:
        _LOG.info("working; %s plans were missing in Temporal", len(started))

    measuring = asyncio.create_task(measure(client, opened, stop), name="paraf-queues") if settings.metrics else None
    try:
        await run_worker(
            client,
            opened,
            post,
            base_url=settings.base_url,
            reach=settings.reach,
            version=settings.worker_version,
            stop=stop,
            ready=ready,
        )
    finally:
        if measuring is not None:
            measuring.cancel()
