"""A running application on real servers, with an office of its own for each test, and people who use it."""

import asyncio
import itertools
import socket
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import httpx
import uvicorn
from argon2 import PasswordHasher
from starlette.types import ASGIApp
from temporalio.client import Client
from uvicorn.protocols.http.h11_impl import H11Protocol

from activities.webhooks.reach import Reach
from api.access.accounts import Account
from api.access.passwords import Passwords
from api.app import create_app
from api.services import Services, build_services
from api.usecases import UseCases
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Capacity, Role
from domain.office.commands import Appoint, GrantRole, OfficeCommand, OpenOffice, RegisterPerson, SetRoute
from domain.office.events import PrintedTitle
from domain.plan.text import PlanText
from domain.route.route import Route
from eventstore.pool import open_pool
from eventstore.store import Store
from examples.banjarmasin import plan_text
from tests.conftest import Database
from views.text import text_view
from workflows.client import Plans
from workflows.plugin import connect
from workflows.worker import run_worker

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
INSIDE = Reach(private=True, plain=True)  # to receivers on this machine
KEYS = {"k1": bytes(range(32))}
PASSWORD = "kuda lumping menari"
PEOPLE = {
    Role.DRAFTER: "Dewi Anggraini",
    Role.SECRETARY: "Sari Rahmawati",
    Role.CHAIR: "Ketut Wijaya",
    Role.AUDITOR: "Adi Nugroho",
    Role.ADMINISTRATOR: "Asih Lestari",
}
POSITIONS = {Role.SECRETARY: "Sekretaris", Role.CHAIR: "Ketua"}
JSON, HTML = "application/json", "text/html"

_offices = itertools.count(1)


def key() -> str:
    """Return a new command id."""
    return str(uuid.uuid4())


@dataclass
class Person:
    """One signed-in person; `ask` is a machine's way, `press` a form's."""

    office: str
    account: Account
    client: httpx.AsyncClient

    async def get(self, path: str, accept: str = JSON, **more: Any) -> httpx.Response:
        """Read."""
        return await self.client.get(path, headers={"Accept": accept, **more.pop("headers", {})}, **more)

    async def page(self, path: str) -> httpx.Response:
        """Read as a browser does."""
        return await self.get(path, HTML)

    async def ask(self, path: str, body: Any, version: int | None = None, command_id: str = "") -> httpx.Response:
        """Send a command as JSON."""
        sent = {"Accept": JSON, "Idempotency-Key": command_id or key()}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        return await self.client.post(path, json=body, headers=sent)

    async def press(self, path: str, fields: Mapping[str, str | list[str]], command_id: str = "") -> httpx.Response:
        """Send a form."""
        return await self.client.post(
            path, data={"command_id": command_id or key(), **fields}, headers={"Accept": HTML}
        )


@dataclass
class Kantor:
    """An office with one person for each role, and its plan."""

    house: "House"
    id: str
    year: int
    people: dict[Role, Person] = field(default_factory=dict)

    def __getitem__(self, role: Role) -> Person:
        return self.people[role]

    @property
    def drafter(self) -> Person:
        """Who drafts."""
        return self.people[Role.DRAFTER]

    @property
    def secretary(self) -> Person:
        """The secretary."""
        return self.people[Role.SECRETARY]

    @property
    def chair(self) -> Person:
        """The chair."""
        return self.people[Role.CHAIR]

    @property
    def owner(self) -> Person:
        """Who answers for indicators."""
        return self.people[Role.OWNER]

    @property
    def planner(self) -> Person:
        """The planning section."""
        return self.people[Role.PLANNER]

    @property
    def auditor(self) -> Person:
        """The auditor."""
        return self.people[Role.AUDITOR]

    @property
    def administrator(self) -> Person:
        """The administrator."""
        return self.people[Role.ADMINISTRATOR]

    @property
    def path(self) -> str:
        """Where the plan is."""
        return f"/offices/{self.id}/plans/rkt-{self.year}"

    async def command(self, command: OfficeCommand) -> None:
        """Carry out a command for the office as the installation itself."""
        await UseCases(self.house.services).as_system(self.id, command)

    async def draft(self, text: PlanText | None = None) -> Any:
        """Begin the plan with the seed's text, or another; return it."""
        body = text_view(text or plan_text())
        sent = {"kind": "rkt", "year": self.year, "text": body}
        answer = await self.drafter.ask(f"/offices/{self.id}/plans", sent)
        assert answer.status_code == 201, answer.text
        return await self.plan()

    async def plan(self) -> Any:
        """Return the plan as JSON."""
        answer = await self.auditor.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def submit(self, note: str = "") -> Any:
        """Send the plan on its route, and return it with its document."""
        version = (await self.plan())["version"]
        answer = await self.drafter.ask(f"{self.path}/submission", {"note": note}, version)
        assert answer.status_code == 201, answer.text
        return await self.shown()

    async def shown(self) -> Any:
        """Return the plan once its document is there."""
        async with asyncio.timeout(30):
            async for _ in self.house.store.follow(self.id):
                plan = await self.plan()
                if plan["document"]:
                    return plan
        raise AssertionError("no document")

    async def endorse(self, role: Role, door: str = "parafs") -> httpx.Response:
        """Put the paraf, or the signature (`signatures`), of the first open step."""
        plan = await self.shown()
        step = next(s["key"] for s in plan["route"] if s["state"] == "open")
        body = {"step": step, "digest": plan["text_digest"], "document": plan["document"]}
        return await self[role].ask(f"{self.path}/{door}", body, plan["version"])

    async def sign_all(self) -> Any:
        """Take a submitted plan to its end, and return it."""
        for role, door in (
            (Role.SECRETARY, "parafs"),
            (Role.CHAIR, "parafs"),
            (Role.SECRETARY, "signatures"),
            (Role.CHAIR, "signatures"),
        ):
            answer = await self.endorse(role, door)
            assert answer.status_code == 201, answer.text
        return await self.shown()


@dataclass
class House:
    """The running application."""

    base_url: str
    services: Services
    stack: AsyncExitStack
    unplanned: set[str] = field(default_factory=set)  # offices that have a year without its plan

    @property
    def store(self) -> Store:
        """The store behind it."""
        return self.services.store

    async def client(self, **more: Any) -> httpx.AsyncClient:
        """Return a stranger's client; without TLS, which would read every certificate there is for each of them."""
        return await self.stack.enter_async_context(
            httpx.AsyncClient(base_url=self.base_url, timeout=60, verify=False, **more)
        )

    async def office(self, zone: str = "Asia/Makassar", route: Route | None = None) -> Kantor:
        """Open an office with its people, who are signed in."""
        office = Kantor(self, f"kantor-{uuid.uuid4().hex[:8]}-{next(_offices)}", datetime.now(UTC).year)
        by, at = UseCases(self.services).installation(office.id)
        titles = tuple(PrintedTitle(role, text) for role, text in POSITIONS.items())
        await office.command(
            OpenOffice(by=by, at=at, office=office.id, name="Kantor Contoh", address="", time_zone=zone, titles=titles)
        )
        if route is not None:
            await office.command(SetRoute(by=by, at=at, kind="rkt", steps=route))
        for role, name in PEOPLE.items():
            await self.person(office, role, name)
        return office

    async def person(self, office: Kantor, role: Role, name: str, capacity: Capacity = Capacity.DEFINITIVE) -> Person:
        """Register somebody in a role, with a position where it needs one, and sign them in."""
        by, at = UseCases(self.services).installation(office.id)
        who = f"{name.split()[0].lower()}-{office.id}"
        await office.command(RegisterPerson(by=by, at=at, person=who, name=name))
        await office.command(GrantRole(by=by, at=at, person=who, role=role))
        if role in POSITIONS:
            await office.command(
                Appoint(
                    by=by,
                    at=at,
                    appointment=f"a-{who}",
                    person=who,
                    position=POSITIONS[role],
                    role=role,
                    capacity=capacity,
                    decree="SK 1/2024",
                    since=date(2020, 1, 1),
                    until=None,
                )
            )
        account = await self.services.accounts.create(who, who, home=office.id, password=PASSWORD)
        person = Person(office.id, account, await self.client())
        await self.sign_in(person)
        office.people[role] = person
        return person

    async def grant(self, office: Kantor, person: str, role: Role) -> None:
        """Give a person one more role."""
        by, at = UseCases(self.services).installation(office.id)
        await office.command(GrantRole(by=by, at=at, person=person, role=role))

    async def sign_in(self, person: Person) -> None:
        """Give the person's client a session; the door itself has its own tests."""
        token = await self.services.sessions.open(person.account)
        person.client.cookies.set("paraf", token)


@asynccontextmanager
async def running(
    database_url: str,
    temporal: Mapping[str, Any],
    *,
    trial: bool = False,
    patience: float = 10.0,
    pooled: bool = False,
) -> AsyncIterator[House]:
    """Run application and worker in this process, over a migrated database."""
    async with AsyncExitStack() as stack:
        pool = await open_pool(database_url, size=16, pooled=pooled)
        stack.push_async_callback(pool.close)
        store = Store(pool, listens=not pooled)
        stack.push_async_callback(store.close)
        client = await connect(KEYS, **temporal)
        stop, up = asyncio.Event(), asyncio.Event()
        worker = asyncio.create_task(run_worker(client, store, reach=INSIDE, stop=stop, ready=lambda _: up.set()))
        stack.push_async_callback(_ended, worker, stop)
        await up.wait()
        plans = Plans(client, store, patience)
        stack.push_async_callback(plans.close)
        services = build_services(store, plans, trial=trial, passwords=QUICK, reach=INSIDE)
        base_url = await stack.enter_async_context(serving(services))
        house = House(base_url, services, await stack.enter_async_context(AsyncExitStack()))
        yield house


async def another_api(
    stack: AsyncExitStack, database: Database, temporal: EmbeddedTemporal, patience: float = 60.0
) -> tuple[Store, Client, str]:
    """Start another API over the same servers."""
    pool = await open_pool(database.url)
    stack.push_async_callback(pool.close)
    store, client = Store(pool), await connect(KEYS, target_host=temporal.address, namespace=temporal.namespace)
    stack.push_async_callback(store.close)
    plans = Plans(client, store, patience)
    stack.push_async_callback(plans.close)
    return store, client, await stack.enter_async_context(serving(build_services(store, plans, passwords=QUICK)))


@asynccontextmanager
async def serving(services: Services) -> AsyncIterator[str]:
    """Serve the application on a free port."""
    async with served(create_app(services)) as base_url:
        yield base_url


@asynccontextmanager
async def served(app: ASGIApp, http: type[asyncio.Protocol] = H11Protocol) -> AsyncIterator[str]:
    """Serve any application on a free port."""
    config = uvicorn.Config(
        app, http=http, log_config=None, lifespan="off", timeout_graceful_shutdown=2, timeout_keep_alive=120
    )
    server = uvicorn.Server(config)
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]  # Ctrl-C is for the tests
    # Listening at once, so that nobody has to wait until it serves; named as TCP, else asyncio delays small answers.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


async def _ended(task: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    stop.set()
    await task
