"""What a paper says of an amendment, in the language of its kind."""

from dataclasses import dataclass

from activities.documents.language import PaperWords
from domain.kind.kind import Language, RowKind
from domain.plan.amendment import Ground


@dataclass(frozen=True)
class AmendmentWords:
    """The words of a comparison that are neither text's; `day` is a date pattern (CLDR)."""

    ordinals: tuple[str, ...]
    further: str
    named: str
    of: str
    grounds: dict[Ground, str]
    document: str
    day: str
    ground: str
    basis: str
    effective: str
    reason: str
    compared: str
    compared_with: str
    annex: str
    matrix: str
    redline: str
    legend: str
    heads: tuple[str, str, str, str, str]
    columns: tuple[str, str, str]
    sheet: str
    unchanged: str
    part: str
    cover: str
    kinds: dict[RowKind, str]
    details: dict[str, str]
    blocks: dict[str, str]
    block: str
    wording: str
    added: str
    removed: str
    moved: str
    below: str
    top: str
    behind: str
    first: str
    serves: str
    supports: str
    sums: str
    summed: str
    standing: str


INDONESIAN = AmendmentWords(
    ordinals=(
        "Pertama", "Kedua", "Ketiga", "Keempat", "Kelima", "Keenam", "Ketujuh", "Kedelapan", "Kesembilan", "Kesepuluh",
    ),
    further="Ke-{number}",
    named="Perubahan {ordinal}",
    of="{amendment}{between}{title}",
    grounds={
        Ground.OFFICIAL: "pergantian atau mutasi pejabat",
        Ground.STRATEGY: "perubahan strategi, program, kegiatan, atau alokasi anggaran",
        Ground.PRIORITY: "perubahan prioritas atau asumsi",
    },
    document="{title} Nomor {number} tanggal {day}",
    day="d MMMM y",
    ground="Alasan",
    basis="Dasar",
    effective="Berlaku mulai",
    reason="Penjelasan",
    compared="Dibandingkan",
    compared_with="naskah versi {before}, ditandatangani {day}, dengan naskah versi {version}",
    annex="Lampiran: Persandingan",
    matrix="Matriks perubahan",
    redline="Naskah dengan tanda perubahan",
    legend="Dicoret: dihapus. Digarisbawahi: ditambahkan.",
    heads=("No", "Bagian yang diubah", "Semula", "Menjadi", "Alasan perubahan"),
    columns=("Bagian", "Baris", "Yang diubah"),
    sheet="Persandingan",
    unchanged="Tidak ada yang berubah.",
    part="Bagian {key}",
    cover="Sampul",
    kinds={RowKind.GOAL: "Sasaran", RowKind.INDICATOR: "Indikator", RowKind.PROGRAMME: "Program"},
    details={
        "title": "judul",
        "address": "alamat",
        "cover_date": "tanggal",
        "numbers": "cara menulis angka",
        "money": "satuan uang",
        "heading": "judul bagian",
        "goals_heading": "kepala kolom sasaran",
        "place": "tempat penandatanganan",
        "date": "tanggal penandatanganan",
        "capacity": "baris di atas penanda tangan",
        "signatory": "jabatan penanda tangan",
        "name": "nama penanda tangan",
        "pledge": "pernyataan",
    },
    blocks={
        "heading": "judul",
        "on_behalf": "a.n.",
        "further": "u.b.",
        "position": "jabatan",
        "name": "nama",
        "number": "NIP",
        "place": "tempat",
        "date": "tanggal",
    },
    block="blok tanda tangan, {detail}",
    wording="rumusan",
    added="ditambahkan",
    removed="dihapus",
    moved="dipindahkan",
    below="di bawah “{row}”",
    top="di tingkat teratas",
    behind="setelah “{row}”",
    first="paling depan",
    serves="mendukung",
    supports="menjawab",
    sums="Jumlah anggaran",
    summed="semula {old}, menjadi {new}",
    standing="untuk naskah versi {version}; bagian ini tidak berubah",
)  # fmt: skip
ENGLISH = AmendmentWords(
    ordinals=("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"),
    further="No. {number}",
    named="{ordinal} Amendment",
    of="{amendment} of the{between}{title}",
    grounds={
        Ground.OFFICIAL: "change of official",
        Ground.STRATEGY: "change of strategy, programme or budget",
        Ground.PRIORITY: "change of priority or assumption",
    },
    document="{title} number {number} of {day}",
    day="d MMMM y",
    ground="Ground",
    basis="Basis",
    effective="In force from",
    reason="Explanation",
    compared="Compared",
    compared_with="text version {before}, signed {day}, with text version {version}",
    annex="Annex: Comparison",
    matrix="What changes",
    redline="The text with its changes marked",
    legend="Struck: removed. Underlined: added.",
    heads=("No.", "Place", "Old", "New", "Reason"),
    columns=("Part", "Row", "What changes"),
    sheet="Comparison",
    unchanged="Nothing changes.",
    part="Part {key}",
    cover="Cover",
    kinds={RowKind.GOAL: "Goal", RowKind.INDICATOR: "Indicator", RowKind.PROGRAMME: "Programme"},
    details={
        "title": "title",
        "address": "address",
        "cover_date": "date",
        "numbers": "how numbers are written",
        "money": "unit of money",
        "heading": "heading",
        "goals_heading": "heading of the goals",
        "place": "place of signature",
        "date": "date of signature",
        "capacity": "line above the signatory",
        "signatory": "position of the signatory",
        "name": "name of the signatory",
        "pledge": "pledge",
    },
    blocks={
        "heading": "heading",
        "on_behalf": "on behalf of",
        "further": "for",
        "position": "position",
        "name": "name",
        "number": "number",
        "place": "place",
        "date": "date",
    },
    block="signature block, {detail}",
    wording="wording",
    added="added",
    removed="removed",
    moved="moved",
    below="below “{row}”",
    top="at the top",
    behind="behind “{row}”",
    first="first",
    serves="pays for",
    supports="answers to",
    sums="Total budget",
    summed="from {old} to {new}",
    standing="for text version {version}; this part did not change",
)
_WORDS = {Language.INDONESIAN.value: INDONESIAN, Language.ENGLISH.value: ENGLISH}


def amendment_words(words: PaperWords) -> AmendmentWords:
    """Return them in the language of the paper's other words."""
    return _WORDS[words.locale]
