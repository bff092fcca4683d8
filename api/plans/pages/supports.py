"""The page on which a drafter says what the indicators of a plan answer to in other plans."""

from collections.abc import Sequence

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.plans.choosing import Choice, ChoosingRow, labels
from api.words import names
from domain.measure.target import spell_target
from domain.office.state import Office
from domain.plan.state import Plan


def supports_page(
    frame: Frame,
    office: Office,
    plan: Plan,
    choice: Choice,
    known: Sequence[tuple[str, str]],
    rows: Sequence[ChoosingRow],
    problem: Problem | None,
    command_id: str,
) -> str:
    """Return the page; `known` are the plans to choose from."""
    offices = {m.office.id: m.office.name for m in frame.viewer.memberships} if frame.viewer else {}

    def called(of: tuple[str, str]) -> str:
        there, key = of
        return names.other_plan(key) + ("" if there == office.id else f", {offices.get(there, there)}")

    options = [(f"{there}/{key}", called((there, key))) for there, key in known]
    return page(
        frame,
        "plans/supports.html",
        office=office,
        problem=problem,
        plan=plan,
        base=plan_path(office, plan.key),
        choice=choice,
        options=options,
        labels=labels(choice),
        rows=rows,
        called=called,
        spelled=spell_target,
        proposals=sum(bool(row.proposed) and not row.linked for row in rows),
        command_id=command_id,
    )
