"""The page on which a file is sent, and what its tables become is shown and corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.http.address import office_path, plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.imports.plan.filled import Filled
from api.imports.sent import ImportFile
from api.imports.shown import ShownTable, shown_table, unread
from api.plans.form import TextForm
from api.plans.patch import cells_of
from api.words import names
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kind.kind import Kind, PartKind, RowKind
from domain.office.state import Office
from domain.plan.state import Plan
from domain.sheet.heads import Becomes
from domain.sheet.laid import Laid

_FIELDS = {"text": N_("Wording"), "target": N_("Target"), "allotted": N_("Budget")}
Parts = Mapping[str, Sequence[Laid]]
_BECOMES = {
    Becomes.NOTHING: N_("nothing"),
    Becomes.NUMBER: N_("the row's number or code"),
    Becomes.OUTLINE: N_("goals and indicators below each other"),
}


def import_page(
    frame: Frame,
    office: Office,
    plan: Plan,
    kind: Kind,
    sent: ImportFile | None,
    found: tuple[Parts, Filled] | None,
    problem: Problem | None,
) -> str:
    """Return the page; without a file that was sent, it asks for one."""
    words = frame.words
    parts, filled = found if found is not None else ({}, None)
    laid = [each for tables in parts.values() for each in tables]
    return page(
        frame,
        "imports/import.html",
        office=office,
        plan=plan,
        base=plan_path(office, plan.key),
        problem=problem,
        blank=f"{office_path(office)}/kinds/{kind.code}/blank",
        of_kind=urlencode({"version": kind.version, "year": plan.year}),
        sent=sent,
        tables=list(_tables(words, kind, plan.year, sent, parts)) if sent else [],
        left=unread(words, [*(sent.outside if sent else ()), *(left for each in laid for left in each.left)]),
        outside=sent.source.left if sent else (),
        joined=[piece for each in laid for piece in each.joined],
        filled=filled,
        changes=_changes(words, plan, kind, filled) if filled else [],
        counts=_counts(laid),
        said_once={
            name: [(answer, words(text)) for answer, text in answers] for name, answers in names.SAID_ONCE.items()
        },
    )


@dataclass(frozen=True)
class Change:
    """A cell of a row that is there, which the file has otherwise."""

    row: str
    column: str
    old: str
    new: str


def _changes(words: Words, plan: Plan, kind: Kind, filled: Filled) -> list[Change]:
    """Return what the file has otherwise; rows that are new have nothing before."""
    form = TextForm.from_text(plan.text, plan.shape)
    rows = {row.id: row for row in form.rows}
    columns = {column.key: column.head_in(plan.year) for part in kind.parts for column in part.columns}
    columns |= {name: words(text) for name, text in _FIELDS.items()}
    around = [
        Change(words("Cover") if not of else words("Part {part}", part=of), names.detail(words, name), old, text)
        for (of, name), text in filled.patch.cells.items()
        if (old := (form.parts.get(of, {}) if of else form.cover).get(name)) is not None
    ]
    return around + [
        Change(row.text, columns.get(column, column), dict(cells_of(row)).get(column, ""), text)
        for (key, column), text in filled.patch.cells.items()
        if (row := rows.get(key)) is not None and column != "target_kind"
    ]


def _counts(laid: Sequence[Laid]) -> dict[str, int]:
    rows = [row.kind for each in laid for row in each.rows]
    return {kind.value: rows.count(kind) for kind in RowKind}


def _tables(words: Words, kind: Kind, year: int, sent: ImportFile, parts: Parts) -> Iterator[ShownTable]:
    choices = (("", words("is not taken")), *((part.key, f"{part.key} {part.heading}".strip()) for part in kind.parts))
    waiting = {key: list(laid) for key, laid in parts.items()}
    for n, taken in enumerate(sent.mapping.tables):
        part = kind.part(taken.part)
        laid = waiting[taken.part].pop(0) if part is not None and waiting.get(taken.part) else Laid((), ())
        levels = _levels(words, part)
        yield shown_table(
            words,
            n,
            sent.name,
            taken,
            sent.source.tables[taken.table],
            choices,
            tuple(_options(words, part or kind.parts[0], year)),
            _made(words, part, laid),
            lambda _, levels=levels: levels,  # type: ignore[misc]
            laid.left,
        )


def _levels(words: Words, part: PartKind | None) -> tuple[tuple[str, str], ...]:
    return tuple((f"level:{n}", level.name or words("Goal")) for n, level in enumerate(part.levels if part else ()))


def _options(words: Words, part: PartKind, year: int) -> Iterator[tuple[str, str]]:
    yield from ((str(becomes), words(text)) for becomes, text in _BECOMES.items())
    yield from _levels(words, part)
    yield "indicator", part.indicator_head
    yield "target", part.target_head.replace("{year}", str(year))
    if part.budget is not None:
        yield "programme", part.budget.head
        yield "allotted", part.budget.money_head
    called = {RowKind.GOAL: words("Goal"), RowKind.INDICATOR: "", RowKind.PROGRAMME: words("Programme")}
    for column in part.columns:
        of = called[column.on]
        yield f"column:{column.on}.{column.key}", column.head_in(year) + (f" ({of})" if of else "")


def _made(words: Words, part: PartKind | None, laid: Laid) -> dict[str, list[str]]:
    """Return what each place of the file became."""
    made: dict[str, list[str]] = {}
    depth: dict[str, int] = {}
    for row in laid.rows:
        depth[row.id] = depth.get(row.parent, -1) + 1
        made.setdefault(row.text.place, []).append(_called(words, part, row.kind, depth[row.id]))
    return made


def _called(words: Words, part: PartKind | None, kind: RowKind, depth: int) -> str:
    match kind:
        case RowKind.GOAL:
            return (part.levels[depth].name if part and depth < len(part.levels) else "") or words("Goal")
        case RowKind.INDICATOR:
            return words("Indicator")
        case RowKind.PROGRAMME:
            return words("Programme")
