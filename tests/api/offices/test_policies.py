"""The dated policies of an office: set by page and by program, told on its pages, followed by its year."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.measure.budget import Lines
from domain.measure.formula import Formula
from domain.measure.practice import DEFAULT
from domain.office.events import FilingPolicy
from domain.office.state import Office
from tests.api.house import Kantor, Person
from tests.api.played import Year

FILING: dict[str, Any] = {
    **{"effective": "2024-01-01", "opens": 1, "closes": 15, "before": [7, 2], "secretary": 1, "chair": 3},
    "citation": "SE 2/2024",
}
LADDER: list[dict[str, Any]] = [
    {"name": "Baik", "low": "80", "high": "100", "low_closed": True, "worth": "100"},
    {"name": "Cukup", "low": "0", "high": "80", "low_closed": True, "high_closed": False, "worth": "60.5"},
]
PRACTICE: dict[str, Any] = {
    **{"effective": "2024-01-01", "citation": "SK 3/2024", "lower": "inverse", "ordinal": "worth", "cap": "120"},
    "scales": [{"name": "Predikat", "rungs": LADDER, "thresholds": True, "citation": "SK 3/2024, lampiran"}],
}
LINES = {"effective": "2024-01-01", "achievement": "100", "absorption": "95.5", "citation": "SK 3/2024"}
DAY = date(2024, 3, 31)


async def now(office: Kantor) -> Office:
    """Return the office as it is recorded."""
    found = await office.house.services.offices.find(office.id)
    assert found is not None
    return found


async def test_a_program_sets_them_once(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    doors = {"filing-policies": FILING, "measurement-practices": PRACTICE, "quadrant-lines": LINES}
    for door, body in doors.items():
        assert (await admin.ask(f"{path}/{door}", body)).status_code == 201
        same = await admin.ask(f"{path}/{door}", body)
        assert (same.status_code, same.json()["events"]) == (200, [])
        for stranger in (office.drafter, office.chair, office.auditor):
            assert (await stranger.ask(f"{path}/{door}", body)).status_code == 403
    found = await now(office)
    assert found.filing_policy(DAY) == FilingPolicy(date(2024, 1, 1), 1, 15, (7, 2), 1, 3, "SE 2/2024")
    practice = found.practice(DAY)
    assert (practice.lower, practice.cap, practice.places) == (Formula.INVERSE, Decimal(120), DEFAULT.places)
    assert [rung.worth for rung in practice.scales[0].rungs] == [Decimal(100), Decimal("60.5")]
    assert found.quadrant_lines(DAY) == Lines(Decimal(100), Decimal("95.5"), "SK 3/2024")
    told = (await office.auditor.get(f"{path}/measurement-practices")).json()
    assert told["in_force"]["citation"] == told["practices"][0]["citation"] == "SK 3/2024"
    # What was told can be sent as it is, from another day on.
    again = {name: value for name, value in told["in_force"].items() if name != "version"}
    assert (await admin.ask(f"{path}/measurement-practices", again | {"effective": "2025-01-01"})).status_code == 201
    stored = (await office.auditor.get(path)).json()
    assert list(stored["practices"]) == ["2024-01-01", "2025-01-01"]
    assert stored["lines"]["2024-01-01"]["absorption"] == "95.5"


@pytest.mark.parametrize(
    ("door", "body", "code", "place"),
    [
        ("filing-policies", FILING | {"closes": 5}, "reminder-before-opening", "before"),
        ("filing-policies", FILING | {"opens": "1,5"}, "not-a-whole-number", "opens"),
        ("filing-policies", FILING | {"citation": ""}, "text-missing", "citation"),
        ("quadrant-lines", LINES | {"achievement": "0"}, "line-not-positive", "achievement"),
        ("quadrant-lines", LINES | {"absorption": "95,5"}, "wrong-shape", "absorption"),
        ("measurement-practices", PRACTICE | {"cap": "1.000,5"}, "wrong-shape", "cap"),
        ("measurement-practices", PRACTICE | {"lower": "met"}, "policy-formula", "lower"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_place(
    office: Kantor, door: str, body: dict[str, Any], code: str, place: str
) -> None:
    answer = await office.administrator.ask(f"/offices/{office.id}/{door}", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert place in answer.text
    found = await now(office)
    assert (found.filing, found.practices, found.lines) == ({}, {}, {})


async def test_an_office_calls_achievements_as_it_says_and_leaves_none_without_a_name(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}/measurement-practices", office.administrator
    named: list[dict[str, Any]] = [
        {"name": "Tercapai", "low": "100", "low_closed": True},
        {"name": "Belum Tercapai", "high": "100", "high_closed": False},
    ]
    scale: dict[str, Any] = {"name": "Kategori", "rungs": named, "thresholds": True, "citation": "SK 4/2024"}
    open_below = scale | {"rungs": [named[0], named[1] | {"low": "0"}]}
    refused = await admin.ask(path, PRACTICE | {"categories": open_below})
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "categories")
    assert (await admin.ask(path, PRACTICE | {"categories": scale})).status_code == 201
    called = (await now(office)).practice(DAY).called
    assert [called.rung_of(Decimal(figure)) == called.rungs[n] for n, figure in ((0, "300"), (1, "99.99"))] == [
        True
    ] * 2
    page = (await admin.page(path)).text
    assert 'name="categories.rungs.0.low"' in page
    assert "SK 4/2024" in page


async def test_thresholds_that_overlap_or_leave_a_gap_are_refused(office: Kantor) -> None:
    office.administrator.client.headers["Accept-Language"] = "en"
    for low, code in (("81", "threshold-gap"), ("79", "threshold-overlap")):
        scale = PRACTICE["scales"][0] | {"rungs": [LADDER[0] | {"low": low}, LADDER[1]]}
        body = PRACTICE | {"scales": [scale]}
        answer = await office.administrator.ask(f"/offices/{office.id}/measurement-practices", body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert "Cukup and Baik" in answer.text


def filing_fields(**changed: str) -> dict[str, str]:
    fields = {name: str(value) for name, value in FILING.items()} | {"before": "7, 2"}
    return fields | changed


def practice_fields(**changed: str) -> dict[str, str]:
    """The fields of the form of a practice; a box that is not ticked is not there."""
    fields = {
        **{"effective": "2024-01-01", "citation": "SK 3/2024", "lower": "inverse", "ordinal": "worth", "cap": "120"},
        **{"floor": "", "places": "2", "rounding": "truncate", "scales.0.name": "Predikat", "scales.0.citation": ""},
        **{"scales.0.thresholds": "1", "scales.0.rungs.0.name": "Baik", "scales.0.rungs.0.low": "80"},
        **{"scales.0.rungs.0.low_closed": "1", "scales.0.rungs.0.high": "100", "scales.0.rungs.0.high_closed": "1"},
        **{"scales.0.rungs.0.worth": "100", "scales.0.rungs.1.name": "Cukup", "scales.0.rungs.1.low": "0"},
        **{"scales.0.rungs.1.low_closed": "1", "scales.0.rungs.1.high": "80", "scales.0.rungs.1.worth": "60,5"},
        **{"scales.1.name": "", "scales.1.citation": "", "scales.1.rungs.0.name": ""},
    }
    return fields | {name.replace("__", "."): value for name, value in changed.items()}


async def test_the_same_by_pages(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    admin.client.headers["Accept-Language"] = "en"
    before = (await admin.page(path)).text
    assert DEFAULT.citation in before
    assert "No lines are drawn" in before
    assert (await admin.press(f"{path}/filing-policies", filing_fields())).status_code == 303
    lines = LINES | {"absorption": "95,5"}
    assert (await admin.press(f"{path}/quadrant-lines", lines)).status_code == 303
    done = await admin.press(f"{path}/measurement-practices", practice_fields())
    assert done.status_code == 303
    page = (await admin.page(done.headers["location"])).text
    assert "set how indicators are measured" in page
    assert "Predikat: Baik 80–100; Cukup 0–&lt;80" in page
    found = await now(office)
    assert found.filing_policy(DAY).before == (7, 2)
    assert found.quadrant_lines(DAY) == Lines(Decimal(100), Decimal("95.5"), "SK 3/2024")
    assert [rung.worth for rung in found.practice(DAY).scales[0].rungs] == [Decimal(100), Decimal("60.5")]
    page = (await office.auditor.page(path)).text
    assert "SE 2/2024" in page
    assert "95,5%" in page
    assert f'action="{path}' not in page
    assert f'action="{path}' not in (await office.auditor.page(f"{path}/measurement-practices")).text


async def comes_back(who: Person, path: str, fields: dict[str, str], *faults: str) -> None:
    """Press a form that is refused: everything typed is still there, and the message stands at its field."""
    page = await who.press(path, fields)
    assert page.status_code == 422, page.text
    for fault in faults:
        assert f'id="fault-{fault}"' in page.text, fault
    for name, value in fields.items():
        assert f'value="{value}"' in page.text, name


async def test_bad_input_stands_at_its_field_and_nothing_is_lost(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    await comes_back(admin, f"{path}/filing-policies", filing_fields(opens="20"), "closes")
    await comes_back(admin, f"{path}/filing-policies", filing_fields(before="7, 15"), "before")
    await comes_back(admin, f"{path}/filing-policies", filing_fields(before="tujuh", chair="x"), "before", "chair")
    await comes_back(admin, f"{path}/filing-policies", filing_fields(chair="1"), "chair")
    await comes_back(admin, f"{path}/quadrant-lines", LINES | {"achievement": "59.89"}, "achievement")
    await comes_back(admin, f"{path}/quadrant-lines", LINES | {"achievement": "0", "absorption": "90"}, "achievement")
    practices = f"{path}/measurement-practices"
    await comes_back(admin, practices, practice_fields(effective="1-1-24"), "effective")
    await comes_back(admin, practices, practice_fields(cap="80", floor="90"), "floor")
    await comes_back(admin, practices, practice_fields(places="dua", cap="59.89"), "places", "cap")
    twice = practice_fields(scales__1__name="Predikat", scales__1__rungs__0__name="Ya")
    await comes_back(admin, practices, twice, "scales.0.name")
    gap = practice_fields(scales__0__rungs__1__high="79")
    await comes_back(admin, practices, gap, "scales.0.rungs.1.name")
    await comes_back(admin, practices, practice_fields(scales__0__rungs__0__low="59.89"), "scales.0.rungs.0.low")
    empty = {name: value for name, value in practice_fields().items() if ".rungs." not in name}
    await comes_back(admin, practices, empty, "scales.0.rungs")
    found = await now(office)
    assert (found.filing, found.practices, found.lines) == ({}, {}, {})


async def test_routes_of_the_year_are_set_on_the_page_too(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    admin.client.headers["Accept-Language"] = "en"
    page = (await admin.page(path)).text
    assert "Annual Performance Plan (RKT): action plan" in page
    assert "Annual Performance Plan (RKT): quarter" in page
    fields = {"kind": "action/rkt"}
    for n, row in enumerate((("1", "review", "owner"), ("2", "sign", "chair"))):
        fields |= dict(zip((f"steps-{n}-order", f"steps-{n}-act", f"steps-{n}-role"), row, strict=True))
    assert (await admin.press(f"{path}/routes", fields)).status_code == 303
    assert [step.key for step in (await now(office)).route("action/rkt")] == ["owner-review", "chair-sign"]
    refused = await admin.press(f"{path}/routes", fields | {"kind": "quarter/rkt"})
    assert refused.status_code == 422
    assert "names a role that cannot review or sign" in refused.text
    # The kinds of new plans are not those of routes of the year.
    assert "action/rkt" not in (await office.drafter.page(f"{path}/plans/new")).text


async def test_quarters_that_run_follow_a_new_policy_and_a_holiday_at_once(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened(4, over=True)
    path, admin = f"/offices/{office.id}", office.administrator
    policy = FILING | {"effective": f"{office.year}-12-01", "closes": 9}
    assert (await admin.ask(f"{path}/filing-policies", policy)).status_code == 201
    moved = await year.quarter_where(4, lambda quarter: quarter.round == 2)
    assert moved.window.citation == "SE 2/2024"
    last = (moved.window.closes - timedelta(seconds=1)).astimezone(ZoneInfo("Asia/Makassar")).date()
    day = {"day": last.isoformat(), "working": False, "name": "Cuti bersama", "decree": "SKB 3/2026"}
    assert (await admin.ask(f"{path}/days", day)).status_code == 201
    later = await year.quarter_where(4, lambda quarter: quarter.round == 3)
    assert later.window.closes > moved.window.closes
    # A policy for quarters that end later moves none of the others.
    assert (await year.quarter_state(3)).round == 1


async def test_the_policies_of_an_office_are_listed_by_their_dates(office: Kantor) -> None:
    """fault 21: what can be written can be read, with what holds until the office says otherwise."""
    path, admin, auditor = f"/offices/{office.id}", office.administrator, office.auditor
    untouched = (await auditor.get(f"{path}/policies")).json()["policies"]
    assert [(p["policy"]["type"], p["effective"], p["in_force"]) for p in untouched] == [
        ("filing-policy", None, True),
        ("measurement-practice", None, True),
        ("duty-policy", None, True),
        ("acting-policy", None, True),
    ]
    for day, opens in (("2024-01-01", 1), ("2023-01-01", 2), ("2999-01-01", 3)):
        body = FILING | {"effective": day, "opens": opens}
        assert (await admin.ask(f"{path}/filing-policies", body)).status_code == 201
    assert (await admin.ask(f"{path}/quadrant-lines", LINES)).status_code == 201
    listed = (await auditor.get(f"{path}/policies")).json()["policies"]
    filing = [p for p in listed if p["policy"]["type"] == "filing-policy"]
    assert [(p["effective"], p["in_force"], p["policy"]["opens"]) for p in filing] == [
        ("2023-01-01", False, 2),
        ("2024-01-01", True, 1),
        ("2999-01-01", False, 3),
    ]
    assert [p["policy"]["absorption"] for p in listed if p["policy"]["type"] == "quadrant-lines"] == ["95.5"]
    auditor.client.headers["Accept-Language"] = "en"
    page = (await auditor.page(f"{path}/policies")).text
    assert page.index("1 January 2999") < page.index("1 January 2024") < page.index("1 January 2023")
    assert "SE 2/2024" in page
    assert f'href="{path}/policies"' in (await auditor.page(path)).text
