"""The published papers as the files that offices keep them in: a workbook, and tables of a Word document."""

import io
from collections.abc import Iterator, Sequence

import docx
import openpyxl
from docx.shared import Cm
from openpyxl.styles import Alignment, Font

from domain.kind.kind import Column, PartKind, RowKind
from tests.cases.papers import Body, Document

Grid = list[list[str]]
Merged = list[tuple[int, int, int]]  # column, first and last line of the grid
Indents = dict[tuple[int, int], int]  # of a cell by its line and column


def grids(document: Document) -> Iterator[tuple[Grid, Merged, Indents]]:
    """Yield the tables of a paper with their headings: goals and indicators, then programmes."""
    part = document.kind().parts[0]
    (told,) = document.text()["parts"]
    yield _indicators(document, part, told)
    if part.budget is not None:
        yield _programmes(document, part, told)


def _cells(row: Body, columns: Sequence[Column]) -> list[str]:
    said = {cell["column"]: cell["text"] for cell in row["cells"]}
    return [said.get(column.key, "") for column in columns]


def _heads(columns: Sequence[Column], year: int) -> list[str]:
    return [column.head_in(year) for column in columns]


def _indicators(document: Document, part: PartKind, told: Body) -> tuple[Grid, Merged, Indents]:
    before, ahead, behind = part.layout()
    behind = tuple(column for column in behind if column.on is RowKind.INDICATOR)
    heads = ["No"]
    for level in part.levels:
        heads += [*_heads(before, document.year), level.name]
    target = part.target_head.replace("{year}", str(document.year))
    heads += [part.indicator_head, *_heads(ahead, document.year), target, *_heads(behind, document.year)]
    goals = {goal["id"]: goal for goal in told["goals"]}
    grid, merged = [heads], []
    below = 1 + len(before)
    spans: dict[int, tuple[str, int]] = {}
    order = {goal["id"]: n for n, goal in enumerate(told["goals"])}
    for n, row in enumerate(sorted(told["indicators"], key=lambda each: order[each["goal"]]), 1):
        path: list[Body] = []
        goal = goals[row["goal"]]
        while goal is not None:
            path.insert(0, goal)
            goal = goals.get(goal["parent"])
        line = [str(n)]
        for depth in range(len(part.levels)):
            line += [*_cells(path[depth], before), path[depth]["text"]] if depth < len(path) else [""] * below
        line += [row["text"], *_cells(row, ahead), row["printed"] or "", *_cells(row, behind)]
        for depth in range(len(part.levels)):
            column = below * (depth + 1)
            key = "/".join(each["id"] for each in path[: depth + 1]) if depth < len(path) else ""
            if key and spans.get(column, ("", 0))[0] == key:
                merged.append((column, len(grid) - 1, len(grid)))
                for blank in range(column - len(before), column + 1):
                    line[blank] = ""
            spans[column] = (key, len(grid))
        grid.append(line)
    return grid, merged, {}


def _programmes(document: Document, part: PartKind, told: Body) -> tuple[Grid, Merged, Indents]:
    assert part.budget is not None
    codes, before, behind = part.budget_layout()
    heads = [*_heads(codes, document.year), part.budget.head, *_heads(before, document.year)]
    grid = [[*heads, part.budget.money_head, *_heads(behind, document.year)]]
    depth: dict[str, int] = {}
    indents: Indents = {}
    for n, row in enumerate(told["programmes"], 1):
        depth[row["id"]] = depth.get(row["parent"], -1) + 1
        indents[n, len(codes)] = depth[row["id"]]
        line = [*_cells(row, codes), row["text"], *_cells(row, before)]
        grid.append([*line, row["printed"] or "", *_cells(row, behind)])
    return grid, [], indents


def workbook(document: Document) -> bytes:
    """Return an Excel file: a sheet for each table, below a title, its goals merged over their indicators."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for n, (grid, merged, indents) in enumerate(grids(document)):
        sheet = book.create_sheet(f"Tabel {n + 1}")
        sheet.append([document.kind().title])
        sheet.append([])
        for texts in grid:
            sheet.append([text or None for text in texts])
        for cell in sheet[3]:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        for (line, column), indent in indents.items():
            sheet.cell(line + 3, column + 1).alignment = Alignment(indent=indent)
        for column, lines in _runs(merged):
            sheet.merge_cells(
                start_row=lines[0] + 3, end_row=lines[-1] + 3, start_column=column + 1, end_column=column + 1
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(document: Document) -> bytes:
    """Return a Word document: a title, and a table for each."""
    made = docx.Document()
    for grid, merged, indents in grids(document):
        made.add_paragraph(document.kind().title)
        table = made.add_table(len(grid), len(grid[0]))
        cells = [row.cells for row in table.rows]
        for row, texts in zip(cells, grid, strict=True):
            for cell, text in zip(row, texts, strict=True):
                if text:
                    cell.text = text
        for (line, column), indent in indents.items():
            cells[line][column].paragraphs[0].paragraph_format.left_indent = Cm(indent)
        for column, lines in _runs(merged):
            table.cell(lines[0], column).merge(table.cell(lines[-1], column))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _runs(merged: Merged) -> Iterator[tuple[int, list[int]]]:
    for column in sorted({each[0] for each in merged}):
        run: list[int] = []
        for _, first, last in (each for each in merged if each[0] == column):
            if run and run[-1] == first:
                run.append(last)
            else:
                if run:
                    yield column, run
                run = [first, last]
        if run:
            yield column, run
