"""An action plan of 500 indicators is still one light page, before it is written and after."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from api.action import pages
from api.http.frame import Frame
from api.rights import Membership, Viewer
from domain.action.row import ActionRow, Owner, Steps
from domain.action.state import Action, ActionPhase
from domain.kernel.actor import Role
from domain.measure.proposal import propose
from domain.measure.realisation import Bounds
from domain.measure.target import Percentage
from domain.office.state import Office
from domain.plan.basis import PlanBasis
from domain.plan.text import Goal, Indicator, Part
from domain.route.route import default_action_route
from examples.banjarmasin import plan_text

_HEAVIEST = 60_000 / 2  # bytes on the wire; the other half is for what every page needs
_MANY, _GOALS, _PEOPLE = 500, 40, 30


def written() -> Action:
    """Return an action plan with as many indicators, worded like those of the sample."""
    known = [indicator.text for part in plan_text().parts for indicator in part.indicators]
    goals = tuple(Goal(f"g{n}", "", f"Terwujudnya sasaran strategis {n}") for n in range(_GOALS))
    indicators = tuple(
        Indicator(f"i{n}", f"g{n % _GOALS}", f"{known[n % len(known)]} {n}", Percentage(Decimal(50 + n % 50)))
        for n in range(_MANY)
    )
    rows = {
        indicator.id: ActionRow(
            indicator.id,
            propose(indicator.text, indicator.target).policy,
            tuple(Bounds(Decimal(40 + n % 37 + quarter), Decimal(40 + n % 37 + quarter)) for quarter in range(4)),
            (Owner(f"p{n % _PEOPLE}", f"Pegawai {n % _PEOPLE}, S.E."),),
            Steps("Menyusun laporan. (contoh)"),
        )
        for n, indicator in enumerate(indicators)
    }
    part = Part("A", plan_text().parts[0].details, goals, indicators, ())
    return Action(
        phase=ActionPhase.DRAFTING,
        office="kantor",
        kind="rkt",
        year=2024,
        route=default_action_route(),
        basis=PlanBasis(1, "0" * 64, (part,)),
        rows=rows,
        policies={key: (row.policy,) for key, row in rows.items() if row.policy},
        version=1,
    )


def weight(action: Action) -> int:
    """Return how many bytes the page is on its way to a planner."""
    people = {f"p{n}": f"Pegawai {n}, S.E." for n in range(_PEOPLE)}
    grants = dict.fromkeys(people, frozenset({Role.OWNER, Role.PLANNER}))
    office = Office(id="kantor", name="Kantor", time_zone="Asia/Makassar", people=people, grants=grants)
    viewer = Viewer("1", "p0", "p0", people["p0"], (Membership(office, grants["p0"]),))
    frame = Frame(viewer, "id", trial=True, path="/", now=datetime.now(UTC))
    return len(gzip.compress(pages.action(frame, office, action, None, None, "id", {}).encode(), 5))


def test_a_large_action_plan_is_a_light_page() -> None:
    full = written()
    empty = replace(full, rows={key: ActionRow(key) for key in full.rows}, policies={})
    assert 4_000 < weight(empty) < _HEAVIEST
    assert 4_000 < weight(full) < _HEAVIEST
