"""A year of many offices, for two of them."""

from audit.verify import verify
from bench.country import pass_years
from eventstore.store import Store
from tests.eventstore.conftest import store

__all__ = ["store"]


async def test_the_simulated_year_is_a_true_record(store: Store) -> None:
    years = await pass_years(store, 2)
    found = await verify(store)
    assert found.ok, found.findings
    assert [office.entries for office in found.offices] == [517, 517]
    assert all(len(year.taken) == 184 for year in years)
