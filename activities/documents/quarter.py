"""What the pages of a quarter say: its table and its money, what is signed, and how each figure came about."""

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from activities.documents.source import in_one_line
from activities.documents.words import (
    QUARTERS,
    STANDINGS,
    UNFILED,
    Terms,
    aim_words,
    component_words,
    derivation_words,
    figure_words,
    flag_words,
    reading_words,
    result_words,
    rounded_words,
    share_words,
)
from activities.documents.year.columns import by_goal, splittable, tail_of
from domain.kernel.numbers import spell_rupiah
from domain.measure.achievement import Achievement
from domain.measure.budget import Share
from domain.measure.flags import Flag
from domain.measure.target import spell_target
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.outcome import Money, figures, money_of
from domain.quarter.row import LaterRow
from domain.quarter.state import Quarter

_EVIDENCE_SHOWN = 16  # digits of a file's digest, as people compare it
_NOTED = 240  # characters of a cause that stand in the table; the appendix has all of it


def quarter_pages(quarter: Quarter) -> dict[str, Any]:
    """Return what `quarter.typ` prints."""
    numeral, terms = QUARTERS[quarter.quarter - 1], Terms()
    found = {figure.indicator: figure for figure in figures(quarter)}
    groups = by_goal(quarter.goals, [line.row.indicator for line in quarter.lines.values()])
    rows = [
        {
            "goal": group.goal,
            "short": group.short,
            "rows": [
                _row(number, quarter.lines[indicator.id], found[indicator.id], numeral, terms)
                for number, indicator in group.rows
            ],
        }
        for group in groups
    ]
    return {
        "table_names": [
            "No",
            "Indikator kinerja",
            "Target tahun",
            f"Target TW\N{NO-BREAK SPACE}{numeral}",
            "Realisasi",
            f"Capaian TW\N{NO-BREAK SPACE}{numeral}",
            "Capaian tahun berjalan",
            "Catatan",
        ],
        "groups": rows,
        "tail": tail_of(groups),
        "later_heading": "Indikator yang mulai pada triwulan kemudian",
        "later": [_later(row) for row in quarter.later],
        "money": money_pages(quarter) if quarter.budget else None,
        "appendix_heading": "LAMPIRAN: PERHITUNGAN DAN PENJELASAN",
        "terms_heading": "Ketentuan pengukuran",
        "terms": terms.known,
        "sheets_heading": "Indikator",
    }


def _later(row: LaterRow) -> tuple[str, str]:
    lowered = f"\n{flag_words((Flag.TARGET_LOWERED,))}" if row.lowered else ""
    return row.indicator.text, f"mulai TW {QUARTERS[row.start.quarter - 1]}: {row.start.reason}{lowered}"


def _row(number: int, line: Line, figure: Figure, numeral: str, terms: Terms) -> dict[str, Any]:
    row = line.row
    cells = [
        row.indicator.text,
        spell_target(row.indicator.target),
        aim_words(row.target, row.policy),
        rounded_words(figure.reading, row.policy),
        "–" if row.target is None else figure_words(figure.quarter),
        figure_words(figure.year),
        notes_of(line, figure),
    ]
    facts = [fact for fact in _facts(line, figure, numeral, terms) if fact[1]]
    return {
        "number": f"{number}.",
        "cells": cells,
        "breakable": splittable(*cells),
        "heading": f"{number}. {in_one_line(row.indicator.text)}",
        "facts": facts,
    }


def notes_of(line: Line, figure: Figure) -> str:
    """Return the cause that was told, what is not settled, and what to look at twice."""
    cause = (
        textwrap.shorten(line.filing.justification, _NOTED, placeholder=" … (lihat lampiran)") if line.filing else ""
    )
    standing = "" if line.standing.settled and not line.reason else STANDINGS[line.standing]
    return "\n".join(filter(None, [cause, standing, flags_of(figure)]))


def _facts(line: Line, figure: Figure, numeral: str, terms: Terms) -> Iterator[tuple[str, str]]:
    row = line.row
    of_quarter, of_year = (terms.worked(found.derivation) for found in (figure.quarter, figure.year))
    yield "Penanggung jawab", ", ".join(owner.name for owner in row.owners)
    yield (
        "Realisasi",
        "\n".join(
            filter(None, [reading_words(figure.reading, row.policy), component_words(figure.reading, row.policy)])
        ),
    )
    yield f"Capaian TW {numeral}", of_quarter
    yield "Capaian tahun berjalan", "sama dengan capaian triwulan" if of_quarter and of_quarter == of_year else of_year
    yield "Perlu diperhatikan", flags_of(figure)
    yield "Keadaan", standing_of(line)
    yield from explained(line)


def flags_of(figure: Figure) -> str:
    """Return what a careful reader looks at twice in the quarter's figure and the year's."""
    return flag_words(tuple(dict.fromkeys((*figure.quarter.flags, *figure.year.flags))))


def derived(found: Achievement) -> str:
    """Return the figure and, below it, the line it can be checked by."""
    return "\n".join(filter(None, [figure_words(found), derivation_words(found.derivation)]))


def standing_of(line: Line) -> str:
    """Return where a row stands, with the reason where there is one."""
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


def money_pages(quarter: Quarter) -> dict[str, Any]:
    """Return what the pages print of the money."""
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
