"""Forms: their fields read one by one, each fault at its place; what was typed, and what was kept of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from api.access.errors import NotSignedIn
from api.http import multipart, reading
from api.http.problems import Problem, Reader, problem_of
from api.http.visit import Visit, account_id
from api.words.clock import read_day
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.kernel.numbers import number, typed
from domain.measure.reading.figure import read_bare
from domain.measure.scale import Rung
from domain.office.check import slug_of

_ROWS = 8  # of the table at the least: an ordered scale seldom has more values
_SPARE = 2  # empty rows behind those that are filled


@dataclass
class FormReader:
    """Reads what people type into what a program sends; `wrong` are the faults, at places within `place`."""

    place: str = ""
    wrong: list[PlanError] = field(default_factory=list)

    def bound(self, name: str, text: str, unit: str = "") -> str | None:
        """Return a number as JSON has it, None where the field is empty; `unit` is what may stand behind it."""
        if not text.strip():
            return None
        try:
            return str(read_bare(text, unit))
        except PlanError as no:
            self.wrong.append(no.at(self._at(name)))
            return None

    def whole(self, name: str, text: str) -> int:
        """Return a small whole number."""
        try:
            read = number(text)
        except PlanError as no:
            self.wrong.append(no.at(self._at(name)))
            return 0
        if read != read.to_integral_value() or abs(read) > 99:
            self.wrong.append(Unreadable("not-a-whole-number", "This must be a whole number.", self._at(name)))
            return 0
        return int(read)

    def day(self, name: str, text: str) -> str | None:
        """Return a day as JSON has it, None where the field is empty."""
        if not text.strip():
            return None
        if (day := read_day(text)) is not None:
            return day.isoformat()
        not_a_date = N_("This must be a date, such as 16 January 2024 or 2024-01-16.")
        self.wrong.append(Unreadable("not-a-date", not_a_date, self._at(name)))
        return None

    def choice(self, name: str, text: str, known: tuple[str, ...]) -> str:
        """Return one of the known words."""
        if text in known:
            return str(text)
        one_of = N_("This must be one of {known}.")
        self.wrong.append(Unreadable("unknown-value", one_of, self._at(name), known=", ".join(known)))
        return ""

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def spelled(value: Decimal | None) -> str:
    """Write a number as it is typed, nothing for none."""
    return "" if value is None else typed(value)


@dataclass(frozen=True)
class RungForm:
    """One value of an ordered scale, with the scores it stands for."""

    name: str = ""
    low: str = ""
    low_closed: bool = False
    high: str = ""
    high_closed: bool = True
    worth: str = ""

    @property
    def filled(self) -> bool:
        """Return whether anything was typed into the row."""
        return any(text.strip() for text in (self.name, self.low, self.high, self.worth))


def no_rungs() -> tuple[RungForm, ...]:
    """Return the rows of a scale that nobody has written."""
    return (RungForm(),) * _ROWS


def rung_forms(rungs: Sequence[Rung]) -> tuple[RungForm, ...]:
    """Return the rows that say what a scale says, and some to spare."""
    return _with_spare(
        [
            RungForm(r.name, spelled(r.low), r.low_closed, spelled(r.high), r.high_closed, spelled(r.worth))
            for r in rungs
        ]
    )


def typed_rungs(texts: Mapping[str, str], prefix: str) -> tuple[RungForm, ...]:
    """Return the rows as they were sent, as `prefix.0.name` and its like; a box that is not ticked is not sent."""
    last = max((int(n) for n in row_numbers(texts, prefix)), default=-1)
    return _with_spare([_typed(texts, f"{prefix}.{n}") for n in range(last + 1)])


def read_rungs(reader: FormReader, prefix: str, rungs: Sequence[RungForm]) -> list[dict[str, Any]]:
    """Return the rows that are filled as a program sends them."""
    return [
        {
            "name": rung.name.strip(),
            "low": reader.bound(f"{prefix}.{n}.low", rung.low),
            "high": reader.bound(f"{prefix}.{n}.high", rung.high),
            "low_closed": rung.low_closed,
            "high_closed": rung.high_closed,
            "worth": reader.bound(f"{prefix}.{n}.worth", rung.worth),
        }
        for n, rung in enumerate(rungs)
        if rung.filled
    ]


def row_numbers(texts: Mapping[str, str], prefix: str) -> Iterator[str]:
    """Yield the number of each row that has a field of this prefix."""
    for name in texts:
        if name.startswith(f"{prefix}."):
            n = name.removeprefix(f"{prefix}.").partition(".")[0]
            if n.isascii() and n.isdecimal() and len(n) < 3:
                yield n


def _typed(texts: Mapping[str, str], row: str) -> RungForm:
    return RungForm(
        name=texts.get(f"{row}.name", ""),
        low=texts.get(f"{row}.low", ""),
        low_closed=f"{row}.low_closed" in texts,
        high=texts.get(f"{row}.high", ""),
        high_closed=f"{row}.high_closed" in texts,
        worth=texts.get(f"{row}.worth", ""),
    )


def _with_spare(rungs: Sequence[RungForm]) -> tuple[RungForm, ...]:
    filled = sum(1 for rung in rungs if rung.filled)
    return (*rungs, *(RungForm(),) * (max(_ROWS, filled + _SPARE) - len(rungs)))


@dataclass(frozen=True)
class Typed:
    """What was typed into the `form` of that name, and why it was refused; the page's other forms know nothing of it.

    `command_id` is what the form sends next.
    """

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None
    command_id: str = ""

    def value(self, form: str, name: str, default: str = "") -> str:
        """Return what stands in a field: what was typed, else what is known."""
        return self.values.get(name, default) if form == self.form else default

    def faults(self, form: str) -> Mapping[str, str]:
        """Return the faults of a form by field."""
        return dict(self.problem.errors) if self.problem is not None and form == self.form else {}

    def at(self, names: Mapping[str, str]) -> "Typed":
        """Return the same with each fault at its field, where the domain calls that something else."""
        return replace(self, problem=at_fields(self.problem, names))


def at_fields(problem: Problem | None, names: Mapping[str, str]) -> Problem | None:
    """Return the problem with its faults at the fields of the form; places that are not in `names` stay."""
    if problem is None:
        return None
    return replace(problem, errors=tuple((names.get(place, place), message) for place, message in problem.errors))


async def file_sent(visit: Visit, largest: int) -> bytes | None:
    """Read a form that brings a file, and return the file; one that is larger comes cut, a byte too long.

    None where no file was chosen, or no form brings one.
    """
    if not multipart.is_multipart(visit.request):
        return None
    fields, content = reading.Fields(), None
    async for part in multipart.parts(visit.request, largest, visit.most):
        if isinstance(part, multipart.SentFile):
            content = part.content if part.content is not None else b" " * (largest + 1)
        else:
            fields.append(part)
    visit.took(fields)
    return content


async def make_ids(visit: Visit, **sources: str) -> None:
    """Make the ids that a form left empty of what it says in another field: `position="title"`."""
    await visit.read()
    typed = dict(visit.form or ())
    made = {name: slug_of(typed.get(source, "")) for name, source in sources.items() if not typed.get(name, "").strip()}
    if visit.form is not None and made:
        visit.form = [*((name, value) for name, value in visit.form if name not in made), *made.items()]
        visit.body = urlencode(visit.form).encode("ascii")


TYPED = "typed"  # kept while it was typed, and never sent


async def kept(visit: Visit) -> tuple[reading.Fields, Problem | None] | None:
    """Return the fields that were kept for this page, and why they were not recorded, if they were sent; tell of it."""
    found = await visit.services.unsaved.find(account_id(visit), visit.path)
    if found is None:
        return None
    visit.kept_at = found.saved_at
    if found.reason == TYPED:
        return reading.fields(found.body), None
    unsent = NotSignedIn(
        "session-unsent",
        "Your session had ended, so this was not sent. What you typed is here: look at it and send it.",
    )
    return reading.fields(found.body), problem_of(unsent, Reader(visit.language))


async def kept_form(visit: Visit) -> tuple[dict[str, str], Problem | None]:
    """Return the fields by name and why they were not sent; none where nothing was kept for this page."""
    found = await kept(visit)
    return ({}, None) if found is None else (dict(found[0]), found[1])
