"""What a list of a quarter may say: its indicators with what they came to, its programmes with what was spent."""

import re
from collections.abc import Iterable

from domain.plan.cell import spell_cell
from domain.plan.text import Indicator, Programme
from domain.quarter.state import Quarter
from domain.sheet.heads import Becomes
from domain.sheet.listing import Known, Listed, ListedColumn
from domain.sheet.words import INDICATORS, PROGRAMMES

_CODE = re.compile(r"[A-Z]{0,5}[0-9]*(?:[. -][A-Z0-9]+)+")
INDICATOR_LIST, PROGRAMME_LIST = "indicators", "programmes"
_SPENT = ("realisasi anggaran", "realisasi keuangan", "realisasi belanja", "anggaran realisasi", "realisasi pagu",
          "budget realisation", "spent", "serapan anggaran")  # fmt: skip
# By the field of the form; the first heading is the one of our own workbook. What has no field is known to say nothing.
FILED = (
    ListedColumn("reading", ("realisasi", "realisasi kinerja", "hasil", "realisation", "actual", "accomplishment")),
    ListedColumn("numerator", ("pembilang", "numerator")),
    ListedColumn("denominator", ("penyebut", "denominator")),
    ListedColumn("explanation", ("penjelasan", "keterangan", "analisis", "explanation", "remarks", "uraian capaian")),
    ListedColumn("justification", ("penyebab", "alasan", "justifikasi", "sebab tidak tercapai", "cause", "causes",
                                   "faktor penyebab", "penyebab di bawah target")),
    ListedColumn("obstacles", ("kendala", "hambatan", "permasalahan", "obstacles", "kendala / hambatan")),
    ListedColumn("follow_up", ("tindak lanjut", "rencana tindak lanjut", "solusi", "rtl", "follow up", "upaya")),
    ListedColumn("follow_up_done", ("tindak lanjut lalu selesai", "follow up done")),
    ListedColumn("follow_up_answer", ("hasil tindak lanjut lalu", "follow up answer")),
    ListedColumn("reason", ("alasan koreksi", "reason for the correction")),
    ListedColumn("", ("target", "target kinerja", "capaian", "capaian kinerja", "persentase capaian", "% capaian",
                      "tingkat capaian", "triwulan sebelumnya", "realisasi sebelumnya", "achievement", *_SPENT)),
)  # fmt: skip
SPENT = (
    ListedColumn("realised", ("realisasi anggaran", *_SPENT, "realisasi")),
    ListedColumn("reason", ("alasan", "alasan koreksi", "keterangan", "reason", "remarks")),
    ListedColumn("", ("pagu", "anggaran", "pagu anggaran", "alokasi anggaran", "sisa anggaran", "% serapan", "budget")),
)


def lists(quarter: Quarter) -> tuple[Listed, ...]:
    """Return what of the quarter a file may list."""
    lines = [line.row.indicator for line in quarter.lines.values()]
    spent = [spending.of.programme for spending in quarter.budget.values()]
    return (
        Listed(INDICATOR_LIST, Becomes.INDICATOR, INDICATORS, FILED, _known(lines)),
        Listed(PROGRAMME_LIST, Becomes.PROGRAMME, PROGRAMMES, SPENT, _known(spent)),
    )


def _known(rows: Iterable[Indicator | Programme]) -> tuple[Known, ...]:
    return tuple(Known(row.id, row.text, tuple(filter(_CODE.fullmatch, map(spell_cell, row.cells)))) for row in rows)
