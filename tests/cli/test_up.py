"""`paraf up` as its owner meets it: the first start, the next one, every accident between, and the end."""

import os
import shutil
import signal
import stat
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from audit.export import Export
from cli.embedded.process import started_at
from domain.quarter.events import RealisationFiled
from eventstore.codec import decode
from examples.banjarmasin import kind, next_text, year
from examples.living import RETURNED, UNFILED
from examples.official import LOG, PLANS, quarter
from tests.cli.terminal import PARTS, Installation, ran, sign_ins
from tests.conftest import throwaway
from views.text import text_view

PLAN = f"{PLANS}/{kind()}-{year() + 1}"


@pytest.fixture(scope="module")
async def here() -> AsyncIterator[Installation]:
    """One installation, running, killed in the middle of its sample year; a test that stops it starts it again."""
    installation = Installation(throwaway())
    await installation.up()
    async with installation.client() as client:
        auditor = await installation.official(client, "auditor")
        await auditor.seen(quarter(1), lambda found: any(row["standing"] == "filed" for row in found["rows"]))
    await installation.down(signal.SIGKILL)
    running = await installation.up()
    await running.line("year is played")
    yield installation
    await installation.down()
    shutil.rmtree(installation.data)


async def test_a_start_says_where_it_is_and_how_to_get_in(here: Installation) -> None:
    assert here.running is not None
    assert here.base_url in here.running.text
    assert set(here.passwords) == {
        *("penyusun", "sekretaris", "ketua", "perencana", "teknis", "umum", "auditor", "administrator"),
    }
    async with here.client() as client:
        for username, password in here.passwords.items():
            assert await here.may_enter(client, username, password), username


async def test_the_sign_ins_are_kept_where_only_their_owner_reads(here: Installation) -> None:
    file = here.data / "secrets" / "trial-sign-ins.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(sign_ins(here.data).values()) == sorted(here.passwords.values())


async def test_the_sample_plan_waits_as_a_draft_that_is_marked_as_a_trial(here: Installation) -> None:
    async with here.client() as client:
        plan = await (await here.official(client, "penyusun")).plan(PLAN)
    assert (plan["phase"], plan["version"], plan["trial"]) == ("drafting", 1, True)
    assert plan["text"] == text_view(next_text())


async def test_a_year_that_was_killed_in_its_middle_goes_on_and_nothing_is_filed_twice(here: Installation) -> None:
    async with here.client() as client:
        auditor = await here.official(client, "auditor")
        quarters = [await auditor.plan(quarter(number)) for number in (1, 2, 3, 4)]
        log = here.data / "log.jsonl"
        log.write_bytes(await auditor.lines(LOG))
    assert [(found["phase"], found["trial"]) for found in quarters] == [*[("closed", True)] * 3, ("open", True)]
    standing = {row["id"]: row["standing"] for row in quarters[3]["rows"]}
    assert {row for row in standing if standing[row] == "waiting"} == set(UNFILED)
    assert {row for row in standing if standing[row] == "returned"} == set(RETURNED)
    filed = Counter(
        (entry.stream, event.indicator)
        for entry in Export(log)
        if isinstance(event := decode(entry.body), RealisationFiled)
    )
    assert (set(filed.values()), len(filed)) == ({1}, sum(len(found["rows"]) for found in quarters) - len(UNFILED))
    assert [found["plan"]["amendment"] for found in quarters] == [0, 0, 1, 1]


async def test_whoever_comes_second_is_told_who_is_first(here: Installation) -> None:
    assert here.running is not None
    second = await ran("up", **here.environment | {"PARAF_PORT": str(here.port + 1)})
    assert second.process.returncode == 1
    assert f"paraf is already running on {here.data} (process {here.running.process.pid})" in second.text


async def test_a_port_that_is_taken_is_named_with_one_to_try(here: Installation) -> None:
    folder = throwaway()
    second = await ran("up", **here.environment | {"PARAF_DATA": str(folder)})
    assert second.process.returncode == 1
    assert f"Port {here.port} is taken by another program. Choose another: PARAF_PORT={here.port + 1}" in second.text
    assert not (folder / "postgres").exists()
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("verify", "The record is whole and true."),
        ("reconcile", "No workflow was missing."),
        ("doctor", "is in use, by the paraf that is running"),
        ("migrate", "The schema is up to date."),
    ],
)
async def test_other_commands_find_what_is_running(here: Installation, command: str, said: str) -> None:
    done = await ran(command, **here.environment)
    assert done.process.returncode == 0, done.text
    assert said in done.text


@pytest.mark.parametrize("killed", [*((part,) for part in PARTS), PARTS], ids="+".join)
async def test_after_any_accident_everything_answers_again(here: Installation, killed: tuple[str, ...]) -> None:
    assert here.running is not None
    for pid in [here.pid(part) for part in killed]:
        os.kill(pid, signal.SIGKILL)
    waited = set(killed)
    while waited:
        waited.discard((await here.running.line(" is back$")).split()[0])
    async with here.client() as client:
        drafter = await here.official(client, "penyusun")
        plan = await drafter.plan(PLAN)
        await drafter.ask(f"{PLAN}/comments", {"text": f"Sesudah {' dan '.join(killed)}. (contoh)"})
        later = await drafter.plan(PLAN)
    assert len(later["comments"]) == len(plan["comments"]) + 1


async def test_ctrl_c_stops_everything_and_the_next_start_goes_on_without_seeding(here: Installation) -> None:
    async with here.client() as client:
        before = await (await here.official(client, "auditor")).lines(LOG)
    passwords, processes = here.passwords, here.processes()
    assert await here.down() == 0
    assert [pid for pid, started in processes.items() if started_at(pid) == started] == []
    await here.up()
    assert here.passwords == passwords
    async with here.client() as client:
        assert await (await here.official(client, "auditor")).lines(LOG) == before


async def test_a_killed_supervisor_leaves_nothing_that_stops_the_next_start(here: Installation) -> None:
    passwords = here.passwords
    assert await here.down(signal.SIGKILL) == -signal.SIGKILL
    await here.up()
    assert here.passwords == passwords


async def test_outside_a_trial_its_people_are_refused_and_in_the_next_one_they_are_back(here: Installation) -> None:
    passwords = here.passwords
    async with here.client() as client:
        drafter = await here.official(client, "penyusun")
        await here.down()
        said = (await here.up(trial=False)).text
        assert "paraf account bootstrap" in said
        assert here.passwords == {}
        assert not any(password in said for password in passwords.values())
        for username, password in passwords.items():
            assert not await here.may_enter(client, username, password), username
        assert (await drafter.send(f"{PLAN}/comments", {"text": "Masih di sini? (contoh)"})).status_code == 401
        await here.down()
        await here.up()
        assert here.passwords == passwords
        assert await here.may_enter(client, "penyusun", passwords["penyusun"])
