"""Rows out of the files that offices have: shown before anything is written, taken into the editor, saved there."""

import io
import re
from collections import Counter
from typing import Any

import httpx
import openpyxl
import pytest
from msgspec import UNSET, json, structs

from domain.kernel.message import canonical
from tests.api.forms import fields
from tests.api.house import JSON, Kantor, Person
from tests.api.kinds.test_published import sent, told
from tests.cases.files import word, workbook
from tests.cases.papers import Body, Document, documents

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def begun(office: Kantor, document: Document) -> str:
    """Declare the kind of a paper and begin a plan of it; return its path."""
    route = document.route(office.id)
    for step in route:
        named = {"position": step.position, "title": step.title, "several": False}
        await office.administrator.ask(f"/offices/{office.id}/positions", named)
    route = tuple(structs.replace(step, office=UNSET) for step in route)
    kind = json.decode(canonical(structs.replace(document.kind(), route=route)))
    assert (await office.administrator.ask(f"/offices/{office.id}/kinds", kind)).status_code == 201
    begun = {"kind": document.name, "year": document.year}
    assert (await office.drafter.ask(f"/offices/{office.id}/plans", begun)).status_code == 201
    return f"/offices/{office.id}/plans/{document.name}-{document.year}"


async def send(by: Person, path: str, name: str, data: bytes, accept: str = JSON) -> httpx.Response:
    """Send a file."""
    return await by.client.post(f"{path}/import", files=[("file", (name, data))], headers={"Accept": accept})


async def taken(by: Person, path: str, **more: Any) -> httpx.Response:
    """Take the rows of the file that was sent last into the editor, and save it as its page would."""
    mapping = (await by.get(f"{path}/import")).json()["mapping"]
    answer = await by.ask(f"{path}/import/mapping", {"mapping": mapping, "take": True, **more})
    assert answer.status_code == 200, answer.text
    page = await by.page(f"{path}/edit")
    return await by.press(f"{path}/text", {**fields(page.text, f"{path}/text"), "do": "save"})


def rows(text: Body) -> Counter[str]:
    """Return every row with all that stands above it and in it, ids left out."""
    names: dict[str, str] = {}
    found: Counter[str] = Counter()
    for kind, above in (("goals", "parent"), ("indicators", "goal"), ("programmes", "parent")):
        for row in text[kind]:
            cells = sorted((c["column"], " ".join(c["text"].split())) for c in row["cells"])
            figure = row.get("target", row.get("allotted")) or ""
            if kind == "programmes" and re.fullmatch(r"(?:Rp )?[\d.]+", figure):  # bare digits are spelled our way
                figure = figure.removeprefix("Rp ").replace(".", "")
            path = f"{names.get(row[above], '')} / {' '.join(row['text'].split())}"
            names[row["id"]] = path
            found[f"{kind}: {path} = {' '.join(figure.split())} {cells}"] += 1
    return found


@pytest.mark.parametrize("make", [workbook, word], ids=["excel", "word"])
@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
async def test_a_file_of_a_published_paper_becomes_the_paper(office: Kantor, document: Document, make: Any) -> None:
    path = await begun(office, document)
    answer = await send(office.drafter, path, f"{document.name}.{make.__name__}", make(document))
    assert answer.status_code == 201, answer.text
    assert (await office.auditor.get(path)).json()["version"] == 0  # nothing is written
    corrected = document.corrected
    answer = await taken(office.drafter, path, numbers=corrected.numbers, money=corrected.money)
    assert answer.status_code == 303, answer.text
    wanted = rows(told(sent(document.text())))
    got = rows(told((await office.auditor.get(path)).json()["text"]))
    assert got == wanted


async def test_the_same_file_again_changes_nothing(office: Kantor) -> None:
    document = documents()[1]
    path = await begun(office, document)
    await send(office.drafter, path, "a.xlsx", workbook(document))
    await taken(office.drafter, path)
    version = (await office.auditor.get(path)).json()["version"]
    await send(office.drafter, path, "a.xlsx", workbook(document))
    page = await office.drafter.page(f"{path}/import")
    assert "0 sel berubah" in page.text
    answer = await taken(office.drafter, path)
    assert answer.headers["Location"].endswith("saved=0")
    assert (await office.auditor.get(path)).json()["version"] == version


async def test_a_corrected_file_shows_what_differs_and_only_that_is_taken(office: Kantor) -> None:
    await office.draft()
    part = (await office.auditor.get(office.path)).json()["text"]["parts"][0]
    row, other = part["indicators"][:2]
    lines = ["Indikator;Target", f"{row['text']};71,5%", f"{other['text']};{other['target']['text']}"]
    await send(office.drafter, office.path, "a.csv", "\n".join(lines).encode())
    page = (await office.drafter.page(f"{office.path}/import")).text
    assert "1 sel pada baris yang sudah ada berbeda" in page
    assert f'<span class="was">{row["target"]["text"]}</span>' in page
    assert '<span class="now">71,5%</span>' in page
    await taken(office.drafter, office.path)
    after = (await office.auditor.get(office.path)).json()
    assert after["version"] == 2
    assert after["text"]["parts"][0]["indicators"][0]["target"]["text"] == "71,5%"


async def test_paraf_reads_its_own_workbook(office: Kantor) -> None:
    await office.draft()
    book = await office.auditor.get(f"{office.path}/table.xlsx", XLSX)
    answer = await send(office.drafter, office.path, "rencana.xlsx", book.content)
    assert answer.status_code == 201, answer.text
    answer = await taken(office.drafter, office.path)
    assert answer.headers["Location"].endswith("saved=0")


async def test_a_plan_as_paraf_sends_it_comes_in_whole_and_again_changes_nothing(office: Kantor) -> None:
    """Another office has it as it is, row ids and what is printed around the rows, too."""
    document = next(each for each in documents() if each.name == "rsud-banjarnegara-bidang-pk-2019")
    path = await begun(office, document)
    await send(office.drafter, path, "a.xlsx", workbook(document))
    await taken(office.drafter, path, numbers=document.corrected.numbers, money=document.corrected.money)
    there = (await office.auditor.get(path)).json()
    other = await office.house.office()
    path = await begun(other, document)
    file = json.encode(there)
    preview = (await send(other.drafter, path, "rencana.json", file)).json()
    assert preview["left"] == []
    assert len(preview["parts"]["A"][0]["rows"]) == len(there["text"]["parts"][0]["indicators"]) + len(
        there["text"]["parts"][0]["goals"]
    ) + len(there["text"]["parts"][0]["programmes"])
    await taken(other.drafter, path)
    here = (await other.auditor.get(path)).json()
    assert here["text"] == there["text"]
    there["text"]["parts"][0]["indicators"][0]["text"] += " (contoh)"
    there["text"]["title"] = "JUDUL LAIN"
    await send(other.drafter, path, "rencana.json", json.encode(there))
    page = (await other.drafter.page(f"{path}/import")).text
    assert "2 sel berubah" in page
    assert '<span class="now">JUDUL LAIN</span>' in page
    answer = await taken(other.drafter, path)
    assert answer.headers["Location"].endswith("saved=1")
    assert (await other.auditor.get(path)).json()["text"] == there["text"]


async def test_a_plan_of_another_year_gives_its_rows_and_tells_what_stays_behind(office: Kantor) -> None:
    await office.draft()
    there = (await office.auditor.get(office.path)).json()
    begin = {"kind": "rkt", "year": office.year + 1}
    assert (await office.drafter.ask(f"/offices/{office.id}/plans", begin)).status_code == 201
    path = f"/offices/{office.id}/plans/rkt-{office.year + 1}"
    there["text"]["parts"].append({**there["text"]["parts"][0], "key": "Z"})
    goal = {**there["text"]["parts"][0]["goals"][0], "id": "z-1"}
    there["text"]["parts"][-1] |= {"goals": [goal], "indicators": [], "programmes": []}
    preview = (await send(office.drafter, path, "rencana.json", json.encode(there))).json()
    assert {(left["place"], left["why"]) for left in preview["left"]} >= {("z-1.text", "part"), ("title", "cover")}
    await taken(office.drafter, path)
    text = (await office.auditor.get(path)).json()["text"]
    for kind in ("goals", "indicators", "programmes"):
        assert [part[kind] for part in text["parts"]] == [part[kind] for part in there["text"]["parts"][:2]]
    for data, code in ((b'{"kind": "rkt"}', "import-unknown"), (b'{"kind": "x", "year": 1, "text": 3}', "not-a-plan")):
        answer = await send(office.drafter, path, "lain.json", data)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert (await office.drafter.page(f"{path}/import")).status_code == 422


async def test_a_mapping_that_was_put_right_is_proposed_for_the_next_file_of_the_shape(office: Kantor) -> None:
    await office.draft()
    data = b"Sasaran Strategis;Indikator;Target;Sasaran lain\nMutu;Indeks mutu;80;x\n"
    mapping = (await send(office.drafter, office.path, "a.csv", data)).json()["mapping"]
    assert mapping["tables"][0]["part"] == "A"
    mapping["tables"][0]["part"] = "B"
    await office.drafter.ask(f"{office.path}/import/mapping", {"mapping": mapping, "take": True})
    await office.drafter.ask(
        f"/offices/{office.id}/kept", {"page": f"{office.path}/edit", "discard": True, "fields": []}
    )
    again = (await send(office.drafter, office.path, "b.csv", data.replace(b"80", b"81"))).json()
    assert again["mapping"]["tables"][0]["part"] == "B"


async def test_rows_are_not_taken_over_typing_that_is_not_saved(office: Kantor) -> None:
    await office.draft()
    await office.drafter.ask(
        f"/offices/{office.id}/kept", {"page": f"{office.path}/edit", "fields": [["detail-title", "Lain"]]}
    )
    mapping = (await send(office.drafter, office.path, "a.csv", b"Sasaran;Indikator;Target\nA;B;80\n")).json()[
        "mapping"
    ]
    answer = await office.drafter.ask(f"{office.path}/import/mapping", {"mapping": mapping, "take": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "typing-unsaved")


async def test_only_drafters_send_files_and_see_their_own(office: Kantor) -> None:
    await office.draft()
    await send(office.drafter, office.path, "a.csv", b"Sasaran;Indikator;Target\nA;B;80\n")
    assert (await send(office.secretary, office.path, "a.csv", b"x")).status_code == 403
    assert (await office.secretary.get(f"{office.path}/import")).status_code == 403


async def test_how_a_file_writes_figures_is_said_once_and_its_own_figures_follow(office: Kantor) -> None:
    """A sheet's number is separated our way until the document is said to be English; words stay as they are."""
    path = await begun(office, next(each for each in documents() if each.name == "pn-blangkejeren-lkjip-2020"))
    workbook = openpyxl.Workbook()
    for row in (("Sasaran", "Indikator", "Target"), ("Mutu", "Indeks mutu", 80.5), ("", "Indeks lain", "81.25")):
        workbook.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    workbook.save(out)
    await send(office.drafter, path, "a.xlsx", out.getvalue())
    await taken(office.drafter, path, numbers="en")
    (part,) = (await office.auditor.get(path)).json()["text"]["parts"]
    read = {row["text"]: row["target"] for row in part["indicators"]}
    assert (read["Indeks mutu"]["text"], read["Indeks lain"]["text"]) == ("80.5", "81.25")
    table = (await office.auditor.get(f"{path}/table.csv", "text/csv")).content.decode("utf-8-sig")
    assert "Indeks mutu;80.5;80,5;" in table
    assert "Indeks lain;81.25;81,25;" in table


async def test_several_rows_of_one_line_are_shown_and_what_is_left_of_it_is_struck(office: Kantor) -> None:
    await office.draft()
    data = b'Sasaran;Indikator;Target;Wilayah\nMutu;"1. Indeks\n2. Nilai";"80\n75";"Kota\nDesa"\n'
    preview = (await send(office.drafter, office.path, "a.csv", data)).json()
    (laid,) = (tables[0] for tables in preview["parts"].values() if tables)
    assert [(row["text"]["text"], (row["figure"] or {}).get("text")) for row in laid["rows"][1:]] == [
        ("Indeks", "80"),
        ("Nilai", "75"),
    ]
    page = (await office.drafter.page(f"{office.path}/import")).text
    assert '<td class="left">Kota\nDesa' in page


async def test_what_hides_in_a_file_does_not_come_along(office: Kantor) -> None:
    """Signs of a symbol font and invisible spaces, which files have and no plan holds."""
    await office.draft()
    data = "Sasaran;Indikator;Target\nMutu\u200b layanan;\uf0b7 Indeks mu\u00adtu;80\n".encode()
    answer = await send(office.drafter, office.path, "a.csv", data)
    assert answer.status_code == 201, answer.text
    assert (await taken(office.drafter, office.path)).status_code in (303, 422)
    page = (await office.drafter.page(f"{office.path}/edit")).text
    assert "Indeks mutu" in page
    assert "Mutu layanan" in page


async def test_a_name_with_a_character_that_ends_it_and_a_depth_that_is_none_do_no_harm(office: Kantor) -> None:
    await office.draft()
    data = b"Sasaran;Indikator;Target\nA;B;80\n"
    where, headers = f"{office.path}/import", {"Content-Type": "application/octet-stream", "Accept": JSON}
    sent_ = await office.drafter.client.post(f"{where}?name=a%00.csv", content=data, headers=headers)
    assert sent_.status_code == 201, sent_.text
    mapping = sent_.json()["mapping"]
    mapping["tables"][0]["columns"][0] |= {"becomes": "level", "key": "dalam"}
    assert (await office.drafter.ask(f"{where}/mapping", {"mapping": mapping})).status_code == 200
    assert (await office.drafter.page(where)).status_code == 200
    for line in ("9" * 30, "1"):
        answer = await office.drafter.press(f"{where}/mapping", {f"line-0-{line}": "level:dalam", "do": "show"})
        assert answer.status_code == 303, answer.text
        assert (await office.drafter.page(where)).status_code == 200
