"""A plan as it was, at every version and every instant."""

from datetime import UTC, datetime, timedelta
from itertools import groupby

import msgspec
import pytest

from domain.plan.commands import PlanCommand
from domain.plan.state import Phase, Plan
from domain.plan.text import Part
from eventstore.append import Append
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Foreign
from eventstore.replay import PLAN as KIND
from eventstore.replay import replay, state_at
from eventstore.store import Store
from tests.domain.office.office_life import CHAIR, OFFICE, TEXT, edit, give_back, plan_spec
from tests.eventstore.life import PLAN, plan_life, print_of

SHORTER = TEXT.with_part(Part("B", TEXT.part("B").details))


@pytest.fixture
async def entries(store: Store) -> list[Entry]:
    """A plan that was drafted, submitted, shown, initialled, returned, and shortened by its one programme."""
    spec = plan_spec().given(*await plan_life(store))
    commands: tuple[PlanCommand, ...] = (give_back("chair-review", CHAIR), edit(SHORTER))
    for number, command in enumerate(commands):
        past, spec = spec.past, spec.done(command)
        new = spec.past[len(past) :]
        await store.append(Append(OFFICE, PLAN, f"more-{number}", print_of(f"more-{number}"), len(past), new))
    return await store.read(OFFICE, PLAN)


@pytest.mark.usefixtures("falsified")  # without the rows of the read model
async def test_each_entry_is_shown_with_the_plan_that_it_made(entries: list[Entry]) -> None:
    moments = list(replay(KIND, entries))
    assert [moment.entry for moment in moments] == entries
    assert [moment.event for moment in moments] == [decode(entry.body) for entry in entries]
    for moment in moments:
        assert moment.state == state_at(KIND, entries, version=moment.entry.version)
    phases = [phase for phase, _ in groupby(moment.state.phase for moment in moments)]
    assert phases == [Phase.DRAFTING, Phase.REVIEW, Phase.DRAFTING]
    assert moments[-1].state == state_at(KIND, entries)


@pytest.mark.usefixtures("falsified")
async def test_a_text_is_read_as_it_was_at_its_version_and_at_any_instant(entries: list[Entry]) -> None:
    assert state_at(KIND, entries).text == SHORTER
    first = next(m.state for m in reversed(list(replay(KIND, entries))) if m.state.version == 1)
    assert (first.text, first.phase) == (TEXT, Phase.DRAFTING)  # as it was until the next version was made
    last = entries[-1].recorded_at
    assert state_at(KIND, entries, instant=last) == state_at(KIND, entries)
    assert state_at(KIND, entries, instant=last - timedelta(microseconds=1)) == first
    assert state_at(KIND, entries, instant=datetime(2000, 1, 1, tzinfo=UTC)) == Plan()
    assert state_at(KIND, entries, instant=last, version=1) == state_at(KIND, entries, version=1)


async def test_nothing_is_skipped(store: Store) -> None:
    await plan_life(store)
    entries = await store.read(OFFICE, PLAN)
    foreign = msgspec.structs.replace(entries[3], body=entries[3].body + b" ")
    with pytest.raises(Foreign):
        state_at(KIND, [*entries[:3], foreign, *entries[4:]])
