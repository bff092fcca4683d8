"""What stands in a column is compared, reviewed and asked for its history like a target, by the heading it prints."""

from domain.kernel.actor import Role
from tests.api.house import HTML, Kantor
from tests.api.kinds.test_kinds import drafted, text


async def test_a_cell_is_told_by_its_heading_wherever_it_changed(office: Kantor) -> None:
    last = office.year - 1
    await drafted(office, {"column": "capaian-lalu", "text": "75%"})
    path = f"/offices/{office.id}/plans/renja-{office.year}"
    sent = text(office, {"column": "capaian-lalu", "text": "76%"}, {"column": "lokasi", "text": "Siak"})
    assert (await office.drafter.ask(f"{path}/text", sent, 1)).status_code == 201
    office.auditor.client.headers["Accept-Language"] = "en"
    compared = (await office.auditor.page(f"{path}/differences?from=1&to=2")).text
    assert f"“Capaian {last}” of" in compared
    assert "75%</del>" in compared
    assert 'data-row="a-i1"' in compared
    story = (await office.auditor.page(f"{path}/history?row=a-i1.capaian-lalu")).text
    assert f"“Capaian {last}” of “Cakupan”" in story
    assert "“Lokasi” of" not in story
    whole = (await office.auditor.page(f"{path}/history?row=a-i1")).text
    assert "“Lokasi” of" in whole
    then = await office.auditor.get(f"{path}?version=1")
    assert then.json()["text"]["parts"][0]["indicators"][0]["cells"][0]["text"] == "75%"
    page = (await office.auditor.page(f"{path}?version=1")).text
    assert f"Capaian {last}" in page
    assert "75%" in page
    assert "Siak" not in page


async def test_a_review_shows_the_cells_that_changed_since_the_last_look(office: Kantor) -> None:
    await drafted(office, {"column": "lokasi", "text": "Siak"})
    path = f"/offices/{office.id}/plans/renja-{office.year}"
    await office[Role.SECRETARY].page(path)
    sent = text(office, {"column": "lokasi", "text": "Dumai"})
    assert (await office.drafter.ask(f"{path}/text", sent, 1)).status_code == 201
    review = await office[Role.SECRETARY].get(f"{path}/review", HTML)
    assert "Siak</del>" in review.text
    assert "Dumai</ins>" in review.text
    assert "“Lokasi”" in review.text


async def test_the_check_before_sending_knows_the_columns(office: Kantor) -> None:
    await drafted(office, {"column": "lokasi", "text": "Siak"})
    path = f"/offices/{office.id}/plans/renja-{office.year}"
    assert (await office.drafter.page(f"{path}/check")).status_code == 200
    assert (await office.drafter.page(f"{path}/edit")).status_code == 200
