"""The one table of rights: complete, never wider than the rules of the plan, closed by default."""

from itertools import product
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from api.access.errors import NotAllowed
from api.access.tokens import DEFAULT, SCOPES, Scope
from api.rights import POLICY, Door, Rule, acting, may
from domain.action.commands import ActionCommand
from domain.action.rules import ACTION_ALLOWED
from domain.kernel.actor import Role
from domain.office.commands import OfficeCommand
from domain.plan.commands import PlanCommand
from domain.plan.phases import ALLOWED
from domain.plan.state import Phase
from domain.quarter.commands import QuarterCommand
from domain.quarter.phases import QUARTER_ALLOWED
from domain.report.commands import ReportCommand
from domain.report.rules import REPORT_ALLOWED


def tag(command: type[msgspec.Struct]) -> str:
    return str(command.__struct_config__.tag)


PLAN_COMMANDS = get_args(PlanCommand)
OFFICE_COMMANDS = get_args(OfficeCommand)
YEAR_COMMANDS = (*get_args(ActionCommand), *get_args(QuarterCommand), *get_args(ReportCommand))
_OF_YEAR = [*ACTION_ALLOWED.items(), *QUARTER_ALLOWED.items(), *REPORT_ALLOWED.items()]
YEAR_ALLOWED = {tag(command): phases for command, phases in _OF_YEAR}
PEOPLE = frozenset(Role) - {Role.SYSTEM}


def test_every_command_has_its_rule() -> None:
    assert {tag(command) for command in (*PLAN_COMMANDS, *OFFICE_COMMANDS, *YEAR_COMMANDS)} <= POLICY.keys()


@pytest.mark.parametrize("command", PLAN_COMMANDS)
def test_no_act_is_offered_where_the_plan_refuses_it(command: type[PlanCommand]) -> None:
    assert set(POLICY[tag(command)].phases or ()) <= set(ALLOWED[command])


@pytest.mark.parametrize("act", sorted(YEAR_ALLOWED))
def test_no_act_of_the_year_is_offered_where_it_is_refused(act: str) -> None:
    assert {*(POLICY[act].phases or ())} <= {*YEAR_ALLOWED[act]}


def test_a_scope_names_acts_of_the_table_and_none_on_somebodys_way_in() -> None:
    """Fault 3: what a token may be made for."""
    assert SCOPES.keys() <= POLICY.keys()
    binding = {act for act in SCOPES if act.startswith(("give-", "sign-", "return-", "reject-", "verify-", "reopen-"))}
    assert {SCOPES[act] for act in binding} == {Scope.SIGN}
    assert not SCOPES.keys() & {"manage-accounts", "manage-own-account", *map(tag, OFFICE_COMMANDS)}
    assert Scope.SIGN not in DEFAULT


def test_what_is_not_in_the_table_is_refused() -> None:
    assert not may("burn-archive", frozenset(Role))
    with pytest.raises(NotAllowed):
        acting("burn-archive", frozenset(Role))


def test_the_documented_table_is_the_table() -> None:
    others = {Door.ANYONE: "anyone", Door.SIGNED_IN: "whoever signed in"}
    rows = [
        f"| `{act}` | {others.get(rule.door) or _who(rule)} | {', '.join(rule.phases or ('any',))} |"
        for act, rule in POLICY.items()
    ]
    assert (Path(__file__).parents[2] / "docs" / "rights.md").read_text("utf-8").endswith("\n".join(["", *rows, ""]))


def _who(rule: Rule) -> str:
    on_route = f"; on the route: {', '.join(rule.on_route)}" if rule.on_route else ""
    return ", ".join(rule.roles) + on_route


def test_a_stranger_to_the_office_may_do_nothing_in_it() -> None:
    assert all(rule.door is not Door.OFFICE or not may(act, ()) for act, rule in POLICY.items())


def test_an_auditor_reads_everything_and_states_what_they_found_and_changes_no_record() -> None:
    allowed = {act for act, rule in POLICY.items() if rule.door is Door.OFFICE and may(act, {Role.AUDITOR})}
    reading = {"open-plan", "read-plan", "read-history", "read-office", "read-access-log"}
    assert allowed == {*reading, "keep-typed", "state-review"}


def test_an_administrator_does_not_touch_a_plan() -> None:
    assert not any(may(tag(command), {Role.ADMINISTRATOR}) for command in PLAN_COMMANDS)
    assert all(may(tag(command), {Role.ADMINISTRATOR}) for command in OFFICE_COMMANDS)


def test_no_person_does_what_timers_do() -> None:
    for act in ("record-document", "record-due", "remind-step", "open-quarter", "rearm-window", "remind-filing"):
        assert not may(act, PEOPLE)
        assert may(act, {Role.SYSTEM})


@pytest.mark.parametrize(
    ("act", "role", "phase"), [*product(["edit-text", "give-paraf", "sign-part"], sorted(PEOPLE), Phase)]
)
def test_who_writes_and_who_signs(act: str, role: Role, phase: Phase) -> None:
    official = role in (Role.SECRETARY, Role.CHAIR)
    expected = {
        "edit-text": role is Role.DRAFTER and phase in (Phase.DRAFTING, Phase.REVIEW, Phase.SIGNING),
        "give-paraf": official and phase is Phase.REVIEW,
        "sign-part": official and phase is Phase.SIGNING,
    }
    assert may(act, {role}, phase) is expected[act]


def test_an_act_is_done_in_the_role_of_its_step() -> None:
    both = {Role.SECRETARY, Role.CHAIR}
    assert acting("sign-part", both, Role.CHAIR) is Role.CHAIR
    assert acting("sign-part", both, Role.DRAFTER) is Role.SECRETARY
    assert acting("sign-part", {Role.CHAIR}) is Role.CHAIR
    with pytest.raises(NotAllowed) as no:
        acting("sign-part", {Role.DRAFTER, Role.AUDITOR, Role.ADMINISTRATOR}, Role.CHAIR)
    assert no.value.code == "not-allowed"
