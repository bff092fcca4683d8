"""Plans in the shapes of table that offices keep them in, drawn at random; each is a grid for any program."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

GOALS = ("Meningkatnya kualitas layanan", "Terwujudnya tata kelola yang baik", "Jumlah warga yang terlayani meningkat")
INDICATORS = (
    "Indeks kepuasan masyarakat", "Nilai evaluasi AKIP", "Opini BPK", "Jumlah laporan yang disampaikan tepat waktu",
    "Persentase pengaduan yang diselesaikan (%)", "Realisasi anggaran, dalam juta", "Rasio guru : murid",
)  # fmt: skip
TARGETS = (
    "80", "85%", "85,5 %", "≥ 3,5", "100 dokumen", "WTP", "A (Baik)", "1 Dok", "70 - 80", "Rp 1.250.000.000,-", "12 M",
    "1.250", "Sangat Baik", "100%*)", "3,10 (skala 4)", "-",
)  # fmt: skip
UNITS = ("Indeks", "%", "Dokumen", "Nilai")
_GOAL_HEADS = ("Sasaran Strategis", "SASARAN", "Sasaran Program/Kegiatan", "Strategic Objective", "Sasaran\nStrategis")
_INDICATOR_HEADS = ("Indikator Kinerja", "INDIKATOR KINERJA UTAMA", "Indikator", "Performance Indicator")
_TARGET_HEADS = ("Target", "TARGET 2024", "Target Tahun 2024", "Annual Target", "Target*)")
_MARKS = ("{}", "{}. ", "SS-{} ", "SP.0{} ", "{}) ")

Row = tuple[str, str, str, str]  # goal, indicator, unit, target


@dataclass
class Grid:
    """Lines of words; `merged` are first and last line of a column's cell, both from 0, `wide` the last column."""

    lines: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    wide: list[tuple[int, int, int]] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw a plan in a shape."""
    grid = Grid()
    columns = draw(st.permutations(["goal", "indicator", "unit", "target"]))
    columns = [c for c in columns if c != "unit" or draw(st.booleans())]
    if draw(st.booleans()):
        columns.sort(key=["goal", "indicator", "unit", "target"].index)
    if draw(st.booleans()):
        columns.insert(0, "no")
    extra = draw(st.sampled_from([(), ("Keterangan",), ("2022", "2023"), ("PIC",)]))
    width = len(columns) + len(extra)
    for title in draw(st.sampled_from([(), ("RENCANA KINERJA TAHUNAN",), ("PERJANJIAN KINERJA", "TAHUN 2024")])):
        _line(grid, [title])
        if draw(st.booleans()):
            grid.wide.append((len(grid.lines) - 1, 0, width - 1))
    heads = {
        "no": draw(st.sampled_from(["No", "NO.", "No. Urut"])), "goal": draw(st.sampled_from(_GOAL_HEADS)),
        "indicator": draw(st.sampled_from(_INDICATOR_HEADS)), "target": draw(st.sampled_from(_TARGET_HEADS)),
        "unit": draw(st.sampled_from(["Satuan", "Unit", "SATUAN"])),
    }  # fmt: skip
    grid.bold.add(len(grid.lines))
    _line(grid, [*(heads[c] for c in columns), *extra])
    if draw(st.booleans()):
        _line(grid, [f"({n})" for n in range(1, width + 1)])
    mark, apart = draw(st.sampled_from(("", *_MARKS[1:]))), draw(st.sampled_from(["merged", "blank", "again"]))
    code = draw(st.sampled_from(["", "IK {}.{} ", "{}.{} ", "{}.{}. "]))
    names = draw(st.permutations(INDICATORS))
    at = 0
    stacked = draw(st.integers(0, 4)) == 0
    for g, goal in enumerate(draw(st.permutations(GOALS))[: draw(st.integers(1, 3))], 1):
        if stacked:
            at = _stack(grid, draw, columns, [*names[at : at + 2]], mark.format(g) + goal, at, len(extra))
            continue
        first = len(grid.lines)
        for i in range(1, draw(st.integers(1, 2)) + 1):
            told = {
                "goal": mark.format(g) + goal, "indicator": code.format(g, i) + names[at],
                "unit": draw(st.sampled_from(UNITS)), "target": draw(st.sampled_from(TARGETS)), "no": str(at + 1),
            }  # fmt: skip
            at += 1
            shown = {**told, "goal": told["goal"] if i == 1 or apart == "again" else ""}
            _line(grid, [*(shown[c] for c in columns), *("x" for _ in extra)])
            unit = told["unit"] if "unit" in columns else ""
            grid.rows.append((told["goal"], told["indicator"], unit, told["target"]))
        if apart == "merged" and len(grid.lines) - 1 > first:
            grid.merged.append((columns.index("goal"), first, len(grid.lines) - 1))
        match draw(st.sampled_from(["", "", "total", "note", "blank"])):
            case "total":
                _line(grid, ["Jumlah" if c == "indicator" else "99" if c == "target" else "" for c in columns])
            case "note" if apart != "blank":
                _line(grid, ["Catatan: angka sementara"])
                grid.wide.append((len(grid.lines) - 1, 0, width - 1))
            case "blank" if apart != "blank":
                _line(grid, [])
    if draw(st.booleans()):
        _line(grid, [])
        _line(grid, ["*) target sementara"])
    return grid


def _stack(grid: Grid, draw: st.DrawFn, columns: list[str], names: list[str], goal: str, at: int, extra: int) -> int:
    """Add the indicators of a goal in one line, counted in its cell; return how many there are by then."""
    targets = [draw(st.sampled_from(TARGETS)) for _ in names]
    told = {
        "goal": goal, "indicator": "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1)),
        "unit": "\n".join("Nilai" for _ in names), "target": "\n".join(targets), "no": str(at + 1),
    }  # fmt: skip
    _line(grid, [*(told[c] for c in columns), *("x" for _ in range(extra))])
    unit = "Nilai" if "unit" in columns else ""
    single = len(names) == 1
    grid.rows += [(goal, f"1. {name}" if single else name, unit, t) for name, t in zip(names, targets, strict=True)]
    return at + len(names)


def _line(grid: Grid, texts: list[str]) -> None:
    grid.lines.append(list(texts))
