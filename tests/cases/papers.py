"""The published papers as kinds of plan and as texts: each key that the paper prints is a column."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec import UNSET

from domain.kernel.actor import Role
from domain.kind.kind import (
    Block,
    BudgetTable,
    Column,
    GoalLevel,
    Holds,
    Kind,
    Language,
    Paper,
    PartKind,
    RowKind,
    Side,
)
from domain.kind.shipped import PK
from domain.route.route import Route, Step, StepAct

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.json"))
Body = dict[str, Any]

_INDICATOR, _PROGRAMME = RowKind.INDICATOR, RowKind.PROGRAMME
# Of each key that stands on a row: its heading, what it holds, and whether it is printed ahead of the target.
_KEYS: dict[str, tuple[str, Holds, bool]] = {
    "unit": ("Satuan", Holds.TEXT, True),
    "baseline": ("Kondisi Awal", Holds.MEASURE, True),
    "formula": ("Formula", Holds.TEXT, True),
    "semester_1": ("Target Semester I", Holds.MEASURE, True),
    "weight": ("Bobot", Holds.WEIGHT, False),
    "years": ("{part}", Holds.MEASURE, False),
    "quarters": ("Target TW {part}", Holds.MEASURE, False),
    "steps": ("Langkah-langkah", Holds.TEXT, False),
    "numerator": ("Pembilang", Holds.MEASURE, False),
    "denominator": ("Penyebut", Holds.MEASURE, False),
    "breakdown": ("Rincian", Holds.TEXT, False),
    "parts": ("Rincian", Holds.TEXT, False),
    "realisation": ("Realisasi", Holds.MEASURE, False),
    "published": ("Capaian", Holds.MEASURE, False),
    "category": ("Kategori", Holds.TEXT, False),
    "previous": ("{part}", Holds.MEASURE, False),
    "budget": ("Anggaran (Rp)", Holds.MONEY, False),
    "spent": ("Realisasi Anggaran (Rp)", Holds.MONEY, False),
    "absorbed": ("Serapan (%)", Holds.MEASURE, False),
    "pic": ("Penanggung Jawab", Holds.TEXT, False),
    "note": ("Keterangan", Holds.TEXT, False),
}
# What somebody remarked of the paper, and what its goals and programmes are made of, is on none.
_ASIDE = frozenset({"goal", "indicator", "target", "direction", "ocr", "children"})
_OF_PROGRAMMES = frozenset({"text", "allotted", "level", "unit", "code"})
_REMARKS = frozenset({"unit Rp, target in per cent", "columns of the stored text are not certain"})
_BELOW = ("indikator", "sub-indikator", "iku", "success indicator", "target", "rencana kinerja")


@dataclass(frozen=True)
class Correction:
    """What a paper has that its levels and columns do not tell."""

    levels: tuple[str, ...] = ()
    title: str = ""
    budget: str = "Program/Kegiatan"
    money_head: str = "Anggaran"
    language: Language = Language.INDONESIAN
    indicator_head: str = "Indikator Kinerja"
    target_head: str = "Target"
    pledge: str = ""
    coded: bool = False
    paper: Paper | None = None
    numbers: str = ""
    money: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()  # that are printed and empty
    elsewhere: frozenset[str] = frozenset()  # who signs in another office's name
    together: bool = False  # whether they sign side by side, nobody first


_CORRECTED = {
    "bappeda-situbondo-lkpj-2025": Correction(title="CAPAIAN PROGRAM DAN KEGIATAN TAHUN {year}"),
    "blu-ptkn-kontrak-kinerja-2021": Correction(
        elsewhere=frozenset({"Direktur Jenderal Perbendaharaan a.n. Menteri Keuangan"}),
        title="KONTRAK KINERJA BADAN LAYANAN UMUM TAHUN {year}",
        target_head="Target Tahunan",
        pledge=PK.parts[0].pledge,
    ),
    "bps-provinsi-pk-2022": Correction(elsewhere=frozenset({"Kepala BPS"}), pledge=PK.parts[0].pledge),
    "dinkes-siak-tabel-5-1": Correction(
        title="RENCANA STRATEGIS DINAS KESEHATAN KABUPATEN SIAK\nTABEL 5.1",
        target_head="{year}",
        coded=True,
        money_head="{year} (Rp juta)",
        money="millions",
        heads={"akhir": "Kondisi Akhir"},
    ),
    "disdik-demak-rencana-aksi-2020": Correction(
        levels=("Urusan", "Sasaran / Program"), title="RENCANA AKSI TAHUN {year}", coded=True, paper=Paper.LANDSCAPE
    ),
    "kpu-kaltim-sekretariat-lkj-2020": Correction(title="LAPORAN KINERJA TAHUN {year}"),
    "kpu-ponorogo-pk-2020": Correction(pledge=PK.parts[0].pledge),
    "pemkab-tanah-datar-lkjip-2016": Correction(levels=("Sasaran",), numbers="id"),
    "ph-ro-opcr": Correction(
        elsewhere=frozenset({"Head of agency"}),
        title="OFFICE PERFORMANCE COMMITMENT AND REVIEW {year}",
        language=Language.ENGLISH,
        indicator_head="Success Indicator",
        paper=Paper.LANDSCAPE,
        columns=(
            Column("budget", "Allotted Budget", _INDICATOR, Holds.MONEY),
            Column("divisions", "Accountable Divisions", _INDICATOR, Holds.TEXT),
            Column("weight", "% Weight", _INDICATOR, Holds.WEIGHT),
            Column("actual", "Actual", _INDICATOR, Holds.MEASURE),
            *(Column(f"rating-{key.lower()}", key, _INDICATOR, Holds.MEASURE) for key in "QETA"),
        ),
    ),
    "politeknik-pk-iku": Correction(
        elsewhere=frozenset({"Direktur Jenderal Pendidikan Vokasi"}),
        title="PERJANJIAN KINERJA TAHUN {year}",
        pledge=PK.parts[0].pledge,
        numbers="en",
    ),
    "pppomn-interim-tw3-2021": Correction(title="LAPORAN KINERJA INTERIM TRIWULAN III TAHUN {year}", budget="Anggaran"),
    "pn-blangkejeren-lkjip-2020": Correction(together=True),
    "unkhair-lapkin-2020": Correction(elsewhere=frozenset({"Direktur Jenderal Pendidikan Tinggi"})),
    "rsud-banjarnegara-bidang-pk-2019": Correction(pledge=PK.parts[0].pledge, numbers="id"),
    "skp-kepala-puskesmas-permenpanrb": Correction(
        elsewhere=frozenset({"Kepala Dinas Kesehatan"}), title="SASARAN KINERJA PEGAWAI TAHUN {year}"
    ),
}


@dataclass(frozen=True)
class Document:
    """A published paper; `rows` and `programmes` as it prints them."""

    told: Body

    @property
    def name(self) -> str:
        """Return what it is called here, which is the code of its kind, too."""
        return str(self.told["name"])

    @property
    def year(self) -> int:
        """Return the year that it is of."""
        return int(self.told["year"])

    @property
    def corrected(self) -> Correction:
        """Return what had to be read on the paper itself."""
        return _CORRECTED.get(self.name, Correction())

    def route(self, elsewhere: str) -> Route:
        """Return the route on which everybody signs whom the paper names, some in the name of that other office."""
        told, corrected = self.told["signatories"], self.corrected
        return tuple(
            Step(
                f"ttd-{n}",
                1 if corrected.together else n + 1,
                Role.OFFICIAL,
                StepAct.SIGN,
                "A",
                slug(position, ""),
                elsewhere if position in corrected.elsewhere else UNSET,
                position,
                block=f"ttd-{n}",
            )
            for n, (_, position) in enumerate(told)
        )

    def kind(self) -> Kind:
        """Return the kind of plan that the paper is of."""
        of, corrected = self.told, self.corrected
        columns = tuple(self._columns())
        title = corrected.title or f"{of['kind'].upper()} TAHUN {{year}}"
        wide = len(columns) > 3 or any(c.holds is Holds.MONEY for c in columns)
        return Kind(
            self.name,
            title,
            (
                PartKind(
                    "A",
                    "LAMPIRAN PERJANJIAN KINERJA" if corrected.pledge else "",
                    tuple(GoalLevel(name) for name in self._levels()),
                    corrected.indicator_head,
                    corrected.target_head,
                    columns,
                    self._budget(),
                    tuple(self._blocks()),
                    corrected.pledge,
                ),
            ),
            language=corrected.language,
            paper=corrected.paper or (Paper.LANDSCAPE if wide else Paper.PORTRAIT),
            citation=of["source"],
        )

    def _levels(self) -> list[str]:
        deepest = max(len(goals_of(row)) for row in self.told["rows"])
        named = [_bare(level) for level in self.told["levels"] if not level.lower().startswith(_BELOW)]
        return list(self.corrected.levels or named)[:deepest]

    def _columns(self) -> Iterator[Column]:
        if self.corrected.coded:
            yield Column("kode", "Kode", RowKind.GOAL, Holds.CODE)
        told: dict[str, Column] = {}
        keys: dict[str, str] = {}
        for row in self.told["rows"]:
            for key, part, _ in self._cells(row, empty=True):
                head, holds, ahead = _KEYS[key]
                keys[slug(key, part)] = key
                year = int(part) - self.year if part.isdecimal() else None
                told.setdefault(
                    slug(key, part),
                    Column(
                        slug(key, part),
                        self.corrected.heads.get(part, head.format(part="{year}" if year is not None else part)),
                        _INDICATOR,
                        holds,
                        year,
                        ahead=ahead or (year or 0) < 0,
                    ),
                )
        order = list(_KEYS)
        yield from self.corrected.columns
        yield from sorted(told.values(), key=lambda c: (order.index(keys[c.key]), _rank(c)))
        if any("code" in p or self.corrected.coded for p in self.told["programmes"]):
            yield Column("kode", "Kode", _PROGRAMME, Holds.CODE)
        for programme in self.told["programmes"]:
            for part in programme.get("years", {}):
                if part != str(self.year):
                    year = int(part) - self.year if part.isdecimal() else None
                    head = "{year}" if year is not None else part.capitalize()
                    ahead = (year or 0) < 0
                    yield Column(slug("years", part), head, _PROGRAMME, Holds.MONEY, year, ahead=ahead)

    def _budget(self) -> BudgetTable | None:
        levels = tuple(dict.fromkeys(p["level"].capitalize() for p in self.told["programmes"] if "level" in p))
        head, money = self.corrected.budget, self.corrected.money_head.replace("{year}", str(self.year))
        return BudgetTable(" / ".join(levels) or head, money, levels) if self.told["programmes"] else None

    def _blocks(self) -> Iterator[Block]:
        of = self.told["signatories"]
        for n, (heading, capacity) in enumerate(of):
            last = n == len(of) - 1 if len(of) > 2 else "Pertama" in heading or "Kesatu" in heading
            side = Side.RIGHT if len(of) == 1 or last else Side.LEFT
            yield Block(f"ttd-{n}", heading.upper(), capacity, side)

    def _cells(self, row: Body, *, empty: bool = False) -> Iterator[tuple[str, str, str]]:
        """Yield what the paper prints in the columns of a row: the key, which of its parts, and the words."""
        for key, printed in row.items():
            if key in _ASIDE or not (printed or empty) or (isinstance(printed, str) and printed in _REMARKS):
                continue
            match printed:
                case dict():
                    # The plan's own year is its target.
                    yield from ((key, part, words) for part, words in printed.items() if part != str(self.year))
                case list():
                    yield key, "", "\n".join(" ".join(map(str, line)) for line in printed)
                case _:
                    yield key, "", printed

    def text(self, rows: int | None = None) -> Body:
        """Return the text as a program sends it, with the first `rows` of the paper."""
        shown = self.told["rows"][:rows]
        goals: dict[tuple[str, ...], str] = {}
        indicators: list[Body] = []
        for n, row in enumerate(shown):
            path = goals_of(row)
            for depth in range(1, len(path) + 1):
                goals.setdefault(path[:depth], f"g{len(goals)}")
            cells = [{"column": slug(key, part), "text": words} for key, part, words in self._cells(row)]
            indicators.append(
                {"id": f"i{n}", "goal": goals[path], "text": row["indicator"], "printed": row["target"], "cells": cells}
            )
            indicators += [
                {"id": f"i{n}-{m}", "goal": goals[path], "text": child, "printed": None, "cells": []}
                for m, child in enumerate(row.get("children", ()))
            ]
        whole = rows is None or rows >= len(self.told["rows"])
        kind = self.kind()
        part = kind.parts[0]
        details = {
            "heading": part.heading,
            "goals_heading": part.levels[0].name,
            "place": self.told.get("place", ""),
            "date": self.told.get("date", ""),
            "capacity": "",
            "signatory": "",
            "name": "",
            "pledge": part.pledge,
            "blocks": [{"key": b.key, "heading": b.heading, "position": b.capacity} for b in part.blocks],
        }
        return {
            "title": kind.title.replace("{year}", str(self.year)),
            "address": self.told["office"],
            "cover_date": "",
            "numbers": self.corrected.numbers,
            "money": self.corrected.money,
            "parts": [
                {
                    "key": "A",
                    "details": details,
                    "goals": [self._goal(path, key, goals) for path, key in goals.items()],
                    "indicators": indicators,
                    "programmes": list(self._programmes()) if whole else [],
                }
            ],
        }

    def _goal(self, path: tuple[str, ...], key: str, goals: dict[tuple[str, ...], str]) -> Body:
        code, words = self._parted(path[-1])
        cells = [{"column": "kode", "text": code}] if code else []
        return {"id": key, "parent": goals.get(path[:-1], ""), "text": words, "cells": cells}

    def _programmes(self) -> Iterator[Body]:
        levels = list(dict.fromkeys(p.get("level", "") for p in self.told["programmes"]))
        above: dict[int, str] = {}
        for n, programme in enumerate(self.told["programmes"]):
            depth = levels.index(programme.get("level", ""))
            above[depth] = f"p{n}"
            code, words = self._parted(programme["text"])
            cells = [{"column": "kode", "text": code}] if code else []
            years = programme.get("years", {}).items()
            cells += [{"column": slug("years", part), "text": t} for part, t in years if part != str(self.year)]
            parent = above.get(depth - 1, "")
            yield {
                "id": f"p{n}",
                "text": words,
                "allotted": None,
                "printed": programme["allotted"],
                "parent": parent,
                "cells": cells,
            }

    def _parted(self, words: str) -> tuple[str, str]:
        """The code that a row begins with, where the paper has a column for it."""
        found = re.match(r"([0-9][0-9. ]*[0-9]) (.*)", words) if self.corrected.coded else None
        return (found[1], found[2]) if found is not None else ("", words)


def goals_of(row: Body) -> tuple[str, ...]:
    """Return the goals that a row stands below, the highest first."""
    return (row["goal"],) if isinstance(row["goal"], str) else tuple(row["goal"])


def slug(key: str, part: str) -> str:
    """Return the key of a column."""
    return re.sub(r"[^a-z0-9]+", "-", f"{key} {part}".lower()).strip("-")


def _rank(column: Column) -> int:
    romans = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    return column.year if column.year is not None else romans.get(column.key.split("-")[-1], 99)


def _bare(level: str) -> str:
    return re.sub(r" \(kode\)$", "", level).capitalize().replace("Mfo/pap", "MFO/PAP")


def documents() -> list[Document]:
    """Return all of them."""
    return [Document(json.loads(path.read_text(encoding="utf-8"))) for path in DOCUMENTS]
