"""An action plan's rows out of the tables that offices keep: shown row by row, typed into the grid, saved there."""

from domain.action.events import RowChange
from domain.kernel.message import digest
from eventstore.codec import decode
from tests.api.forms import fields
from tests.api.house import HTML, Kantor, key
from tests.api.imports.test_filing import results, workbook
from tests.api.imports.test_import import send
from tests.api.played import Year


async def test_targets_owners_and_steps_come_from_a_table_and_again_change_nothing(office: Kantor) -> None:
    year = Year(office)
    await year.written()
    part = (await year.read(year.action))["parts"][0]
    one, two = part["indicators"][:2]
    owner = office.owner.account.person
    name = next(each["name"] for each in one["owners"] if each["person"] == owner)
    data = workbook(
        [
            ["No", "Indikator Kinerja", "Target", "Triwulan", None, None, None, "Penanggung Jawab", "Rencana Aksi"],
            [None, None, None, "I", "II", "III", "IV", None, None],
            [1, one["text"], "", "20%", "40%", "60%", "90%", name, "Menyusun naskah. (contoh)"],
            [2, two["text"], "", "", "", "", "", name, two["steps"]["year"]],
            [3, "Indikator yang tidak ada", "", "1", "2", "3", "4", "", ""],
        ]
    )
    answer = await send(office.planner, year.action, "rencana aksi.xlsx", data)
    assert answer.status_code == 201, answer.text
    preview = answer.json()
    assert results(preview) == ["changes", "unchanged", "not-found"]
    assert preview["rows"][0]["fields"]["targets.2"] == "40%"
    page = (await office.planner.page(f"{year.action}/import")).text
    assert "Target triwulan II: 40%" in page or "Target Triwulan II: 40%" in page
    body = {"mapping": preview["mapping"], "take": True}
    assert (await office.planner.ask(f"{year.action}/import/mapping", body)).status_code == 200
    grid = (await office.planner.page(f"{year.action}/edit")).text
    form = fields(grid, f"{year.action}/edit")
    answer = await office.planner.client.post(
        f"{year.action}/edit", data={"command_id": key(), **form, "do": "save"}, headers={"Accept": HTML}
    )
    assert answer.status_code == 303
    row = (await year.read(year.action))["parts"][0]["indicators"][0]
    assert row["steps"]["year"] == "Menyusun naskah. (contoh)"
    # Each fact says which cells of which file it came from.
    entries = await office.house.store.read(office.id, f"action/{office.path.rpartition('/')[2]}")
    made = [event for entry in entries if isinstance(event := decode(entry.body), RowChange) and event.source]
    told = {type(event).__name__: [(c.cell, c.place) for c in event.source.cells] for event in made if event.source}
    targets = [(f"targets.{n}", f"Sheet!{column}3") for n, column in enumerate("DEF", 1)]
    assert told == {"QuarterTargetsSet": targets, "StepsPlanned": [("steps", "Sheet!I3")]}
    kept = await office.auditor.get(f"{office.path}/sources/{digest(data)}", "application/octet-stream")
    assert (kept.status_code, kept.content) == (200, data)
    assert "rencana aksi.xlsx" in (await office.auditor.page(f"{year.action}/history")).text
    answer = await send(office.planner, year.action, "rencana aksi.xlsx", data)
    assert results(answer.json()) == ["unchanged", "unchanged", "not-found"]
