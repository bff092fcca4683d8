"""Evidence of a row: sent, judged, filed by its digest, taken away again, and reached by nobody whom it is not for."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import httpx
import pytest
import typst

from domain.kernel.actor import Role
from tests.activities.evidence.evidence_files import PDF, bomb, png, xlsx
from tests.api.house import HTML, JSON, House, Kantor, key
from tests.api.played import Year, aim, done

MIB = 1024 * 1024


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year that the tests share: each test takes rows of its own."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    return year


def at(year: Year, row: dict[str, Any]) -> str:
    """Where a row is."""
    return f"{year.quarter()}/realisations/{row['id']}"


async def send(year: Year, row: dict[str, Any], name: str, data: Any, role: Role = Role.OWNER) -> httpx.Response:
    """Send a file as a program does."""
    headers = {"Accept": JSON, "Content-Type": "application/octet-stream"}
    client = year.office[role].client
    return await client.post(f"{at(year, row)}/evidence", params={"name": name}, content=data, headers=headers)


async def press(year: Year, where: str, fields: dict[str, str], *files: tuple[str, bytes]) -> httpx.Response:
    """Send the form of a row with its files, as a browser does."""
    sent = [("file", (name, data, "application/octet-stream")) for name, data in files]
    told = {"command_id": key(), "evidence.chosen": "", **fields}
    return await year.office.owner.client.post(where, data=told, files=sent, headers={"Accept": HTML})


def own(name: str) -> bytes:
    """A file that no other test has."""
    return PDF.replace(b"<<>>", f"<</Title ({name})>>".encode())


async def test_a_file_is_sent_filed_and_downloaded_as_an_attachment(year: Year) -> None:
    row, data = await year.unfiled(), own("pertama")
    answer = await send(year, row, "Rekap “Kafé”.pdf", data)
    digest = sha256(data).hexdigest()
    told = {"digest": digest, "name": "Rekap “Kafé”.pdf", "media_type": "application/pdf", "size": len(data)}
    assert (answer.status_code, answer.json()) == (201, {"type": "evidence", **told})
    where = answer.headers["Location"]
    assert where == f"{at(year, row)}/evidence/{digest}"
    done(await year.file(row, reading=aim(row), evidence=[digest]))
    filed = next(r for r in (await year.read(year.quarter()))["rows"] if r["id"] == row["id"])
    assert filed["filing"]["evidence"] == [{"type": "evidence", **told}]
    got = await year.office.auditor.get(where, "*/*")
    assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, data, "application/pdf")
    assert got.headers["Content-Disposition"] == (
        "attachment; filename=\"Rekap _Kaf__.pdf\"; filename*=UTF-8''Rekap%20%E2%80%9CKaf%C3%A9%E2%80%9D.pdf"
    )
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    page = (await year.office.planner.page(at(year, row))).text
    assert f'href="{where}"' in page
    assert f"{len(data)} B" in page
    assert f'href="{where}"' in (await year.office.planner.page(year.quarter())).text


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("rekap.pdf", png(), "evidence-mismatch"),
        ("data.xlsx", bomb(20_000_000), "evidence-bomb"),
        ("program.exe", b"MZ", "evidence-kind"),
        ("kosong.csv", b"", "evidence-empty"),
        ("..", PDF, "evidence-name"),
        ("a/b.pdf", PDF, "evidence-name"),
    ],
)
async def test_a_file_that_is_no_evidence_is_refused_in_both_languages(
    year: Year, name: str, data: bytes, code: str
) -> None:
    row = await year.unfiled()
    answer = await send(year, row, name, data)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["place"]) == (422, code, f"{row['id']}.evidence")
    assert problem["detail_id"] != problem["detail_en"]
    assert all(name in problem[told] for told in ("detail_id", "detail_en"))


async def test_a_large_file_is_refused_before_it_is_sent_whole(year: Year) -> None:
    row = await year.unfiled()

    async def hundred() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"%PDF-" + bytes(MIB - 5)

    answer = await send(year, row, "besar.pdf", hundred())
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    form = await year.office.owner.client.post(
        f"{at(year, row)}/evidence", files={"file": ("besar.pdf", bytes(11 * MIB))}, headers={"Accept": JSON}
    )
    assert form.status_code == 413
    # Neither a length that is stated nor one that is not is waited for.
    for length, first in ((f"Content-Length: {100 * MIB}", b""), ("Transfer-Encoding: chunked", _chunk(11 * MIB))):
        assert (await _unfinished(year, f"{at(year, row)}/evidence?name=besar.pdf", length, first)) == 413


async def test_nothing_typed_is_lost_with_a_large_file(year: Year) -> None:
    row, words = await year.unfiled(), "Kata-kata yang panjang. (contoh)"
    fields = {"text_version": "0", "reading": "1", "explanation": words}
    answer = await press(year, at(year, row), fields, ("besar.pdf", bytes(100 * MIB)), ("rekap.pdf", own("kecil")))
    assert answer.status_code == 413
    assert words in answer.text
    assert "“besar.pdf” lebih besar daripada 10 MB" in answer.text
    assert _ticked(answer.text) == {sha256(own("kecil")).hexdigest()}
    assert f'href="#{row["id"]}.evidence"' in answer.text


async def test_the_files_of_a_refused_form_come_back_chosen_and_are_changed_by_a_correction(year: Year) -> None:
    row, first, second = await year.unfiled(), own("satu"), own("dua")
    one, two = sha256(first).hexdigest(), sha256(second).hexdigest()
    fields = {"text_version": "0", "reading": "59.89", "explanation": "Panjang."}
    wrong = await press(year, at(year, row), fields, ("satu.pdf", first), ("bohong.pdf", png()), ("dua.pdf", second))
    assert wrong.status_code == 422
    assert "“bohong.pdf”" in wrong.text
    assert _ticked(wrong.text) == {one, two}
    chosen = {f"evidence.{one}": "keep", f"evidence.{two}": "keep"}
    again = await press(year, at(year, row), {**fields, **chosen})
    assert (again.status_code, _ticked(again.text)) == (422, {one, two})
    fields["reading"] = row["target"]["text"]
    filed = await press(year, at(year, row), {**fields, **chosen})
    assert filed.status_code == 303, filed.text
    corrections = f"{at(year, row)}/corrections"
    change = {**fields, "text_version": "1", f"evidence.{two}": "keep", "reason": "Salah berkas."}
    changed = await press(year, corrections, change, ("tiga.xlsx", xlsx(7)))
    assert changed.status_code == 303, changed.text
    assert await _names(year, row) == ["dua.pdf", "tiga.xlsx"]
    # What was filed once stays to be read; without a word about evidence it stays as it is.
    past = await year.office.auditor.get(f"{at(year, row)}/evidence/{one}", "*/*")
    assert (past.status_code, past.content) == (200, first)
    body = {"reading": aim(row), "explanation": "Lain.", "reason": "Kata."}
    done(await year.office.owner.ask(corrections, body, 2))
    assert await _names(year, row) == ["dua.pdf", "tiga.xlsx"]
    emptied = await press(year, corrections, {**fields, "text_version": "3", "reason": "Semua salah."})
    assert (emptied.status_code, await _names(year, row)) == (303, [])


async def test_by_a_digest_alone_nobody_reaches_a_file(year: Year, house: House) -> None:
    row, data = await year.unfiled(), own("rahasia")
    digest = (await send(year, row, "rahasia.pdf", data)).json()["digest"]
    document = (await year.office.plan())["document"]
    path = f"{at(year, row)}/evidence/{digest}"
    assert (await year.office.owner.get(path, "*/*")).status_code == 200  # who sent it
    assert (await year.office.planner.get(path, "*/*")).status_code == 404  # it is not filed
    stranger = (await house.office()).administrator
    assert (await stranger.get(path, "*/*")).status_code == 404
    others = [r for r in (await year.read(year.quarter()))["rows"] if r["id"] != row["id"] and r["version"] == 0]
    other = others[0]
    for known in (digest, document, "f" * 64):
        answer = await year.file(other, reading=aim(other), evidence=[known])
        assert (answer.status_code, answer.json()["code"]) == (422, "evidence-unknown")
        assert (await year.office.owner.get(f"{at(year, other)}/evidence/{known}", "*/*")).status_code == 404


async def test_only_an_owner_of_the_row_sends_and_one_file_at_a_time(year: Year) -> None:
    row = await year.unfiled()
    assert (await send(year, row, "rekap.pdf", PDF, Role.PLANNER)).status_code == 403
    files = [("file", (f"{n}.pdf", PDF)) for n in range(2)]
    path, headers = f"{at(year, row)}/evidence", {"Accept": JSON}
    several = await year.office.owner.client.post(path, files=files, headers=headers)
    assert (several.status_code, several.json()["code"]) == (422, "one-file")
    single = await year.office.owner.client.post(path, files=files[:1], headers=headers)
    assert (single.status_code, single.json()["name"]) == (201, "0.pdf")
    absent = await year.office.owner.client.post(f"{year.quarter()}/realisations/tidak-ada/evidence", content=PDF)
    assert absent.status_code == 404
    broken = {"Accept": JSON, "Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"--y\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nz\r\n--x--", b'--x\r\nA: "'):
        assert (await year.office.owner.client.post(path, content=body, headers=broken)).status_code in (400, 422)


async def test_no_more_than_so_many_files_are_kept_of_one_form(year: Year) -> None:
    row = await year.unfiled()
    files = [(f"{n}.csv", f"baris;{n}\n".encode()) for n in range(22)]
    answer = await press(year, at(year, row), {"text_version": "0", "reading": "59.89"}, *files)
    assert answer.status_code == 422
    assert len(_ticked(answer.text)) == 20


async def test_what_was_typed_beside_a_file_is_kept_when_the_session_has_ended(year: Year) -> None:
    office, row = year.office, await year.unfiled()
    await office.house.store.pool.execute(
        "UPDATE access.sessions SET touched_at = touched_at - interval '1 year' WHERE account = $1",
        office.owner.account.id,
    )
    fields = {"text_version": "0", "reading": "1", "explanation": "Sudah diketik."}
    answer = await press(year, at(year, row), fields, ("rekap.pdf", own("sesi")))
    assert answer.status_code == 303
    await office.house.sign_in(office.owner)
    assert "Sudah diketik." in (await office.owner.page(at(year, row))).text


async def test_a_retry_with_a_file_finds_its_receipt_after_a_hand_over(year: Year) -> None:
    """fault 18: what was recorded is answered whoever owns the row by now."""
    row = await year.unfiled()
    fields = {"command_id": key(), "text_version": "0", "reading": row["target"]["text"]}
    first = await press(year, at(year, row), fields, ("bukti.pdf", own("serah")))
    assert first.status_code == 303, first.text
    given = {"indicator": row["id"], "owners": [year.office.planner.account.person], "reason": "Pindah. (contoh)"}
    done(await year.office.planner.ask(f"{year.quarter()}/owners", given))
    again = await press(year, at(year, row), fields, ("bukti.pdf", own("serah")))
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    other = await press(year, at(year, row), {**fields, "command_id": key()}, ("bukti.pdf", own("serah")))
    assert other.status_code == 422


def _chunk(size: int) -> bytes:
    return f"{size:x}\r\n".encode() + bytes(size) + b"\r\n"


async def _unfinished(year: Year, path: str, length: str, first: bytes) -> int:
    """Return the status that a body gets which is begun and never ended."""
    client = year.office.owner.client
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    cookie = f"Cookie: paraf={client.cookies['paraf']}"
    head = "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", "Accept: application/json", cookie, length, "", ""])
    writer.write(head.encode() + first)
    status = await asyncio.wait_for(reader.readline(), 20)
    writer.close()
    return int(status.split()[1])


async def _names(year: Year, row: dict[str, Any]) -> list[str]:
    filing = next(r for r in (await year.read(year.quarter()))["rows"] if r["id"] == row["id"])["filing"]
    return [file["name"] for file in filing["evidence"]]


def _ticked(page: str) -> set[str]:
    """Return the digests of the files that the form has ticked."""
    boxes = page.split('<input type="checkbox" name="evidence.')[1:]
    return {box[:64] for box in boxes if box[64:].startswith('" value="keep" checked')}


async def test_a_file_is_looked_at_as_a_picture_and_as_nothing_else(year: Year) -> None:
    row = await year.unfiled()
    pages = typst.compile(b"Halaman satu #pagebreak() Halaman dua")
    sent = {"foto.png": png(), "rekap.pdf": pages, "rusak.pdf": own("rusak"), "data.csv": b"a;b"}
    seen = {name: (await send(year, row, name, data)).json()["digest"] for name, data in sent.items()}

    async def look(name: str, page: int = 1) -> httpx.Response:
        where = f"{at(year, row)}/evidence/{seen[name]}/pages/{page}"
        return await year.office.owner.get(where, "image/*, application/problem+json")

    picture = await look("foto.png")
    assert (picture.content, picture.headers["Content-Type"]) == (sent["foto.png"], "image/png")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    drawn = [await look("rekap.pdf", page) for page in (1, 2, 3)]
    assert [answer.status_code for answer in drawn] == [200, 200, 404]
    assert all(answer.content.startswith(b"\x89PNG") for answer in drawn[:2])
    assert drawn[0].content != drawn[1].content
    # What cannot be drawn is said to be so, and no text is ever shown.
    assert (await look("rusak.pdf")).json()["code"] == "no-preview"
    assert (await look("data.csv")).status_code == 404
    # Before it is filed, it is its sender's alone.
    other = await year.office.planner.get(f"{at(year, row)}/evidence/{seen['foto.png']}/pages/1", "image/*")
    assert other.status_code == 404
