"""The only writer follows the rules of whatever stream it is asked of: an action plan, a quarter."""

import msgspec
import pytest

from activities.recording.recorder import Recorder, Request
from activities.recording.states import AnyCommand, States
from domain.kernel.actor import system
from domain.kernel.streams import action_stream, quarter_stream
from domain.waiting import ActionWaiting, QuarterWaiting
from eventstore.codec import fingerprint
from eventstore.store import Store
from eventstore.views import ACTION, QUARTER
from tests.admitted import admit
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY
from tests.domain.quarter.life import OKA, OTHER, PARTS, begin, close, open_quarter, report, write
from tests.planned import plan_signed
from tests.workflows.scene import new_office
from views.action import action_summary_json
from views.quarter import quarter_summary_json

ACTION_PLAN, FIRST = action_stream("rkt", 2024), quarter_stream("rkt", 2024, 1)


def request(office: str, stream: str, command: AnyCommand) -> Request:
    """A request as the API makes it, for a command of this office."""
    told = fingerprint(office, command.by.person, command.by.role, "act", stream, str(command).encode())
    return Request(office, stream, f"c-{told.hex()[:16]}", told.hex(), command)


async def test_an_action_plan_is_recorded_with_its_read_model(store: Store) -> None:
    office, recorder = new_office(), Recorder(States(store))
    await admit(recorder, office, DRAFTER, SECRETARY)
    await plan_signed(recorder, office, 2024, PARTS, DRAFTER, SECRETARY)
    await recorder.record(request(office, ACTION_PLAN, begin(office=office)))
    recorded = await recorder.record(request(office, ACTION_PLAN, write()))
    assert isinstance(recorded.waiting, ActionWaiting)
    assert (recorded.waiting.phase, recorded.waiting.version, recorded.plan_waiting) == ("drafting", 1, None)
    action = await recorder.action(office, ACTION_PLAN)
    assert await store.view(office, ACTION, "rkt-2024") == action_summary_json(action)


async def test_a_quarter_is_recorded_with_its_read_model_and_its_refusals(store: Store) -> None:
    office, recorder = new_office(), Recorder(States(store))
    await admit(recorder, office, OTHER, CHAIR)
    opening = msgspec.structs.replace(open_quarter(), office=office, by=system(office))
    await recorder.record(request(office, FIRST, opening))
    recorded = await recorder.record(request(office, FIRST, report("i3")))
    assert isinstance(recorded.waiting, QuarterWaiting)
    assert recorded.waiting.phase == "open"
    refused = await recorder.record(request(office, FIRST, close()))
    assert refused.receipt.refusal is not None
    assert (refused.receipt.refusal.act, refused.receipt.refusal.code) == ("close-quarter", "quarter-open")
    quarter = await recorder.quarter(office, FIRST)
    assert OKA in quarter.owing
    assert await store.view(office, QUARTER, "rkt-2024-q1") == quarter_summary_json(quarter)


@pytest.mark.parametrize(
    ("stream", "command"),
    [
        ("plan/rkt-2024", begin()),
        ("action/rkt-1999", begin()),
        (ACTION_PLAN, open_quarter()),
        ("quarter/rkt-2024-q2", open_quarter()),
        (ACTION_PLAN, report("i1")),
        ("quarter/", report("i1")),
        ("office", write()),
    ],
)
async def test_a_command_asked_of_another_stream_is_no_command(store: Store, stream: str, command: AnyCommand) -> None:
    with pytest.raises(ValueError, match="a command for"):
        await Recorder(States(store)).record(request("kpu-contoh", stream, command))
