"""Two processes that write at once: one lawful outcome, and whoever came second is told."""

import asyncio
from datetime import datetime
from functools import cached_property

import msgspec
import pytest
from hypothesis import settings

from activities.recording.recorder import Recorder, Request
from activities.recording.states import States
from domain.kernel.actor import Role, system
from domain.kernel.source import FileSource, SourcedCell
from domain.kernel.streams import quarter_stream
from domain.office.commands import GrantRole, RevokeRole
from domain.plan.commands import PlanCommand
from domain.plan.events import PartSigned
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.activities.recording.test_record_year import request
from tests.admitted import admit
from tests.domain.office.office_life import TEXT
from tests.domain.quarter.amended import going_on, rewritten
from tests.domain.quarter.life import OTHER, open_quarter, report
from tests.workflows.amending import printing
from tests.workflows.scene import Scene, new_office

_MANY = settings().max_examples
ROUNDS = _MANY if _MANY >= 1000 else _MANY // 5  # few where nobody asks for more: `--hypothesis-profile thousand`


_MOMENTS = 12  # milliseconds


class Rivals:
    """Two who record, each with what it remembers."""

    def __init__(self, store: Store) -> None:
        self.each = Recorder(States(store)), Recorder(States(store))
        self._turns = 0

    async def at_once(self, one: Request, other: Request) -> tuple[Receipt, Receipt]:
        """Return both receipts; each in turn begins some moments before the other."""
        self._turns += 1
        early = self._turns % _MOMENTS

        async def record(which: int, asked: Request, moments: int) -> Receipt:
            await asyncio.sleep(moments / 1000)
            return (await self.each[which].recorded(asked)).receipt

        return await asyncio.gather(record(0, one, early), record(1, other, _MOMENTS - early))


class Remembering(Scene):
    """A scene whose recorder need not read a long life again for each act."""

    @cached_property
    def recorder(self) -> Recorder:
        """Records without Temporal."""
        return Recorder(States(self.store))


@pytest.fixture
async def scene(store: Store) -> Scene:
    """An office; nothing here goes through Temporal."""
    scene = Remembering(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    return scene


async def done(scene: Scene, *commands: PlanCommand) -> None:
    """Record what nobody refuses."""
    for command in commands:
        recorded = await scene.recorder.record(scene.request(command))
        assert recorded.receipt.refusal is None, recorded.receipt.refusal


async def to_be_signed(scene: Scene) -> None:
    """Bring the plan before its first signature, each paraf on a paper that no renderer made."""
    await done(scene, scene.submitting((await scene.plan()).version))
    await done(scene, await printing(scene))
    for step in ("secretary-review", "chair-review"):
        await done(scene, await scene.endorsing(step))
    if (await scene.plan()).document is None:
        await done(scene, await printing(scene))


async def test_of_a_role_that_is_taken_away_and_a_signature_the_signature_came_first_or_not_at_all(
    scene: Scene, store: Store
) -> None:
    by, signed, rivals = system(scene.office), 0, Rivals(store)
    await done(scene, scene.drafting())
    for round_ in range(ROUNDS):
        await to_be_signed(scene)
        signing = scene.request(await scene.endorsing("secretary-sign"))
        taken = RevokeRole(by=by, at=scene.clock(), person="sari", role=Role.SECRETARY, reason="Pindah (contoh)")
        signature, revoked = await rivals.at_once(signing, scene.request(taken, body=str(round_)))
        assert revoked.refusal is None, revoked.refusal
        if signature.refusal is None:
            signed += 1
            assert signature.last < (revoked.first or 0)
        else:
            assert signature.refusal.code == "role-ended"
            assert signature.refusal.params["name"] == by.name
            assert datetime.fromisoformat(signature.refusal.params["at"]) == taken.at
        again = GrantRole(by=by, at=scene.clock(), person="sari", role=Role.SECRETARY)
        await scene.recorder.record(scene.request(again, body=str(round_)))
        back = ("chair-sign", Role.CHAIR) if signature.refusal is None else ("secretary-sign", Role.SECRETARY)
        await done(scene, scene.returning(*back))
    assert len(await scene.events(PartSigned)) == signed


async def test_of_an_edit_and_a_signature_one_comes_first_and_the_other_is_refused(scene: Scene, store: Store) -> None:
    rivals, signed = Rivals(store), 0
    await done(scene, scene.drafting())
    for round_ in range(ROUNDS):
        await to_be_signed(scene)
        signing = await scene.endorsing("secretary-sign")
        edit = scene.editing(f"Judul {round_}", signing.based_on)
        signature, edited = await rivals.at_once(scene.request(signing), scene.request(edit))
        if signature.refusal is None:
            signed += 1
            assert edited.refusal is not None
            assert edited.refusal.code == "already-signed"
            assert edited.refusal.params == {"name": signing.by.name, "at": signing.at.isoformat()}
            await done(scene, scene.returning("chair-sign", Role.CHAIR))
        else:
            assert (signature.refusal.code, edited.refusal) == ("plan-drafting", None)
    assert len(await scene.events(PartSigned)) == signed


async def test_of_rows_from_a_file_and_an_edit_one_is_saved_and_the_other_told_what_it_was_not_based_on(
    scene: Scene, store: Store
) -> None:
    rivals = Rivals(store)
    file = await store.put_document(b"baris;target", "text/csv")
    source = FileSource(file, "baris.csv", (SourcedCell(f"{TEXT.parts[0].indicators[0].id}.target", "A2"),))
    await done(scene, scene.drafting())
    for version in range(1, ROUNDS + 1):
        typed = scene.editing(f"Judul {version} diketik", version)
        imported = msgspec.structs.replace(scene.editing(f"Judul {version} dari berkas", version), source=source)
        answers = await rivals.at_once(scene.request(imported), scene.request(typed))
        won, lost = sorted(answers, key=lambda receipt: receipt.refusal is not None)
        assert won.refusal is None
        assert lost.refusal is not None
        assert (lost.refusal.code, lost.refusal.params["current"]) == ("text-changed", str(version + 1))
    assert (await scene.plan()).version == ROUNDS + 1


async def test_of_a_filing_and_the_amendment_that_ends_its_row_the_figure_came_first_or_is_refused(
    store: Store, unplanned: None
) -> None:
    rivals, first, amended = Rivals(store), quarter_stream("rkt", 2024, 1), rewritten().state
    for _ in range(ROUNDS):
        office = new_office()
        await admit(rivals.each[0], office, OTHER)
        opening = msgspec.structs.replace(open_quarter(), office=office, by=system(office))
        await rivals.each[0].record(request(office, first, opening))
        following = going_on(await rivals.each[0].quarter(office, first), amended)
        following = msgspec.structs.replace(following, by=system(office))
        filed, followed = await rivals.at_once(request(office, first, report("i3")), request(office, first, following))
        assert followed.refusal is None, followed.refusal
        if filed.refusal is None:
            assert filed.last < (followed.first or 0)
        else:
            assert filed.refusal.code == "unknown-row"
        assert "i3" in (await rivals.each[1].quarter(office, first)).ended
