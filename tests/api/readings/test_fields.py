"""Every field that takes a figure goes through the one reader: a new one that does not is found here.

“157,020 voters” was recorded as 157,02: whatever can be read in two ways is read in none, on every page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from api.app import routes
from api.http import figures
from api.http.described import BODIES
from domain.kernel.actor import Role
from domain.measure.reading import figure, target
from tests.api.forms import fields
from tests.api.house import Kantor
from tests.api.played import Year

_HELD = {"target", "rupiah", "aim", "measure", "realisation", "spent", "percent", "score", "whole"}
_VOID = {"input", "br", "meta", "link", "img", "use", "col", "hr"}
# What people type that is no figure of the plan: words, names, days, ids, and numbers of days, years and steps.
_OTHER = re.compile(
    r"(remark-.+|rows-(N|\d+)-(text|cell-[a-z-]+)|detail-.+|(rows\.\d+\.|steps\.|policy\.)?(explanation|justification|obstacles|"
    r"follow_up|follow_up_answer|reason|citation|year|[1-4])|rows?\.?\d*\.?(owners|steps)|\d+\.(owners|steps|start)|start_reason|"
    r"policy\.(unit|scale_name|scale_citation|numerator|denominator|numerator_unit|denominator_unit|effective)|"
    r"(scales\.\d+|policy|categories)\.(rungs\.\d+\.)?(name|citation)|steps-\d+-(order|part|need|block|elsewhere|title|position)|"
    r"effective|day|name|decree|due|before|escalate|opens|closes|secretary|chair|address|time_zone|titles\..+|"
    r"body|source|findings|statement|points\.[a-z-]+\.note|position|title|number|find|with|comment|text|note|q|search|password|people|language)"
)


@dataclass
class _Control:
    """A control of a form that one types into; `holds` is the figure that it takes, empty where it takes none."""

    name: str
    form: str
    holds: str
    cell: bool
    heard: bool = False


@dataclass
class _Controls(HTMLParser):
    """Gathers them in their order; a figure is read back by the next output."""

    found: list[_Control] = field(default_factory=list)
    form: str = ""
    _open: list[tuple[str, str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = told.get("action", "") if told.get("method") == "post" else ""
        holds = told.get("data-holds") or next((h for _, h, _ in reversed(self._open) if h), "")
        asked = "data-cells" in told or any(asks for _, _, asks in self._open)
        if tag not in _VOID:
            self._open.append((tag, holds, asked))
        typed = tag == "textarea" or (tag == "input" and told.get("type", "text") == "text")
        if typed and self.form and told.get("name"):
            self.found.append(_Control(told["name"], self.form, holds if asked else "", "data-cell" in told))
        if "said-figure" in told.get("class", "") and self.found:
            self.found[-1].heard = True

    def handle_endtag(self, tag: str) -> None:
        if any(tag == each for each, _, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag == "form":
            self.form = ""


def controls(page: str) -> list[_Control]:
    found = _Controls()
    found.feed(re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL))
    return found.found


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year whose first quarter is open, and a plan of the year after it that is written."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    await year.report_sent()
    shared.year += 1
    await shared.draft()
    shared.year -= 1
    return year


def pages(year: Year, row: str) -> list[tuple[Role, str]]:
    office = year.office
    draft = office.path.replace(str(office.year), str(office.year + 1))
    return [
        (Role.DRAFTER, f"{draft}/edit"),
        (Role.PLANNER, f"{year.action}/edit"),
        (Role.DRAFTER, f"{year.report}/figures/{row}"),
        (Role.DRAFTER, f"{year.report}/sections/summary"),
        (Role.AUDITOR, f"{year.report}/statement"),
        (Role.PLANNER, f"{year.action}/rows/{row}"),
        (Role.OWNER, f"{year.quarter()}/filing"),
        (Role.OWNER, f"{year.quarter()}/realisations/{row}"),
        (Role.PLANNER, year.quarter()),
        (Role.ADMINISTRATOR, f"/offices/{office.id}"),
        (Role.ADMINISTRATOR, f"/offices/{office.id}/measurement-practices"),
    ]


async def test_every_control_is_a_figure_that_is_read_back_or_known_to_be_none(year: Year) -> None:
    row = str((await year.read(year.quarter()))["rows"][0]["id"])
    kinds: set[str] = set()
    strangers = []
    for role, path in pages(year, row):
        answer = await year.office[role].page(path)
        assert answer.status_code == 200, (path, answer.status_code)
        for control in controls(answer.text):
            place = f"{path}: {control.name}"
            if control.holds and control.cell:
                assert control.heard, f"{place} is read back nowhere"
                kinds.add(control.holds)
            elif not _OTHER.fullmatch(control.name):
                strangers.append(place)
    assert strangers == []
    assert kinds >= _HELD


async def test_what_can_be_read_in_two_ways_is_recorded_nowhere(year: Year) -> None:
    row = str((await year.read(year.quarter()))["rows"][0]["id"])
    pressed: set[str] = set()
    for role, path in pages(year, row):
        page = (await year.office[role].page(path)).text
        seen: set[tuple[str, str]] = set()
        for control in controls(page):
            if not (control.holds and control.cell) or (control.form, control.holds) in seen:
                continue
            seen.add((control.form, control.holds))
            pressed.add(control.holds)
            head = await year.office.house.store.head(year.office.id)
            sent = fields(page, control.form) | {control.name: "157,020"}
            if control.name.startswith("policy."):
                scale = {"lowest_index": "index", "highest_index": "index", "rungs": "ordinal"}
                of = scale.get(control.name.split(".")[1], "percentage")
                sent |= {"measure": "other", "policy.scale": of, "policy.citation": "SK 1/2026", "policy.ratio": "1"}
            answer = await year.office[role].press(control.form, sent)
            place = f"{path}: {control.name}"
            assert answer.status_code in (200, 422), (place, answer.status_code, answer.text[:2000])
            assert "157,020" in answer.text, place
            assert 'class="reading"' in answer.text or 'class="fault"' in answer.text, place
            recorded = await year.office.house.store.log(year.office.id, head.position)
            assert not [entry for entry in recorded if re.search("157[.,]?02", str(entry))], place
    assert pressed >= _HELD


# What a program may send, by the names of its fields: figures and what reads them, numbers that are none, and words.
_FIGURES = {
    **dict.fromkeys(("reading", "numerator", "denominator"), "read_reading"),
    "realised": "read_money",
    **dict.fromkeys(("targets", "low", "high"), "read_aim"),
    **dict.fromkeys(("cap", "floor", "worth", "achievement", "absorption"), "read_bare"),
    **dict.fromkeys(("allotted", "printed"), "rupiah_printed"),
    "text": "read_target",  # of a target or a cell; any other is a wording
    "value": "read_target",
    "policy": "read_policy",
}
_COUNTS = (
    "based_on version days order need due escalate before year chair closes opens secretary places quarter "
    "table heads line column first last until own"  # of a file: tables, lines and columns
    " month day years holds"  # of a paper: by when, and for how long
)
_WORDS = (
    "address capacity column cover_date date further goal goals_heading heading id indicator key kind money name "
    "number numbers on_behalf page parent place pledge position serves shown_as shown_to signatory title undecided "
    "budget target version"
)


def _leaves(annotation: Any, about: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield what a field may hold, with what is said of each."""
    if get_origin(annotation) is Annotated:
        base, *more = get_args(annotation)
        yield from _leaves(base, (*about, *more))
    elif get_origin(annotation) in (Union, UnionType, list, tuple, dict):
        for each in get_args(annotation):
            yield from _leaves(each, about)
    else:
        yield annotation, about


def _sent(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, Any, str]]:
    seen.add(model)
    for name, told in model.model_fields.items():
        for of, about in _leaves(told.annotation, tuple(told.metadata)):
            if isinstance(of, type) and issubclass(of, BaseModel):
                yield from _sent(of, seen) if of not in seen else ()
            else:
                yield name, of, str(about)


def test_every_number_that_a_program_may_send_has_its_reader() -> None:
    assert routes()
    seen: set[type[BaseModel]] = set()
    for body in BODIES.values():
        for name, of, about in _sent(body, seen):
            written = "max_length=60" in about or "[0-9]{1,12}" in about
            if of in (int, float, Decimal):
                assert name in _COUNTS.split(), f"{name} is a number, and goes through no reader"
            elif written:
                assert name in _FIGURES, f"{name} is a figure, and goes through no reader"
            elif of is Any or (of is str and about == "()"):
                assert name in {*_FIGURES, *_WORDS.split()}, f"{name} may be a figure, and goes through no reader"
    readers = (figures, figure, target)
    assert all(any(hasattr(module, reader) for module in readers) for reader in _FIGURES.values())
