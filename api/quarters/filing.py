"""All rows that somebody owes of a quarter on one page, each filed by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.address import plan_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import MOST_ROWS, Acting
from api.http.described import reads, writes
from api.http.forms import kept
from api.http.negotiate import HTML
from api.http.problems import Problem, Reader, problem_of
from api.http.several import One, Result, ResultsListed, each, listed, together
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way
from api.imports.given import of_row, source_of
from api.quarters import pages
from api.quarters.bodies import FilingsBody, RowFiled
from api.quarters.evidence import row_at, sent_of, take_files
from api.quarters.rows import filing_of
from api.reads.execution import quarter_of, read_quarter
from api.usecases import Intent
from domain.kernel.actor import Actor
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.quarter.commands import CorrectRealisation, FileRealisation
from domain.quarter.line import Line
from domain.quarter.state import Quarter
from eventstore.entry import Receipt

router = APIRouter(tags=["quarters"])
_FILING = "/offices/{office}/plans/{plan}/quarters/{quarter}/filing"
_ROW = "rows."  # what a form calls the fields of each row, before its number
_HIDDEN = ("indicator", "based_on")


@dataclass(frozen=True)
class TypedRow:
    """The fields of one row of the form, and what came of them."""

    fields: Mapping[str, str]
    result: Result | None = None

    @property
    def stale(self) -> bool:
        """Return whether the row is another one by now than when it was typed."""
        problem = self.result.problem if self.result else None
        return problem is not None and problem.stale is not None


@router.get(_FILING, **reads("All rows that one owes of a quarter", operation="filing_page"))
async def show(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))], quarter: str) -> Response:
    """Show them as a grid, with what was typed and not recorded."""
    state = await read_quarter(visit, quarter)
    unsaved = await kept(visit)
    fields, problem = unsaved or ([], None)
    count = visit.request.query_params.get("recorded", "")
    if count.isdecimal() and len(count) < 4:
        visit.notice = visit.frame.words.plural("{n} row is recorded.", "{n} rows are recorded.", int(count))
    return page_answer(await _page(visit, state, problem, visit.services.new_id(), typed_rows(fields)))


@router.post(
    _FILING,
    **writes(
        "File rows, each by itself",
        FilingsBody,
        shape=ResultsListed,
        operation="file_realisations",
        created=200,
        files=True,
    ),
)
async def file(
    visit: Annotated[Visit, Depends(Way("file-realisation", most=reading.LARGEST, files=True))], quarter: str
) -> Response:
    """Record what is right; what is not stays typed, with the reason in its row."""
    state = await read_quarter(visit, quarter)

    async def again(problem: Problem, command_id: str) -> str:
        return await _page(visit, state, problem, command_id, typed_rows(visit.form or []))

    visit.again = again
    brought = await take_files(visit, quarter, lambda _: "")
    await visit.read()
    if visit.form is None:
        sent = await visit.command(FilingsBody)
        results = await each(visit, sent.command_id, [_one(visit, quarter, row, sent.body) for row in sent.body.rows])
        return json_answer(listed(results))
    command_id = visit.command_id()
    typed = _touched(state, typed_rows(visit.form))
    if not typed:
        raise Unreadable("nothing-typed", N_("No row is filled in yet."))
    asked, results = _asked(visit, quarter, typed, brought)
    results += await each(visit, command_id, asked)
    wrong = {result.key: result for result in results if result.problem}
    if not wrong:
        await visit.services.unsaved.drop(account_id(visit), visit.path)
        return see_other(f"{visit.path}?recorded={len(results)}")
    return await _some_wrong(visit, command_id, typed, wrong, len(results) - len(wrong))


async def _some_wrong(
    visit: Visit, command_id: str, typed: Mapping[str, TypedRow], wrong: Mapping[str, Result], recorded: int
) -> Response:
    """Show the page again with the rows that are not recorded, as they were typed."""
    words = visit.frame.words
    if recorded:
        visit.notice = words.plural("{n} row is recorded.", "{n} rows are recorded.", recorded)
    problem = together(visit, wrong.values())
    again = {key: TypedRow(typed[key].fields, result) for key, result in wrong.items()}
    state = await read_quarter(visit, visit.part("quarter"))
    # What may have been recorded is asked again under the same id; a refusal has used its id up.
    next_id = command_id if problem and problem.unknown else visit.services.new_id()
    return page_answer(await _page(visit, state, problem, next_id, again), problem.status if problem else 200)


def typed_rows(form: reading.Fields) -> dict[str, TypedRow]:
    """Return the rows of a form by their indicators."""
    rows: dict[str, dict[str, str]] = {}
    for name, value in form:
        number, dot, inner = name.removeprefix(_ROW).partition(".")
        if name.startswith(_ROW) and dot and number.isdecimal():
            rows.setdefault(number, {})[inner] = value
    return {fields["indicator"]: TypedRow(fields) for fields in rows.values() if fields.get("indicator")}


def _touched(quarter: Quarter, typed: Mapping[str, TypedRow]) -> dict[str, TypedRow]:
    """Return the rows in which something was typed that is not filed."""

    def touched(key: str, row: TypedRow) -> bool:
        line = quarter.lines.get(key)
        filed = pages.filed_fields(line.filing) if line else {}
        said = {name: value for name, value in row.fields.items() if value and name not in _HIDDEN}
        return said != {name: value for name, value in filed.items() if value}

    return {key: row for key, row in typed.items() if touched(key, row)}


def _asked(
    visit: Visit, quarter: str, typed: Mapping[str, TypedRow], brought: list[PlanError]
) -> tuple[list[One], list[Result]]:
    """Return the rows that can be asked for, and those whose form or files say already that they cannot."""
    reader = Reader(visit.language, visit.frame.clock(visit.office).zone)
    asked: list[One] = []
    refused: list[Result] = []
    files = {fault.place.removesuffix(".evidence"): fault for fault in brought}
    for number, (key, row) in enumerate(typed.items()):
        try:
            if key in files:
                raise files[key]
            if number >= MOST_ROWS:
                many = N_("At most {most} rows are recorded at once; press once more for the others.")
                raise Unreadable("too-many-rows", many, key, most=str(MOST_ROWS))
            body = reading.filled(RowFiled, b"", list(row.fields.items()))
            asked.append(_one(visit, quarter, body))
        except PlanError as no:
            refused.append(Result(key, problem=problem_of(no, reader)))
    return asked, refused


def _one(visit: Visit, quarter: str, row: RowFiled, under: Acting | None = None) -> One:
    told, corrects = row.model_dump(mode="json"), row.based_on > 0
    typed = {f"{row.indicator}.{name}": _typed(value) for name, value in told.items() if value is not None}
    here, stream = f"{plan_path(visit.office, visit.plan)}/quarters/{quarter}/import", quarter_of(visit, quarter)

    async def build(by: Actor, at: datetime) -> FileRealisation | CorrectRealisation:
        filing, about = await filing_of(visit, quarter, row.indicator, row), (row.indicator, row.based_on)
        source = of_row(await source_of(visit, here, stream, typed), row.indicator)
        if corrects:
            return CorrectRealisation(*about, filing, row.reason, source, by=by, at=at)
        return FileRealisation(*about, filing, source, by=by, at=at)

    async def carry(command_id: str) -> Receipt:
        intent = Intent(
            office=visit.office.id,
            act="correct-realisation" if corrects else "file-realisation",
            target=quarter_of(visit, quarter),
            command_id=command_id,
            body={"about": row.indicator, "sent": told},
            role=under.role if under else None,
            position=under.position if under else None,
            based_on=row.based_on,
        )
        return await visit.usecases.plan(visit.who, intent, build)

    return One(row.indicator, told, carry)


def _typed(value: object) -> str:
    """Return a value as a form has it."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


async def _page(
    visit: Visit, quarter: Quarter, problem: Problem | None, command_id: str, typed: Mapping[str, TypedRow]
) -> str:
    person, number = visit.who.person, str(quarter.quarter)

    async def files(line: Line, fields: Mapping[str, str]) -> pages.EvidenceForm:
        sent = await sent_of(visit, row_at(visit, number, line.row.indicator.id), fields)
        return pages.evidence_form(line.filing, fields, sent, visit.services.largest_evidence)

    shown = []
    for key, line in quarter.lines.items():
        row = typed.get(key)
        owns = person in {owner.person for owner in line.row.owners}
        if owns and (line.standing.owed or row is not None):
            fields = dict(row.fields) if row else {}
            stale = row is not None and row.stale
            shown.append(pages.Asked(line, fields, stale, await files(line, fields)))
    return pages.quarter_filing(visit.frame, visit.office, quarter, shown, problem, command_id)
