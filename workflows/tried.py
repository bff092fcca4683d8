"""The one answer of a workflow to what failed for good: it is logged, and the workflow goes on."""

from collections.abc import Awaitable
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, FailureError

R = TypeVar("R")


async def tried(doing: Awaitable[R], otherwise: str) -> R | None:
    """Return what came of an activity, None where it failed for good; `otherwise` says what that means."""
    try:
        return await doing
    except FailureError as error:  # only that of a local activity comes as it is
        workflow.logger.error("%s: %s", otherwise, error.cause if isinstance(error, ActivityError) else error)
        return None
