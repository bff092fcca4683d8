"""What a list of a quarter makes of its rows: each as if it had been typed, or why there is nothing to type."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import msgspec

from api.http.figures import FORM, read_reading
from api.imports.given import GivenCell
from api.quarters.pages import filed_fields
from api.readings.heard import CellHeard, Filed, heard_row, heard_spent
from api.words.words import Words, words
from domain.kernel.errors import N_, PlanError
from domain.kernel.numbers import Numbers, typed
from domain.measure.derivation import STATES
from domain.measure.reading.convention import Convention, MoneyUnit
from domain.measure.reading.figure import read_money
from domain.measure.reading.measured import read_component, read_measured
from domain.measure.reading.target import is_nothing
from domain.measure.realisation import REPORTED, Measured, Reading
from domain.quarter.filing import Filing, words_needed
from domain.quarter.line import Line, Spending
from domain.quarter.row import QuarterRow
from domain.quarter.state import Quarter
from domain.sheet.laid import Left, Piece
from domain.sheet.listing import FoundLine
from domain.sheet.mapping import Mapping as Taking

_LANGUAGES = ("id", "en")
_CUSTOM_STATES = {"belum dirilis": REPORTED[0], "belum tersedia": REPORTED[0], "not available yet": REPORTED[0]}
_YES, _NO = ("ya", "sudah", "selesai", "done", "yes", "true"), ("tidak", "belum", "no", "false", "not done")
T = TypeVar("T")
_FIGURES = ("reading", "numerator", "denominator")


class Result(StrEnum):
    """What becomes of a line of a list."""

    NEW = "new"
    CHANGES = "changes"  # what is filed, and so asks for a reason
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"  # it is typed, and asked about where it is filed
    NOTHING = "nothing"  # the line has nothing to file
    NOT_YOURS = "not-yours"
    NOT_FOUND = "not-found"
    TWICE = "twice"  # another line speaks of the same row


TYPED = (Result.NEW, Result.CHANGES, Result.DOUBTFUL)


class Outcome(msgspec.Struct, frozen=True):
    """What becomes of a line: `row` is its id, else `like` is that of one with nearly its words.

    `fields` are those of the form, `said` what its figures say, `why` what is asked or wrong.
    """

    line: int
    place: str
    text: str
    row: str
    like: str
    result: Result
    fields: Mapping[str, str]
    said: str = ""
    why: str = ""
    given: tuple[GivenCell, ...] = ()


class FilingPreview(msgspec.Struct, frozen=True):
    """What a list becomes: how it is taken, its rows and programmes, and everything of it that becomes nothing."""

    name: str
    mapping: Taking
    rows: tuple[Outcome, ...]
    programmes: tuple[Outcome, ...]
    left: tuple[Left, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True)
class Filling:
    """How a list fills the rows of a quarter, for whoever sent it and in their language."""

    quarter: Quarter
    person: str
    said: Convention
    words: Words

    def rows(self, lines: Iterable[FoundLine]) -> Iterator[Outcome]:
        """Yield what becomes of the lines that list indicators."""
        yield from self._each(lines, self.quarter.lines, self._row)

    def money(self, lines: Iterable[FoundLine]) -> Iterator[Outcome]:
        """Yield what becomes of the lines that list programmes."""
        yield from self._each(lines, self.quarter.budget, self._spent)

    def _each(
        self, lines: Iterable[FoundLine], known: Mapping[str, T], of: Callable[[FoundLine, T], Outcome]
    ) -> Iterator[Outcome]:
        seen: set[str] = set()
        for line in lines:
            row = known.get(line.row)
            if row is None:
                yield _outcome(line, Result.NOT_FOUND)
            elif line.row in seen:
                yield _outcome(line, Result.TWICE)
            else:
                seen.add(line.row)
                yield of(line, row)

    def _row(self, found: FoundLine, line: Line) -> Outcome:
        if self.person not in {owner.person for owner in line.row.owners}:
            return _outcome(found, Result.NOT_YOURS)
        told = dict(self._told(found, line.row))
        if not told:
            return _outcome(found, Result.NOTHING)
        fields = _in_its_field({**_filed(line.filing, told), **told}, line.row)
        if line.filing is not None and _same(line.filing, fields, line.row):
            return _outcome(found, Result.UNCHANGED)
        heard = heard_row(self.words, line.row, self.quarter.plan_version, Filed.of(fields))
        said = [cell["said"] for cell in heard.values() if cell["said"]]
        why = [*self._unfit(found, line.row), *map(_doubt, heard.values())]
        result = Result.NEW if line.filing is None else Result.CHANGES
        if any(why):
            result = Result.DOUBTFUL
        return _outcome(found, result, fields, " / ".join(said), " ".join(filter(None, why)))

    def _unfit(self, found: FoundLine, row: QuarterRow) -> Iterator[str]:
        """Say which figures of the line the row does not take."""
        sides = row.policy.components is not None
        spare = [found.cells[key] for key in _FIGURES if key in found.cells and (key == "reading") is sides]
        wanted = N_("This row takes a numerator and a denominator.") if sides else N_("This row takes one figure.")
        spare = [piece for piece in spare if not is_nothing(piece.text)]
        if spare and not (sides and {"numerator", "denominator"} <= found.cells.keys()):
            yield self.words(wanted)

    def _told(self, found: FoundLine, row: QuarterRow) -> Iterator[tuple[str, str]]:
        """Yield what the line says, by the fields of the form."""
        sides = row.policy.components
        for key, piece in found.cells.items():
            text = piece.text.strip()
            if not text or (is_nothing(text) and key != "follow_up_done"):
                continue
            match key:
                case "reading" if state := _STATES.get(" ".join(text.split()).casefold()):
                    yield "state", state
                case "reading" if sides is None:
                    yield key, self._spelled(piece, lambda text, said: read_measured(row.policy, text, said))
                case "numerator" | "denominator" if sides is not None:
                    side = sides.numerator if key == "numerator" else sides.denominator
                    yield key, self._spelled(piece, lambda t, said, side=side: Measured(read_component(side, t, said)))  # type: ignore[misc]
                case "reading" | "numerator" | "denominator":
                    continue
                case "follow_up_done":
                    done = text.casefold()
                    yield key, "true" if done in _YES else "false" if done in _NO else text
                case _:
                    yield key, text

    def _spelled(self, piece: Piece, read: Callable[[str, Convention], Reading]) -> str:
        """Return a figure as it is typed: as it stands, where that says the same, else as the list says it once."""
        said = Convention(Numbers.ID if piece.number else self.said.numbers, self.said.money or MoneyUnit.RUPIAH)
        try:
            meant = read(piece.text, said)
        except PlanError:
            return piece.text
        try:
            same = read(piece.text, FORM.said) == meant
        except PlanError:
            same = False
        return piece.text if same else filed_fields(Filing(meant)).get("reading", piece.text)

    def _spent(self, found: FoundLine, spending: Spending) -> Outcome:
        piece = found.cells.get("realised")
        if piece is None or is_nothing(piece.text):
            return _outcome(found, Result.NOTHING)
        said = Convention(Numbers.ID if piece.number else self.said.numbers, self.said.money)
        fields = {"realised": piece.text, "reason": found.cells["reason"].text if "reason" in found.cells else ""}
        try:
            amount = read_money(piece.text, said)
        except PlanError:
            heard = heard_spent(self.words, spending.of, piece.text)
            return _outcome(found, Result.DOUBTFUL, fields, "", _doubt(heard) or self.words(_UNIT))
        if amount == spending.realised:
            return _outcome(found, Result.UNCHANGED)
        fields["realised"] = typed(amount)
        heard = heard_spent(self.words, spending.of, fields["realised"])
        result = Result.NEW if spending.realised is None else Result.CHANGES
        return _outcome(found, result, fields, heard["said"], " ".join(heard["asks"]))


_UNIT = N_("Say once for the list what its money is counted in.")
_STATES = {words(language)(STATES[state]).casefold(): state for language in _LANGUAGES for state in REPORTED}
_STATES |= _CUSTOM_STATES


# What a list tells in another column than the form has it in.
_ELSEWHERE = {"state": "reading", "explanation": "justification", "justification": "explanation"}


def _outcome(
    found: FoundLine, result: Result, fields: Mapping[str, str] | None = None, said: str = "", why: str = ""
) -> Outcome:
    given = tuple(
        GivenCell(f"{found.row}.{name}", text, found.cells[cell].place, found.cells[cell].text)
        for name, text in (fields or {}).items()
        if (cell := name if name in found.cells else _ELSEWHERE.get(name, "")) in found.cells and text
    )
    of = found.line, found.place, found.text, found.row, found.like
    return Outcome(*of, result, fields or {}, said, why, given)


def _filed(filing: Filing | None, told: Mapping[str, str]) -> dict[str, str]:
    """Return what is filed; of its figures nothing, where the list says them anew."""
    anew = {*_FIGURES, "state"} if {*_FIGURES, "state"} & told.keys() else set()
    return {name: text for name, text in filed_fields(filing).items() if name not in anew}


def _in_its_field(fields: dict[str, str], row: QuarterRow) -> dict[str, str]:
    """Put the one cause that a list tells where this figure asks for it."""
    try:
        needed = words_needed(read_reading(row.policy, Filed.of(fields), "", FORM), row)
    except PlanError:
        return fields
    other = {"explanation": "justification", "justification": "explanation"}
    for name in needed:
        if not fields.get(name) and fields.get(other[name]):
            fields[name] = fields.pop(other[name])
    return fields


def _same(filing: Filing, fields: Mapping[str, str], row: QuarterRow) -> bool:
    """Whether the fields say what is filed."""
    before = filed_fields(filing)
    if any(fields.get(name, "") != before.get(name, "") for name in {*fields, *before} - {*_FIGURES, "reason"}):
        return False
    if fields.get("state"):
        return True
    try:
        return read_reading(row.policy, Filed.of(fields), "", FORM) == filing.reading
    except PlanError:
        return False


def _doubt(heard: CellHeard) -> str:
    """Return what is wrong with a figure, with what may be meant instead."""
    readings = " / ".join(each["said"] for each in heard["readings"])
    return f"{heard['fault']} {readings}".strip() if heard["fault"] else ""
