"""An amendment of a plan on the real servers, or through the recorder alone."""

from datetime import date

import msgspec

from domain.kernel.actor import Role, system
from domain.plan.amendment import Ground
from domain.plan.commands import BeginAmendment, EditText, GiveReasons, PlanCommand, RecordDocument
from domain.plan.state import text_digest
from tests.domain.plan.amended import BASIS, aimed
from tests.workflows.scene import Scene

NO_FILE = msgspec.structs.replace(BASIS, file="", name="")


def begin(scene: Scene) -> BeginAmendment:
    """The command that begins an amendment."""
    return BeginAmendment(
        by=scene.person(Role.DRAFTER),
        at=scene.clock(),
        grounds=(Ground.STRATEGY,),
        basis=NO_FILE,
        effective=date(scene.year, 8, 1),
        reason="Pagu berkurang (contoh)",
    )


async def edit(scene: Scene) -> EditText:
    """The command that changes a target of part A."""
    version = (await scene.plan()).version
    return EditText(by=scene.person(Role.DRAFTER), at=scene.clock(), based_on=version, text=aimed(80))


async def reason(scene: Scene) -> GiveReasons:
    """The command that says why."""
    said = tuple((place, "Sebabnya (contoh)") for place in (await scene.plan()).changes())
    return GiveReasons(by=scene.person(Role.DRAFTER), at=scene.clock(), reasons=said)


async def signed(scene: Scene) -> None:
    """Sign the plan as fast as the record takes it: nothing of it is rendered."""

    async def ask(command: PlanCommand) -> None:
        assert (await scene.recorder.record(scene.request(command))).receipt.refusal is None

    await ask(scene.drafting())
    await ask(scene.submitting())
    for step in ("secretary-review", "chair-review", "secretary-sign", "chair-sign", ""):
        if (await scene.plan()).document is None:
            await ask(await printing(scene))
        if step:
            await ask(await scene.endorsing(step))


async def printing(scene: Scene) -> RecordDocument:
    """The command that notes a paper of the plan as it stands, which no renderer made."""
    plan = await scene.plan()
    content = f"%PDF-1.7 {scene.office} {plan.version} {len(plan.signatures)}".encode()
    return RecordDocument(
        by=system(scene.office),
        at=scene.clock(),
        version=plan.version,
        digest=text_digest(plan),
        document=await scene.store.put_document(content, "application/pdf"),
        template="t1",
        pages=1,
        signatures=len(plan.signatures),
    )


async def amended(scene: Scene) -> None:
    """Amend the plan through its workflow, to the last signature."""
    await scene.ask(begin(scene))
    await scene.ask(await edit(scene))
    await scene.ask(await reason(scene))
    await scene.ask(scene.submitting((await scene.plan()).version))
    await scene.endorse("secretary-review", "chair-review", "chair-sign")
