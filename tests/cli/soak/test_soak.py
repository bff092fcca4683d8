"""A soak keeps what was acknowledged; and what would not be kept is named."""

import json
from pathlib import Path

import msgspec

from cli.soak.accidents import Accident
from cli.soak.ledger import Answer, Ledger
from cli.soak.outcome import Outcome
from cli.soak.proof import proven
from cli.soak.soak import soak
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import no, note


async def test_with_its_parts_killed_the_system_keeps_its_word(tmp_path: Path) -> None:
    assert await soak(20, 4, tmp_path)
    figures = json.loads((tmp_path / "soak.json").read_text())
    assert figures["accidents"]
    assert figures["statuses"]["201"]
    assert (tmp_path / "soak.svg").read_text().startswith("<svg")


def _answer(receipt: Receipt, status: int = 201) -> Answer:
    return Answer(OFFICE, "/notes", receipt.command_id, status, json.loads(msgspec.json.encode(receipt)))


async def test_what_holds_is_not_accused(store: Store, database: Database) -> None:
    ledger = Ledger()
    ledger.answered(_answer(await store.append(note(1, 0, many=3))), 0, 1)
    ledger.answered(_answer(await store.append(note(2, 3))), 1, 2)
    refused = await store.append(no(1, 4))
    ledger.answered(Answer(OFFICE, "/notes", refused.command_id, 409, {"code": "too-late"}), 2, 3)
    assert await proven(store, database.migration_url, ledger) == []


async def test_what_was_acknowledged_and_is_not_there_is_named(store: Store, database: Database) -> None:
    receipt = await store.append(note(1, 0))
    ledger = Ledger()
    ledger.answered(_answer(msgspec.structs.replace(receipt, command_id="lost")), 0, 1)
    ledger.answered(_answer(msgspec.structs.replace(receipt, head="00" * 32)), 0, 1)
    found = await proven(store, database.migration_url, ledger)
    assert any("acknowledged at [1], recorded 0 times" in fault for fault in found)
    assert any("the receipt of lost is lost" in fault for fault in found)
    assert any("is another than was sent" in fault for fault in found)


async def test_what_was_refused_and_is_recorded_is_named(store: Store, database: Database) -> None:
    receipt = await store.append(note(1, 0))
    ledger = Ledger()
    ledger.answered(Answer(OFFICE, "/notes", receipt.command_id, 409, {}), 0, 1)
    (fault,) = await proven(store, database.migration_url, ledger)
    assert "refused (409), but recorded" in fault


def test_two_answers_to_one_command_that_differ_are_named() -> None:
    ledger = Ledger()
    ledger.answered(Answer(OFFICE, "/notes", "k", 201, {"first": 1}), 0, 1)
    ledger.answered(Answer(OFFICE, "/notes", "k", 201, {"first": 2}), 0, 2)
    (fault,) = ledger.faults
    assert "then 201 {'first': 2}" in fault
    assert ledger.times == [(0, 1)]


def test_recovery_counts_from_the_kill_to_the_answer_of_what_was_asked_after_it() -> None:
    ledger = Ledger(times=[(1.0, 9.0), (5.5, 8.0), (6.0, 7.0)])
    accidents = [Accident(5.0, "api", True), Accident(6.5, "worker", False), Accident(9.5, "postgres", True)]
    outcome = Outcome(1, 10.0, ledger, accidents, ())
    assert outcome.recoveries() == {"api": [2.0]}
    assert outcome.figures()["recovery"] == {"api": {"median": 2.0, "longest": 2.0}}
    assert outcome.picture().count("<line") == 3
