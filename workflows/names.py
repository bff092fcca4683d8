"""How a stream's workflow is called: its id, its type, and what it answers to."""

from datetime import timedelta

from activities.recording.recorder import PlanStream

HANDLE, NUDGE = "handle", "nudge"
DEPLOYMENT = "paraf"  # what Temporal calls our workers of all versions
RENEWS = "a-new-run-begins"  # why a command is to be sent again, to the run that follows
# How long a killed worker keeps a plan waiting, and more than any run of ours takes to be replayed.
TASK_TIMEOUT = timedelta(seconds=5)


def workflow_type(of: PlanStream) -> str:
    """Return what follows such a stream: `plan`, `action` or `quarter`."""
    return of.stream.partition("/")[0]


def workflow_id(of: PlanStream) -> str:
    """Return the fixed id of the stream's workflow, such as `plan/kantor/rkt-2024` or `quarter/kantor/rkt-2024-q1`."""
    kind, _, key = of.stream.partition("/")
    return f"{kind}/{of.office}/{key}"
