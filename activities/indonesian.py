"""What documents of the year say in Indonesian of figures: derivations, states, flags, rows."""

from domain.budget import Quadrant
from domain.flags import Flag
from domain.practice import DEFAULT as PRACTICE
from domain.year.filing_policy import DEFAULT as FILING
from domain.year.line import Standing

FLAGS = {
    Flag.DIRECTION_SUSPECTED: "arah indikator diduga terbalik",
    Flag.ABOVE_200: "capaian di atas 200%",
    Flag.SPENT_WITHOUT_OUTPUT: "anggaran terpakai tanpa hasil",
    Flag.PUBLISHED_DIFFERS: "angka tercetak tidak sesuai dengan masukannya",
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
    FILING.citation: "bawaan paraf: tanggal 1 sampai 10 setelah triwulan berakhir",
}

# The words of `domain.derivation`: documents are Indonesian whatever language a page is read in.
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
