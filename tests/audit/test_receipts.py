"""A receipt that no command was given is named by its command, though whoever put it in sealed it as the store does."""

import pytest

from eventstore.errors import Fault
from tests.audit.conftest import Falsify
from tests.domain.office.office_life import OFFICE

# The log: an office of 10 entries, the draft is 11 to 17 (life-0), the submission 18 (life-1), its document 19, a paraf
# 20, notes 21 and 22 of one command, a refusal 23, and a command that changed nothing.
GHOST = f"""
    INSERT INTO paraf.receipts
    SELECT r.office, 'ghost', {{stream}}, r.fingerprint, {{first}}, {{last}}, {{head}}, {{time}},
        paraf.receipt_seal(r.office, 'ghost', {{stream}}, r.fingerprint, {{first}}, {{last}}, {{head}}, {{time}})
    FROM paraf.receipts r JOIN paraf.events e ON e.office = r.office AND e.position = {{at}}
    WHERE r.office = '{OFFICE}' AND r.command_id = e.command_id
"""


def ghost(
    at: int, *, first: str = "r.first", last: str = "r.last", stream: str = "r.stream", time: str = "r.recorded_at"
) -> str:
    """Return the statement that puts a receipt beside that of the entry's command, as like it as may be."""
    return GHOST.format(at=at, first=first, last=last, head="r.head", stream=stream, time=time)


@pytest.mark.parametrize(
    ("sql", "position"),
    [
        pytest.param(ghost(18), 18, id="of-an-entry-of-another-command"),
        pytest.param(ghost(18, time="r.recorded_at - interval '1 hour'"), 18, id="in-front-of-the-true-one"),
        pytest.param(ghost(23), 23, id="of-another-command's-refusal"),
        pytest.param(ghost(15, last="15::bigint"), 15, id="inside-another-command"),
        pytest.param(ghost(22, first="18::bigint"), 22, id="of-several-commands"),
        pytest.param(ghost(23, first="24::bigint", last="24::bigint"), 24, id="beyond-the-log"),
        pytest.param(ghost(23, first="NULL::bigint", stream="'refusals'"), 23, id="of-nothing-in-a-stream-of-answers"),
        pytest.param(
            ghost(18, first="NULL::bigint", time="r.recorded_at + interval '1 hour'"), 19, id="of-nothing-out-of-time"
        ),
    ],
)
async def test_a_receipt_that_the_log_knows_nothing_of_is_named(falsify: Falsify, sql: str, position: int) -> None:
    first, *_ = (await falsify(sql)).findings
    assert (first.position, first.fault) == (position, Fault.RECEIPT), first
    assert "ghost" in first.how


@pytest.mark.parametrize("command", ["life-1", "no-notes-1"])
async def test_a_receipt_that_was_given_to_another_command_is_named(falsify: Falsify, command: str) -> None:
    """The command that made the entry is answered no more, another one is."""
    first, *_ = (
        await falsify(f"""
            UPDATE paraf.receipts SET command_id = 'ghost',
                seal = paraf.receipt_seal(office, 'ghost', stream, fingerprint, first, last, head, recorded_at)
            WHERE command_id = '{command}'
        """)
    ).findings
    assert first.fault is Fault.RECEIPT
    assert "ghost" in first.how
    assert command in first.how
