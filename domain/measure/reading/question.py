"""What a careful person asks about a cell: which of two readings is meant, or whether a reading is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.kernel.errors import N_, Ambiguous, PlanError
from domain.kernel.numbers import Numbers
from domain.measure.reading.convention import UNSAID, Convention, MoneyUnit
from domain.measure.reading.target import SCALES, kind_printed, read_target
from domain.measure.reading.unit import Sort, sort_of, suggested
from domain.measure.scale import OrdinalScale
from domain.measure.target import Grade, Missing, Quantity, Rupiah, Target, Worded, plainly_spelled


@dataclass(frozen=True)
class Possible:
    """One answer: how it is typed, the target that it makes, and what the document says with it, if it settles all."""

    text: str
    target: Target | None = None
    answer: str = ""


@dataclass(frozen=True)
class Ask:
    """A question with its answers; `document` where one answer settles every cell of it."""

    code: str
    message: str
    params: dict[str, str]
    readings: tuple[Possible, ...] = ()
    document: bool = False


@dataclass(frozen=True)
class Read:
    """What a cell says: a target, or the question or refusal that stands in its place."""

    kind: str
    target: Target | None
    asks: tuple[Ask, ...] = ()
    error: PlanError | None = None


def read(
    text: str,
    kind: str = "",
    said: Convention = UNSAID,
    *,
    indicator: str = "",
    scales: Sequence[OrdinalScale] = SCALES,
    chosen: bool = False,
) -> Read:
    """Read a cell as what it is printed as; `kind` is what it is taken for, or what a person has `chosen`."""
    printed = kind
    try:
        printed = kind if chosen else kind_printed(text, indicator, kind, scales)
        target = read_target(printed, text, said, indicator=indicator, scales=scales)
    except Ambiguous as either:
        return Read(printed, None, (_either(either, printed, text, said, indicator, scales),))
    except PlanError as no:
        return Read(printed, None, error=no.at("kind") if no.code == "unknown-target-kind" else no)
    return Read(printed, target, tuple(doubts(target, indicator, scales)))


def doubts(target: Target, indicator: str = "", scales: Sequence[OrdinalScale] = SCALES) -> Iterator[Ask]:
    """Yield what is asked of a target that was read; none of it blocks."""
    match target:
        case Quantity(unit="", also=also) if not also:
            unit = suggested(indicator)
            readings = (Possible(unit),) if unit else ()
            yield Ask("unit-unsaid", N_("No unit is printed; of what is it a number?"), {}, readings)
        case Quantity(unit=unit) if unit and sort_of(unit) is Sort.UNKNOWN:
            message = N_("Is “{unit}” the unit?")
            yield Ask("unit-unknown", message, {"unit": unit}, (Possible(unit),))
        case Grade(value) if all(scale.place(value) is None for scale in scales):
            message = N_("“{level}” is on no scale that is known here; on which scale of the office is it?")
            yield Ask("scale-unknown", message, {"level": value})
        case Rupiah(printed=printed) if _short(printed):
            message = N_("M is read as miliar, a thousand million.")
            yield Ask("multiple-short", message, {}, (Possible(plainly_spelled(target), target),))
        case Worded():
            yield Ask("target-in-words", N_("The target is in words; a person judges whether it is met."), {})
        case Missing():
            yield Ask("target-missing", N_("No target is printed."), {})


def _short(printed: str) -> bool:
    words = printed.replace(".", " ").split()
    return any(word.lstrip("0123456789.,") == "M" for word in words)


def _either(
    no: Ambiguous, kind: str, text: str, said: Convention, indicator: str, scales: Sequence[OrdinalScale]
) -> Ask:
    """The question with every answer that the document could give once for all, else with the two of the cell."""
    settled: list[Possible] = []
    for answer, told in _answers(no.code, said):
        try:
            target = read_target(kind, text, told, indicator=indicator, scales=scales)
        except PlanError:
            continue
        settled.append(Possible(plainly_spelled(target), target, answer))
    own = [
        Possible(text)
        for text in (no.params["first"], no.params["second"])
        if not any(f"{possible.text} ".startswith(f"{text} ") for possible in settled)
    ]
    whole = len(settled) > 1 or (len(settled) == 1 and no.code == "number-ambiguous")
    readings = settled if len(settled) > 1 else [*settled, *own]
    return Ask(no.code, no.message, dict(no.params), tuple(readings), document=whole)


def _answers(code: str, said: Convention) -> Iterator[tuple[str, Convention]]:
    if code == "money-unit-ambiguous":
        yield from ((unit, Convention(said.numbers, unit)) for unit in MoneyUnit if unit is not MoneyUnit.UNSAID)
    elif code in ("number-ambiguous", "date-ambiguous"):
        yield from ((way, Convention(way, said.money)) for way in Numbers if way is not Numbers.UNSAID)
