"""A small office and its plan, for the tests of the plan's rules."""

import random
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from domain.kernel.actor import Actor, Capacity, Role, system
from domain.measure.target import Percentage
from domain.plan.commands import (
    DraftPlan,
    EditText,
    GiveParaf,
    MakeComment,
    PlanCommand,
    RecordDocument,
    RecordDue,
    ReturnPlan,
    SignPart,
    SubmitPlan,
)
from domain.plan.events import Reminder, ReminderKind
from domain.plan.evolution import fold
from domain.plan.rules import decide
from domain.plan.state import Plan, PlanEvent, text_digest
from domain.plan.text import Goal, Indicator, Part, PartDetails, PlanDetails, PlanText, Programme
from domain.route.route import Route, Step, StepAct, default_route
from tests.spec import Spec

OFFICE = "kpu-contoh"
AT = datetime(2024, 1, 8, 2, 30, tzinfo=UTC)


def person(name: str, role: Role) -> Actor:
    """Return an official of the office."""
    return Actor(name.lower(), name, role, f"{role} of the office", Capacity.DEFINITIVE, OFFICE)


DRAFTER = person("Dewi", Role.DRAFTER)
SECRETARY = person("Sari", Role.SECRETARY)
CHAIR = person("Ketut", Role.CHAIR)
SYSTEM = system(OFFICE)

_DETAILS = PartDetails("OFFICE", "GOALS", "Banjar", "14 Januari 2024", "", "CHAIR", "KETUT")

TEXT = PlanText(
    PlanDetails("RENCANA KINERJA TAHUN 2024", "Jl. Contoh 1", "14 Februari 2024"),
    (
        Part(
            "A",
            _DETAILS,
            (Goal("g1", "", "Goal one"), Goal("g2", "g1", "Goal below one"), Goal("g3", "", "Goal two")),
            (
                Indicator("i1", "g2", "Turnout", Percentage(Decimal(75))),
                Indicator("i2", "g3", "Missing voters", Percentage(Decimal("0.16"))),
            ),
        ),
        Part("B", _DETAILS, (), (), (Programme("p1", "Logistics", Decimal(3979222000)),)),
    ),
)

# Two who review at once, and two who sign at once.
SIDE_BY_SIDE: Route = (
    Step("one", 1, Role.SECRETARY, StepAct.REVIEW),
    Step("two", 1, Role.CHAIR, StepAct.REVIEW),
    Step("sign-b", 2, Role.SECRETARY, StepAct.SIGN, "B"),
    Step("sign-a", 2, Role.CHAIR, StepAct.SIGN, "A"),
)


def plan_spec() -> Spec[PlanCommand, Plan, PlanEvent]:
    """Return the plan's decider, with no past."""
    return Spec(decide, fold)


def draft(text: PlanText = TEXT, route: Route | None = None, by: Actor = DRAFTER) -> DraftPlan:
    """Return the command that begins the plan."""
    return DraftPlan(
        by=by, at=AT, office=OFFICE, kind="rkt", year=2024, trial=False, route=route or default_route(), text=text
    )


def edit(text: PlanText, based_on: int = 1, by: Actor = DRAFTER) -> EditText:
    """Return the command that makes the text this one."""
    return EditText(by=by, at=AT, based_on=based_on, text=text)


def submit(based_on: int = 1, by: Actor = DRAFTER) -> SubmitPlan:
    """Return the command that sends the text on its route."""
    return SubmitPlan(by=by, at=AT, based_on=based_on, note="")


def render(plan: Plan, document: str = "") -> RecordDocument:
    """Return what the rendering activity asks for."""
    return RecordDocument(
        by=SYSTEM,
        at=AT,
        version=plan.version,
        digest=text_digest(plan),
        document=document or f"pdf-of-{plan.version}-with-{len(plan.signatures)}",
        template="t1",
        pages=5,
        signatures=len(plan.signatures),
    )


def paraf(plan: Plan, step: str, by: Actor) -> GiveParaf:
    """Return a paraf on what is shown now."""
    return GiveParaf(by=by, at=AT, step=step, based_on=plan.version, digest=text_digest(plan), document=_shown(plan))


def sign(plan: Plan, step: str, by: Actor) -> SignPart:
    """Return a signature on what is shown now."""
    return SignPart(by=by, at=AT, step=step, based_on=plan.version, digest=text_digest(plan), document=_shown(plan))


def give_back(step: str, by: Actor, reason: str = "The target is too low.") -> ReturnPlan:
    """Return the command that sends the plan back."""
    return ReturnPlan(by=by, at=AT, step=step, reason=reason)


def remark(by: Actor = SECRETARY, row: str = "i1", key: str = "c1") -> MakeComment:
    """Return a comment on a row."""
    return MakeComment(by=by, at=AT, comment=key, row=row, text="Why only 75%?")


def drafted() -> Spec[PlanCommand, Plan, PlanEvent]:
    """A plan with its text."""
    return plan_spec().done(draft())


def submitted() -> Spec[PlanCommand, Plan, PlanEvent]:
    """A plan in review, its document shown."""
    spec = drafted().done(submit())
    return spec.done(render(spec.state))


def reviewed() -> Spec[PlanCommand, Plan, PlanEvent]:
    """A plan with both parafs."""
    spec = submitted()
    spec = spec.done(paraf(spec.state, "secretary-review", SECRETARY))
    return spec.done(paraf(spec.state, "chair-review", CHAIR))


def half_signed() -> Spec[PlanCommand, Plan, PlanEvent]:
    """A plan whose part B is signed, its new document shown."""
    spec = reviewed()
    spec = spec.done(sign(spec.state, "secretary-sign", SECRETARY))
    return spec.done(render(spec.state))


def signed() -> Spec[PlanCommand, Plan, PlanEvent]:
    """A plan signed to the end."""
    spec = half_signed()
    spec = spec.done(sign(spec.state, "chair-sign", CHAIR))
    return spec.done(render(spec.state))


def due(step: str, round_: int) -> RecordDue:
    """When a step is due, as timers say it."""
    reminder = Reminder("due", ReminderKind.DUE, AT)
    return RecordDue(
        by=SYSTEM,
        at=AT,
        step=step,
        round=round_,
        opened=AT,
        due=AT,
        reminders=(reminder,),
        estimated=False,
        source="",
        citation="",
    )


def reworked(text: PlanText, seed: int) -> PlanText:
    """A text with one target changed and its goals shuffled."""
    chance = random.Random(seed)
    a = text.part("A")
    goals = list(a.goals)
    chance.shuffle(goals)
    first = msgspec.structs.replace(a.indicators[0], target=Percentage(Decimal(chance.randint(0, 99))))
    return text.with_part(msgspec.structs.replace(a, goals=tuple(goals), indicators=(first, *a.indicators[1:])))


def _shown(plan: Plan) -> str:
    return plan.document.document if plan.document else "nothing-shown"
