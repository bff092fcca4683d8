"""A cell as it is typed: the words in which it is said, what else it may mean, what is wrong with it, what is asked."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypedDict

from api.http.figures import FORM, read_aim, read_money, read_reading, read_side
from api.http.forms import FormReader
from api.words import measuring, names
from api.words.amounts import said_rupiah, said_target, spoken
from api.words.refusals import explained
from api.words.words import Words
from domain.kernel.errors import N_, Ambiguous, PlanError
from domain.measure.policy import Component, MeasurementPolicy, check_aim, check_reading
from domain.measure.reading.cell import PERCENT
from domain.measure.reading.convention import Convention
from domain.measure.reading.question import Ask, read
from domain.measure.reading.target import SCALES
from domain.measure.realisation import State
from domain.measure.scale import OrdinalScale
from domain.measure.target import KINDS, Target
from domain.plan.questions import Question
from domain.quarter.figures import figure, share
from domain.quarter.filing import spent_beyond, words_needed
from domain.quarter.row import QuarterProgramme, QuarterRow

_MOST = 2  # readings of one cell: who has to choose among more has to type anew


class PossibleReading(TypedDict):
    """What can be put in for what is typed, the kind that goes with it (empty: the cell's own), and how it is said."""

    text: str
    kind: str
    said: str


class CellHeard(TypedDict):
    """What a cell says: `said` where it can be read, else its `fault`; `readings` are what may be meant instead.

    `kind` is as which a target is read; `asks` are doubts, which block nothing. The last figure of a row of a quarter
    tells its `achievement`, and in `needs` the texts that the row asks for.
    """

    kind: str
    said: str
    readings: list[PossibleReading]
    fault: str
    asks: list[str]
    achievement: str
    needs: list[str]


@dataclass(frozen=True)
class Meaning:
    """What a text means: how it is said, as which kind it is read, and what is asked of it."""

    said: str
    kind: str = ""
    asks: tuple[Ask, ...] = ()


Mean = Callable[[str], Meaning]
Guess = Callable[[str], Meaning | None]
Doubt = Callable[[Target], Question | None]  # what is asked of a target beside other plans


def silent(kind: str = "") -> CellHeard:
    """Return what an empty cell says."""
    return {"kind": kind, "said": "", "readings": [], "fault": "", "asks": [], "achievement": "", "needs": []}


def heard(words: Words, text: str, mean: Mean, guess: Guess | None = None) -> CellHeard:
    """Return what a text says to whoever reads it by `mean`; what that cannot read may be what `guess` takes it for."""
    if not text.strip():
        return silent()
    try:
        found = mean(text)
    except PlanError as no:
        return _unread(words, text, no, mean, guess)
    asks = [explained(words, None, ask.message, ask.params) for ask in found.asks]
    readings = list(_readable(mean, (answer for ask in found.asks for answer in _answers(text, ask))))
    return {**silent(found.kind), "said": found.said, "asks": asks, "readings": readings}


def _unread(words: Words, text: str, no: PlanError, mean: Mean, guess: Guess | None) -> CellHeard:
    fault = explained(words, None, no.message, no.params)
    readings = list(_readable(mean, _instead(text, no)))
    if isinstance(no, Ambiguous) and readings:
        once = N_("“{text}” is not written so here; do you mean {said}?")
        twice = N_("“{text}” can be read in two ways.")  # which stand beside it
        said = readings[0]["said"]
        fault = words(once if len(readings) == 1 else twice, text=text.strip()[:40], said=said)
    try:
        taken = None if guess is None or isinstance(no, Ambiguous) else guess(text)
    except PlanError:
        taken = None
    if taken is not None:
        fault += " " + words("It looks like “{kind}”.", kind=names.target_kind(words, taken.kind))
        readings.append({"text": text.strip(), "kind": taken.kind, "said": taken.said})
    return {**silent(taken.kind if taken else ""), "fault": fault, "readings": readings[:_MOST]}


def _instead(text: str, no: PlanError) -> Iterator[str]:
    """What may be typed for what cannot be read: the error names the figures, the rest of the cell stays."""
    unclear = no.params.get("text", "")
    for name in ("first", "second", "suggestion"):
        if meant := no.params.get(name, ""):
            beside = "" if unclear.endswith("%") else "%"  # which stands behind the figure, where it stands at all
            within = unclear and unclear in text and no.code != "figure-alone"
            said = text.strip().replace(unclear, meant.removesuffix(beside), 1) if within else meant
            yield said
            yield said.replace(".", "")  # what is no count may be asked about its thousands again


def _answers(text: str, ask: Ask) -> Iterator[str]:
    """What may be typed so that nothing is asked any more."""
    for possible in ask.readings:
        yield f"{text.strip()} {possible.text}" if ask.code == "unit-unsaid" else possible.text


def _readable(mean: Mean, texts: Iterable[str]) -> Iterator[PossibleReading]:
    """Those of the texts that can be read without another question, each meaning once."""
    said: set[str] = set()
    for text in texts:
        try:
            found = mean(text)
        except PlanError:
            continue
        if found.said not in said:
            said.add(found.said)
            yield {"text": text, "kind": "", "said": found.said}


def heard_target(
    words: Words,
    kind: str,
    text: str,
    said: Convention,
    wording: str = "",
    scales: Sequence[OrdinalScale] = SCALES,
    kinds: Collection[str] = KINDS,
    doubt: Doubt = lambda _: None,
) -> CellHeard:
    """Return what a target of a chosen kind says, or of whatever kind it looks like; it may be one of `kinds`."""

    def mean(text: str, kind: str = kind) -> Meaning:
        found = read(text, kind, said, indicator=wording, scales=scales, chosen=bool(kind))
        if found.target is not None:
            asked = doubt(found.target)
            asks = found.asks if asked is None else (*found.asks, Ask(asked.code, asked.message, asked.params))
            return Meaning(said_target(words, found.target), found.kind, asks)
        raise found.error or Ambiguous(found.asks[0].code, found.asks[0].message, **found.asks[0].params)

    def guess(text: str) -> Meaning | None:
        found = mean(text, "")
        return found if found.kind in kinds else None

    return {**(found := heard(words, text, mean, guess if kind else None)), "kind": found["kind"] or kind}


def heard_money(words: Words, text: str, said: Convention = FORM.said, doubt: Doubt = lambda _: None) -> CellHeard:
    """Return what an amount of rupiah says."""
    return heard_target(words, "rupiah", text, said, doubt=doubt)


def heard_aim(words: Words, policy: MeasurementPolicy, text: str) -> CellHeard:
    """Return what a quarter's target says as its indicator is measured."""

    def mean(text: str) -> Meaning:
        wanted = read_aim(policy, text, "", FORM)
        if wanted is None:
            return Meaning(words("no target"))
        check_aim(policy, wanted)
        return Meaning(measuring.said_aim(words, policy, wanted))

    return heard(words, text, mean)


def heard_measured(words: Words, policy: MeasurementPolicy, text: str) -> CellHeard:
    """Return what a realisation says as its indicator is measured."""

    def mean(text: str) -> Meaning:
        found = read_reading(policy, Filed(text), "", FORM)
        check_reading(policy, found)
        return Meaning(measuring.said_reading(words, policy, found))

    return heard(words, text, mean)


def heard_component(words: Words, of: Component, text: str) -> CellHeard:
    """Return what one side of a ratio says."""

    def mean(text: str) -> Meaning:
        value = read_side(of, text, "", FORM)
        return Meaning(said_rupiah(words, value) if of.unit == "rupiah" else f"{spoken(value)} {of.unit}".rstrip())

    return heard(words, text, mean)


Alone = Literal["score", "percent", "whole"]  # what a figure in a field of its own is


def heard_number(words: Words, holds: Alone, text: str) -> CellHeard:
    """Return what a figure says that stands in a field of its own."""

    def mean(text: str) -> Meaning:
        reader = FormReader()
        unit = PERCENT if holds == "percent" else ""
        found = reader.whole("", text) if holds == "whole" else reader.bound("", text, unit)
        if reader.wrong:
            raise reader.wrong[0]
        said = spoken(Decimal(found or 0))
        return Meaning(words("{figure} per cent", figure=said) if unit else said)

    return heard(words, text, mean)


@dataclass(frozen=True)
class Filed:
    """A realisation as it is typed."""

    reading: str = ""
    numerator: str = ""
    denominator: str = ""
    state: State | None = None

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Filed":
        """Return the figures of a form."""
        return cls(fields.get("reading", ""), fields.get("numerator", ""), fields.get("denominator", ""))


def heard_row(words: Words, row: QuarterRow, plan_version: int, typed: Filed) -> dict[str, CellHeard]:
    """Return what each figure of a row of a quarter says, the last with what the row comes to by all of them."""
    parts = row.policy.components
    if parts is None:
        cells = {"realisation": heard_measured(words, row.policy, typed.reading)}
    else:
        cells = {
            "numerator": heard_component(words, parts.numerator, typed.numerator),
            "denominator": heard_component(words, parts.denominator, typed.denominator),
        }
    if any(cell["fault"] for cell in cells.values()):
        return cells
    last, whole = list(cells)[-1], _come_to(words, row, plan_version, typed)
    return cells | {last: {**cells[last], **whole, "asks": cells[last]["asks"] + whole["asks"]}}


def heard_spent(words: Words, programme: QuarterProgramme, text: str) -> CellHeard:
    """Return what was spent on a programme says, with its absorption."""
    said = heard_money(words, text)
    try:
        spent = read_money(text, "", FORM)
    except PlanError:
        return said
    beyond = spent_beyond(programme, spent)
    asks = [] if beyond is None else [explained(words, None, beyond.message, beyond.params)]
    shown = words("Absorption {figure}", figure=measuring.figure(words, share(programme.allotted, spent)))
    return {**said, "asks": said["asks"] + asks, "achievement": shown, "needs": [] if beyond is None else ["reason"]}


class _Whole(TypedDict):
    fault: str
    asks: list[str]
    achievement: str
    needs: list[str]


def _come_to(words: Words, row: QuarterRow, plan_version: int, typed: Filed) -> _Whole:
    """What a row comes to: its achievement, doubts, and what has to be said."""
    nothing: _Whole = {"fault": "", "asks": [], "achievement": "", "needs": []}
    try:
        found = read_reading(row.policy, typed, "", FORM)
    except PlanError:
        return nothing  # it is not complete yet
    try:
        check_reading(row.policy, found)
    except PlanError as no:
        return {**nothing, "fault": explained(words, None, no.message, no.params)}
    of = figure(row, found, plan_version, Decimal(0))
    shown = [
        (row.target, N_("Achievement {figure}"), of.quarter),
        (row.year_target, N_("of the year so far {figure}"), of.year),
    ]
    told = [words(msgid, figure=measuring.figure(words, each)) for target, msgid, each in shown if target is not None]
    flags = dict.fromkeys((*of.quarter.flags, *of.year.flags))
    needed = words_needed(found, row)
    return {
        "fault": "",
        "achievement": " · ".join(told),
        "asks": [
            *(words(measuring.FLAGS[flag]) for flag in flags),
            *(explained(words, None, missing.message, missing.params) for missing in needed.values()),
        ],
        "needs": list(needed),
    }
