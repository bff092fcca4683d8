"""What readers get of a year: two JSON spellings, and a table whose every figure can be checked by hand."""

import json
from datetime import timedelta
from decimal import Decimal

import msgspec

from domain.kernel.message import canonical
from domain.measure.achievement import Derivation, recompute
from domain.measure.flags import Flag
from domain.measure.realisation import Level
from domain.quarter.line import Standing
from domain.quarter.outcome import figures
from tests.domain.office.office_life import SECRETARY
from tests.domain.quarter.life import (
    ENDED,
    GOOD,
    OTHER,
    OWNER,
    PLANNER,
    ROWS,
    accept,
    action_signed,
    action_spec,
    aims,
    answered,
    begin,
    closed,
    filed,
    open_quarter,
    opened,
    print_action,
    quarter_spec,
    report,
    send,
    sign_action,
    write,
    written,
)
from views.action import action_json
from views.quarter import quarter_json, quarter_summary_json
from views.year import year_changes, year_table, year_view


def test_the_action_plan_is_spelled_with_all_that_a_page_needs() -> None:
    told = json.loads(action_json(action_signed().state))
    plan = {"version": 3, "text_digest": "d" * 64, "effective": None, "amendment": 0}
    assert (told["phase"], told["plan"], told["missing"]) == ("signed", plan, [])
    first, _, third = told["parts"][0]["indicators"]
    assert [each["text"] for each in first["targets"]] == ["80", "85", "90", "90"]
    assert [each and each["text"] for each in third["targets"]] == [None, "CC", None, "B"]
    assert first["owners"] == [{"type": "owner", "person": "oka", "name": "Oka"}]
    assert [step["state"] for step in told["route"]] == ["done", "done", "done"]
    assert [given["by"]["name"] for given in told["route"][0]["given"]] == ["Oka", "Wayan"]
    assert json.loads(action_json(action_spec().done(begin()).state))["missing"][0] == "i1.policy"


def test_a_quarter_is_spelled_with_each_figure_its_derivation_and_its_line() -> None:
    told = json.loads(quarter_json(closed().state))
    assert (told["phase"], told["owing"]) == ("closed", [])
    ratios, days, grade = told["rows"]
    assert (ratios["quarter"]["figure"], ratios["year"]["figure"]) == ("112.50", "100.00")
    assert ratios["quarter"]["line"].startswith("R = 9 / 10 x 100 = 90; R / T x 100 = 90 / 80 x 100 = 112,5 → 112,50")
    assert msgspec.convert(days["year"]["derivation"], Derivation, strict=False).readings == (GOOD["i2"].reading,)
    assert (grade["quarter"]["state"], grade["year"]["state"]) == ("not-applicable", "not-released")
    assert told["budget"]["absorption"]["line"].startswith("Rp 350 / Rp 1.500 x 100")
    assert [step["state"] for step in told["route"]] == ["done", "done"]


def test_an_open_quarter_shows_what_it_comes_to_so_far() -> None:
    told = json.loads(quarter_json(opened().done(report("i1")).state))
    assert [row["standing"] for row in told["rows"]] == ["filed", "waiting", "waiting"]
    assert [row["quarter"]["state"] for row in told["rows"]] == ["computed", "not-released", "not-applicable"]
    assert [owner["name"] for owner in told["owing"]] == ["Oka", "Wayan"]
    assert told["budget"]["absorption"]["state"] == "not-released"


def test_what_is_kept_of_a_quarter_says_what_is_left_to_do_and_by_whom() -> None:
    told = json.loads(quarter_summary_json(opened().done(report("i1")).state))
    assert (told["phase"], told["version"], told["document"], told["owing"]) == (
        "open",
        1,
        None,
        {"oka": 1, "wayan": 2},
    )
    assert (told["rows"], told["unreported"], told["makers"]) == ({"filed": 1, "waiting": 2}, 2, ["oka"])
    done = json.loads(quarter_summary_json(closed().state))
    assert (done["phase"], done["owing"]) == ("closed", {})
    assert [step["state"] for step in done["route"]] == ["done", "done"]


def test_equal_quarters_have_equal_bytes() -> None:
    assert quarter_json(closed().state) == quarter_json(closed().state)
    assert quarter_json(filed().state) != quarter_json(closed().state)


def test_the_table_of_the_year_has_a_cell_for_each_quarter_that_was_opened() -> None:
    first = closed().state
    second = (
        quarter_spec().done(open_quarter(2, first), report("i1", answer=answered()), report("i3", Level("B"))).state
    )
    ratios, days, grade = year_table([second, first])
    assert [cell and cell.closed for cell in ratios.cells] == [True, False, None, None]
    assert [cell and cell.standing for cell in days.cells[:2]] == [Standing.VERIFIED, Standing.WAITING]
    assert grade.newest is not None
    assert (grade.newest.quarter, grade.newest.year.figure) == (2, Decimal("100.00"))
    assert year_table([]) == ()


def test_every_figure_of_the_table_follows_from_its_own_derivation() -> None:
    second = quarter_spec().done(open_quarter(2, closed().state), report("i1", answer=answered())).state
    told = json.loads(canonical(year_view([closed().state, second])))
    assert [(cell["indicator"], cell["quarter"]) for cell in told][:4] == [("i1", 1), ("i1", 2), ("i2", 1), ("i2", 2)]
    checked = 0
    for cell in told:
        for figure in (cell["achievement"], cell["year_to_date"]):
            if figure["derivation"]:
                derivation = msgspec.convert(figure["derivation"], Derivation, strict=False)
                assert str(recompute(derivation)) == figure["figure"]
                assert figure["line"]
                checked += 1
    assert checked >= 6


def test_a_quarter_changes_the_year_only_of_what_is_filed_in_it() -> None:
    first = closed().state
    spec = quarter_spec().done(open_quarter(2, first))
    # The second adds up over the quarters: as long as the new one is unknown, so is the sum.
    assert [cell.year.figure for row in year_table([first, spec.state])[1:2] for cell in row.cells if cell] == [
        Decimal("25.00"),
        None,
    ]
    assert year_changes(year_table([first, spec.state]), 2) == ()
    spec = spec.done(report("i1", answer=answered()), report("i2"))
    changes = year_changes(year_table([first, spec.state]), 2)
    assert [(c.indicator.id, c.was.figure, c.became.figure, c.size) for c in changes] == [
        ("i2", Decimal("25.00"), Decimal("50.00"), Decimal("25.00"))
    ]
    assert year_changes(year_table([first, spec.state]), 1) == ()


def test_a_target_lowered_once_the_quarter_was_over_is_flagged() -> None:
    eased = msgspec.structs.replace(ROWS[0], targets=aims("70", "85", "90", "90"))

    def flagged(at: timedelta) -> bool:
        spec = written().done(write(eased, based_on=1, at=ENDED + at), send(2))
        spec = spec.done(print_action(spec.state))
        for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
            spec = spec.done(accept(spec.state, step, by))
        spec = spec.done(sign_action(spec.state, SECRETARY))
        quarter = quarter_spec().done(open_quarter(action=spec.state), report("i1")).state
        return Flag.TARGET_LOWERED in figures(quarter)[0].quarter.flags

    assert not flagged(timedelta(days=-1))
    assert flagged(timedelta(days=1))
