"""An action plan's rows out of somebody's table: typed into its grid, and unsaved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from api.action.grid import GridRow, People, people_of, read_start
from api.http.address import plan_path
from api.http.figures import FORM, read_aim
from api.http.problems import Problem
from api.http.reading import Fields
from api.http.visit import Visit
from api.imports.action.page import action_import_page
from api.imports.given import Given, GivenCell
from api.imports.quarter.filled import Outcome, Result
from api.imports.sent import Becoming, ImportFile
from api.reads.execution import read_action
from domain.action.lists import action_list
from domain.action.row import ActionRow
from domain.action.state import Action
from domain.kernel.errors import N_, PlanError, Refused
from domain.kernel.numbers import Numbers
from domain.measure.reading.convention import convention
from domain.measure.reading.convention import proposed as proven
from domain.sheet.laid import Left, Piece
from domain.sheet.listing import Found, FoundLine, found, proposed
from domain.sheet.mapping import Mapping as Taking
from domain.sheet.table import Source

_SWAPPED = str.maketrans(",.", ".,")


class ActionPreview(msgspec.Struct, frozen=True):
    """What a table becomes: how it is taken, its rows, and everything of it that becomes nothing."""

    name: str
    mapping: Taking
    rows: tuple[Outcome, ...]
    left: tuple[Left, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True)
class ActionRows(Becoming):
    """The rows of an action plan."""

    visit: Visit
    action: Action
    people: People
    here: str
    editor: str
    family: str

    @classmethod
    async def opened(cls, visit: Visit) -> "ActionRows":
        """Return those of the action plan of the address. Raises `HttpError` 404."""
        action, base = await read_action(visit), f"{plan_path(visit.office, visit.plan)}/action"
        people = people_of(visit.office)
        return cls(visit, action, people, f"{base}/import", f"{base}/edit", f"{visit.office.id} action")

    def guess(self, source: Source) -> Taking:
        return proposed(source, (action_list(self.action),), None)

    def preview(self, sent: ImportFile) -> ActionPreview:
        every = self._found(sent)
        left = (*sent.outside, *(left for each in every for left in each.left))
        return ActionPreview(sent.name, sent.mapping, tuple(self._rows(sent, every)), left, sent.source.left)

    def page(self, sent: ImportFile | None, problem: Problem | None) -> str:
        every = [] if sent is None else self._found(sent)
        rows = [] if sent is None else list(self._rows(sent, every))
        return action_import_page(self.visit.frame, self.visit.office, self.action, sent, every, rows, problem)

    def typing(self, sent: ImportFile) -> tuple[Fields, Given]:
        fields: Fields = []
        given: list[GivenCell] = []
        taken = [row for row in self.preview(sent).rows if row.result is Result.CHANGES]
        for number, row in enumerate(taken):
            recorded = GridRow.of(self.action.rows[row.row], self.people)
            told = {"id": row.row, "base": recorded.base, **row.fields}
            fields += [(f"{number}.{name}", text) for name, text in told.items()]
            given += row.given
        if not fields:
            raise Refused("nothing-to-take", N_("No row of the file says anything that is not there already."), "file")
        return fields, Given(tuple(given))

    def _found(self, sent: ImportFile) -> list[Found]:
        listed = action_list(self.action)
        return [
            found(sent.source.tables[taken.table], taken, listed)
            if taken.part == listed.key and taken.table < len(sent.source.tables)
            else Found((), ())
            for taken in sent.mapping.tables
        ]

    def _rows(self, sent: ImportFile, every: Sequence[Found]) -> Iterator[Outcome]:
        lines = [line for each in every for line in each.lines]
        cells = (piece.text for line in lines for piece in line.cells.values() if not piece.number)
        english = proven(convention(sent.said.numbers, sent.said.money), cells).numbers is Numbers.EN
        seen: set[str] = set()
        for line in lines:
            row = self.action.rows.get(line.row)
            if row is None or line.row in seen:
                yield _outcome(line, Result.NOT_FOUND if row is None else Result.TWICE, {})
                continue
            seen.add(line.row)
            recorded = GridRow.of(row, self.people).cells
            told = {key: _told(key, piece, english) for key, piece in line.cells.items() if piece.text.strip()}
            changed = {key: text for key, text in told.items() if not _same(row, key, text, recorded[key])}
            result = Result.CHANGES if changed else Result.UNCHANGED if told else Result.NOTHING
            yield _outcome(line, result, changed)


def _told(key: str, piece: Piece, english: bool) -> str:
    """Return a cell as it is typed: figures separated our way, people of one cell apart as the grid has them."""
    if key == "owners":
        return "; ".join(filter(None, map(str.strip, piece.text.replace("\n", ";").split(";"))))
    return piece.text.translate(_SWAPPED) if english and key.startswith("targets.") and not piece.number else piece.text


def _same(row: ActionRow, key: str, text: str, recorded: str) -> bool:
    """Whether a cell says what is recorded; a figure does however it is written."""
    if key == "start":
        try:
            return read_start(text, key) == row.start
        except PlanError:
            return False
    quarter = key.removeprefix("targets.")
    if quarter == key or row.policy is None or not row.targets:
        return _plain(text) == _plain(recorded)
    try:
        return read_aim(row.policy, text, key, FORM) == row.targets[int(quarter) - 1]
    except PlanError:
        return False


def _plain(text: str) -> str:
    return " ".join(text.split())


def _outcome(line: FoundLine, result: Result, fields: Mapping[str, str]) -> Outcome:
    given = tuple(
        GivenCell(f"{line.row}.{key}", text, line.cells[key].place, line.cells[key].text)
        for key, text in fields.items()
    )
    return Outcome(line.line, line.place, line.text, line.row, line.like, result, fields, given=given)
