"""The pages of offices: the list, and one with what it says of itself."""

from collections.abc import Mapping
from functools import partial

from api.http.forms import Typed
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.offices.forms import RouteForm, RouteRow
from api.offices.pages.policies import facts as practice_facts
from api.offices.pages.setup import settings
from api.readings.heard import heard_number
from api.rights import may
from api.words import names
from api.words.clock import zone_told, zones
from api.words.words import Words
from domain.kernel.actor import Role
from domain.kernel.exact import spell_plain
from domain.office.state import GRANTED, OFFICIALS, Office
from domain.route.route import StepAct, action_kind, of_action, of_report, orders, plan_kind, quarter_kind, report_kind

_SPARE = 3  # empty rows of a route's table, for new steps
_TITLED = tuple(role for role in GRANTED if role in OFFICIALS)
_CHECKERS = (Role.OWNER, Role.PLANNER)  # beside the officials, on the route of an action plan
_MOST_REMINDERS = 20
_FIELDS = {
    "policy": "due",
    "policy.before": "before",
    "policy.citation": "citation",
    **{f"before.{n}": "before" for n in range(_MOST_REMINDERS)},  # one field holds them all
}


def offices(frame: Frame, typed: Mapping[str, str], problem: Problem | None, command_id: str) -> str:
    """Return the viewer's offices, and for administrators the form that begins another."""
    held = {role for m in frame.viewer.memberships for role in m.roles} if frame.viewer else set[Role]()
    return page(
        frame,
        "offices/offices.html",
        problem=problem,
        memberships=frame.viewer.memberships if frame.viewer else (),
        may_open=may("open-office", held),
        values=typed,
        command_id=command_id,
        zones=zones(frame.words),
        zone_told=zone_told,
        titled=_TITLED,
    )


def office(frame: Frame, office: Office, typed: Typed, route: RouteForm | None, plans: int) -> str:
    """Return one office, which has so many plans; `route` is the table that was typed and refused."""
    words, clock = frame.words, frame.clock(office)
    kinds = _kinds(office)
    typed = typed.at(_FIELDS | _in_rows(route, typed.problem))
    today = clock.date(frame.now)
    return page(
        frame,
        "offices/office.html",
        office=office,
        problem=typed.problem,
        typed=typed,
        fields=_links(typed),
        may_change=may("describe-office", roles(frame, office)),
        settings=settings(words, office, today, plans),
        titled=[role for role in GRANTED if role in _TITLED or office.title(role)],
        zones=zones(words),
        zone=zone_told(words, office.time_zone),
        kinds=[(kind, names.kind(words, kind, office.kinds.get(plan_kind(kind)))) for kind in kinds],
        whose={kind: _whose(words, office, kind) for kind in kinds},
        stations={kind: _stations(frame, office, kind) for kind in kinds},
        rows={kind: _rows(office, kind, route) for kind in kinds},
        roles={kind: _askable(words, office, kind) for kind in kinds},
        whole={kind for kind in kinds if plan_kind(kind) != kind},
        acts=[(StepAct.REVIEW.value, words("paraf")), (StepAct.SIGN.value, words("signature"))],
        policy=office.reminder_policy(today),
        filing=office.filing_policy(today),
        measured=practice_facts(words, clock, office.practice(today)),
        lines=office.quadrant_lines(today),
        number=spell_plain,
        heard_number=partial(heard_number, words),
        duties=office.duty_policy(today),
        acting=office.acting_policy(today),
        days=sorted(office.days.values(), key=lambda d: d.day, reverse=True),
        today=today,
    )


def _kinds(office: Office) -> list[str]:
    """Each kind of plan, with its action plan, its quarters and its annual report behind it."""
    plans = dict.fromkeys(plan_kind(kind) for kind in (*office.known_kinds(), *office.routes))
    return [kind for plan in plans for kind in (plan, action_kind(plan), quarter_kind(plan), report_kind(plan))]


def _askable(words: Words, office: Office, kind: str) -> list[tuple[str, str]]:
    """Who may have a step on a route of this kind: roles, then the positions that the office or the route names."""
    plan = plan_kind(kind) == kind
    roles = (
        (*_TITLED, *_CHECKERS, Role.DRAFTER)
        if plan
        else (*_CHECKERS, *_TITLED)
        if of_action(kind) or of_report(kind)
        else _TITLED
    )
    asked = {step.position: step.title for step in office.route(kind) if step.position and not step.office}
    titles = asked | {key: position.title for key, position in office.positions.items()}
    positions = [(f"@{key}", title or key) for key, title in titles.items()]
    return [*((role.value, names.role(words, role, office)) for role in roles), *positions]


def _stations(frame: Frame, office: Office, kind: str) -> list[list[str]]:
    """What each order of the route asks, in words; those side by side together."""
    route = office.route(kind)
    return [[names.step(frame.words, s, office) for s in route if s.order == order] for order in orders(route)]


def _whose(words: Words, office: Office, kind: str) -> str:
    """Say where the route comes from."""
    if kind in office.routes:
        return words("This office set it.")
    declared = office.kind(kind)
    return words("It comes with the kind of plan.") if declared and declared.route else words("It comes with paraf.")


def _rows(office: Office, kind: str, typed: RouteForm | None) -> list[RouteRow]:
    form = typed if typed is not None and typed.kind == kind else RouteForm.from_route(kind, office.route(kind))
    return [*form.rows, *[RouteRow()] * _SPARE]


def _in_rows(route: RouteForm | None, problem: Problem | None) -> dict[str, str]:
    """Where the faults of a route are: the domain names a step by its key, the table by its row."""
    if route is None or problem is None:
        return {}
    return {row.key: f"steps.{n}.key" for n, row in enumerate(route.named().rows)}


def _links(typed: Typed) -> dict[str, str]:
    """Where the summary's links lead: each field's id has its form's name before it."""
    places = {place for place, _ in typed.problem.errors} if typed.problem else set[str]()
    return {place: f"{typed.form}-{place.replace('.', '-')}" for place in places}
