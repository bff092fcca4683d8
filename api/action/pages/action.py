"""The action plan on one page: where it stands, what is missing, every indicator by goal; and the page to begin it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from api.action.pages.following import followed, marked, to_follow
from api.action.standing import checked_by_others, standing, stations, step_name
from api.http.address import plan_path
from api.http.frame import Frame, duties, roles
from api.http.html import page
from api.http.problems import Problem
from api.rights import may
from api.words import measuring, names
from api.words.telling import said_amendment
from api.words.words import Words
from domain.action.row import ActionRow, Owner
from domain.action.rules import gaps
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Role
from domain.kernel.errors import N_
from domain.measure.target import spell_target
from domain.office.state import Office
from domain.plan.basis import PlanBasis, basis_of
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, Part
from domain.route.route import action_kind

MISSING: Mapping[str, str] = {
    "policy": N_("how it is measured"),
    "targets": N_("quarterly targets"),
    "owners": N_("an owner"),
    "steps": N_("steps"),
}


@dataclass(frozen=True)
class ActionRowShown:
    """One indicator in words; `missing` names what it does not have yet, `mark` what an amended plan made of it."""

    key: str
    text: str
    measured: str
    year: str
    targets: tuple[str, ...]
    owners: tuple[Owner, ...]
    missing: tuple[str, ...]
    own: bool
    mark: str
    start: str


@dataclass(frozen=True)
class ActionGoalShown:
    """A goal with the rows that stand under it; `number` only at the top."""

    goal: Goal
    number: str
    rows: list[ActionRowShown] = field(default_factory=list)


def action_begin(frame: Frame, office: Office, plan: Plan, problem: Problem | None, command_id: str) -> str:
    """Return the page of an action plan that nobody has begun yet."""
    person, route = frame.viewer.person if frame.viewer else "", office.route(action_kind(plan.kind))
    may_begin = may("begin-action", roles(frame, office))
    return page(
        frame,
        "action/begin.html",
        office=office,
        problem=problem,
        plan=plan,
        version=basis_of(plan).version,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        course=[step_name(frame.words, step, office) for step in route],
        may_begin=may_begin,
        checks=checked_by_others(frame.words, frame.clock(office), office, Action(route=route), person)
        if may_begin
        else [],
        command_id=command_id,
    )


def action(
    frame: Frame,
    office: Office,
    shown: Action,
    newer: PlanBasis | None,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the page; `newer` is the amended plan that it does not follow yet."""
    words, clock, held = frame.words, frame.clock(office), roles(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    missing = [place.rpartition(".") for place in gaps(shown)]
    by_row: dict[str, list[str]] = {}
    for key, _, cell in missing:
        by_row.setdefault(key, []).append(cell)
    counted = Counter(cell for _, _, cell in missing)
    writes = may("submit-action", held)
    base = plan_path(office, f"{shown.kind}-{shown.year}")
    marks = marked(words, shown)
    return page(
        frame,
        "action/action.html",
        office=office,
        problem=problem,
        action=shown,
        base=base,
        newer=newer,
        amendment="" if newer is None else said_amendment(words, clock, newer.amendment, newer.effective),
        own_amendment=said_amendment(words, clock, shown.basis.amendment, shown.basis.effective),
        to_follow=to_follow(words, shown, newer) if newer else [],
        followed=followed(words, shown, f"{base}/action"),
        follows=may("follow-plan", held, shown.phase),
        standing=standing(words, office, shown, person, duties(frame, office)),
        parts=[(part, _goals(words, shown, part, by_row, marks, person)) for part in shown.basis.parts],
        missing=[(words(MISSING[cell]), counted[cell]) for cell in MISSING if counted[cell]],
        unmeasured=counted["policy"],
        cells=len(MISSING),
        writes=writes,
        owns=person in shown.owners() and may("edit-action", held, shown.phase),
        checks=checked_by_others(words, frame.clock(office), office, shown, person)
        if may("submit-action", held, shown.phase)
        else [],
        may_submit=writes and may("submit-action", held, shown.phase),
        means=_means(words, office, shown),
        goals=[(goal.id, _short(goal.text)) for part in shown.basis.parts for goal in _measured(part)],
        owners=owners(office),
        stations=stations(words, frame.clock(office), office, shown),
        digest_now=action_digest(shown),
        void=shown.void_documents,
        command_id=command_id,
        typed=typed,
    )


def owners(office: Office, *kept: Owner) -> list[tuple[str, str]]:
    """Return who may own a row, by name; whoever owns one already stays among them."""
    people = {person: office.people[person] for person in office.holders(Role.OWNER)}
    people |= {owner.person: owner.name for owner in kept if owner.person not in people}
    return sorted(people.items(), key=lambda one: one[1].casefold())


def opens_again(words: Words, action: Action) -> str:
    """Say what a change of an action plan on its route ends; empty where nothing ends."""
    if action.phase is ActionPhase.SIGNED:
        return words(
            "This action plan is signed and stays in force. A change begins its next version, which goes on its "
            "own route and takes its place once it is signed. Quarters that are open keep what they were opened with, "
            "unless the plan was amended or an indicator starts in another quarter."
        )
    if action.phase in (ActionPhase.REVIEW, ActionPhase.SIGNING):
        return words("This action plan is on its route. A change takes it back to its writers, and voids every paraf.")
    return ""


def row_missing(words: Words, action: Action, key: str) -> tuple[str, ...]:
    """Name what a row does not have yet."""
    return tuple(words(MISSING[cell]) for row, _, cell in (g.rpartition(".") for g in gaps(action)) if row == key)


def _goals(
    words: Words,
    action: Action,
    part: Part,
    missing: Mapping[str, list[str]],
    marks: Mapping[str, str],
    person: str,
) -> Iterable[ActionGoalShown]:
    found: dict[str, ActionGoalShown] = {}
    for goal in part.goals:
        top = sum(not g.goal.parent for g in found.values())
        found[goal.id] = ActionGoalShown(goal, "" if goal.parent else f"{top + 1}.")
    for indicator in part.indicators:
        row = action.rows[indicator.id]
        mark = marks.get(indicator.id, "")
        shown = _row(words, indicator, row, missing.get(indicator.id, []), mark, person)
        found[indicator.goal].rows.append(replace(shown, start=said_start(words, action, indicator.id)))
    return found.values()


def _row(
    words: Words, indicator: Indicator, row: ActionRow, missing: Iterable[str], mark: str, person: str
) -> ActionRowShown:
    return ActionRowShown(
        key=indicator.id,
        text=indicator.text,
        measured=measuring.brief(words, row.policy) if row.policy else "",
        year=spell_target(indicator.target),
        targets=tuple("—" if aim is None else measuring.aim(words, row.policy, aim) for aim in row.targets)
        or ("",) * 4,
        owners=row.owners,
        missing=tuple(words(MISSING[cell]) for cell in missing),
        own=person in {owner.person for owner in row.owners},
        mark=mark,
        start="",
    )


def said_start(words: Words, action: Action, key: str) -> str:
    """Say in which quarter an indicator starts, and why where somebody decided it; empty for one of the whole year."""
    first, start = action.starts(key), action.rows[key].start
    if first == 1:
        return ""
    said = words("starts in quarter {number}", number=names.quarter(first))
    return f"{said}: {start.reason}" if start else said


def _measured(part: Part) -> list[Goal]:
    homes = {indicator.goal for indicator in part.indicators}
    return [goal for goal in part.goals if goal.id in homes]


def _means(words: Words, office: Office, action: Action) -> str:
    first = [step for step in action.route if step.order == min(s.order for s in action.route)]
    people = list(dict.fromkeys(names.holder(words, step, office) for step in first))
    return words("This version goes on its route, first to: {people}.", people=words(" and ").join(people))


def _short(text: str) -> str:
    return text if len(text) < 90 else text[:88] + "…"
