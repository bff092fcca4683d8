"""What the year says otherwise than when a report was composed: each figure, target, sum and quarter that changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.numbers import spell_percentage, spell_rupiah
from domain.measure.target import spell_target
from domain.report.text import Composed, ReportedIndicator, ReportedProgramme


class Told(StrEnum):
    """What changed."""

    QUARTER = "quarter"  # it was closed, opened again, or changed
    ROW = "row"  # an indicator came, went or is worded otherwise
    TARGET = "target"
    REALISED = "realised"
    ACHIEVEMENT = "achievement"
    BESIDE = "beside"  # what the year is held against
    WORDS = "words"  # what its owners said
    MONEY = "money"


@dataclass(frozen=True)
class YearDifference:
    """One thing that reads otherwise now; `where` is a quarter, an indicator's id or a programme's, `text` its name."""

    what: Told
    where: str
    text: str
    old: str
    new: str


def differences(old: Composed, new: Composed) -> tuple[YearDifference, ...]:
    """Return what changed from one to the other, in printed order."""
    return (*_quarters(old, new), *_rows(old, new), *_money(old, new))


def _quarters(old: Composed, new: Composed) -> Iterator[YearDifference]:
    before = {each.quarter: each for each in old.quarters}
    for each in new.quarters:
        was = before.get(each.quarter)
        if was != each:
            yield YearDifference(Told.QUARTER, str(each.quarter), "", was.phase if was else "absent", each.phase)


def _rows(old: Composed, new: Composed) -> Iterator[YearDifference]:
    before = {row.indicator.id: row for row in old.indicators()}
    after = {row.indicator.id: row for row in new.indicators()}
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            there = was or now
            text = there.indicator.text if there else key
            yield YearDifference(Told.ROW, key, text, text if was else "", text if now else "")
        else:
            yield from _row(key, was, now)


def _row(key: str, was: ReportedIndicator, now: ReportedIndicator) -> Iterator[YearDifference]:
    told = (
        (Told.ROW, was.indicator.text, now.indicator.text),
        (Told.TARGET, spell_target(was.indicator.target), spell_target(now.indicator.target)),
        (Told.REALISED, spell_target(was.realised), spell_target(now.realised)),
        (Told.ACHIEVEMENT, _reached(was), _reached(now)),
        (Told.BESIDE, _beside(was), _beside(now)),
    )
    changed = [(what, old, new) for what, old, new in told if old != new]
    yield from (YearDifference(what, key, now.indicator.text, old, new) for what, old, new in changed)
    if not changed and was.quarters != now.quarters:
        yield YearDifference(Told.WORDS, key, now.indicator.text, "", "")


def _reached(row: ReportedIndicator) -> str:
    return row.year.state if row.year.figure is None else spell_percentage(row.year.figure)


def _beside(row: ReportedIndicator) -> str:
    return "; ".join(f"{spell_target(each.value)} ({each.year})" for each in row.beside)


def _money(old: Composed, new: Composed) -> Iterator[YearDifference]:
    before = {one.programme: one for one in old.programmes()}
    after = {one.programme: one for one in new.programmes()}
    for key in dict.fromkeys([*after, *before]):
        was, now = _spent(before.get(key)), _spent(after.get(key))
        if was != now:
            text = (after.get(key) or before[key]).text
            yield YearDifference(Told.MONEY, key, text, was, now)


def _spent(one: ReportedProgramme | None) -> str:
    if one is None:
        return ""
    return f"{'–' if one.realised is None else spell_rupiah(one.realised)} / {spell_rupiah(one.allotted)}"
