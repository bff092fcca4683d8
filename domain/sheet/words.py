"""The words that offices put over their columns, as they are compared: in small letters, without marks."""

NUMBERS = ("no", "nomor", "no urut", "number")
GOALS = (
    "tujuan", "sasaran", "sasaran strategis", "sasaran program", "sasaran kegiatan", "sasaran program/kegiatan",
    "sasaran kinerja", "kebijakan", "urusan", "outcome", "goal", "objective", "strategic goal", "strategic objective",
    "kinerja utama", "mfo/pap",
)  # fmt: skip
INDICATORS = (
    "indikator", "indikator kinerja", "indikator kinerja utama", "indikator sasaran", "iku", "ukuran", "indicator",
    "performance indicator", "success indicator", "key performance indicator", "indikator kinerja kegiatan",
)  # fmt: skip
TARGETS = ("target", "target kinerja", "target tahunan", "target tahun", "annual target", "performance target")
PROGRAMMES = ("program", "kegiatan", "program/kegiatan", "program dan kegiatan", "programme", "program / kegiatan")
MONEY = ("anggaran", "pagu", "pagu anggaran", "alokasi anggaran", "pagu indikatif", "budget", "jumlah anggaran")
OUTLINES = ("uraian", "sasaran/indikator", "sasaran / indikator kinerja", "sasaran dan indikator", "description")
SYNONYMS = (
    ("satuan", "unit", "satuan ukur", "satuan ukuran"), ("keterangan", "catatan", "note", "remarks"),
    ("penanggung jawab", "pic", "person in charge"), ("formula", "rumus", "cara perhitungan"),
    ("sumber dana", "sumber", "source of funds"),
)  # fmt: skip
