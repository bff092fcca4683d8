"""An indicator that starts in mid-year: said in grid, row and file, asked for nowhere before, told on every page."""

import io

import pdfplumber

from audit.verify import verify
from domain.kernel.actor import Role
from eventstore.snapshot import Snapshot
from tests.api.action.test_grid import opened, row
from tests.api.forms import faults, fields
from tests.api.house import Kantor
from tests.api.played import Year
from tests.audit.conftest import owner
from tests.conftest import Database

WHY = "Layanan dibuka bulan Agustus. (contoh)"


async def test_the_grid_reads_the_quarter_and_the_reason_in_one_cell(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    share = {"a_i07__measure": "1", "a_i07__targets_4": "77"}
    for wrong in ("Agustus", "III"):
        answer = await (await opened(year)).save("a-i07", **share, a_i07__start=wrong)
        assert (answer.status_code, f'value="{wrong}"' in answer.text) == (200, True)
        assert 'id="fault-a-i07.start"' in answer.text
        assert 'value="77"' in answer.text  # what is right waits for what belongs to it
    early = await (await opened(year)).save("a-i07", **share, a_i07__targets_1="70", a_i07__start=f"tw 3 - {WHY}")
    assert 'id="fault-a-i07.targets.1"' in early.text
    right = await (await opened(year)).save("a-i07", **share, a_i07__start=f"Triwulan III: {WHY}")
    assert right.status_code == 303, right.text
    recorded = await row(year, "a-i07")
    assert (recorded["start"], recorded["starts"]) == ({"type": "indicator-start", "quarter": 3, "reason": WHY}, 3)
    grid = await opened(year)
    assert grid.text("a-i07", "start") == f"III: {WHY}"
    assert (await grid.save("a-i07", a_i07__start="")).status_code == 303
    assert (await row(year, "a-i07"))["starts"] == 1


async def test_an_indicator_that_starts_in_the_third_quarter_owes_nothing_before(
    office: Kantor, api_database: Database
) -> None:
    year = Year(office)
    await year.written()
    action = await year.read(year.action)
    key = action["parts"][0]["indicators"][0]["id"]
    where = f"{year.action}/rows/{key}"
    typed = fields((await office.planner.page(where)).text, where)
    unsaid = await office.planner.press(where, typed | {"targets.1": "", "targets.2": "", "start": "3"})
    assert (unsaid.status_code, faults(unsaid.text)) == (422, [f"{key}.start.reason"])
    said = typed | {"targets.1": "", "targets.2": "", "start": "3", "start_reason": WHY}
    assert (await office.planner.press(where, said)).status_code == 303
    # A program that does not know of a start leaves it as it is.
    whole = next(each for each in await year.rows() if each["indicator"] == key)
    assert whole["targets"][:2] == [None, None]
    version = (await year.read(year.action))["version"]
    del whole["indicator"]
    whole["policy"] = (await row(year, key))["policy"]
    assert (await office.planner.ask(where, whole, version)).json()["events"] == []
    assert (await row(year, key))["starts"] == 3
    checker = await office.house.person(office, Role.PLANNER, "Kadek Ayu")
    await year.passed(checker)

    first = await year.opened()
    assert [(later["id"], later["start"]["reason"]) for later in first["later"]] == [(key, WHY)]
    assert key not in {each["id"] for each in first["rows"]}
    third = await year.opened(3)
    asked = next(each for each in third["rows"] if each["id"] == key)
    assert (third["later"], [e["reading"]["state"] for e in asked["earlier"]]) == ([], ["not-applicable"] * 2)

    told = f"mulai triwulan III: {WHY}"
    for page in (year.action, year.quarter(1)):
        assert told in (await office.auditor.page(page)).text, page
    assert "mulai triwulan III" in (await office.chair.page(f"{office.path}/year")).text
    assert key not in (await office.owner.page(f"{year.quarter(1)}/filing")).text
    for page, sentence in (
        (f"{year.action}/history", "mulai pada triwulan III"),
        (f"{year.quarter(1)}/history", "Baru mulai pada triwulan kemudian"),
    ):
        assert sentence in (await office.auditor.page(page)).text
    document = (await year.state()).documents[-1].document
    printed = await office.auditor.get(f"{year.action}/documents/{document}", "application/pdf")
    with pdfplumber.open(io.BytesIO(printed.content)) as pages:
        cell = " ".join(str(pages.pages[0].extract_tables()[0]).replace("\\n", " ").split())
    assert f"mulai TW III: {WHY}" in cell
    async with owner(api_database) as connection:
        findings = (await verify(Snapshot(connection))).findings
    assert [finding for finding in findings if finding.office == office.id] == []
