"""Nothing is recorded by a clock that is wrong: no later entry could be recorded before it (fault 6)."""

from datetime import datetime, timedelta

import asyncpg
import pytest

from eventstore.entry import BEGINNING
from eventstore.errors import ClockApart, Unavailable
from eventstore.pool import Clocks, clocks, this_machines
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note

DRIFT = timedelta(minutes=5)


def wrong(store: Store, off: timedelta) -> Store:
    """Return the store of a machine whose clock is off."""

    def clock() -> datetime:
        return this_machines() + off

    return Store(store.pool, DRIFT, clock)


@pytest.mark.parametrize("off", [timedelta(minutes=6), timedelta(minutes=-6), timedelta(days=36500)])
async def test_a_machine_whose_clock_is_not_the_databases_records_nothing(store: Store, off: timedelta) -> None:
    with pytest.raises(ClockApart):
        await wrong(store, off).append(note(1, 0))
    with pytest.raises(ClockApart, match="this machine's"):
        await wrong(store, off).on_time(OFFICE)
    assert await store.head(OFFICE) == BEGINNING
    assert (await store.append(note(1, 0))).first == 1  # a store that does not compare them


async def test_a_few_minutes_are_no_fault(store: Store) -> None:
    slow = wrong(store, timedelta(minutes=-4))
    await slow.on_time(OFFICE)
    assert (await slow.append(note(1, 0))).first == 1


async def test_a_log_that_ends_at_a_time_to_come_waits_until_its_operator_lets_it_go_on(
    store: Store, database: Database
) -> None:
    first = await store.append(note(1, 0))
    superuser = await asyncpg.connect(database.superuser_url)
    await superuser.execute("UPDATE paraf.heads SET recorded_at = recorded_at + interval '1 day'")
    await superuser.close()
    careful = Store(store.pool, DRIFT)
    with pytest.raises(ClockApart):
        await careful.append(note(2, 1))
    with pytest.raises(ClockApart, match="something is recorded at"):
        await careful.on_time(OFFICE)
    await careful.on_time("another-office")
    assert await careful.append(note(1, 0)) == first  # what was answered is answered
    assert (await store.append(note(2, 1))).recorded_at == first.recorded_at + timedelta(days=1)


async def test_both_clocks_are_read_at_once(store: Store) -> None:
    found = await clocks(store.pool)
    found.require(DRIFT)
    assert found.newest is None
    with pytest.raises(ClockApart, match="this machine's"):
        Clocks(found.here + timedelta(hours=1), found.database, None).require(DRIFT)


def test_whoever_asks_again_after_an_outage_asks_again_after_a_wrong_clock() -> None:
    assert issubclass(ClockApart, Unavailable)
