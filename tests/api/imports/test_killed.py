"""API and worker are killed in the middle of an import, and of what is typed: nothing is lost, nothing stands twice."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from domain.plan.facts import RowAdded
from eventstore.codec import decode
from eventstore.store import Store
from tests.api.forms import fields
from tests.api.house import HTML, JSON, Kantor, Person, another_api, key, running
from tests.api.http.test_outage import servers
from tests.api.imports.test_import import send
from tests.api.imports.test_reading import CSV, expire
from tests.conftest import Database, prepare
from tests.workflows.test_loss import dying
from workflows.worker import workers

__all__ = ["servers"]
Sent = dict[str, Any]


class Doomed:
    """APIs in a process beside the tests, each killed at the call that it was told."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def line(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()

    async def ask(self, by: Person, call: str, when: str, path: str, **more: Any) -> None:
        """Ask an API that dies at the call; whoever asked has no answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{call} {when}\n".encode())
        async with httpx.AsyncClient(base_url=await self.line(), cookies=by.client.cookies, timeout=60) as client:
            with pytest.raises(httpx.TransportError):
                await client.post(path, **more)
        assert int(await self.line()) == -signal.SIGKILL


@pytest.fixture(scope="module")
async def api(api_database: Database, api_temporal: EmbeddedTemporal) -> AsyncIterator[Doomed]:
    """Their process, over the servers of the application."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.api.dying_api", api_database.url, api_temporal.address, api_temporal.namespace),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Doomed(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def test_an_import_goes_on_where_the_api_was_killed(office: Kantor, api: Doomed) -> None:
    await office.draft()
    drafter, here, editor = office.drafter, f"{office.path}/import", f"{office.path}/edit"
    file: Sent = {"files": [("file", ("rencana.csv", CSV))], "headers": {"Accept": HTML}}
    # While it reads the file: the page waits for a reader that is dead, then reads it again.
    await api.ask(drafter, "imports.files.claim", "after", here, **file)
    assert "rencana.csv" in (await drafter.page(here)).text
    await expire(office)
    before = (await drafter.get(here)).json()
    # With the tables in hand.
    await api.ask(drafter, "imports.files.note", "before", here, **file)
    await expire(office)
    assert (await drafter.get(here)).json() == before
    # While the rows go into the editor, and right after.
    take: Sent = {"json": {"mapping": before["mapping"], "take": True}, "headers": {"Accept": JSON}}
    await api.ask(drafter, "unsaved.keep", "before", f"{here}/mapping", **take)
    assert (await drafter.get(here)).json() == before
    assert "Indeks mutu" not in (await drafter.page(editor)).text
    await api.ask(drafter, "unsaved.keep", "after", f"{here}/mapping", **take)
    assert "ketikan Anda yang belum disimpan" in (await drafter.page(here)).text
    again = await drafter.ask(f"{here}/mapping", take["json"])
    assert (again.status_code, again.json()["code"]) == (409, "typing-unsaved")
    # The save is recorded, and what was typed is not forgotten: it adds nothing once more.
    form = fields((await drafter.page(editor)).text, f"{office.path}/text")
    save: Sent = {"data": {**form, "do": "save", "command_id": key()}, "headers": {"Accept": HTML}}
    await api.ask(drafter, "unsaved.drop", "before", f"{office.path}/text", **save)
    form = fields((await drafter.page(editor)).text, f"{office.path}/text")
    answer = await drafter.press(f"{office.path}/text", {**form, "do": "save"})
    assert answer.headers["Location"].endswith("saved=0")
    await brought_once(office)


async def test_what_is_typed_is_kept_or_not_and_never_half(office: Kantor, api: Doomed) -> None:
    await office.draft()
    page, words = f"{office.path}/edit", ("Judul pertama", "Judul kedua", "Judul ketiga")
    sent: list[Sent] = [
        {"json": {"page": page, "fields": [["detail-title", text]]}, "headers": {"Accept": JSON}} for text in words
    ]
    kept = f"/offices/{office.id}/kept"
    await office.drafter.client.post(kept, **sent[0])
    for when, typed, there in (("before", sent[1], words[0]), ("after", sent[2], words[2])):
        await api.ask(office.drafter, "unsaved.keep", when, kept, **typed)
        text = (await office.drafter.page(page)).text
        assert [word for word in words if word in text] == [there]


async def test_a_save_of_what_came_from_a_file_is_recorded_once_though_its_workers_die(
    servers: tuple[EmbeddedPostgres, EmbeddedTemporal],
) -> None:
    postgres, temporal = servers
    database = await prepare(postgres, "paraf")
    where = {"target_host": temporal.address, "namespace": temporal.namespace}
    async with running(database.url, where) as house:
        office = await house.office()
        await office.draft()
        path, cookies = office.path, office.drafter.client.cookies
        mapping = (await send(office.drafter, path, "rencana.csv", CSV)).json()["mapping"]
        await office.drafter.ask(f"{path}/import/mapping", {"mapping": mapping, "take": True})
        form = fields((await office.drafter.page(f"{path}/edit")).text, f"{path}/text")
    command_id = key()
    sent: Sent = {"data": {**form, "do": "save", "command_id": command_id}, "headers": {"Accept": HTML}}
    async with AsyncExitStack() as stack:
        store, client, base_url = await another_api(stack, database, temporal, patience=2.0)
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base_url, cookies=cookies, timeout=90))
        for when in ("before", "after"):
            async with dying(database, temporal, when, command_id) as process:
                unknown = await browser.post(f"{path}/text", **sent)
                assert await process.wait() == -signal.SIGKILL
            if unknown.status_code != 303:  # it may find what was committed
                assert (unknown.status_code, "Indeks mutu" in unknown.text) == (503, True)
        documents, plans = workers(client, store)
        async with documents, plans:
            answers = [await browser.post(f"{path}/text", **sent) for _ in range(2)]
        assert [answer.headers["Location"].rpartition("?")[2] for answer in answers] == ["saved=1"] * 2
        await brought_once(office, store)


async def brought_once(office: Kantor, store: Store | None = None) -> None:
    """The file's rows are there once, and say where they came from."""
    entries = await (store or office.house.store).read(office.id, f"plan/rkt-{office.year}")
    rows = [event for entry in entries if isinstance(event := decode(entry.body), RowAdded) and event.source]
    assert [row.row.text for row in rows] == ["Mutu", "Indeks mutu"]
    assert {row.source.name for row in rows if row.source} == {"rencana.csv"}
