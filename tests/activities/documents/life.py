"""One office and its plan, printed by the real renderer from the real store."""

from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from activities.documents.plan import RenderedDocument, Renderer, RenderOrder
from activities.recording.recorder import PlanStream, Recorded, Recorder, Request
from activities.recording.states import States
from domain.kernel.actor import Actor, Capacity, Role
from domain.office import state as office
from domain.office.commands import OfficeCommand, OpenOffice
from domain.plan import state as plan
from domain.plan.commands import PlanCommand, RecordDocument
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.admitted import admit
from tests.conftest import Database
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    OFFICE,
    SECRETARY,
    SYSTEM,
    draft,
    paraf,
    submit,
)

STREAM = plan.stream_of("rkt", 2024)
ADMINISTRATOR = Actor("admin", "Admin", Role.ADMINISTRATOR, "", Capacity.DEFINITIVE, OFFICE)


class Life:
    """One office and its plan, driven by commands through the real writer."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.recorder = Recorder(States(store))
        self.renderer = Renderer(store)
        self._count = 0

    async def ask(self, *commands: PlanCommand | OfficeCommand) -> Recorded:
        for command in commands:
            self._count += 1
            stream = office.STREAM if isinstance(command, OfficeCommand) else STREAM
            name = f"command-{self._count}"
            request = Request(OFFICE, stream, name, sha256(name.encode()).hexdigest(), command)
            recorded = await self.recorder.record(request)
            assert recorded.receipt.refusal is None, recorded.receipt.refusal
        return recorded

    async def plan(self) -> plan.Plan:
        return await self.recorder.plan(PlanStream(OFFICE, STREAM))

    async def render(self, version: int, signatures: int, voided: str = "") -> RenderedDocument:
        return await self.renderer.render(RenderOrder(OFFICE, STREAM, version, signatures, voided))

    async def shown(self) -> RenderedDocument:
        """Render what the plan waits for and note it."""
        now = await self.plan()
        rendered = await self.render(now.version, len(now.signatures))
        await self.ask(
            RecordDocument(
                by=SYSTEM,
                at=AT,
                version=rendered.version,
                digest=rendered.digest,
                document=rendered.document,
                template=rendered.template,
                pages=rendered.pages,
                signatures=rendered.signatures,
            )
        )
        return rendered

    async def reviewed(self) -> RenderedDocument:
        """Bring the plan to its first signature; return the document of the review."""
        await self.ask(submit((await self.plan()).version))
        rendered = await self.shown()
        for step, official in (("secretary-review", SECRETARY), ("chair-review", CHAIR)):
            await self.ask(paraf(await self.plan(), step, official))
        return rendered


@pytest.fixture
async def life(database: Database) -> AsyncIterator[Life]:
    pool = await open_pool(database.url, size=2)
    life = Life(Store(pool))
    await life.ask(
        OpenOffice(
            by=SYSTEM,
            at=AT,
            office=OFFICE,
            name="Kantor Contoh",
            address="Jl. Contoh 1",
            time_zone="Asia/Makassar",
            titles=(),
        )
    )
    await admit(life.recorder, OFFICE, ADMINISTRATOR, DRAFTER, SECRETARY, CHAIR)
    await life.ask(draft())
    yield life
    await life.store.close()
    await pool.close()
