"""A section of the report to be written, beside what the year says of it; and the figures that people name."""

from collections.abc import Mapping

from api.http.address import plan_path
from api.http.forms import at_fields
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.readings.heard import heard_target
from api.report.named import section_name
from api.report.pages import tables
from api.report.pages.report import opens_again
from api.report.sentences import BESIDE
from api.rights import may
from api.words.refusals import explained as said
from domain.measure.reading.convention import convention
from domain.measure.target import spell_target
from domain.office.state import Office
from domain.report.doubts import doubts
from domain.report.rules import MOST
from domain.report.state import Report, figure_digest, section_digest
from domain.report.text import Beside, ReportedIndicator, explained


def section(
    frame: Frame,
    office: Office,
    shown: Report,
    key: str,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the page; where somebody else wrote meanwhile, theirs stands beside what was typed."""
    words, body = frame.words, shown.body(key)
    rows = {row.indicator.id: row for row in shown.year_taken.indicators()}
    row = rows.get(explained(key))
    seen = typed.get("seen", "")
    moved = bool(seen) and seen != section_digest(body) and typed.get("body", body) != body
    return page(
        frame,
        "report/section.html",
        office=office,
        problem=at_fields(problem, {key: "body"}),
        report=shown,
        base=plan_path(office, shown.plan_key),
        key=key,
        title=row.indicator.text if row else section_name(words, key),
        body=typed.get("body", body),
        theirs=body if moved else None,
        seen=section_digest(body),
        row=tables.row_shown(words, shown, row) if row else None,
        asked=[
            said(words, None, doubt.message, doubt.params)
            for doubt in doubts(shown)
            if doubt.place == key and doubt.code in ("claim-denied", "figure-differs", "shortfall-unexplained")
        ],
        writes=may("write-section", roles(frame, office), shown.phase),
        opens=opens_again(words, shown),
        most=MOST,
        command_id=command_id,
        **_around(shown, key),
    )


def _around(report: Report, key: str) -> dict[str, str]:
    keys = report.year_taken.section_keys()
    at = keys.index(key)
    return {"before": keys[at - 1] if at else "", "after": keys[at + 1] if at + 1 < len(keys) else ""}


def figures(
    frame: Frame,
    office: Office,
    shown: Report,
    row: ReportedIndicator,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the page: a form for each figure, with what is named and what the record knows."""
    words, key = frame.words, row.indicator.id
    known = {each.what: each for each in row.beside}
    forms = []
    for what in Beside:
        named = shown.stated.get((key, what))
        own = typed if typed.get("what") == what else {}
        value = own.get("value", spell_target(named.value) if named else "")
        forms.append(
            {
                "what": what.value,
                "name": words(BESIDE[what]),
                "record": known.get(what),
                "record_value": spell_target(known[what].value) if what in known else "",
                "value": value,
                "heard": heard_target(words, "", value, convention(), row.indicator.text),
                "year": own.get("year", str(named.year) if named else ""),
                "source": own.get("source", named.source if named else ""),
                "seen": figure_digest(named),
                "typed": bool(own),
            }
        )
    return page(
        frame,
        "report/figures.html",
        office=office,
        problem=problem,
        report=shown,
        base=plan_path(office, shown.plan_key),
        key=key,
        row=tables.row_shown(words, shown, row),
        forms=forms,
        at_fault=typed.get("what", ""),
        opens=opens_again(words, shown),
        command_id=command_id,
    )
