"""A file that takes long to read: a page that looks again and can be stopped, and a server that dies loses nothing."""

from tests.api.house import JSON, Kantor
from tests.api.imports.test_import import send

CSV = b"Sasaran;Indikator;Target\nMutu;Indeks mutu;80\n"


async def left_behind(office: Kantor) -> str:
    """Leave a file as a server does that is killed while it reads it; return the page."""
    here = f"{office.path}/import"
    files = office.house.services.imports.files
    await files.put(office.drafter.account.id, here, "rencana.csv", CSV)
    assert await files.claim(office.drafter.account.id, here) is not None
    return here


async def expire(office: Kantor) -> None:
    """Let the time pass in which the dead server would have said that it lives."""
    pool = office.house.services.store.pool
    await pool.execute("UPDATE access.imports SET reading_until = clock_timestamp() - interval '1 second'")


async def test_a_file_that_somebody_reads_is_waited_for_on_a_page_that_looks_again(office: Kantor) -> None:
    await office.draft()
    here = await left_behind(office)
    page = await office.drafter.page(here)
    assert page.status_code == 202
    assert 'http-equiv="refresh"' in page.text
    assert "rencana.csv" in page.text
    assert "Hentikan, dan lupakan berkas" in page.text


async def test_what_a_dead_server_left_is_read_at_the_next_look_and_once(office: Kantor) -> None:
    await office.draft()
    here = await left_behind(office)
    await expire(office)
    answers = [await office.drafter.client.get(here, headers={"Accept": JSON}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    (part,) = (tables for tables in answers[0].json()["parts"].values() if tables)
    assert [row["text"]["text"] for row in part[0]["rows"]] == ["Mutu", "Indeks mutu"]


async def test_whoever_stops_it_has_no_file_left_and_a_late_reader_brings_it_back_no_more(office: Kantor) -> None:
    await office.draft()
    here = await left_behind(office)
    files, account = office.house.services.imports.files, office.drafter.account.id
    found = await files.find(account, here)
    assert found is not None
    answer = await office.drafter.press(f"{here}/mapping", {"do": "drop"})
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert await files.renew(account, here, found.file) is False
    await files.note(account, here, found.file, source=b"late")
    assert await files.find(account, here) is None
    assert (await office.drafter.client.get(here, headers={"Accept": JSON})).json()["code"] == "no-import"


async def test_files_and_shapes_take_the_place_of_no_draft(office: Kantor) -> None:
    """The fifty texts that are kept of a person were counted with the files they had sent."""
    await office.draft()
    kept = {"page": f"{office.path}/edit", "fields": [["detail-title", "Judul yang belum disimpan"]]}
    await office.drafter.ask(f"/offices/{office.id}/kept", kept)
    files, account = office.house.services.imports.files, office.drafter.account.id
    for n in range(60):
        await files.put(account, f"{office.path}/quarters/{n}/import", "a.csv", CSV)
        await files.remember(account, f"bentuk {n}", b"")
    assert "Judul yang belum disimpan" in (await office.drafter.page(f"{office.path}/edit")).text


async def test_a_refusal_is_told_where_the_file_is_looked_at(office: Kantor) -> None:
    await office.draft()
    answer = await send(office.drafter, office.path, "a.xlsx", b"PK\x03\x04 rusak", "text/html")
    assert answer.status_code == 422
    assert "a.xlsx" in answer.text
    again = await office.drafter.client.get(f"{office.path}/import", headers={"Accept": JSON})
    assert (again.status_code, again.json()["params"]["name"]) == (422, "a.xlsx")
