"""What surrounds every activity: its heartbeat, and one answer to what fails for good."""

import asyncio
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError, FailureError
from temporalio.service import RPCError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from eventstore.errors import Unavailable

# The database, a machine or a server that is away or too busy (every error of SMTP is an OSError), Temporal itself; and
# what says of itself whether it may be tried again.
_CURABLE = (Unavailable, OSError, RPCError, FailureError)


class Failures(Interceptor):
    """Ends an activity for good on what no retry can cure: it would hold up its whole stream for ever."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """See base class."""
        return _Failing(next)


class _Failing(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            return await super().execute_activity(input)
        except _CURABLE:
            raise
        except Exception as error:
            raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error


_INTERVAL = 1.0  # seconds


class Heartbeat(Interceptor):
    """Lets every scheduled activity's heart beat while it runs."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """See base class."""
        return _Beating(next)


class _Beating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        if activity.info().is_local:
            return await super().execute_activity(input)
        beating = asyncio.create_task(_beat())
        try:
            return await super().execute_activity(input)
        finally:
            beating.cancel()


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(_INTERVAL)
