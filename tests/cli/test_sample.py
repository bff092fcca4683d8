"""The sample of a trial: loaded once, however often and wherever its loading is interrupted."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from activities.recording.recorder import PlanStream
from api.usecases import UseCases
from cli.console import Failed
from cli.embedded.temporal import EmbeddedTemporal
from cli.settings import Settings
from cli.trial import load_sample, sign_ins_file, still_true, year_begun_otherwise
from domain.kernel.actor import Role
from domain.office.commands import OpenOffice, RevokeRole
from domain.office.state import Office
from domain.plan.events import PlanDrafted
from eventstore.codec import decode
from examples.banjarmasin import kind, next_text, office, people, plan_text, year
from examples.cast import signed_in
from examples.official import PLANS
from examples.trial import OtherOffices, person
from tests.api.house import House, running, serving
from tests.conftest import Database
from views.text import text_view

PLAN = PlanStream(office().id, f"plan/{kind()}-{year() + 1}")


@pytest.fixture
async def house(database: Database, private_temporal: EmbeddedTemporal) -> AsyncIterator[House]:
    """A running trial with nothing in it; its plan has the same name each time, so Temporal is its own too."""
    where = {"target_host": private_temporal.address, "namespace": private_temporal.namespace}
    async with running(database.url, where, trial=True) as house:
        yield house


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of the trial."""
    return Settings(data=tmp_path, trial=True)


async def commands(house: House) -> Counter[str]:
    """Return how many entries of the office's log each command made."""
    return Counter(entry.command_id for entry in await house.store.log(office().id))


async def loaded(house: House) -> Office:
    """Return the office as it is."""
    found = await house.services.offices.find(office().id)
    assert found is not None
    return found


async def test_the_sample_is_an_office_its_people_and_the_next_plan(house: House, settings: Settings) -> None:
    made = await load_sample(house.services, settings)
    where = await loaded(house)
    assert (where.name, where.time_zone) == (office().name, office().time_zone)
    assert {(each.id, each.name, frozenset({each.role})) for each in people()} == {
        (key, name, where.roles_of(key)) for key, name in where.people.items()
    }
    past = [decode(entry.body) for entry in await house.store.read(PLAN.office, PLAN.stream)]
    assert isinstance(past[0], PlanDrafted)
    assert (past[0].by.person, past[0].trial) == (person(Role.DRAFTER).id, True)
    assert await still_true(house.services, made) == [True] * len(people())


@pytest.mark.parametrize("position", [1, 4, 9, 14])
async def test_what_an_interrupted_start_left_out_is_loaded_by_the_next_and_nothing_twice(
    house: House, settings: Settings, position: int
) -> None:
    loading = asyncio.create_task(load_sample(house.services, settings))
    async for entry in house.store.follow(office().id):
        if entry.position >= position:
            break
    loading.cancel()
    with suppress(asyncio.CancelledError):
        await loading
    made = await load_sample(house.services, settings)
    once = await commands(house)
    assert await load_sample(house.services, settings) == made
    assert await commands(house) == once
    drafted = f"sample/draft-plan/{kind()}-{year() + 1}"
    assert {count for command_id, count in once.items() if command_id != drafted} == {1}
    where = await loaded(house)
    assert (len(where.people), len(where.appointments), len(where.policies)) == (8, 2, 1)
    plan = await house.services.recorder.plan(PLAN)
    assert text_view(plan.text) == text_view(next_text())
    assert await still_true(house.services, made) == [True] * len(people())


async def test_what_people_changed_since_stays_changed(house: House, settings: Settings) -> None:
    await load_sample(house.services, settings)
    auditor, usecases = person(Role.AUDITOR).id, UseCases(house.services)
    by, at = usecases.installation(office().id)
    await usecases.as_system(
        office().id, RevokeRole(by=by, at=at, person=auditor, role=Role.AUDITOR, reason="Pindah tugas. (contoh)")
    )
    await load_sample(house.services, settings)
    assert (await loaded(house)).roles_of(auditor) == frozenset()


async def test_lost_sign_ins_are_made_anew_and_the_old_passwords_end(house: House, settings: Settings) -> None:
    old = await load_sample(house.services, settings)
    sign_ins_file(settings.data).unlink()
    new = await load_sample(house.services, settings)
    assert await still_true(house.services, new) == [True] * len(people())
    assert await still_true(house.services, old) == [False] * len(people())


async def test_the_sample_is_not_mixed_with_offices_that_are_there(house: House, settings: Settings) -> None:
    usecases = UseCases(house.services)
    by, at = usecases.installation("kantor-lain")
    await usecases.as_system(
        "kantor-lain",
        OpenOffice(
            by=by, at=at, office="kantor-lain", name="Kantor Lain", address="", time_zone="Asia/Jakarta", titles=()
        ),
    )
    with pytest.raises(OtherOffices):
        await load_sample(house.services, settings)
    assert await house.services.accounts.all() == []


async def test_the_year_is_not_played_over_a_plan_that_somebody_else_began(house: House, settings: Settings) -> None:
    made = await load_sample(house.services, settings)
    assert not await year_begun_otherwise(house.services)
    async with signed_in(house.base_url, {each.person: (each.username, each.password) for each in made}) as cast:
        await cast.drafter.ask(PLANS, {"kind": kind(), "year": year(), "text": text_view(plan_text())})
    assert await year_begun_otherwise(house.services)


async def test_people_whose_cookies_are_for_https_are_let_in_on_the_machine_itself(
    house: House, settings: Settings
) -> None:
    made = await load_sample(house.services, settings)
    async with (
        serving(replace(house.services, secure_cookies=True)) as base_url,
        signed_in(base_url, {each.person: (each.username, each.password) for each in made}) as cast,
    ):
        assert (await cast.drafter.plan(f"{PLANS}/{kind()}-{year() + 1}"))["phase"] == "drafting"


async def test_outside_a_trial_there_are_no_sample_people(house: House, settings: Settings) -> None:
    with pytest.raises(Failed, match="for a trial alone"):
        await load_sample(house.services, replace(settings, trial=False))
    assert await house.store.offices() == []
    assert await house.services.accounts.all() == []
