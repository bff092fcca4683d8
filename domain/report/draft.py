"""The sections of a report as the year gives them: what its figures and its owners say, in the paper's own language."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from domain.kernel.numbers import spell_percentage, spell_rupiah
from domain.measure.budget import Quadrant
from domain.measure.target import Missing, spell_target
from domain.report.text import (
    ROMAN,
    Beside,
    Composed,
    GapKind,
    ReportedIndicator,
    ReportedProgramme,
    ReportedQuarter,
    Section,
    about,
)


def drafted(of: Composed) -> tuple[Section, ...]:
    """Return the sections that something is known of."""
    found: dict[str, Iterable[str]] = {
        "foreword": _foreword(of),
        "summary": _summary(of),
        "agreement": _agreement(of),
        "performance": _performance(of),
        "support": _support(of),
        "efficiency": _efficiency(of),
        "budget": _budget(of),
        "follow-up": _follow_up(of),
        "conclusion": _conclusion(of),
        "improvement": _improvement(of),
    }
    beside: dict[str, list[str]] = {}
    for gap in of.gaps:
        if gap.kind in _SAID_BESIDE:
            beside.setdefault(gap.where, []).append(_SAID_BESIDE[gap.kind])
    found |= {about(row.indicator.id): _about(row, beside.get(row.indicator.id, ())) for row in of.indicators()}
    told = ((key, "\n".join(found[key])) for key in of.section_keys() if key in found)
    return tuple(Section(key, body) for key, body in told if body)


def _foreword(of: Composed) -> Iterator[str]:
    yield (
        f"Laporan Kinerja {of.office} Tahun {of.year} disusun sebagai pertanggungjawaban atas pelaksanaan tugas dan "
        "fungsi serta penggunaan anggaran, sebagaimana diatur dalam Peraturan Presiden Nomor 29 Tahun 2014 dan "
        "Peraturan Menteri PANRB Nomor 53 Tahun 2014."
    )
    yield (
        "Laporan ini menyajikan capaian setiap indikator kinerja yang diperjanjikan, penjelasan atas keberhasilan dan "
        "kegagalannya, serta realisasi anggaran. Semoga laporan ini bermanfaat sebagai bahan evaluasi dan perbaikan "
        "kinerja."
    )


def _summary(of: Composed) -> Iterator[str]:
    yield from _counted(of)
    yield from _spent(of)
    yield from unclosed(of)


def unclosed(of: Composed) -> Iterator[str]:
    """Say which quarters do not stand yet: their figures are counted as they are, and may change."""
    for kind, said in (
        (GapKind.QUARTER_OPEN, "belum ditutup saat laporan ini disusun, sehingga angkanya masih dapat berubah"),
        (GapKind.QUARTER_ABSENT, "belum dibuka, sehingga tidak ada angkanya dalam laporan ini"),
    ):
        names = [ROMAN[int(gap.where) - 1] for gap in of.gaps if gap.kind is kind]
        if names:
            yield f"Triwulan {_listed(names)} {said}."


def _counted(of: Composed) -> Iterator[str]:
    rows = list(of.indicators())
    known = [row for row in rows if row.year.figure is not None]
    counts = Counter(row.category for row in known)
    named = [f"{counts[rung.name]} {rung.name}" for rung in of.categories.rungs if counts[rung.name]]
    yield f"Dari {len(rows)} indikator kinerja tahun {of.year}, {len(known)} dapat dihitung capaiannya" + (
        f": {_listed(named)}." if named else "."
    )
    if without := len(rows) - len(known):
        yield f"{without} indikator belum memiliki angka capaian."


def _spent(of: Composed) -> Iterator[str]:
    programmes = list(of.programmes())
    if not programmes:
        return
    allotted = sum((one.allotted for one in programmes), Decimal(0))
    known = [one.realised for one in programmes if one.realised is not None]
    if len(known) < len(programmes):
        unknown = len(programmes) - len(known)
        yield f"Pagu anggaran {spell_rupiah(allotted)}; realisasi {unknown} program belum dilaporkan."
        return
    share = "" if of.absorption.figure is None else f" ({spell_percentage(of.absorption.figure)})"
    yield f"Anggaran terealisasi {spell_rupiah(sum(known, Decimal(0)))} dari pagu {spell_rupiah(allotted)}{share}."


def _agreement(of: Composed) -> Iterator[str]:
    allotted = sum((one.allotted for one in of.programmes()), Decimal(0))
    money = f" dengan anggaran {spell_rupiah(allotted)}" if allotted else ""
    yield (
        f"Pada tahun {of.year} {of.office} menetapkan {len(list(of.indicators()))} indikator kinerja{money}. "
        "Sasaran, indikator, dan targetnya disajikan dalam tabel berikut."
    )


def _performance(of: Composed) -> Iterator[str]:
    yield (
        "Capaian setiap indikator adalah realisasi yang dibandingkan dengan targetnya. Kategori capaian ditetapkan "
        f"menurut {of.categories.citation or of.categories.name}."
    )


# What stands beside a figure that cannot stand alone.
_SAID_BESIDE = {
    GapKind.TARGET: "Capaian itu diukur terhadap target sebelum perubahan rencana, sebagaimana tercantum pada "
    "triwulannya.",
    GapKind.LOWERED: "Target indikator ini diturunkan atau dihapus setelah hasilnya dapat diketahui.",
}


def _about(row: ReportedIndicator, beside: Iterable[str]) -> Iterator[str]:
    yield _reached(row)
    yield from beside
    for each in row.beside:
        if each.what is Beside.LAST_YEAR:
            figure = "" if each.achievement is None else f" dengan capaian {spell_percentage(each.achievement)}"
            yield f"Realisasi tahun {each.year}: {spell_target(each.value)}{figure}."
    yield from _told("Penjelasan", row, lambda quarter: (quarter.explanation,))
    yield from _told("Penyebab dan hambatan", row, lambda quarter: (quarter.justification, quarter.obstacles))
    yield from _told("Upaya dan tindak lanjut", row, lambda quarter: (_answered(quarter), quarter.follow_up))


def _reached(row: ReportedIndicator) -> str:
    target = spell_target(row.indicator.target)
    if isinstance(row.realised, Missing):
        return f"Target {target}; realisasinya belum ada." if target else "Realisasinya belum ada."
    said = f"Realisasi {spell_target(row.realised)}" + (f" dari target {target}" if target else "")
    if row.year.figure is None:
        return f"{said}."
    return f"{said}, capaian {spell_percentage(row.year.figure)}" + (f" ({row.category})." if row.category else ".")


def _told(heading: str, row: ReportedIndicator, said: Callable[[ReportedQuarter], tuple[str, ...]]) -> Iterator[str]:
    lines = [
        f"Triwulan {ROMAN[quarter.quarter - 1]}: {_joined(said(quarter))}"
        for quarter in row.quarters
        if any(said(quarter))
    ]
    if lines:
        yield f"{heading}:"
        yield from lines


def _answered(quarter: ReportedQuarter) -> str:
    if quarter.answer is None:
        return ""
    done = "Tindak lanjut triwulan sebelumnya telah dilaksanakan"
    not_done = "Tindak lanjut triwulan sebelumnya belum dilaksanakan"
    said = done if quarter.answer.done else not_done
    return f"{said}: {quarter.answer.text}" if quarter.answer.text else f"{said}."


def _support(of: Composed) -> Iterator[str]:
    for quadrants, said in (
        ((Quadrant.EFFICIENT, Quadrant.AS_PLANNED), "Program yang menunjang capaian: {names}."),
        ((Quadrant.COSTLY, Quadrant.BEHIND), "Program yang capaiannya belum sesuai rencana: {names}."),
    ):
        names = [one.text for one in of.programmes() if one.quadrant in quadrants]
        if names:
            yield said.format(names="; ".join(names))


def _efficiency(of: Composed) -> Iterator[str]:
    if of.efficiency.figure is not None:
        yield (
            f"Efisiensi penggunaan sumber daya tahun {of.year} sebesar {spell_percentage(of.efficiency.figure)}, "
            "dihitung menurut PMK 214/PMK.02/2017."
        )


def _budget(of: Composed) -> Iterator[str]:
    yield from _spent(of)
    for programme in of.programmes():
        yield from _absorbed(programme)


def _absorbed(one: ReportedProgramme) -> Iterator[str]:
    if one.realised is not None and one.absorption.figure is not None:
        yield f"{one.text}: {spell_rupiah(one.realised)} ({spell_percentage(one.absorption.figure)})."


def _follow_up(of: Composed) -> Iterator[str]:
    if of.promised:
        yield f"Laporan Kinerja tahun {of.year - 1} merencanakan perbaikan berikut:"
        yield of.promised


def _conclusion(of: Composed) -> Iterator[str]:
    yield from _counted(of)
    yield from unclosed(of)


def _improvement(of: Composed) -> Iterator[str]:
    """What the last quarter announced goes on into the next year."""
    for row in of.indicators():
        last = row.quarters[-1].follow_up if row.quarters else ""
        if last:
            yield f"{row.indicator.text}: {_joined((last,))}"


def _joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(text.split()) for text in texts if text)


def _listed(names: list[str]) -> str:
    return " dan ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
