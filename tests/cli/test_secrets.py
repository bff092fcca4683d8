"""Secrets that were given to a running system by every door are where they belong, and nowhere else."""

import re
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import asyncpg
import httpx
import pytest
from google.protobuf.message import Message as ProtoMessage
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from audit.backup import backup
from cli.embedded.process import free_port
from cli.settings import read_settings, spelled
from cli.system import System
from cli.trial import inside
from eventstore.roles import OWNER
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.activities.webhooks.receiver import Receiver, receiving
from tests.api.house import JSON, House, Kantor, key
from tests.cli.telemetry.collector import Collector, collecting
from tests.cli.terminal import ran
from workflows.plugin import connect

# What stands beside the record, and where; nothing else stands anywhere.
_BESIDE = {
    "access.accounts": {"e-mail"},
    "access.numbers": {"number"},
    "access.tries": {"answer of a receiver"},
    "access.webhooks": {"key in the address of a webhook"},
}
_COMMENT = "catatan-1"
_SEALED = b"binary/paraf-sealed"
_ROWS = """
SELECT format('SELECT %L, t::text FROM %I.%I t', n.nspname || '.' || c.relname, n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('paraf', 'access') AND c.relkind IN ('r', 'p')
"""


class Canaries:
    """Secrets by what they are, each of which is found wherever it is written, as it is or quoted."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def new(self, what: str, shape: str = "kenari-{}") -> str:
        """Make one."""
        self.known[what] = shape.format(secrets.token_hex(12))
        return self.known[what]

    def within(self, said: bytes) -> set[str]:
        """Return which of them it holds."""
        forms = {what: (secret.encode(), quote(secret, safe="").encode()) for what, secret in self.known.items()}
        return {what for what, spelled in forms.items() if any(form in said for form in spelled)}


@pytest.fixture
def canaries() -> Canaries:
    """None yet."""
    return Canaries()


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    """Where traces go."""
    with collecting() as collector:
        yield collector


@pytest.fixture
async def system(canaries: Canaries, data: Path, collector: Collector) -> AsyncIterator[System]:
    """A running installation that mails, is watched and has a payload key."""
    payload_key = b64encode(secrets.token_bytes(32)).decode()
    canaries.known["payload key"] = payload_key
    async with listening(Letterbox(), "127.0.0.1") as mail:
        environment = {
            "PARAF_DATA": str(data),
            "PARAF_PORT": str(free_port()),
            "PARAF_TRIAL": "1",
            "PARAF_WEBHOOKS_INSIDE": "1",
            "PARAF_LOG_LEVEL": "debug",
            "PARAF_METRICS": f"127.0.0.1:{free_port()}",
            "PARAF_TRACES": collector.address,
            "PARAF_PAYLOAD_KEYS": f"k1:{payload_key}",
            "PARAF_SMTP_URL": f"smtp://paraf:{canaries.new('mail password')}@127.0.0.1:{mail}",
        }
        async with System(read_settings(environment)) as running:
            assert running.postgres is not None
            passwords = running.postgres.passwords
            canaries.known |= {
                "database password": passwords.runtime,
                "password of the schema's owner": passwords.migration,
                "superuser's password": passwords.superuser,
            }
            yield running


async def test_what_is_secret_stands_nowhere_else(
    canaries: Canaries, system: System, data: Path, collector: Collector
) -> None:
    answered: list[httpx.Response] = []
    settings = system.settings
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(inside(settings))
        house = House(settings.base_url, services, stack)
        office = await house.office()
        for person in office.people.values():
            person.client.event_hooks["response"].append(_keeping(answered))
        stranger = await house.client(event_hooks={"response": [_keeping(answered)]})
        await _told(canaries, house, office, stranger)
        client = await connect({k.id: k.key for k in settings.payload_keys}, **settings.temporal)
        said = await _of_temporal(client)
        assert said  # and what it says can be read
        found = {"Temporal's payloads": canaries.within(said)}
        metrics = await stranger.get(f"http://{settings.metrics}/metrics")
        assert b"http_route" in metrics.content
    await collector.trace_of(_COMMENT, {"append"})
    found |= {"metrics": canaries.within(metrics.content), "traces": canaries.within(b"".join(collector.raw))}
    found["answers"] = set().union(*(canaries.within(_refusal(answer)) for answer in answered))
    for folder in ("logs", "temporal"):
        found |= _files(canaries, data / folder)
    found |= _processes(canaries)
    assert settings.migration_url is not None
    found |= await _tables(canaries, settings.migration_url)
    await backup(settings.migration_url, data / "backup")
    found |= _files(canaries, data / "backup")
    beside = _BESIDE | {str(data / "backup" / f"{table}.copy"): what for table, what in _BESIDE.items()}
    told = await ran("doctor", **spelled(settings))
    found["doctor"] = canaries.within(told.text.encode())
    assert {where: what for where, what in found.items() if what} == beside
    assert len(canaries.known) >= 20


def _keeping(answered: list[httpx.Response]) -> Callable[[httpx.Response], Awaitable[None]]:
    async def keep(answer: httpx.Response) -> None:
        await answer.aread()
        answered.append(answer)

    return keep


async def _told(canaries: Canaries, house: House, office: Kantor, stranger: httpx.AsyncClient) -> None:
    """Give every secret to a door that takes it, and one to each that does not."""
    await _at_the_door(canaries, house, office, stranger)
    await _with_keys(canaries, office, stranger)
    await _of_people(canaries, office)


async def _at_the_door(canaries: Canaries, house: House, office: Kantor, stranger: httpx.AsyncClient) -> None:
    chair = office.chair
    for what in ("password", "password that was changed"):
        link = await house.services.accounts.invite(chair.account)
        canaries.known[f"link for the {what}"] = link
        chosen = await _sent(stranger, f"/invitations/{link}", {"password": canaries.new(what)})
        assert chosen.is_success, chosen.text
    link = canaries.new("link that never was")
    assert (await stranger.get(f"/invitations/{link}")).status_code == httpx.codes.NOT_FOUND
    for wrong in ({"username": chair.account.username, "password": canaries.new("wrong password")}, {"username": "x"}):
        assert (await _sent(stranger, "/sign-in", wrong)).is_client_error
    signed_in = {"username": chair.account.username, "password": canaries.known["password that was changed"]}
    assert (await _sent(stranger, "/sign-in", signed_in)).is_success
    session = stranger.cookies.get("paraf")
    assert session
    canaries.known["session"] = session
    changed = {"old": canaries.new("wrong old password"), "new": canaries.new("new password")}
    assert (await _sent(stranger, "/password", changed)).is_client_error
    assert (await _sent(stranger, "/tokens", {"name": "uji", "days": 0})).is_client_error
    made = await _sent(stranger, "/tokens", {"name": "uji", "scopes": ["read"]})
    canaries.known["token"] = made.json()["secret"]
    first = {"secret": canaries.new("secret of the installation"), "password": canaries.new("first password")}
    assert (await _sent(stranger, "/bootstrap", first)).is_client_error


async def _with_keys(canaries: Canaries, office: Kantor, stranger: httpx.AsyncClient) -> None:
    """Show what opens, and what does not."""
    stranger.cookies.clear()
    where = f"/offices/{office.id}/plans"
    for bearer in (canaries.known["token"], canaries.new("token that never was", "paraf_{}")):
        await stranger.get(where, headers={"Authorization": f"Bearer {bearer}", "Accept": JSON})
    await stranger.get(where, headers={"Authorization": f"Basic {canaries.new('basic')}", "Accept": JSON})
    await stranger.get(where, headers={"Cookie": f"paraf={canaries.new('session that never was')}", "Accept": JSON})
    await stranger.get(f"{where}?token={canaries.new('token in an address')}", headers={"Accept": JSON})
    await stranger.post("/sign-in", content=f'{{"password": "{canaries.new("broken JSON")}')
    receiver = Receiver(status=500, text=canaries.new("answer of a receiver"))
    async with receiving(receiver) as url:
        sent = {"url": f"{url}?key={canaries.new('key in the address of a webhook')}", "kinds": ["remark"]}
        hook = await office.administrator.ask(f"/offices/{office.id}/webhooks", sent)
        canaries.known["webhook secret"] = hook.json()["secret"].removeprefix("whsec_")
        plan = await office.draft()
        remark = {"row": "", "text": "Mengapa?"}
        await office.secretary.ask(f"{office.path}/comments", remark, plan["version"], _COMMENT)
        await receiver.until(1)


async def _of_people(canaries: Canaries, office: Kantor) -> None:
    """Say what is of a person: beside the log it may stand, and nowhere else."""
    canaries.known |= {
        "e-mail": f"{secrets.token_hex(8)}@kantor.example",
        "number": f"19800101200501{secrets.randbelow(9000) + 1000}",
        "identity number": str(secrets.randbelow(9 * 10**15) + 10**15),
        "phone": f"0812{secrets.randbelow(9 * 10**7) + 10**7}",
    }
    person = f"/offices/{office.id}/people/{office.drafter.account.person}"
    for path, body in (
        (f"{person}/account/email", {"email": canaries.known["e-mail"]}),
        (f"{person}/number", {"number": canaries.known["number"]}),
    ):
        said = await office.administrator.ask(path, body)
        assert said.is_success, said.text
    name = f"KTP {canaries.known['identity number']} {canaries.known['phone']} {canaries.known['e-mail']}.csv"
    rows = b"Sasaran;Indikator;Target\nMutu;Indeks mutu;80\n"
    sent = await office.drafter.client.post(f"{office.path}/import", files={"file": (name, rows, "text/csv")})
    assert sent.status_code < httpx.codes.BAD_REQUEST, sent.text


async def _sent(client: httpx.AsyncClient, path: str, body: Mapping[str, object]) -> httpx.Response:
    return await client.post(path, json=body, headers={"Accept": JSON, "Idempotency-Key": key()})


def _refusal(answer: httpx.Response) -> bytes:
    """What a problem says, and what any answer says around its body."""
    told = str([(name, value) for name, value in answer.headers.multi_items() if name != "set-cookie"]).encode()
    return told + answer.content if answer.is_error else told


async def _of_temporal(client: Client) -> bytes:
    """All that its server could be asked for, opened with our key."""
    codec = client.data_converter.payload_codec
    assert codec is not None
    said = []
    async for execution in client.list_workflows():
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        said.append(f"{execution.id} {execution.typed_search_attributes} {await handle.describe()}".encode())
        async for event in handle.fetch_history_events():
            said.append(event.SerializeToString())
            sealed = [payload for payload in _payloads(event) if payload.metadata["encoding"] == _SEALED]
            said += [payload.data for payload in await codec.decode(sealed)]
    return b"\n".join(said)


def _payloads(message: ProtoMessage) -> Iterator[Payload]:
    """All that a message of Temporal carries, however deep."""
    if isinstance(message, Payload):
        yield message
        return
    for _, value in message.ListFields():
        inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, Sequence) else [value]
        for each in inner:
            if isinstance(each, ProtoMessage):
                yield from _payloads(each)


def _files(canaries: Canaries, folder: Path) -> dict[str, set[str]]:
    return {str(path): canaries.within(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def _processes(canaries: Canaries) -> dict[str, set[str]]:
    """What every process tells of itself: in its words nothing; those that are not ours were given nothing either."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes()
            ours = b"python" in words.partition(b"\0")[0]
            told = words if ours else words + (process / "environ").read_bytes()
            found[f"process {words[:80]!r}"] = canaries.within(told)
    return found


async def _tables(canaries: Canaries, url: str) -> dict[str, set[str]]:
    """Every row of every table."""
    found: dict[str, set[str]] = {}
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"SET ROLE {OWNER}")
        for (query,) in await connection.fetch(_ROWS):
            for table, row in await connection.fetch(query):
                found.setdefault(table, set()).update(canaries.within(_plain(row)))
    finally:
        await connection.close()
    return found


def _plain(row: str) -> bytes:
    """What a row says, bytes as bytes."""
    return re.sub(rb"\\\\x((?:[0-9a-f]{2})+)", lambda told: bytes.fromhex(told[1].decode()), row.encode())
