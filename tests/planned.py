"""A plan that is drafted, sent and signed through the real writer, for whoever begins with its year."""

from datetime import UTC, datetime
from hashlib import sha256

from activities.recording.recorder import PlanStream, Recorder, Request
from activities.recording.states import AnyCommand
from domain.kernel.actor import Actor, Role, system
from domain.office.commands import SetRoute
from domain.office.state import STREAM
from domain.plan.commands import DraftPlan, RecordDocument, SignPart, SubmitPlan
from domain.plan.state import stream_of, text_digest
from domain.plan.text import Part, PlanDetails, PlanText
from domain.route.route import Step, StepAct

_AT = datetime(2024, 1, 8, 2, 30, tzinfo=UTC)


async def plan_signed(
    recorder: Recorder, office: str, year: int, parts: tuple[Part, ...], drafter: Actor, secretary: Actor
) -> None:
    """Let the Secretary sign every part at once; the office's route of plans is that from then on."""
    of, by = PlanStream(office, stream_of("rkt", year)), system(office)

    async def ask(command: AnyCommand, stream: str = of.stream) -> None:
        told = sha256(repr(command).encode()).digest()
        name = f"planned-{told.hex()[:16]}"
        recorded = await recorder.record(Request(office, stream, name, told.hex(), command))
        assert recorded.receipt.refusal is None, recorded.receipt.refusal

    route = tuple(Step(f"sign-{part.key.lower()}", 1, Role.SECRETARY, StepAct.SIGN, part.key) for part in parts)
    text = PlanText(PlanDetails("Rencana", "Jl. Contoh 1", "14 Januari 2024"), parts)
    await ask(SetRoute(by=by, at=_AT, kind="rkt", steps=route), STREAM)
    await ask(DraftPlan(by=drafter, at=_AT, office=office, kind="rkt", year=year, trial=False, route=route, text=text))
    await ask(SubmitPlan(by=drafter, at=_AT, based_on=(await recorder.plan(of)).version, note=""))
    document = await recorder.store.put_document(f"%PDF-1.7 of {office} {year}".encode(), "application/pdf")
    for step in route:
        plan = await recorder.plan(of)
        digest, version = text_digest(plan), plan.version
        if plan.document is None:
            await ask(
                RecordDocument(
                    by=by,
                    at=_AT,
                    version=version,
                    digest=digest,
                    document=document,
                    template="t1",
                    pages=1,
                    signatures=len(plan.signatures),
                )
            )
        await ask(SignPart(by=secretary, at=_AT, step=step.key, based_on=version, digest=digest, document=document))
