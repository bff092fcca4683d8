"""The leader's page begins with what missed its target and with who owes what; a dashboard shows all years."""

from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year, aim, done

_CAUSE = "Dua kelurahan belum selesai. (contoh)"


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A year in which one row of the first quarter missed its target and one reached it."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    return year


@pytest.fixture(scope="module")
async def missed(year: Year) -> Any:
    """The row that came to less than its target."""
    row = await year.unfiled(target="77")
    done(await year.file(row, reading="70", justification=_CAUSE))
    reached = await year.unfiled()
    done(await year.file(reached, reading=aim(reached)))
    return row


async def test_what_missed_its_target_stands_first_with_gap_cause_and_owner(year: Year, missed: Any) -> None:
    page = (await year.office.chair.page(f"{year.office.path}/year")).text
    assert "Belum mencapai target (1)" in page
    first = page[page.index('class="shortfalls"') : page.index('id="goals"')]
    assert "kurang 7 poin persen" in first
    assert "target 77%" in first
    assert "tercapai 70%" in first
    assert _CAUSE in first
    assert "Oka Saputra" in first
    assert f'href="{year.office.path}/year/{missed["id"]}#q1"' in first
    assert page.index('id="short"') < page.index('id="owing"') < page.index('id="goals"')


async def test_a_shortfall_that_nobody_explained_says_so(year: Year, missed: Any) -> None:
    """A later quarter that reached its own target needs no cause; that of the earlier one goes on being told."""
    await year.opened(2)
    later = await year.row(missed["id"], 2)
    done(await year.file(later, 2, reading="72", justification="Kurang 5. (contoh)"))
    page = (await year.office.chair.page(f"{year.office.path}/year")).text
    assert "Kurang 5. (contoh)" in page
    assert _CAUSE not in page


async def test_the_leader_reads_by_name_who_still_owes_what(year: Year, missed: Any) -> None:
    page = (await year.office.chair.page(f"{year.office.path}/year")).text
    owing = page[page.index('id="owing"') : page.index('id="goals"')]
    rows = (await year.read(year.quarter()))["rows"]
    unfiled = sum(row["standing"] == "waiting" for row in rows)
    assert f"Triwulan I: {unfiled} baris belum diisi" in owing
    assert "Triwulan I: 2 baris perlu diperiksa" in owing
    assert "Oka Saputra" in owing
    assert "Putu Lestari" in owing


async def test_a_dashboard_has_every_year_of_every_office_one_may_read(year: Year, missed: Any) -> None:
    office = year.office
    other = await office.house.office()
    told = (await office.chair.get("/years")).json()
    assert (told["total"], [(one["office"], one["plan"]) for one in told["years"]]) == (
        1,
        [(office.id, f"rkt-{office.year}")],
    )
    assert told["years"][0]["known"] == told["years"][0]["reached"] + 1
    page = (await office.chair.page("/years")).text
    assert f'href="{office.path}/year"' in page
    assert (await other.chair.get("/years")).json()["years"] == []
    assert 'class="empty"' in (await other.chair.page("/years")).text
    assert (await office.auditor.get(f"/years?office={other.id}")).json()["total"] == 0


async def test_a_figure_on_a_page_has_the_signs_of_arithmetic_and_a_line_in_plain_words(
    year: Year, missed: Any
) -> None:
    page = (await year.office.chair.page(f"{year.office.path}/year/{missed['id']}")).text
    assert "70 / 77 × 100" in page
    assert " x 100" not in page
    told = next(
        c for c in (await year.read(f"{year.office.path}/year"))["indicators"] if c["indicator"] == missed["id"]
    )
    assert Decimal(told["achievement"]["figure"]) < 100


async def test_everybody_inside_reads_the_dashboard(year: Year) -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.OWNER):
        assert (await year.office[role].page("/years")).status_code == 200
