"""Rows of another plan as they are chosen in a form: ticked, proposed, or found by what is typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from api.http.problems import FormErrors
from api.http.reading import Fields
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.measure.target import spell_target
from domain.plan.likeness import alike
from domain.plan.state import Plan
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, PlanText

_MOST_PROPOSED = 3
_UNFOUND = N_("No row of the plan that is chosen reads “{text}”.")
_SEVERAL = N_("{count} rows of the plan that is chosen have “{text}” in them; take one from the list.")


R = TypeVar("R", bound=Goal | Indicator)


def numbered(rows: Sequence[R]) -> dict[str, R]:
    """Return rows by what they are called in a list: their number and their wording."""
    return {f"{n}. {row.text}": row for n, row in enumerate(rows, 1)}


def found_among(rows: Sequence[R], typed: str, printed: Mapping[str, R] | None = None) -> R:
    """Return the row that is meant: by the number that is `printed` before it, its place in the list, or its words.

    Raises Unreadable.
    """
    text = " ".join(typed.split())
    if (row := numbered(rows).get(text)) is not None:
        return row
    if printed and (row := printed.get(text.rstrip("."))) is not None:
        return row
    if text.isdecimal() and text.isascii() and len(text) < 5 and 0 < int(text) <= len(rows):
        return rows[int(text) - 1]
    with_it = [row for row in rows if text.casefold() in row.text.casefold()]
    same = [row for row in with_it if row.text.casefold() == text.casefold()]
    if len(same or with_it) == 1:
        return (same or with_it)[0]
    if with_it:
        raise Unreadable("support-several", _SEVERAL, text=text[:200], count=str(len(with_it)))
    raise Unreadable("support-unfound", _UNFOUND, text=text[:200])


@dataclass(frozen=True)
class Choice:
    """The plan (`office/rkt-2024`) whose rows are to be chosen from; None where it cannot be read."""

    of: str
    plan: Plan | None

    @cached_property
    def rows(self) -> list[Indicator]:
        """Return its indicators."""
        return [] if self.plan is None else [row for part in self.plan.text.parts for row in part.indicators]

    @cached_property
    def labels(self) -> dict[str, Indicator]:
        """Return its indicators by what they are called in the list: their number and their wording."""
        return numbered(self.rows)

    def address(self, row: Indicator) -> str:
        """Return what names a row among all offices' rows."""
        return f"{self.of}/{row.id}"

    def found(self, typed: str) -> Indicator:
        """Return the row that is meant. Raises Unreadable."""
        return found_among(self.rows, typed)


@dataclass(frozen=True)
class Ticked:
    """A row that can be ticked; `value` is what the form then sends."""

    value: str
    support: Support
    checked: bool


@dataclass(frozen=True)
class ChoosingRow:
    """An indicator: what it answers to, how those that changed read now, what is proposed, and what was typed."""

    row: Indicator
    number: int
    linked: tuple[Ticked, ...]
    gone: frozenset[str]
    fresh: tuple[Ticked, ...]
    proposed: tuple[Ticked, ...]
    typed: str


def shown(
    text: PlanText, choice: Choice, there: Collection[Support], fields: Fields, *, take_all: bool
) -> list[ChoosingRow]:
    """Return the rows of the page: as they are recorded, or as they were typed."""
    now = {row.address: row for row in there}
    typed = dict(fields)
    sent = {value for name, value in fields if name == "row"}
    ticked = {(name, value) for name, value in fields}
    version = 0 if choice.plan is None else choice.plan.version
    found = []
    rows = [row for part in text.parts for row in part.indicators]
    for number, row in enumerate(rows, 1):
        known = row.id in sent
        linked = {support.address for support in row.supports}
        changed = [
            now[support.address]
            for support in row.supports
            if support.address in now and _reads_otherwise(support, now[support.address])
        ]
        near = [each for each in alike(row, choice.rows) if choice.address(each) not in linked][:_MOST_PROPOSED]
        office, _, key = choice.of.partition("/")
        proposed = [Support(office, key, each.id, version, each.text, each.target) for each in near]
        found.append(
            ChoosingRow(
                row,
                number,
                tuple(
                    Ticked(s.address, s, (f"link:{row.id}", s.address) in ticked if known else True)
                    for s in row.supports
                ),
                frozenset(s.address for s in row.supports if s.address in now and now[s.address].target is None),
                tuple(
                    Ticked(value, s, (f"fresh:{row.id}", value) in ticked)
                    for s in changed
                    for value in (f"{s.version}/{s.address}",)
                ),
                tuple(
                    Ticked(
                        s.address,
                        s,
                        (f"link:{row.id}", s.address) in ticked if known else take_all and n == 0 and not linked,
                    )
                    for n, s in enumerate(proposed)
                ),
                typed.get(f"add:{row.id}", ""),
            )
        )
    return found


def _reads_otherwise(linked: Support, now: Support) -> bool:
    return now.target is not None and (now.text, now.target) != (linked.text, linked.target)


def chosen(choice: Choice, fields: Fields) -> dict[str, tuple[Support, ...]]:
    """Return what each row of the form answers to. Raises `FormErrors` where what was typed finds no row."""
    links: dict[str, dict[str, Support]] = {value: {} for name, value in fields if name == "row"}
    wrong: list[tuple[str, PlanError]] = []
    for name, value in fields:
        what, _, row = name.partition(":")
        if row not in links or not value.strip():
            continue
        if what == "link":
            links[row].setdefault(value, _named(value))
        elif what == "fresh":
            version, _, address = value.partition("/")
            links[row][address] = _named(address, int(version) if version.isdecimal() and len(version) < 10 else 0)
        elif what == "add":
            try:
                address = choice.address(choice.found(value))
                links[row].setdefault(address, _named(address))
            except PlanError as no:
                wrong.append((f"{row}.supports", no.at(f"{row}.supports")))
    if wrong:
        raise FormErrors(wrong)
    return {row: tuple(supports.values()) for row, supports in links.items()}


def _named(address: str, version: int = 0) -> Support:
    office, plan, row = [*address.split("/", 2), "", ""][:3]
    return Support(office, plan, row, version)


def labels(choice: Choice) -> Sequence[tuple[str, str]]:
    """Return the rows to choose from, each with its target."""
    return [(label, spell_target(row.target)) for label, row in choice.labels.items()]
