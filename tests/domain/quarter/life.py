"""A small office's year, for the tests of action plan and quarters."""

from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from domain.action.commands import (
    ActionCommand,
    BeginAction,
    EditAction,
    GiveActionParaf,
    RecordActionDocument,
    ReturnAction,
    SignAction,
    SubmitAction,
)
from domain.action.events import ActionEvent
from domain.action.row import ActionRow, Owner, Steps
from domain.action.rules import decide as decide_action
from domain.action.state import Action, action_digest
from domain.action.state import fold as fold_action
from domain.kernel.actor import Actor, Role
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation, Component, Components, MeasurementPolicy
from domain.measure.practice import DEFAULT
from domain.measure.realisation import Absent, Aim, Bounds, Level, Measured, Ratio, Reading, State
from domain.measure.scale import SAKIP, NumberScale, PercentageScale
from domain.measure.target import Grade, Percentage, Quantity
from domain.plan.basis import PlanBasis
from domain.plan.events import ReminderKind
from domain.plan.text import Goal, Indicator, Part, PartDetails, Programme
from domain.quarter.commands import (
    CloseQuarter,
    CorrectPolicy,
    CorrectRealisation,
    ExtendWindow,
    FileBudget,
    FileRealisation,
    HandOverRealisation,
    OpenQuarter,
    QuarterCommand,
    RecordQuarterDocument,
    RemindFiling,
    ReopenQuarter,
    ReturnRealisation,
    RowVersion,
    SignQuarter,
    Spent,
    VerifyRealisations,
    WaiveRealisation,
)
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterEvent
from domain.quarter.filing import Evidence, Filing, FollowUpAnswer
from domain.quarter.opening import opening
from domain.quarter.row import QuarterReminder, Window
from domain.quarter.rules import decide
from domain.quarter.state import Quarter, fold
from domain.route.route import default_action_route, default_quarter_route
from tests.domain.office.office_life import CHAIR, DRAFTER, OFFICE, SECRETARY, SYSTEM, person
from tests.spec import Spec

PLANNER = person("Putu", Role.PLANNER)
OWNER = person("Oka", Role.OWNER)
OTHER = person("Wayan", Role.OWNER)
OKA, WAYAN = Owner("oka", "Oka"), Owner("wayan", "Wayan")

# Of the first quarter of 2024.
BEGUN = datetime(2024, 1, 20, 2, tzinfo=UTC)
ENDED = datetime(2024, 3, 31, 16, tzinfo=UTC)
OPENS = datetime(2024, 4, 1, tzinfo=UTC)
AT = datetime(2024, 4, 5, 2, tzinfo=UTC)
CLOSES = datetime(2024, 4, 10, 16, tzinfo=UTC)
LATER = datetime(2024, 4, 12, 2, tzinfo=UTC)
EXTENDED = datetime(2024, 4, 20, 16, tzinfo=UTC)

_DETAILS = PartDetails("OFFICE", "GOALS", "Banjar", "14 Januari 2024", "", "CHAIR", "KETUT")
PARTS = (
    Part(
        "B",
        _DETAILS,
        (Goal("g1", "", "Complaints are dealt with"), Goal("g2", "", "The office is accountable")),
        (
            Indicator("i1", "g1", "Complaints dealt with", Percentage(Decimal(90))),
            Indicator("i2", "g1", "Training days", Quantity(Decimal(12), "days")),
            Indicator("i3", "g2", "SAKIP grade", Grade("B")),
        ),
        (Programme("p1", "Service", Decimal(1000)), Programme("p2", "Accountability", Decimal(500))),
    ),
)
BASIS = PlanBasis(3, "d" * 64, PARTS)

RATIO = DEFAULT.policy(
    Direction.HIGHER,
    PercentageScale(),
    components=Components(Component("dealt with"), Component("received")),
)
SUM = DEFAULT.policy(Direction.HIGHER, NumberScale("days"), Aggregation.SUM)
GRADE = DEFAULT.policy(Direction.ORDINAL, SAKIP)


def aim(figure: str) -> Bounds:
    """A single figure to aim at."""
    return Bounds(Decimal(figure), Decimal(figure))


def aims(*figures: str) -> tuple[Aim | None, ...]:
    """Quarterly targets; empty is no target in that quarter, letters are a grade."""
    return tuple(None if not f else Level(f) if f.isalpha() else aim(f) for f in figures)


STEPS = Steps("", ("Train the desk", "", "Survey", ""))
ROWS = (
    ActionRow("i1", RATIO, aims("80", "85", "90", "90"), (OKA,), STEPS),
    ActionRow("i2", SUM, aims("3", "3", "3", "3"), (OKA, WAYAN), STEPS),
    ActionRow("i3", GRADE, aims("", "CC", "", "B"), (WAYAN,), Steps("Prepare the report")),
)

ActionSpec = Spec[ActionCommand, Action, ActionEvent]
QuarterSpec = Spec[QuarterCommand, Quarter, QuarterEvent]


def action_spec() -> ActionSpec:
    """The action plan's decider, with no past."""
    return Spec(decide_action, fold_action)


def quarter_spec() -> QuarterSpec:
    """The quarter's decider, with no past."""
    return Spec(decide, fold)


def begin(by: Actor = DRAFTER, **changed: Any) -> BeginAction:
    """The command that begins the action plan."""
    command = BeginAction(
        by=by,
        at=BEGUN,
        office=OFFICE,
        kind="rkt",
        year=2024,
        trial=False,
        route=default_action_route(),
        basis=BASIS,
    )
    return msgspec.structs.replace(command, **changed)


def write(*rows: ActionRow, based_on: int = 0, by: Actor = DRAFTER, at: datetime = BEGUN) -> EditAction:
    """The command that makes these rows so; without any, all as they should be."""
    return EditAction(by=by, at=at, based_on=based_on, rows=rows or ROWS)


def send(based_on: int = 1, by: Actor = DRAFTER) -> SubmitAction:
    """The command that sends the action plan on its route."""
    return SubmitAction(by=by, at=BEGUN, based_on=based_on, note="")


def print_action(action: Action) -> RecordActionDocument:
    """What the rendering activity asks for."""
    return RecordActionDocument(
        by=SYSTEM,
        at=BEGUN,
        version=action.version,
        digest=action_digest(action),
        document=f"action-{action.version}-{len(action.signatures)}",
        template="t1",
        pages=3,
        signatures=len(action.signatures),
    )


def accept(action: Action, step: str, by: Actor) -> GiveActionParaf:
    """A paraf on what is shown now."""
    return GiveActionParaf(by=by, at=BEGUN, step=step, **_seen_action(action))


def sign_action(action: Action, by: Actor = SECRETARY, step: str = "secretary") -> SignAction:
    """A signature on what is shown now."""
    return SignAction(by=by, at=BEGUN, step=step, **_seen_action(action))


def send_back(step: str, by: Actor, reason: str = "Too low.") -> ReturnAction:
    """The command that returns the action plan."""
    return ReturnAction(by=by, at=BEGUN, step=step, reason=reason)


def written() -> ActionSpec:
    """An action plan with every row."""
    return action_spec().done(begin(), write())


def sent() -> ActionSpec:
    """An action plan on its route, its document shown."""
    spec = written().done(send())
    return spec.done(print_action(spec.state))


def accepted() -> ActionSpec:
    """An action plan that its owners and the planning section passed."""
    spec = sent()
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        spec = spec.done(accept(spec.state, step, by))
    return spec


def endorsed(spec: ActionSpec) -> ActionSpec:
    """An action plan that was written, taken along its whole route."""
    spec = spec.done(send(spec.state.version))
    spec = spec.done(print_action(spec.state))
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        spec = spec.done(accept(spec.state, step, by))
    return spec.done(sign_action(spec.state))


def action_signed() -> ActionSpec:
    """A signed action plan."""
    spec = accepted()
    spec = spec.done(sign_action(spec.state))
    return spec.done(print_action(spec.state))


REMINDERS = (
    QuarterReminder("before-1", ReminderKind.BEFORE, datetime(2024, 4, 9, tzinfo=UTC)),
    QuarterReminder("due", ReminderKind.DUE, datetime(2024, 4, 10, tzinfo=UTC)),
    QuarterReminder("escalation-1", ReminderKind.ESCALATION, datetime(2024, 4, 11, tzinfo=UTC), Role.SECRETARY),
)
WINDOW = Window(OPENS, CLOSES, REMINDERS, False, "holidays 0.1", "SE 1/2024")


def open_quarter(
    quarter: int = 1, *earlier: Quarter, action: Action | None = None, window: Window = WINDOW, at: datetime = OPENS
) -> OpenQuarter:
    """The command that opens a quarter of the signed action plan; the window is that of the first."""
    return opening(
        action or action_signed().state,
        quarter,
        window=window,
        ended=ENDED,
        route=default_quarter_route(),
        earlier=earlier,
        by=SYSTEM,
        at=at,
    )


def wide(rows: int, **changed: Any) -> OpenQuarter:
    """The command that opens a first quarter with so many rows like the second one, `i0` the first of them."""
    command = open_quarter()
    like = command.rows[1]
    indicators = (msgspec.structs.replace(like.indicator, id=f"i{n}") for n in range(rows))
    many = tuple(msgspec.structs.replace(like, indicator=indicator) for indicator in indicators)
    return msgspec.structs.replace(command, rows=many, programmes=(), **changed)


def measured(figure: str) -> Measured:
    """A figure as it was measured."""
    return Measured(Decimal(figure))


def ratio(above: str, below: str | None) -> Ratio:
    """Components as they were counted."""
    return Ratio(Decimal(above), None if below is None else Decimal(below))


EVIDENCE_BYTES = b"%PDF-1.7 (contoh) %%EOF"
EVIDENCE = Evidence(sha256(EVIDENCE_BYTES).hexdigest(), "rekap.pdf", "application/pdf", len(EVIDENCE_BYTES))
GOOD: dict[str, Filing] = {
    "i1": Filing(ratio("9", "10"), "Nine of ten.", follow_up="Answer the tenth.", evidence=(EVIDENCE,)),
    "i2": Filing(measured("3"), "As planned."),
    "i3": Filing(Absent(State.NOT_RELEASED), "Comes in October."),
}
OWNERS = {"i1": OWNER, "i2": OWNER, "i3": OTHER}


def report(
    indicator: str,
    filing: Filing | Reading | None = None,
    based_on: int = 0,
    by: Actor | None = None,
    at: datetime = AT,
    **words: Any,
) -> FileRealisation:
    """The command that files a row, by its owner unless somebody else is named."""
    told = GOOD[indicator] if filing is None else filing if isinstance(filing, Filing) else Filing(filing)
    told = msgspec.structs.replace(told, **words)
    return FileRealisation(by=by or OWNERS[indicator], at=at, indicator=indicator, based_on=based_on, filing=told)


def correct(
    indicator: str, filing: Filing, based_on: int = 1, reason: str = "A slip.", by: Actor | None = None
) -> CorrectRealisation:
    """The command that makes a filed row another."""
    return CorrectRealisation(
        by=by or OWNERS[indicator], at=AT, indicator=indicator, based_on=based_on, filing=filing, reason=reason
    )


def spend(*amounts: tuple[str, int, str], reason: str = "", by: Actor = OWNER, at: datetime = AT) -> FileBudget:
    """The command that says what was spent: programme, version seen, rupiah."""
    told = tuple(Spent(programme, based_on, Decimal(amount)) for programme, based_on, amount in amounts)
    return FileBudget(by=by, at=at, amounts=told, reason=reason)


def verify(*indicators: str, based_on: int = 1, by: Actor = PLANNER) -> VerifyRealisations:
    """The command that passes rows."""
    return VerifyRealisations(by=by, at=AT, rows=tuple(RowVersion(key, based_on) for key in indicators))


def refuse(
    indicator: str, based_on: int = 1, by: Actor = PLANNER, reason: str = "Where is March?"
) -> ReturnRealisation:
    """The command that returns a row."""
    return ReturnRealisation(by=by, at=AT, indicator=indicator, based_on=based_on, reason=reason)


def waive(row: str, by: Actor = PLANNER, at: datetime = LATER, reason: str = "On leave.") -> WaiveRealisation:
    """The command that lets the quarter go on without a row."""
    return WaiveRealisation(by=by, at=at, row=row, reason=reason)


def hand_over(indicator: str, *owners: Owner, by: Actor = PLANNER, reason: str = "Moved.") -> HandOverRealisation:
    """The command that gives a row to others."""
    return HandOverRealisation(by=by, at=AT, indicator=indicator, owners=owners, reason=reason)


def measure(
    indicator: str, policy: MeasurementPolicy, based_on: int = 0, by: Actor = PLANNER, reason: str = "It was wrong."
) -> CorrectPolicy:
    """The command that has a row measured otherwise."""
    return CorrectPolicy(by=by, at=AT, indicator=indicator, based_on=based_on, policy=policy, reason=reason)


def extend(
    closes: datetime = EXTENDED, by: Actor = SECRETARY, at: datetime = LATER, reason: str = "A flood."
) -> ExtendWindow:
    """The command that lets people file for longer."""
    return ExtendWindow(by=by, at=at, closes=closes, reminders=(), reason=reason)


def print_quarter(quarter: Quarter) -> RecordQuarterDocument:
    """What the rendering activity asks for."""
    return RecordQuarterDocument(
        by=SYSTEM,
        at=AT,
        version=quarter.version,
        digest=quarter_digest(quarter),
        document=f"quarter-{quarter.version}-{len(quarter.given)}",
        template="t1",
        pages=7,
        signatures=len(quarter.given),
    )


def sign_quarter(quarter: Quarter, step: str, by: Actor) -> SignQuarter:
    """A signature on what is shown now."""
    return SignQuarter(
        by=by,
        at=AT,
        step=step,
        based_on=quarter.version,
        digest=quarter_digest(quarter),
        document=quarter.document.document if quarter.document else "nothing-shown",
    )


def close(by: Actor = CHAIR) -> CloseQuarter:
    """The command that keeps the figures."""
    return CloseQuarter(by=by, at=AT)


def reopen(by: Actor = CHAIR, reason: str = "A wrong count.", closes: datetime = EXTENDED) -> ReopenQuarter:
    """The command that lets a closed quarter be corrected."""
    return ReopenQuarter(by=by, at=LATER, closes=closes, reminders=(), reason=reason)


def remind(key: str = "before-1", round_: int = 1, by: Actor = SYSTEM) -> RemindFiling:
    """What a timer asks for."""
    return RemindFiling(by=by, at=AT, round=round_, reminder=key)


def opened() -> QuarterSpec:
    """The first quarter, open."""
    return quarter_spec().done(open_quarter())


def filed() -> QuarterSpec:
    """The first quarter with everything filed."""
    return opened().done(*(report(key) for key in GOOD), spend(("p1", 0, "250"), ("p2", 0, "100")))


def settled() -> QuarterSpec:
    """The first quarter verified, its document shown."""
    spec = filed().done(verify(*GOOD))
    return spec.done(print_quarter(spec.state))


def half_signed() -> QuarterSpec:
    """The first quarter signed by the Secretary, its new document shown."""
    spec = settled()
    spec = spec.done(sign_quarter(spec.state, "secretary", SECRETARY))
    return spec.done(print_quarter(spec.state))


def quarter_signed() -> QuarterSpec:
    """The first quarter signed by everybody."""
    spec = half_signed()
    return spec.done(sign_quarter(spec.state, "chair", CHAIR))


def closed() -> QuarterSpec:
    """The first quarter, closed."""
    return quarter_signed().done(close())


def answered(text: str = "Answered.", done: bool = True) -> FollowUpAnswer:
    """What became of a follow-up."""
    return FollowUpAnswer(done, text)


def newer(policy: MeasurementPolicy, **changed: Any) -> MeasurementPolicy:
    """The next version of a policy."""
    return msgspec.structs.replace(policy, version=policy.version + 1, **changed)


def _seen_action(action: Action) -> dict[str, Any]:
    document = action.document.document if action.document else "nothing-shown"
    return {"based_on": action.version, "digest": action_digest(action), "document": document}
