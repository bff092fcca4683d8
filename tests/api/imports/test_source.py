"""What came from a file says so on record: which file, which place, and how it was printed there."""

import io
from typing import Any

import openpyxl

from activities.importing.process import read_file
from api.plans.form import FormRow
from api.plans.patch import cells_of
from audit.verify import verify
from domain.kernel.message import digest
from domain.plan.facts import RowAdded, TextFact
from eventstore.codec import decode
from eventstore.errors import Fault
from eventstore.snapshot import Snapshot
from tests.api.house import Kantor, Person
from tests.api.imports.test_import import begun, send, taken
from tests.api.plans.test_together import cell, change
from tests.audit.conftest import owner, unguarded
from tests.cases.files import workbook
from tests.cases.papers import documents
from tests.conftest import Database


async def facts(office: Kantor, path: str) -> list[TextFact]:
    """Return the facts of a plan's text."""
    stream = "plan/" + path.rpartition("/")[2]
    events = [decode(entry.body) for entry in await office.house.services.store.read(office.id, stream)]
    return [event for event in events if isinstance(event, TextFact)]


async def saved(by: Person, path: str, data: bytes, name: str = "rencana.xlsx", **more: Any) -> None:
    """Send a file and save its rows."""
    await send(by, path, name, data)
    answer = await taken(by, path, **more)
    assert answer.status_code == 303, answer.text


async def test_each_row_and_cell_names_the_file_and_the_place(office: Kantor) -> None:
    document = documents()[1]
    path, data = await begun(office, document), workbook(document)
    corrected = document.corrected
    await saved(office.drafter, path, data, numbers=corrected.numbers, money=corrected.money)
    rows = [fact for fact in await facts(office, path) if type(fact).__name__ == "RowAdded"]
    assert rows
    tables = read_file("rencana.xlsx", data).tables
    printed = {cell.place: cell.text for table in tables for line in table.lines for cell in line.cells}
    for fact in rows:
        assert isinstance(fact, RowAdded)
        assert fact.source is not None
        told = dict(cells_of(FormRow.of(fact.part, fact.row)))
        for one in fact.source.cells:
            assert (one.text or told[one.cell]).split() == printed[one.place].split()
        assert (fact.source.file, fact.source.name) == (digest(data), "rencana.xlsx")
        assert {cell.cell for cell in fact.source.cells} >= {"text"}
        assert all(cell.place.startswith("Tabel ") and "!" in cell.place for cell in fact.source.cells)
    kept = await office.auditor.get(f"{path}/sources/{digest(data)}", "application/octet-stream")
    assert (kept.status_code, kept.content) == (200, data)
    history = await office.auditor.page(f"{path}/history")
    assert "Dari berkas" in history.text
    assert "lembar Tabel 1, sel" in history.text


async def test_what_is_typed_otherwise_afterwards_came_from_no_file(office: Kantor) -> None:
    await office.draft()
    plan = (await office.auditor.get(office.path)).json()["text"]["parts"][0]
    row = plan["indicators"][0]
    book = openpyxl.Workbook()
    for line in (("Kode", "Indikator", "Target"), ("", row["text"], "71,5 %")):
        book.active.append(line)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    before = len(await facts(office, office.path))
    await saved(office.drafter, office.path, out.getvalue())
    (fact,) = (await facts(office, office.path))[before:]
    assert fact.source is not None
    assert [(cell.cell, cell.place) for cell in fact.source.cells] == [("target", "Sheet!C2")]
    version = (await office.auditor.get(office.path)).json()["version"]
    answer = await change(office.drafter, office.path, version, {"cells": [cell(row["id"], "target", "72%")]})
    assert answer.status_code in (200, 201), answer.text
    assert (await facts(office, office.path))[-1].source is None


async def test_verify_misses_a_file_that_is_not_kept(office: Kantor, api_database: Database) -> None:
    document = documents()[1]
    path, data = await begun(office, document), workbook(document)
    corrected = document.corrected
    await saved(office.drafter, path, data, numbers=corrected.numbers, money=corrected.money)
    async with owner(api_database) as connection:
        attempt = connection.transaction()
        await attempt.start()
        whole = (await verify(Snapshot(connection))).findings
        async with unguarded(connection):
            await connection.execute("DELETE FROM paraf.evidence WHERE office = $1", office.id)
        missed = (await verify(Snapshot(connection))).findings
        await attempt.rollback()
    assert [finding for finding in whole if finding.office == office.id] == []
    named = {finding.fault for finding in missed if finding.office == office.id}
    assert named == {Fault.DOCUMENT}
