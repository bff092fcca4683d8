"""The year as it is read meets WCAG 2.2 AA as far as axe can tell, fits every window, and prints whole on A4."""

import asyncio
import subprocess

import pytest

from activities.documents.year.editions import TABLE, YearEdition, read_year
from domain.kernel.actor import Role
from domain.measure.realisation import Absent
from domain.quarter.row import QuarterRow
from eventstore.documents import Prints
from tests.api.house import Kantor
from tests.api.played import Year, aim, done
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser
_MIDDLE = (768, 1024)
# Whoever compares with Temporal prints what was asked for: for the next minutes nobody does.
_COMPARED = """
INSERT INTO access.rounds VALUES ('reconcile', clock_timestamp())
ON CONFLICT (what) DO UPDATE SET began_at = excluded.began_at
"""


def _text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


async def test_the_year_is_read_on_every_window_and_on_paper(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    done(await year.file(row, reading="1", justification="Baru mulai. (contoh)"))
    body = {"reading": aim(row), "reason": "Salah hitung. (contoh)"}
    done(await office.owner.ask(f"{year.quarter()}/realisations/{row['id']}/corrections", body, 1))
    await year.closed()
    entry = (await year.read(f"{year.quarter()}/history?row={row['id']}"))["acts"][-1]["last"]
    paths = (
        (Role.CHAIR, f"{office.path}/year"),
        (Role.CHAIR, f"{office.path}/year/{row['id']}"),
        (Role.PLANNER, f"{year.quarter(2)}?hand-over={row['id']}"),
        (Role.AUDITOR, f"{year.quarter()}/history"),
        (Role.AUDITOR, f"{year.quarter()}/history?row={row['id']}&entry={entry}"),
        (Role.AUDITOR, f"{office.path}/action/history?row={row['id']}"),
        (Role.AUDITOR, f"{office.path}/year-documents"),
        (Role.ADMINISTRATOR, f"/offices/{office.id}/measurement-practices"),
    )
    edition = await asked_for(year)
    found: dict[str, list[str]] = {}
    for size, dark in ((WIDE, False), (_MIDDLE, True), (NARROW, True)):
        for role, path in paths:
            page = await new_page(role, size=size, dark=dark)
            await page.goto(path)
            await page.evaluate("() => document.querySelectorAll('main details').forEach(it => { it.open = true })")
            wrong = [] if size == _MIDDLE else await faults(page)
            if (wide := await overflow(page)) > 0:
                wrong.append(f"{wide} pixels too wide")
            if wrong:
                found[f"{size[0]} {path}"] = wrong
    assert found == {}
    page = await new_page(Role.CHAIR)
    await page.goto(f"{office.path}/year")
    await page.evaluate("() => document.querySelectorAll('main details').forEach(it => { it.open = true })")
    await page.click(f"a[href='./year/{row['id']}#q1']")
    await page.wait_for_url(f"**{office.path}/year/{row['id']}#q1")
    await page.go_back()
    pdf = await page.pdf(format="A4")
    text = await asyncio.to_thread(_text, pdf)
    for row in (await year.read(year.quarter()))["rows"]:
        assert row["text"].split()[-1] in text  # what is folded on the screen
    assert " ".join(text.split()).count("Capaian tahun ini") > 5  # the last column of each goal's table
    assert text.count("\f") < 14  # pages
    await documents_come(office, new_page, edition)


def _known(row: QuarterRow) -> bool:
    return not isinstance(row.earlier[0].reading, Absent)


async def asked_for(year: Year) -> YearEdition:
    """Ask for the table of the year without Temporal hearing of it, so that it is being prepared."""
    for number in (2, 3, 4):  # each notes what the first came to
        await year.quarter_where(number, lambda quarter: all(_known(line.row) for line in quarter.lines.values()))
    office = year.office
    store, plan = office.house.store, f"rkt-{office.year}"
    record = await read_year(store, office.id, plan)
    assert record is not None
    of = YearEdition(office.id, plan, record.edition, record.newest.position)
    await store.pool.execute(_COMPARED)
    await Prints(store.pool, office.house.services.plans.seal).ask(office.id, plan, of.edition, of.position, [TABLE])
    return of


async def documents_come(office: Kantor, new_page: Open, of: YearEdition) -> None:
    """Print it: it comes by itself to whoever looks, and at the next look without scripts."""
    looking, plain = [await new_page(Role.AUDITOR, scripts=scripts) for scripts in (True, False)]
    for page in (looking, plain):
        await page.goto(f"{office.path}/year-documents")
        await page.wait_for_selector("#papers progress")
        assert await page.inner_text("#papers-said") == "1 dari 2 dokumen siap."
    await office.house.services.plans.print_year(of)
    await looking.wait_for_selector("#table a")
    await plain.reload()
    for page in (looking, plain):
        assert await page.locator("progress").count() == 0
        assert await page.inner_text("#papers-said") == "2 dari 2 dokumen siap."


async def test_the_auditor_steps_through_a_quarter_with_the_keyboard(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    done(await year.file(row, reading="1", justification="Baru mulai. (contoh)"))
    page = await new_page(Role.AUDITOR)
    await page.goto(f"{year.quarter()}/history")
    assert "1" in await page.inner_text(f"[id='then-{row['id']}'] ~ dl")
    await page.keyboard.press("k")
    await page.wait_for_selector(f"[id='then-{row['id']}']", state="detached")
    await page.keyboard.press("j")
    await page.wait_for_selector(f"[id='then-{row['id']}']")
