"""A performance agreement beside the sample plan: the first goals of its secretariat, which two parties sign."""

from pathlib import Path

import msgspec

from domain.kind.shipped import PK
from domain.plan.cell import Cell
from domain.plan.shape import empty_form
from domain.plan.text import PlanText
from examples import official as paths
from examples.banjarmasin import office, plan_text, year
from examples.cast import Cast
from examples.story import Tell
from views.text import text_view

AGREEMENT = "perjanjian-kinerja.pdf"
FACTS = LEFT = (AGREEMENT,)  # files whose digests the log names
_PLAN = f"{paths.PLANS}/{PK.code}-{year()}"
_GOALS = 3


def agreement_text() -> PlanText:
    """Return the agreement: goals, indicators and programmes as the plan has them, marked *(CONTOH)*."""
    text, held = empty_form(PK, year(), " ".join(office().address.split())), plan_text().part("B")
    goals = tuple(goal for goal in held.goals if not goal.parent)[:_GOALS]
    kept = {goal.id for goal in goals}
    part = text.parts[0]
    part = msgspec.structs.replace(
        part,
        details=msgspec.structs.replace(part.details, place=held.details.place, date=held.details.date),
        goals=goals,
        indicators=tuple(indicator for indicator in held.indicators if indicator.goal in kept),
        programmes=tuple(
            msgspec.structs.replace(programme, cells=(Cell("sumber", "APBN"),))
            for programme in held.programmes[:_GOALS]
        ),
    )
    details = msgspec.structs.replace(text.details, title=f"{text.details.title} (CONTOH)")
    return msgspec.structs.replace(text.with_part(part), details=details)


async def play_agreement(cast: Cast, out: Path, tell: Tell) -> None:
    """Draft it, have both parties sign it, and leave its document in `out`. Raises `StoryFailed`."""
    begun = {"kind": PK.code, "year": year(), "text": text_view(agreement_text())}
    await cast.drafter.ask(paths.PLANS, begun)
    version = (await cast.drafter.plan(_PLAN))["version"]
    await cast.drafter.ask(f"{_PLAN}/submission", {"note": ""}, version)
    for party in (cast.secretary, cast.chair):
        await party.endorse(_PLAN, "signatures")
    _, document = await cast.auditor.saved(_PLAN)
    (out / AGREEMENT).write_bytes(document)
    tell(
        "Kantor yang sama mempunyai jenis rencana lain: perjanjian kinerja, dengan ikrar, dua pihak dan lampirannya. "
        f"Sekretaris, lalu Ketua, menandatangani satu naskah: {out / AGREEMENT}",
        "The office has another kind of plan: a performance agreement, with a pledge, two parties and an annex. The "
        "secretary, then the chair, sign one text.",
    )
