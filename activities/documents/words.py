"""What documents of the year say of figures, in Indonesian."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from domain.kernel.exact import rounded, spell_exact, spell_plain
from domain.measure.achievement import Achievement, Derivation
from domain.measure.aggregation import realised
from domain.measure.budget import Quadrant, Share
from domain.measure.derivation import STATES, spell_aim, terms, working
from domain.measure.flags import Flag
from domain.measure.formula import WRITTEN, Direction
from domain.measure.policy import Aggregation, MeasurementPolicy
from domain.measure.practice import DEFAULT as PRACTICE
from domain.measure.realisation import Absent, Aim, Level, Measured, Ratio, Reading, State
from domain.measure.scale import NumberScale, PercentageScale
from domain.office.events import DEFAULT_FILING
from domain.quarter.line import Standing
from domain.quarter.state import Quarter
from views.year import YearCell

FLAGS = {
    Flag.DIRECTION_SUSPECTED: "arah indikator diduga terbalik",
    Flag.ABOVE_200: "capaian di atas 200%",
    Flag.SPENT_WITHOUT_OUTPUT: "anggaran terpakai tanpa hasil",
    Flag.PUBLISHED_DIFFERS: "angka tercetak tidak sesuai dengan masukannya",
    Flag.ABOVE_WHOLE: "realisasi melebihi keseluruhan",
    Flag.PUBLISHED_ROUNDED: "angka tercetak dibulatkan dengan cara lain",
    Flag.SEVERAL_MEASURES: "beberapa ukuran dalam satu baris",
    Flag.TARGET_LOWERED: "target dilonggarkan setelah hasilnya diketahui",
}
UNFILED = "belum diisi"
STANDINGS = {
    Standing.WAITING: UNFILED,
    Standing.FILED: "belum diverifikasi",
    Standing.RETURNED: "dikembalikan",
    Standing.VERIFIED: "terverifikasi",
    Standing.WAIVED: "dikesampingkan",
}
QUADRANTS = {
    Quadrant.EFFICIENT: "efisien",
    Quadrant.AS_PLANNED: "sesuai rencana",
    Quadrant.COSTLY: "berbiaya tinggi",
    Quadrant.BEHIND: "tertinggal",
}
QUARTERS = ("I", "II", "III", "IV")


# What paraf itself is cited as; every other source stands as somebody wrote it.
CITATIONS = {
    PRACTICE.citation: "bawaan paraf (rentang: PermenPANRB 8/2021)",
    DEFAULT_FILING.citation: "bawaan paraf: tanggal 1 sampai 10 setelah triwulan berakhir",
}


# The words of `domain.measure.derivation`: documents are Indonesian whatever language a page is read in.
DERIVATION = {
    "computed": "terhitung",
    "the target is zero": "target nol",
    "the denominator is missing": "penyebut belum ada",
    "not released yet": "belum rilis",
    "not applicable": "tidak berlaku",
    "cannot be computed": "tidak dapat dihitung",
    "the policy has no figure for it": "kebijakan pengukuran tidak memberi angka untuk ini",
    "no cap": "tanpa batas maksimum",
    "cap {cap}": "maksimum {cap}",
    "no floor": "tanpa batas minimum",
    "floor {floor}": "minimum {floor}",
    "halves away from zero": "setengah dibulatkan menjauhi nol",
    "halves to even": "setengah dibulatkan ke angka genap",
    "the rest cut off": "sisanya dipotong",
    "rounded down": "dibulatkan ke bawah",
    "rounded up": "dibulatkan ke atas",
    "decimals: {places}, {rounding}": "angka desimal: {places}, {rounding}",
    "{citation}, version {version}": "{citation}, versi {version}",
    "in force from {day}": "berlaku sejak {day}",
    "plan version {version}": "rencana versi {version}",
    "R = {score} is {level}": "R = {score} termasuk {level}",
    "R = the last known of {every} = {chosen}": "R = nilai terakhir yang diketahui dari {every} = {chosen}",
    "R = the best of {every} = {chosen}": "R = yang terbaik dari {every} = {chosen}",
    "R = the greatest of {every} = {chosen}": "R = yang terbesar dari {every} = {chosen}",
    "R {reached} is within T {span}: 100": "R {reached} berada dalam T {span}: 100",
    "R {reached} is above T {span}, T = {bound}": "R {reached} di atas T {span}, T = {bound}",
    "R {reached} is below T {span}, T = {bound}": "R {reached} di bawah T {span}, T = {bound}",
    "R / T x 100": "R / T x 100",
    "(2T - R) / T x 100": "(2T - R) / T x 100",
    "T / R x 100": "T / R x 100",
    "100 if R is equal to or better than T": "100 jika R sama dengan atau lebih baik daripada T",
    "100 if R is equal to or better than T, else 0": "100 jika R sama dengan atau lebih baik daripada T, selain itu 0",
    "rank of R / rank of T x 100": "peringkat R / peringkat T x 100",
    "worth of R / worth of T x 100": "bobot R / bobot T x 100",
    "no formula": "tanpa rumus",
    "R {reached}, T {wanted} on the scale {scale}": "R {reached}, T {wanted} pada skala {scale}",
    "R {reached} is equal to T {wanted} on the scale {scale}": "R {reached} sama dengan T {wanted} pada skala {scale}",
    "R {reached} is better than T {wanted} on the scale {scale}": (
        "R {reached} lebih baik daripada T {wanted} pada skala {scale}"
    ),
    "R {reached} is worse than T {wanted} on the scale {scale}": (
        "R {reached} lebih buruk daripada T {wanted} pada skala {scale}"
    ),
}


def indonesian(msgid: str, /, **params: str) -> str:
    """Fill the places of a derivation's msgid in Indonesian; raises KeyError for any other."""
    if "citation" in params:
        params["citation"] = cited(params["citation"])
    return DERIVATION[msgid].format(**params)


def cited(citation: str) -> str:
    """Return a source as documents name it."""
    return CITATIONS.get(citation, citation)


_DIRECTIONS = {
    Direction.HIGHER: "makin tinggi makin baik",
    Direction.LOWER: "makin rendah makin baik",
    Direction.RANGE: "dalam rentang",
    Direction.RANGE_LOWER: "dalam rentang, makin rendah makin baik",
    Direction.ORDINAL: "nilai berjenjang",
}
_AGGREGATIONS = {
    Aggregation.SUM: "jumlah triwulan",
    Aggregation.LAST: "nilai terakhir",
    Aggregation.AVERAGE: "rata-rata triwulan",
    Aggregation.MAXIMUM: "nilai tertinggi",
}


def aim_words(aim: Aim | None, policy: MeasurementPolicy | None) -> str:
    """Return what is aimed at with its unit; a dash where nothing is."""
    if aim is None:
        return "–"
    return spell_aim(aim) if isinstance(aim, Level) else f"{spell_aim(aim)}{_unit(policy)}"


def reading_words(reading: Reading, policy: MeasurementPolicy) -> str:
    """Return what was measured, its components and what they come to; a state in words where there is no figure."""
    match reading:
        case Absent(state):
            return state_words(state)
        case Level(name):
            return name
        case Measured(value):
            return f"{spell_plain(value)}{_unit(policy)}"
        case Ratio(above, below):
            shown = f"{spell_plain(above)} / {'…' if below is None else spell_plain(below)}"
            comes_to = realised(policy, [reading])
            if isinstance(comes_to, Fraction):
                return f"{shown} = {spell_exact(comes_to)}{_unit(policy)}"
            return f"{shown} ({state_words(comes_to)})" if isinstance(comes_to, State) else shown


def rounded_words(reading: Reading, policy: MeasurementPolicy) -> str:
    """Return what was measured as a table prints it: what components come to, rounded as the policy says."""
    comes_to = rounded_reading(reading, policy) if isinstance(reading, Ratio) else None
    return reading_words(reading, policy) if comes_to is None else f"{spell_plain(comes_to)}{_unit(policy)}"


def rounded_reading(reading: Reading, policy: MeasurementPolicy) -> Decimal | None:
    """Return the one number that was measured, or that components come to, rounded; None where there is none."""
    if isinstance(reading, Measured):
        return reading.value
    comes_to = realised(policy, [reading]) if isinstance(reading, Ratio) else None
    return rounded(comes_to, policy.places, policy.rounding) if isinstance(comes_to, Fraction) else None


def read_words(cell: YearCell) -> str:
    """Return what was measured in a quarter, or that nobody has said yet."""
    return reading_words(cell.reading, cell.policy) if cell.standing.answered else UNFILED


def component_words(reading: Reading, policy: MeasurementPolicy) -> str:
    """Return numerator and denominator with their names and units; empty where the figure has none."""
    if not isinstance(reading, Ratio) or policy.components is None:
        return ""
    sides = ((policy.components.numerator, reading.numerator), (policy.components.denominator, reading.denominator))
    return "; ".join(
        f"{side.name}: {'belum ada' if value is None else f'{spell_plain(value)} {side.unit}'.strip()}"
        for side, value in sides
    )


def state_words(state: State) -> str:
    """Return why there is no figure."""
    return DERIVATION[STATES[state]]


def figure_words(found: Achievement) -> str:
    """Return the figure in per cent, or why there is none."""
    return percent_words(found.figure) if found.figure is not None else state_words(found.state)


def cell_words(cell: YearCell, found: Achievement) -> str:
    """Return one of a cell's figures; where nobody filed the row yet, that is why there is none."""
    return UNFILED if found.state is State.NOT_RELEASED and not cell.standing.answered else figure_words(found)


def share_words(share: Share) -> str:
    """Return a share in per cent, or why there is none."""
    if share.figure is not None:
        return percent_words(share.figure)
    return UNFILED if share.state is State.NOT_RELEASED else state_words(share.state)


def result_words(share: Share) -> str:
    """Return what several indicators come to, or what was saved, in per cent, or why there is no figure."""
    return percent_words(share.figure) if share.figure is not None else state_words(share.state)


def bought_words(share: Share, of: Quarter, indicators: Iterable[str]) -> str:
    """Return what these indicators of a quarter come to; where one lacks only for being unfiled, that."""
    waiting = any(key in of.lines and not of.lines[key].standing.answered for key in indicators)
    return UNFILED if share.figure is None and waiting else result_words(share)


def percent_words(figure: Decimal) -> str:
    """Return a figure in per cent with every decimal it was rounded to."""
    return f"{spell_plain(figure)}%"


def derivation_words(derivation: Derivation | None) -> str:
    """Return the one line that a figure can be checked by; empty where there is no figure."""
    if derivation is None:
        return ""
    return f"{working(derivation, indonesian)} [{terms(derivation, indonesian)}]"


class Terms:
    """The terms that figures of one document are computed under, each told once by a letter and a number."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    @property
    def known(self) -> list[tuple[str, str]]:
        """Return those that were met, each with what it is called."""
        return [(key, words) for words, key in self._keys.items()]

    def worked(self, derivation: Derivation | None) -> str:
        """Return the line that a figure can be checked by, naming its terms; empty where there is no figure."""
        if derivation is None:
            return ""
        under = terms(derivation, indonesian)
        return f"{working(derivation, indonesian)} [{self._keys.setdefault(under, f'K{len(self._keys) + 1}')}]"


def flag_words(flags: tuple[Flag, ...]) -> str:
    """Return what a careful reader looks at twice."""
    return "; ".join(FLAGS[flag] for flag in flags)


def measuring_words(policy: MeasurementPolicy) -> tuple[str, str, str]:
    """Return what is better, the formula, and how quarters make a year."""
    return _DIRECTIONS[policy.direction], DERIVATION[WRITTEN[policy.formula]], _AGGREGATIONS[policy.aggregation]


def _unit(policy: MeasurementPolicy | None) -> str:
    match policy.scale if policy else None:
        case PercentageScale():
            return "%"
        case NumberScale(unit) if unit == "%":
            return "%"
        case NumberScale(unit) if unit:
            return f" {unit}"
        case _:
            return ""
