"""The rows of an action plan in its grid: each cell as it was typed, joined with what is recorded, and judged."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from api.action.form import spelled_aim
from api.http.figures import FORM, read_aim
from api.http.reading import Fields
from api.words.names import quarter
from domain.action.edit import checked_row
from domain.action.row import ActionRow, Owner, Start, Steps
from domain.action.state import Action
from domain.kernel.actor import Role
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.kernel.streams import QUARTERS
from domain.measure.policy import MeasurementPolicy
from domain.office.state import Office

TARGETS = tuple(f"targets.{n}" for n in QUARTERS)
_AIMED = (*TARGETS, "start")  # a quarter before the start has no target, so they are judged together
CELLS = (*TARGETS, "owners", "steps", "start")  # those that are told by what they were when the page was made
_MARK = 6  # characters of a digest: a cell that changed is taken for the same once in sixteen million
_BETWEEN = "; "  # people of one cell; names have commas
_START = re.compile(
    r"(?:mulai\s*)?(?:triwulan|tw|quarter|q)?\.?\s*(iv|i{1,3}|[1-4])(?:\s*[:;,.–-]+\s*|\s+|$)(.*)", re.I | re.S
)
_NUMBERS = {name.casefold(): n for n in QUARTERS for name in (quarter(n), str(n))}


@dataclass(frozen=True)
class People:
    """Who may own a row, as a cell names them: by name, and where two have one name by what tells them apart."""

    labels: Mapping[str, str]  # by person

    @classmethod
    def named(cls, people: Sequence[tuple[str, str]]) -> "People":
        """Return people by id and name."""
        names = [_folded(name) for _, name in people]
        return cls({p: name if names.count(_folded(name)) == 1 else f"{name} ({p})" for p, name in people})

    def spelled(self, owners: Sequence[Owner]) -> str:
        """Write owners as a cell has them."""
        return _BETWEEN.join(self.labels.get(owner.person, owner.name) for owner in owners)

    def read(self, text: str, old: Sequence[Owner], names: Mapping[str, str], place: str) -> tuple[Owner, ...]:
        """Read owners; whoever owns the row already is known, too. Raises `Unreadable` at `place`."""
        known = {_folded(label): person for person, label in self.labels.items()}
        kept = {_folded(owner.name): owner for owner in old if owner.person not in self.labels}
        found = []
        for name in filter(None, map(str.strip, text.split(";"))):
            person = known.get(_folded(name))
            owner = kept.get(_folded(name)) if person is None else Owner(person, names[person])
            if owner is None:
                nobody = N_("Nobody called “{name}” is an owner here; choose from the list.")
                raise Unreadable("owner-unknown", nobody, place, name=name[:80])
            found.append(owner)
        return tuple(found)


def people_of(office: Office) -> People:
    """Return who may own a row."""
    return People.named([(person, office.people[person]) for person in office.holders(Role.OWNER)])


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class GridRow:
    """A row in its cells. `base` marks each as it was when the page was made; `measure` confirms what is proposed."""

    key: str
    cells: Mapping[str, str]
    base: str = ""
    measure: bool = False

    @classmethod
    def of(cls, row: ActionRow, people: People) -> "GridRow":
        """Return the row as it is recorded."""
        aims = row.targets or (None,) * len(QUARTERS)
        cells = {name: spelled_aim(aim) for name, aim in zip(TARGETS, aims, strict=True)}
        cells |= {"owners": people.spelled(row.owners), "steps": row.steps.year, "start": spelled_start(row.start)}
        return cls(row.indicator, cells, "".join(_mark(cells[name]) for name in CELLS))

    def was(self, cell: str, text: str) -> bool:
        """Return whether a cell stood so when the page was made."""
        at = CELLS.index(cell) * _MARK
        return self.base[at : at + _MARK] == _mark(text)


def _mark(text: str) -> str:
    return sha256(text.strip().replace("\r\n", "\n").encode()).hexdigest()[:_MARK]


def typed_rows(fields: Fields) -> list[GridRow]:
    """Return the rows that were sent, as `0.id`, `0.base` and `0.owners` of each; cells that were not are left out."""
    rows: dict[str, dict[str, str]] = {}
    for name, text in fields:
        n, dot, cell = name.partition(".")
        if dot and n.isdecimal() and n.isascii():
            rows.setdefault(n, {})[cell] = text
    return [
        GridRow(
            typed["id"],
            {cell: text.replace("\r\n", "\n") for cell, text in typed.items() if cell in CELLS},
            typed.get("base", ""),
            bool(typed.get("measure")),
        )
        for typed in rows.values()
        if typed.get("id")
    ]


@dataclass(frozen=True)
class Judged:
    """What of a row that was sent can be recorded: `row` is the whole of it as it then is.

    `faults` say by cell why it cannot; a cell of `stale` says something else by now, which is not written over. What
    was never `sent` is judged by nobody yet.
    """

    typed: GridRow
    row: ActionRow
    faults: Mapping[str, PlanError] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    sent: bool = True

    @property
    def clean(self) -> bool:
        """Return whether everything that was typed is in the row."""
        return not self.faults and not self.stale


def judged(
    action: Action, typed: GridRow, proposed: MeasurementPolicy, people: People, names: Mapping[str, str]
) -> Judged:
    """Join a row that was sent with what is recorded, cell by cell, and judge each cell by itself."""
    old = action.rows[typed.key]
    now = GridRow.of(old, people)
    mine, stale = _joined(typed, now)
    row, faults = old, dict[str, PlanError]()
    for found in _read(typed, old, mine, proposed, people, names):
        try:
            row = checked_row(action, msgspec.structs.replace(row, **found()))
        except PlanError as no:
            faults |= {_cell(cause, typed.key): cause for cause in getattr(no, "causes", (no,))}
    return Judged(typed, row, faults, stale)


def _joined(typed: GridRow, now: GridRow) -> tuple[dict[str, str], frozenset[str]]:
    """The cells that were changed here, and of those the ones that somebody else has changed meanwhile."""
    changed = {c: text for c, text in typed.cells.items() if not typed.was(c, text) and text != now.cells[c]}
    stale = frozenset(cell for cell in changed if not typed.was(cell, now.cells[cell]))
    return {cell: text for cell, text in changed.items() if cell not in stale}, stale


def _read(
    typed: GridRow,
    old: ActionRow,
    mine: Mapping[str, str],
    proposed: MeasurementPolicy,
    people: People,
    names: Mapping[str, str],
) -> Iterator[Any]:
    """Yield what makes each part of the row that was changed; it may raise what is wrong with it."""
    key, policy = typed.key, old.policy
    if typed.measure and policy is None:
        policy = proposed
        yield lambda: {"policy": msgspec.structs.replace(proposed, version=1)}
    if mine.keys() & set(_AIMED):
        texts = {cell: mine.get(cell, text) for cell, text in GridRow.of(old, people).cells.items() if cell in _AIMED}
        yield lambda: {
            "start": read_start(texts.pop("start"), f"{key}.start"),
            "targets": _aims(policy, list(texts.values()), key),
        }
    if "owners" in mine:
        yield lambda: {"owners": people.read(mine["owners"], old.owners, names, f"{key}.owners")}
    if "steps" in mine:
        yield lambda: {"steps": Steps(mine["steps"], old.steps.quarters)}


def spelled_start(start: Start | UnsetType) -> str:
    """Write a start as a cell has it: the quarter, and behind it why."""
    return f"{quarter(start.quarter)}: {start.reason}" if start else ""


def read_start(text: str, place: str) -> Start | UnsetType:
    """Read a start; empty is with the year. Raises `Unreadable` at `place`."""
    if not text.strip():
        return UNSET
    found = _START.fullmatch(text.strip())
    if found is None:
        unclear = N_("Write in which quarter it starts and why, such as “III: the service opens in August”.")
        raise Unreadable("start-unclear", unclear, place)
    number = _NUMBERS[found[1].casefold()]
    return UNSET if number == QUARTERS[0] else Start(number, found[2])


class _Several(PlanError):
    """Several cells of one row that cannot be read."""

    def __init__(self, causes: Sequence[PlanError]) -> None:
        super().__init__(causes[0].code, causes[0].message, causes[0].place, **causes[0].params)
        self.causes = tuple(causes)


def _aims(policy: MeasurementPolicy | None, texts: Sequence[str], key: str) -> tuple[Any, ...]:
    if not any(map(str.strip, texts)):
        return ()
    if policy is None:
        unmeasured = N_("Before it has targets, confirm how this indicator is measured.")
        raise Unreadable("policy-missing", unmeasured, f"{key}.policy")
    aims, wrong = [], []
    for n, text in zip(QUARTERS, texts, strict=True):
        try:
            aims.append(read_aim(policy, text, f"{key}.targets.{n}", FORM) if text.strip() else None)
        except PlanError as no:
            wrong.append(no)
    if wrong:
        raise _Several(wrong)
    return tuple(aims)


def _cell(no: PlanError, key: str) -> str:
    """Where in the row a fault is shown: what is said of all targets beside the first, of the policy at it."""
    place = no.place.removeprefix(f"{key}.")
    if place in CELLS:
        return place
    name = place.partition(".")[0]
    return {"targets": TARGETS[0], "owners": "owners", "steps": "steps", "start": "start"}.get(name, "policy")


def shown_again(found: Judged, people: People) -> GridRow:
    """Return the row as it comes back: what is recorded, and as it was typed what is not.

    A cell that somebody else changed keeps the mark of what it was: only whoever says so writes over it.
    """
    now = GridRow.of(found.row, people)
    if not found.sent:
        return replace(found.typed, cells={**now.cells, **found.typed.cells})
    wrong = {cell for cell in (*found.faults, *found.stale) if cell in CELLS}
    wrong |= set(_AIMED) if wrong & set(_AIMED) or "policy" in found.faults else set()
    kept = {cell: found.typed.cells.get(cell, text) if cell in wrong else text for cell, text in now.cells.items()}
    marks = (found.typed if cell in found.stale else now for cell in CELLS)
    base = "".join(row.base[n * _MARK : (n + 1) * _MARK] for n, row in enumerate(marks))
    return replace(now, cells=kept, base=base, measure=found.typed.measure)


def taken_over(found: Judged, people: People) -> str:
    """Return the marks of a row whose typed cells are to stand, whatever somebody else wrote meanwhile."""
    return GridRow.of(found.row, people).base
