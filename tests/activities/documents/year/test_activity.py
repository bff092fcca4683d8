"""Rendering the year from the store: the content that was asked for, as it was, the same at every try."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from activities.documents.execution import (
    EXECUTION_TEMPLATE_VERSION,
    ExecutionRenderer,
    ExecutionRenderOrder,
)
from activities.documents.moment import execution_moment, execution_paper
from activities.documents.paper import Status
from activities.documents.plan import RenderedDocument
from activities.documents.press import PDF, page_count
from activities.recording.recorder import Recorder, Request
from activities.recording.states import AnyCommand, States
from domain.action.commands import ActionCommand, RecordActionDocument
from domain.action.state import ActionPhase, action_digest
from domain.kernel.actor import Actor, Capacity, Role
from domain.kernel.streams import action_stream, quarter_stream
from domain.office import state as office
from domain.office.commands import DescribeOffice, OfficeCommand, OpenOffice
from domain.quarter.commands import QuarterCommand, RecordQuarterDocument
from domain.quarter.content import quarter_digest
from eventstore.documents import EvidenceRow, EvidenceStore
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.admitted import admit
from tests.check import verified
from tests.conftest import Database
from tests.domain.office.office_life import CHAIR, DRAFTER, OFFICE, SECRETARY, SYSTEM
from tests.domain.quarter.life import (
    AT,
    EVIDENCE,
    EVIDENCE_BYTES,
    GOOD,
    OTHER,
    OWNER,
    PARTS,
    PLANNER,
    accept,
    begin,
    close,
    open_quarter,
    refuse,
    report,
    send,
    sign_action,
    sign_quarter,
    spend,
    verify,
    write,
)
from tests.planned import plan_signed

__all__ = ["verified"]

ACTION, QUARTER = action_stream("rkt", 2024), quarter_stream("rkt", 2024, 1)
ADMINISTRATOR = Actor("admin", "Admin", Role.ADMINISTRATOR, "", Capacity.DEFINITIVE, OFFICE)


class Year:
    """One office's action plan and first quarter, driven by commands through the real writer."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.recorder = Recorder(States(store))
        self.renderer = ExecutionRenderer(store)
        self._count = 0

    async def ask(self, *commands: AnyCommand) -> None:
        for command in commands:
            self._count += 1
            stream = office.STREAM
            if isinstance(command, ActionCommand | QuarterCommand):
                stream = ACTION if isinstance(command, ActionCommand) else QUARTER
            assert isinstance(command, ActionCommand | QuarterCommand | OfficeCommand)
            name = f"command-{self._count}"
            request = Request(OFFICE, stream, name, sha256(name.encode()).hexdigest(), command)
            recorded = await self.recorder.record(request)
            assert recorded.receipt.refusal is None, recorded.receipt.refusal

    async def render(self, stream: str, version: int, signatures: int, voided: str = "") -> RenderedDocument:
        return await self.renderer.render(ExecutionRenderOrder(OFFICE, stream, version, signatures, voided))

    async def shown(self, stream: str) -> RenderedDocument:
        """Render what the stream waits for and note it."""
        if stream == ACTION:
            plan = await self.recorder.action(OFFICE, ACTION)
            rendered = await self.render(stream, plan.version, len(plan.signatures))
        else:
            quarter = await self.recorder.quarter(OFFICE, QUARTER)
            rendered = await self.render(stream, quarter.version, len(quarter.given))
        command = RecordActionDocument if stream == ACTION else RecordQuarterDocument
        await self.ask(
            command(
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

    async def settled(self) -> RenderedDocument:
        """Bring the quarter to its first signature; return the document it is put on."""
        await self.ask(
            open_quarter(),
            *(report(key) for key in GOOD),
            spend(("p1", 0, "250"), ("p2", 0, "100")),
            verify(*GOOD),
        )
        return await self.shown(QUARTER)

    async def sign(self, step: str, by: Actor) -> RenderedDocument:
        await self.ask(sign_quarter(await self.recorder.quarter(OFFICE, QUARTER), step, by))
        return await self.shown(QUARTER)


@pytest.fixture
async def year(database: Database) -> AsyncIterator[Year]:
    pool = await open_pool(database.url, size=2)
    year = Year(Store(pool))
    await year.ask(
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
    assert await EvidenceStore(pool).put(EvidenceRow(OFFICE, QUARTER, "i1"), "oka", EVIDENCE, EVIDENCE_BYTES)
    await admit(year.recorder, OFFICE, ADMINISTRATOR, DRAFTER, OWNER, OTHER, PLANNER, SECRETARY, CHAIR)
    yield year
    await year.store.close()
    await pool.close()


async def test_the_document_is_stored_by_its_digest(year: Year) -> None:
    rendered = await year.settled()
    stored = await year.store.document(rendered.document)
    assert stored is not None
    assert stored[0] == PDF
    assert sha256(stored[1]).hexdigest() == rendered.document
    quarter = await year.recorder.quarter(OFFICE, QUARTER)
    assert (rendered.version, rendered.signatures) == (quarter.version, 0)
    assert (rendered.digest, rendered.template) == (quarter_digest(quarter), EXECUTION_TEMPLATE_VERSION)
    assert rendered.pages == page_count(stored[1])


async def test_rendering_twice_or_at_once_is_one_document(year: Year) -> None:
    rendered = await year.settled()
    again = await asyncio.gather(*(year.render(QUARTER, rendered.version, 0) for _ in range(3)))
    assert all(other == rendered for other in again)


async def test_each_signature_makes_a_document_of_its_own_of_the_same_content(year: Year) -> None:
    unsigned = await year.settled()
    half = await year.sign("secretary", SECRETARY)
    whole = await year.sign("chair", CHAIR)
    assert [r.signatures for r in (unsigned, half, whole)] == [0, 1, 2]
    assert len({unsigned.document, half.document, whole.document}) == 3
    assert unsigned.digest == half.digest == whole.digest
    past, at = await year.store.read(OFFICE, QUARTER), await year.recorder.office(OFFICE)
    papers = [execution_paper(execution_moment(past, QUARTER, whole.version, n), at) for n in range(3)]
    assert [paper.status for paper in papers] == [Status.DRAFT, Status.DRAFT, Status.SIGNED]
    assert [place.title for place in papers[2].places] == ["Sekretaris", "Ketua"]
    assert [s.name for s in papers[2].signatures] == ["Sari", "Ketut"]
    tags = {entry.position: entry.tag for entry in past}
    assert tags[papers[2].position] == "realisation-verified"
    assert {tags[s.log_position] for s in papers[2].signatures} == {"quarter-signed"}


async def test_closing_and_a_renamed_office_change_no_document(year: Year) -> None:
    await year.settled()
    await year.sign("secretary", SECRETARY)
    whole = await year.sign("chair", CHAIR)
    await year.ask(
        close(),
        DescribeOffice(
            by=ADMINISTRATOR, at=AT, name="Nama Baru", address="Jl. Baru 2", time_zone="Asia/Jayapura", titles=()
        ),
    )
    assert await year.render(QUARTER, whole.version, 2) == whole


async def test_an_older_version_is_rendered_as_it_was(year: Year) -> None:
    first = await year.settled()
    await year.ask(refuse("i1"))
    later = (await year.recorder.quarter(OFFICE, QUARTER)).version
    assert (await year.render(QUARTER, later, 0)).document != first.document
    assert await year.render(QUARTER, first.version, 0) == first


async def test_a_document_whose_signature_was_voided_has_a_void_copy(year: Year) -> None:
    await year.settled()
    half = await year.sign("secretary", SECRETARY)
    await year.ask(refuse("i1"))
    void = await year.render(QUARTER, half.version, 1, voided=half.document)
    assert void.document != half.document
    assert (void.signatures, void.digest) == (1, half.digest)
    assert await year.store.document(half.document) is not None


async def test_an_action_plan_is_rendered_for_its_route_and_signed_on_it(year: Year) -> None:
    await plan_signed(year.recorder, OFFICE, 2024, PARTS, DRAFTER, SECRETARY)
    await year.ask(begin(), write(), send())
    unsigned = await year.shown(ACTION)
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        await year.ask(accept(await year.recorder.action(OFFICE, ACTION), step, by))
    plan = await year.recorder.action(OFFICE, ACTION)
    assert await year.render(ACTION, plan.version, 0) == unsigned  # a paraf is no signature and changes nothing
    await year.ask(sign_action(plan))
    signed = await year.shown(ACTION)
    plan = await year.recorder.action(OFFICE, ACTION)
    assert plan.phase is ActionPhase.SIGNED
    assert (signed.signatures, signed.digest) == (1, action_digest(plan))
    paper = execution_paper(
        execution_moment(await year.store.read(OFFICE, ACTION), ACTION, plan.version, 1),
        await year.recorder.office(OFFICE),
    )
    assert (paper.status, paper.plan, paper.office) == (Status.SIGNED, "rkt-2024", "Kantor Contoh")


async def test_what_never_was_cannot_be_rendered(year: Year) -> None:
    await year.ask(open_quarter())
    for order in (
        ExecutionRenderOrder(OFFICE, QUARTER, 9, 0),
        ExecutionRenderOrder(OFFICE, QUARTER, 0, 1),
        ExecutionRenderOrder(OFFICE, QUARTER, 0, 0, "0" * 64),
        ExecutionRenderOrder(OFFICE, ACTION, 1, 0),
        ExecutionRenderOrder("kantor-lain", QUARTER, 0, 0),
    ):
        with pytest.raises(ValueError, match="no such document"):
            await year.renderer.render(order)
