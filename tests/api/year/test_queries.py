"""What the leader's page asks of the database does not grow with the indicators of the year."""

import httpx
import pytest

from activities.recording.recorder import Recorder
from activities.recording.states import States
from api.app import create_app
from api.services import build_services
from domain.kernel.actor import system
from domain.kernel.streams import quarter_stream
from tests.activities.recording.test_record_year import request
from tests.api.house import HTML, Kantor
from tests.conftest import Database
from tests.domain.quarter.life import wide
from tests.overheard import overheard


@pytest.mark.usefixtures("unplanned")
async def test_the_leaders_page_of_a_large_year_asks_as_much_as_that_of_a_small_one(
    office: Kantor, api_database: Database
) -> None:
    queries: dict[int, list[int]] = {}
    async with overheard(api_database.url) as (store, asked):
        recorder = Recorder(States(store))
        services = build_services(store, office.house.services.plans)
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(services)),
            base_url="http://localhost",
            cookies=office.auditor.client.cookies,
        )
        async with browser:
            for year, rows in ((2024, 3), (2025, 500)):
                stream = quarter_stream("rkt", year, 1)
                await recorder.record(
                    request(office.id, stream, wide(rows, office=office.id, year=year, by=system(office.id)))
                )
                queries[rows] = []
                for _ in range(3):
                    asked.clear()
                    answer = await browser.get(f"/offices/{office.id}/plans/rkt-{year}/year", headers={"Accept": HTML})
                    assert answer.status_code == 200
                    queries[rows].append(len(asked))
    # Who signed in, how far each office's log goes, four quarters; once also the offices that were written to.
    assert {rows: min(counts) for rows, counts in queries.items()} == {3: 6, 500: 6}
