"""What a filed figure costs the database does not grow with the indicators of its quarter."""

from activities.recording.recorder import Recorder
from activities.recording.states import States
from domain.kernel.actor import system
from tests.activities.recording.test_record_year import FIRST, request
from tests.admitted import admit
from tests.conftest import Database
from tests.domain.quarter.life import GOOD, OWNER, report, wide
from tests.overheard import overheard
from tests.workflows.scene import new_office

_ROWS = 500
_SHORT = 1024  # bytes


async def test_a_figure_among_five_hundred_takes_one_query_and_a_short_row(database: Database) -> None:
    office = new_office()
    async with overheard(database.url) as (store, asked):
        recorder = Recorder(States(store))
        await admit(recorder, office, OWNER)
        await recorder.record(request(office, FIRST, wide(_ROWS, office=office, by=system(office))))
        for n in range(3):
            asked.clear()
            recorded = await recorder.record(request(office, FIRST, report(f"i{n}", GOOD["i2"], by=OWNER)))
            assert recorded.receipt.refusal is None
            (written,) = asked
            *_, bodies, _hashes, _clock, _drift = written.args
            assert 0 < sum(map(len, bodies)) < _SHORT
