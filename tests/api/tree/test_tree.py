"""The tree of a year: whatever plans somebody may read, row by row, with what does not agree."""

import re

from api.access.log import By
from api.tree.layout import TALLEST, wrapped
from domain.kernel.actor import Role
from tests.api.house import House, Kantor
from tests.api.linked import cascade, joined, link, linking


def tree_of(office: Kantor, year: int | None = None) -> str:
    return f"/offices/{office.id}/tree" + ("" if year is None else f"?year={year}")


async def test_the_tree_has_every_plan_by_rank_with_its_rows_links_and_doubts(house: House) -> None:
    office, other = await house.office(), await house.office()
    await cascade(house, office, other)
    tree = (await office.drafter.get(tree_of(office))).json()
    assert [(p["office"], p["plan"], p["rank"], p["read"]) for p in tree["plans"]] == [
        (other.id, f"rkt-{other.year}", 0, True),
        (office.id, f"rkt-{office.year}", 1, True),
        (office.id, f"unit-{office.year}", 2, True),
    ]
    own = [row for row in tree["rows"] if (row["office"], row["plan"]) == (office.id, f"rkt-{office.year}")]
    indicators = [row for row in own if row["kind"] == "indicator"]
    assert [row["number"] for row in indicators] == [str(n) for n in range(1, 32)]
    codes = {row["row"]: [doubt["code"] for doubt in row["doubts"]] for row in indicators}
    ids = list(codes)
    assert codes[ids[0]] == ["support-short"]
    assert codes[ids[1]] == ["support-wording"]
    assert codes[ids[4]] == ["support-none"]
    assert codes[ids[6]] == ["support-changed", "support-wording", "support-missing"]
    # Of another office only what is answered to.
    upper = [row for row in tree["rows"] if row["office"] == other.id and row["kind"] == "indicator"]
    assert len(upper) == 30
    assert ids[4] not in {row["row"] for row in upper}
    # Whoever reads the other office sees, below its own plan, the one that answers to it, and what answers to that.
    there = (await office.drafter.get(tree_of(other))).json()
    assert [(p["office"], p["rank"]) for p in there["plans"]] == [(other.id, 0), (office.id, 1), (office.id, 2)]


async def test_of_a_plan_that_may_not_be_read_the_rows_stand_as_they_were_linked(house: House) -> None:
    office, other = await house.office(), await house.office()
    await cascade(house, office, other)
    await house.services.memberships.leave(office.drafter.account, By(office=other.id))
    for person in (office.drafter, office.auditor):
        tree = (await person.get(tree_of(office, office.year))).json()
        (upper,) = [plan for plan in tree["plans"] if plan["office"] == other.id]
        assert (upper["read"], upper["title"], upper["version"], upper["phase"]) == (False, "", 0, None)
        rows = [row for row in tree["rows"] if row["office"] == other.id]
        assert len(rows) == 30
        assert not any("(diubah)" in row["text"] for row in rows)
        page = await person.page(tree_of(office))
        assert f"/offices/{other.id}/plans" not in page.text
        assert "tidak berhak membaca" in page.text
    stranger = await other.drafter.get(tree_of(office))
    assert stranger.status_code == 404


async def test_the_page_has_every_row_in_its_pictures_and_its_table(house: House) -> None:
    office, other = await house.office(), await house.office()
    await cascade(house, office, other)
    page = (await office.drafter.page(tree_of(office))).text
    drawn = "".join(re.findall(r'<svg class="tree".*?</svg>', page, re.DOTALL))
    for words in ("Target di bawah acuan di atasnya", "Bunyi berbeda dari baris di atasnya", "Mendukung 1 baris lagi"):
        assert words in drawn
    tree = (await office.drafter.get(tree_of(office))).json()
    rows = [row for row in tree["rows"] if row["kind"] == "indicator"]
    assert page.count('<tr class="indicator') == drawn.count('<rect class="indicator') == len(rows)
    heights = [float(height) for height in re.findall(r'<svg class="tree"[^>]* height="([0-9.]+)"', page)]
    assert heights
    assert max(heights) <= TALLEST
    assert "Pohon kinerja" in (await office.drafter.page(office.path)).text


async def test_plans_that_answer_to_each_other_in_a_circle_are_shown_all_the_same(house: House) -> None:
    first, second, third = await house.office(), await house.office(), await house.office()
    for other in (second, third):
        await joined(house, first, other)
    for each in (first, second, third):
        await each.draft()
    for office, other in ((second, third), (third, first), (first, second)):
        saved = await first.drafter.ask(f"{office.path}/text", linking(await office.plan(), link(other)), 1)
        assert saved.status_code == 201, saved.text
    tree = await first.drafter.page(tree_of(first))
    assert tree.status_code == 200


async def test_an_office_without_plans_and_a_year_that_is_none_are_told_so(office: Kantor) -> None:
    page = await office[Role.AUDITOR].page(tree_of(office, 2031))
    assert "belum memiliki dokumen tahun ini" in page.text
    wrong = await office.auditor.get(f"/offices/{office.id}/tree?year=20x4")
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["place"]) == (422, "not-a-year", "year")


def test_long_texts_are_broken_into_lines_without_losing_a_word() -> None:
    text = "Persentase " * 12 + "x" * 90
    lines = wrapped(text, 300)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped("kata " * 500, 300)[-1].endswith("…")
