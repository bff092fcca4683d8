"""What travels through Temporal arrives as it was sent, and nobody on the way can read it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowUpdateFailedError
from temporalio.common import TypedSearchAttributes
from temporalio.exceptions import ApplicationError

from activities.recording.recorder import PlanStream
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Role
from domain.plan.events import ParafGiven, PartSigned
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.domain.office.office_life import reviewed, signed
from tests.workflows.conftest import KEYS
from tests.workflows.scene import Scene
from workflows.client import Plans, workflow_id
from workflows.names import ATTRIBUTES, OFFICE, PHASE, YEAR
from workflows.plan import PlanWorkflow
from workflows.plugin import connect
from workflows.wire import Seal, SealError, data_converter, unopened
from workflows.worker import workers


def receipt() -> Receipt:
    """A receipt of a paraf and two signatures, whose fields are all alike."""
    said = tuple(e for e in signed().past if isinstance(e, ParafGiven | PartSigned))
    at = datetime(2024, 1, 9, tzinfo=UTC)
    return Receipt("kantor", "plan/rkt-2024", "c1", "00" * 32, 1, len(said), "00" * 32, at, said)


async def test_a_message_arrives_as_the_class_it_was_sent_as() -> None:
    converter = data_converter(KEYS)
    sent = receipt()
    [arrived] = await converter.decode(await converter.encode([sent]), [Receipt])
    assert arrived == sent
    assert [type(event) for event in arrived.events] == [ParafGiven, ParafGiven, PartSigned, PartSigned]


@pytest.mark.parametrize("event", reviewed().past, ids=lambda event: type(event).__name__)
async def test_every_member_of_a_union_arrives_as_itself(event: object) -> None:
    converter = data_converter(KEYS)
    hint = PartSigned | ParafGiven | type(event)
    [arrived] = await converter.decode(await converter.encode([event]), [hint])  # type: ignore[list-item]
    assert type(arrived) is type(event)
    assert arrived == event


async def test_what_is_no_message_of_the_type_is_refused() -> None:
    converter = data_converter(KEYS)
    [unknown_field] = await converter.encode([{"type": "plan-stream", "office": "a", "stream": "b", "more": 1}])
    [other] = await converter.encode([receipt()])
    for payload in (unknown_field, other):
        with pytest.raises(msgspec.ValidationError):
            await converter.decode([payload], [PlanStream])


async def test_a_payload_is_sealed_with_the_first_key_and_opened_with_any() -> None:
    old, new = {"k1": bytes(range(32))}, {"k2": bytes(32), "k1": bytes(range(32))}
    text = Payload(data=b"Sasaran strategis " * 500)
    [sealed] = await Seal(old).encode([text])
    assert b"Sasaran" not in sealed.SerializeToString()
    assert len(sealed.data) < 500  # packed first
    assert await Seal(new).decode([sealed]) == [text]
    [again] = await Seal(new).encode([text])
    assert again.metadata["key"] == b"k2"
    with pytest.raises(SealError):
        await Seal(old).decode([again])


async def test_what_is_not_sealed_or_was_changed_is_not_opened() -> None:
    seal = Seal(KEYS)
    [sealed] = await seal.encode([Payload(data=b"x")])
    for spoiled in (Payload(data=b"x"), Payload(metadata=sealed.metadata, data=sealed.data[:-1] + b"x")):
        with pytest.raises(SealError):
            await seal.decode([spoiled])
    with pytest.raises(ValueError, match="at least one key"):
        Seal({})


async def test_failures_and_texts_are_nowhere_in_the_servers_file(data: Path, store: Store) -> None:
    async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
        client = await connect(KEYS, target_host=server.address, namespace=server.namespace)
        documents, plans = workers(client, store)
        async with documents, plans:
            scene = Scene(store, Plans(client, store))
            await scene.open_office()
            await scene.submitted()
            await scene.ask(scene.returning("secretary-review", Role.SECRETARY))
            # A command that fails instead of being refused: its failure says what it was.
            bad = scene.request(scene.drafting(), "bad")
            bad = msgspec.structs.replace(bad, fingerprint="nohex-rahasia")
            with pytest.raises(WorkflowUpdateFailedError) as failed:
                await client.get_workflow_handle(workflow_id(scene.of)).execute_update(
                    PlanWorkflow.handle, bad, id="bad"
                )
            assert isinstance(failed.value.cause.__cause__, ApplicationError)
            assert "non-hexadecimal" in str(failed.value.cause.__cause__)
            async with asyncio.timeout(10):
                shown = TypedSearchAttributes.empty
                while (shown.get(OFFICE), shown.get(YEAR), shown.get(PHASE)) != (scene.office, scene.year, "drafting"):
                    described = await client.get_workflow_handle(workflow_id(scene.of)).describe()
                    shown = described.typed_search_attributes
    kept = b"".join(path.read_bytes() for path in (data / "temporal").glob("temporal.db*"))
    assert workflow_id(scene.of).encode() in kept  # we did read the right file
    for secret in (
        b"Turnout",
        b"Mohon diperiksa",
        b"rahasia",
        b"non-hexadecimal",
        b"Dewi",
        b"Traceback",
        b"draft-plan",
    ):
        assert secret not in kept, secret


async def test_what_waits_under_a_key_that_is_missing_is_named(data: Path, store: Store) -> None:
    """Fault 8 of those found by trying: without the key nothing went on, and nothing said why."""
    async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
        other = {"k2": bytes(32)}
        client, stranger = [
            await connect(keys, target_host=server.address, namespace=server.namespace) for keys in (KEYS, other)
        ]
        assert await unopened(client) == ""
        await Plans(stranger, store)._nudge(PlanStream("kantor", "plan/rkt-2020"))
        async with asyncio.timeout(10):
            while not (why := await unopened(client)):
                pass  # the server lists what it knows a moment later
        assert "k2" in why
        assert await unopened(stranger) == ""
