"""The annual report from the year to the last signature: begun, written, held against others, reviewed, signed."""

from typing import Any

import pytest

from domain.report.statement import POINTS
from tests.api.forms import faults, fields
from tests.api.house import Kantor
from tests.api.played import Year, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A year whose first quarter is closed, with its annual report written and not sent."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    await year.closed()
    await year.report_written()
    return year


def review(report: Any, **changed: Any) -> dict[str, Any]:
    said = {
        "digest": report["digest"],
        "document": report["document"],
        "points": [{"key": key, "met": "yes"} for key in POINTS],
        "conclusion": "sound",
        "statement": "Kami telah mereviu Laporan Kinerja ini. (contoh)",
    }
    return said | changed


async def test_a_report_is_written_reviewed_signed_and_reviewed_by_the_auditor(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    report = await year.report_sent()
    assert (report["phase"], report["missing"]) == ("review", [])
    done(await year.endorse_report(office.secretary, "parafs"))
    shown = await year.report_printed()
    form = fields((await office.auditor.page(f"{year.report}/statement")).text, f"{year.report}/reviews")
    short = await office.auditor.press(f"{year.report}/reviews", form)
    assert short.status_code == 422
    ticked = form | {f"points.{key}": "yes" for key in POINTS}
    stated = await office.auditor.press(f"{year.report}/reviews", ticked)
    assert stated.status_code == 303, stated.text
    assert shown["version"] == (await year.read(year.report))["version"]
    done(await year.endorse_report(office.chair, "signatures"))
    report = await year.report_printed()
    assert (report["phase"], [step["state"] for step in report["route"]]) == ("signed", ["done", "done"])
    assert [each["holds"] for each in report["reviews"]] == [True]
    pdf = await office.auditor.get(f"{year.report}/documents/{report['document']}", "application/pdf")
    assert (pdf.status_code, pdf.content[:4]) == (200, b"%PDF")
    word = await office.auditor.get(f"{year.report}/document.docx", "*/*")
    assert (word.status_code, word.content[:2]) == (200, b"PK")
    stated = await office.chair.get(f"{year.report}/statement.pdf", "application/pdf")
    assert (stated.status_code, stated.content[:4]) == (200, b"%PDF")
    for number in ("2", "-1", "x"):
        none = await office.chair.get(f"{year.report}/statement.pdf?number={number}", "application/pdf")
        assert none.status_code == (404 if number == "2" else 422)
    for person, path in (
        (office.drafter, year.report),
        (office.auditor, f"{year.report}/statement"),
        (office.chair, f"{year.report}/history"),
        (office.chair, f"{office.path}/year"),
    ):
        assert (await person.page(path)).status_code == 200, path
    done(await year.write("conclusion", "Diperbaiki. (contoh)"))
    later = await year.read(year.report)
    assert (later["phase"], later["in_force"]["document"]) == ("drafting", report["document"])
    assert (await office.auditor.get(f"{year.report}/history")).json()["acts"]


async def test_it_begins_with_what_the_year_gives_and_says_what_is_missing(year: Year) -> None:
    report = await year.read(year.report)
    gaps = {(gap["kind"], gap["where"]) for gap in report["composed"]["gaps"]}
    assert {("quarter-open", "2"), ("quarter-open", "3")} <= gaps
    assert ("quarter-open", "1") not in gaps
    summary = next(section for section in report["sections"] if section["key"] == "summary")
    assert summary["drafted"]
    assert "belum ditutup" in summary["body"]


async def test_nobody_begins_a_second_one_and_only_writers_begin_it(year: Year) -> None:
    answer = await year.office.drafter.ask(year.report, {})
    assert (answer.status_code, answer.json()["code"]) == (409, "report-exists")
    for person in (year.office.auditor, year.office.chair):
        answer = await person.ask(year.report, {})
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


async def test_a_year_without_a_signed_plan_has_no_report(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.ask(f"{office.path}/report", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "plan-unsigned")
    assert (await office.drafter.page(f"{office.path}/report")).status_code == 404


async def test_two_write_one_section_and_the_second_finds_both_texts(year: Year) -> None:
    where, planner = f"{year.report}/sections/tasks", year.office.planner
    form = fields((await planner.page(where)).text, where)
    done(await year.write("tasks", "Ditulis penyusun. (contoh)"))
    again = await planner.press(where, {**form, "body": "Ditulis perencana. (contoh)"})
    assert again.status_code == 409
    assert "Ditulis penyusun. (contoh)" in again.text
    assert "Ditulis perencana. (contoh)" in again.text
    mine = fields(again.text, where)
    assert (await planner.press(where, mine)).status_code == 303
    report = await year.read(year.report)
    assert next(s["body"] for s in report["sections"] if s["key"] == "tasks") == "Ditulis perencana. (contoh)"


async def test_two_write_two_sections_and_neither_waits_for_the_other(year: Year) -> None:
    first, second = (f"{year.report}/sections/{key}" for key in ("issues", "strategy"))
    forms = [fields((await year.office.drafter.page(where)).text, where) for where in (first, second)]
    for where, form in zip((first, second), forms, strict=True):
        answer = await year.office.drafter.press(where, {**form, "body": f"Isi {where[-6:]}. (contoh)"})
        assert answer.status_code == 303


async def test_there_is_no_other_section(year: Year) -> None:
    where = f"{year.report}/sections/nowhere"
    assert (await year.office.drafter.page(where)).status_code == 404
    answer = await year.office.drafter.ask(where, {"seen": "0" * 64, "body": "x"})
    assert answer.status_code == 404


async def _figure(played: Year, **fields_: Any) -> Any:
    report = await played.read(played.report)
    row = next(row["indicator"] for part in report["composed"]["parts"] for row in part["indicators"])
    page = await played.office.drafter.page(f"{played.report}/figures/{row['id']}")
    assert page.status_code == 200
    forms = [form for form in page.text.split("<form") if 'value="national"' in form]
    seen = forms[0].split('name="seen" value="')[1].partition('"')[0]
    body = {"indicator": row["id"], "what": "national", "seen": seen, "year": "2024", "source": "LKj KPU RI (contoh)"}
    body["year"] = str(report["year"])
    return await played.office.drafter.press(f"{played.report}/figures", {**body, **fields_})


async def test_a_figure_beside_is_read_as_every_figure_is_and_has_its_source(year: Year) -> None:
    unclear = await _figure(year, value="157,020 voters")
    assert unclear.status_code == 422
    assert "157,020" in unclear.text
    assert faults((await _figure(year, value="81,5%", source="")).text)
    assert faults((await _figure(year, value="81,5%", year="")).text)
    answer = await _figure(year, value="81,5%")
    assert answer.status_code == 303, answer.text
    stated = (await year.read(year.report))["stated"]
    assert [(each["what"], each["text"], each["figure"]["source"]) for each in stated] == [
        ("national", "81,5%", "LKj KPU RI (contoh)")
    ]
    taken_back = await _figure(year, value="")
    assert taken_back.status_code == 303
    assert (await year.read(year.report))["stated"] == []


async def test_the_check_names_a_claim_that_the_figures_deny(year: Year) -> None:
    row = next(s["key"] for s in (await year.read(year.report))["sections"] if s["key"].startswith("indicator."))
    done(await year.write(row, "Capaian tahun ini 12%. (contoh)"))
    page = await year.office.drafter.page(f"{year.report}/check")
    asked = (await year.read(year.report))["asked"]
    assert ("figure-differs", row) in {(doubt["code"], doubt["place"]) for doubt in asked}
    assert "capaian 12%" in page.text


async def test_a_review_before_it_is_sent_is_refused(year: Year) -> None:
    report = await year.read(year.report)
    body = review({"digest": report["digest"], "document": "0" * 64})
    answer = await year.office.auditor.ask(f"{year.report}/reviews", body, report["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "report-drafting")


async def test_every_page_answers_everybody_who_may_read(year: Year) -> None:
    report = await year.read(year.report)
    for person in (year.office.auditor, year.office.chair, year.office.planner):
        for path in (year.report, *(f"{year.report}/sections/{section['key']}" for section in report["sections"][:3])):
            assert (await person.page(path)).status_code == 200, path


async def test_a_year_that_goes_on_is_told_and_taken_again_and_what_people_wrote_stays(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    done(await office.drafter.ask(year.report, {}))
    done(await year.write("summary", "Ringkasan kami. (contoh)"))
    assert (await year.read(f"{year.report}/composition"))["changed"] == []
    await year.filed()
    changed = (await year.read(f"{year.report}/composition"))["changed"]
    assert {each["what"] for each in changed} >= {"quarter", "realised", "achievement", "money"}
    page = (await office.drafter.page(year.report)).text
    form = fields(page, f"{year.report}/composition")
    assert (await office.drafter.press(f"{year.report}/composition", form)).status_code == 303
    assert (await year.read(f"{year.report}/composition"))["changed"] == []
    report = await year.read(year.report)
    words = {section["key"]: section["body"] for section in report["sections"]}
    assert words["summary"] == "Ringkasan kami. (contoh)"
    assert "dapat dihitung capaiannya" in words["conclusion"]
    again = await office.drafter.ask(f"{year.report}/composition", {})
    assert (again.status_code, again.json()["events"]) == (200, [])
