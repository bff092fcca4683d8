"""Whether what Temporal keeps can be opened: a part without the right key does nothing, and nobody would know why."""

from temporalio.client import Client

from workflows.wire import SealError

_LOOKED_AT = 20  # runs; those of an installation are sealed with one key, or while it changes with two


async def unopened(client: Client) -> str:
    """Return why runs that wait cannot be opened by this client, empty where they can; may raise RPCError."""
    codec = client.data_converter.payload_codec
    async for execution in client.list_workflows("ExecutionStatus = 'Running'", limit=_LOOKED_AT):
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        async for event in handle.fetch_history_events(page_size=1):
            started = event.workflow_execution_started_event_attributes
            try:
                if codec is not None:
                    await codec.decode(list(started.input.payloads))
            except SealError as error:
                return f"{execution.id}: {error}"
            break
    return ""
