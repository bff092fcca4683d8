"""Read models are made again from the events, byte for byte."""

import asyncio

import pytest

from audit.rebuild import Rebuilt, rebuild
from domain.kind.kind import RowKind
from domain.plan.facts import RowReworded
from eventstore.append import Append
from eventstore.codec import encode
from eventstore.errors import Corrupt, Unavailable
from eventstore.store import Store
from eventstore.views import views
from tests.audit.conftest import append_anything, owner
from tests.conftest import Database
from tests.domain.office.office_life import AT, DRAFTER, OFFICE
from tests.eventstore.life import PLAN, note, plan_life, print_of, remark

ROWS = "SELECT office, kind, key, body FROM paraf.views ORDER BY 1, 2, 3"
SPOILED = f"""
    UPDATE paraf.views SET body = '{{}}' WHERE kind = 'plan';
    DELETE FROM paraf.views WHERE kind = 'summary';
    INSERT INTO paraf.views VALUES ('{OFFICE}', 'plan', 'rkt-1999', ''), ('other-office', 'gone', 'x', '');
"""


async def test_whatever_became_of_the_rows_they_are_the_same_bytes_again(record: Store, database: Database) -> None:
    async with owner(database) as connection:
        before = await connection.fetch(ROWS)
        await connection.execute(SPOILED)
        assert await connection.fetch(ROWS) != before
        assert await rebuild(database.migration_url) == Rebuilt(offices=2, rows=4, written=2, removed=2)
        assert await connection.fetch(ROWS) == before
        await connection.execute("DELETE FROM paraf.views")
        assert (await rebuild(database.migration_url)).written == 4
        assert await connection.fetch(ROWS) == before


async def test_what_is_as_it_should_be_is_not_touched(record: Store, database: Database) -> None:
    assert await rebuild(database.migration_url) == Rebuilt(offices=2, rows=4, written=0, removed=0)


async def test_others_go_on_writing_meanwhile(store: Store, database: Database) -> None:
    past = await plan_life(store)

    async def comment() -> None:
        for n in range(40):
            said = remark(n)
            made = views(OFFICE, PLAN, [*past, said])
            await store.append(Append(OFFICE, PLAN, f"c{n}", print_of(f"c{n}"), len(past), (said,), views=made))
            past.append(said)

    async def make_again() -> None:
        for _ in range(10):
            assert (await rebuild(database.migration_url)).written == 0

    await asyncio.gather(comment(), make_again())


async def test_the_runtime_role_cannot(record: Store, database: Database) -> None:
    with pytest.raises(Unavailable, match="permission denied"):
        await rebuild(database.url)


@pytest.mark.usefixtures("falsified")
async def test_events_that_make_no_sense_change_no_row(store: Store, database: Database) -> None:
    past = await plan_life(store)
    nowhere = RowReworded(by=DRAFTER, at=AT, version=2, part="A", row="none", kind=RowKind.GOAL, old="", new="x")
    await append_anything(store, PLAN, len(past), "row-reworded", encode(nowhere))
    await store.append(note(1, 0, office="a-good-office"))
    before = await store.view(OFFICE, "plan", "rkt-2024")
    with pytest.raises(Corrupt) as wrong:
        await rebuild(database.migration_url)
    assert (wrong.value.office, wrong.value.position) == (OFFICE, 10 + len(past) + 1)
    assert await store.view(OFFICE, "plan", "rkt-2024") == before
