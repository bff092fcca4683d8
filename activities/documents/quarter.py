"""What the pages of a quarter say: its table, its money, and a sheet for each indicator."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from activities.documents.source import in_one_line
from activities.documents.words import (
    QUARTERS,
    STANDINGS,
    UNFILED,
    aim_words,
    component_words,
    derivation_words,
    figure_words,
    flag_words,
    reading_words,
    result_words,
    share_words,
)
from activities.documents.year.columns import by_goal, splittable, whole
from domain.kernel.numbers import spell_rupiah
from domain.measure.achievement import Achievement
from domain.measure.budget import Share
from domain.measure.target import spell_target
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.outcome import Money, figures, money_of
from domain.quarter.state import Quarter

_EVIDENCE_SHOWN = 16  # digits of a file's digest, as people compare it


def quarter_pages(quarter: Quarter) -> dict[str, Any]:
    """Return what `quarter.typ` prints."""
    numeral = QUARTERS[quarter.quarter - 1]
    found = {figure.indicator: figure for figure in figures(quarter)}
    groups = by_goal(quarter.goals, [line.row.indicator for line in quarter.lines.values()])
    return {
        "table_heading": "Capaian kinerja",
        "table_names": [
            "No",
            "Indikator kinerja",
            "Target tahun",
            f"Target TW {numeral}",
            "Realisasi",
            f"Capaian TW {numeral}",
            "Capaian tahun berjalan",
            "Catatan",
        ],
        "groups": [
            {
                "goal": group.goal,
                "short": group.short,
                "rows": [
                    _row(number, quarter.lines[indicator.id], found[indicator.id], numeral)
                    for number, indicator in group.rows
                ],
            }
            for group in groups
        ],
        "sheets_heading": "Lembar indikator",
        "money": _money(quarter) if quarter.budget else None,
    }


def _row(number: int, line: Line, figure: Figure, numeral: str) -> dict[str, Any]:
    cells, facts = _cells(line, figure), _facts(line, figure, numeral)
    return {
        "number": f"{number}.",
        "cells": cells,
        "breakable": splittable(*cells),
        "heading": f"{number}. {in_one_line(line.row.indicator.text)}",
        "facts": facts,
        "whole": whole(words for _, words in facts),
    }


def _cells(line: Line, figure: Figure) -> list[str]:
    row = line.row
    return [
        row.indicator.text,
        spell_target(row.indicator.target),
        aim_words(row.target, row.policy),
        reading_words(figure.reading, row.policy),
        "–" if row.target is None else figure_words(figure.quarter),
        figure_words(figure.year),
        _notes(line, figure),
    ]


def _notes(line: Line, figure: Figure) -> str:
    standing = "" if line.standing.settled and not line.reason else STANDINGS[line.standing]
    return "\n".join(filter(None, [standing, _flags(figure)]))


def _flags(figure: Figure) -> str:
    return flag_words(tuple(dict.fromkeys((*figure.quarter.flags, *figure.year.flags))))


def _facts(line: Line, figure: Figure, numeral: str) -> list[tuple[str, str]]:
    row = line.row
    facts = [
        ("Penanggung jawab", ", ".join(owner.name for owner in row.owners)),
        ("Target", f"tahun {spell_target(row.indicator.target)}; TW {numeral} {aim_words(row.target, row.policy)}"),
        ("Realisasi", reading_words(figure.reading, row.policy)),
        ("Komponen", component_words(figure.reading, row.policy)),
        (f"Capaian TW {numeral}", "tanpa target pada triwulan ini" if row.target is None else derived(figure.quarter)),
        ("Capaian tahun berjalan", derived(figure.year)),
        ("Perlu diperhatikan", _flags(figure)),
        ("Keadaan", _standing(line)),
    ]
    return [fact for fact in [*facts, *explained(line)] if fact[1]]


def derived(found: Achievement) -> str:
    """Return the figure and, below it, the line it can be checked by."""
    return "\n".join(filter(None, [figure_words(found), derivation_words(found.derivation)]))


def _standing(line: Line) -> str:
    words = STANDINGS[line.standing]
    return f"{words}: {line.reason}" if line.reason else words


def explained(line: Line) -> list[tuple[str, str]]:
    """Return what was filed beside the figure, each with its name."""
    before = line.row.previous
    announced = before.follow_up if before else ""
    filing = line.filing
    if filing is None:
        return [("Tindak lanjut triwulan lalu", announced)]
    answer = filing.answer
    answered = "" if answer is None else f"{'sudah' if answer.done else 'belum'} dilaksanakan. {answer.text}".strip()
    return [
        ("Penjelasan", filing.explanation),
        ("Sebab di bawah target atau triwulan lalu", filing.justification),
        ("Hambatan", filing.obstacles),
        ("Tindak lanjut", filing.follow_up),
        ("Tindak lanjut triwulan lalu", announced),
        ("Pelaksanaannya", answered),
        ("Bukti", "\n".join(f"{e.name} (SHA-256 {e.digest[:_EVIDENCE_SHOWN]} …)" for e in filing.evidence)),
    ]


def _money(quarter: Quarter) -> dict[str, Any]:
    # Without the quadrant: its lines are no part of what is signed.
    found = money_of(quarter, None)
    return {
        "heading": "Serapan anggaran dan efisiensi",
        "names": [
            "No",
            "Program",
            "Anggaran",
            "Realisasi sejak awal tahun",
            "Serapan",
            "Capaian program",
            "Efisiensi",
        ],
        "rows": [
            {
                "number": f"{n}.",
                "breakable": splittable(spending.of.programme.text, spending.waived),
                "cells": [
                    _with_reason(spending.of.programme.text, spending.waived),
                    spell_rupiah(one.of.allotted),
                    UNFILED if one.of.realised is None else spell_rupiah(one.of.realised),
                    share_words(one.absorption),
                    result_words(one.achievement),
                    result_words(one.efficiency),
                ],
            }
            for n, (spending, one) in enumerate(zip(quarter.budget.values(), found.programmes, strict=True), 1)
        ],
        "total": [
            "JUMLAH",
            spell_rupiah(sum((one.of.allotted for one in found.programmes), start=Decimal(0))),
            _spent([one.of.realised for one in found.programmes]),
            share_words(found.absorption),
            "–",
            result_words(found.efficiency),
        ],
        "derived_heading": "Perhitungan anggaran",
        "derived": [fact for fact in _derived(found) if fact[1]],
    }


def _with_reason(programme: str, waived: str) -> str:
    return f"{programme}\n(dikesampingkan: {waived})" if waived else programme


def _spent(amounts: Sequence[Decimal | None]) -> str:
    known = [amount for amount in amounts if amount is not None]
    return spell_rupiah(sum(known, start=Decimal(0))) if len(known) == len(amounts) else "belum lengkap"


def _derived(found: Money) -> Iterator[tuple[str, str]]:
    """What the figures of the money can be checked by: of each programme, and of all."""
    for n, one in enumerate(found.programmes, 1):
        yield f"Program {n}", _checked(("Capaian", one.achievement), ("Efisiensi", one.efficiency))
    yield "Seluruh program", _checked(("Serapan", found.absorption), ("Efisiensi", found.efficiency))


def _checked(*shares: tuple[str, Share]) -> str:
    return "\n".join(f"{name}: {share.line}" for name, share in shares if share.line)
