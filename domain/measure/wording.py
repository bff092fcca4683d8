"""What an indicator's wording says of its figure: less of it is better, it may fall, it is a mean, it counts things."""

import re

# What one would rather have less of …
_UNWANTED = re.compile(
    r"\b(tidak (?:masuk|terdaftar|hadir|memenuhi|lulus|terdata|tercatat|sah|valid|sekolah|layak huni|terkelola)|"
    r"keluhan|pengaduan|aduan|pelanggaran|temuan|kesalahan|keterlambatan|terlambat|kerugian|kecelakaan|kematian|mortalitas|"
    r"kesakitan|morbiditas|AKI|AKB|AKABA|AKN|stunting|stunted|wasting|gizi (?:buruk|kurang)|prevalensi|"
    r"insidensi|insiden|infeksi|kemiskinan|miskin|pengangguran|TPT|gangguan|sengketa|konflik|kehilangan|hilang|kerusakan|"
    r"rusak|kebocoran|kebakaran|kekerasan|kejahatan|kriminalitas|perkawinan (?:anak|usia dini)|putus sekolah|"
    r"buta (?:aksara|huruf)|ganda|golput|inflasi|gini|ketimpangan|kumuh|pencemaran|emisi|deforestasi|tunggakan|"
    r"kredit macet|NPL|NRW|waktu (?:tunggu|tanggap|respons?|penyelesaian|proses)|"
    r"lama (?:tunggu|proses|penyelesaian|penanganan|pelayanan)|"
    r"(?:net|gross) death rate|NDR|GDR|mortality|deaths?|fatalit(?:y|ies)|morbidity|prevalence|incidence|poverty|"
    r"unemployment|complaints?|missing|lost|losses|(?:waiting|response|turn-?around|processing|down) ?time|"
    r"delays?|accidents?|crimes?|violations?|drop-?outs?|backlog|overdue|defects?|errors?|illiteracy)\b",
    re.IGNORECASE,
)
# … unless it is dealt with, or absent.
_DEALT_WITH = re.compile(
    r"\b(di(?:tindak\s?lanjuti|selesaikan|tangani|tanggulangi|tangkal|cegah|menangkan|jawab|tanggapi|pulihkan|layani|"
    r"perbaiki|temukan|obati|bantu|dampingi|rehabilitasi|entaskan|bina)|"
    r"ter(?:selesaikan|tangani|tanggulangi|jawab|layani)|selesai|penyelesaian|penanganan|pencegahan|pengendalian|"
    r"tindak lanjut|bebas|tanpa|nihil|penurunan|pengurangan|pengentasan|penanggulangan|"
    r"(?:mendapat(?:kan)?|menerima|memperoleh) \w+|ketepatan|sesuai standar|"
    r"resolved|settled|addressed|acted (?:up)?on|handled|solved|reduction|prevented|prevention|free)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b(?:waktu|lama) (?:penyelesaian|penanganan)\b", re.IGNORECASE)  # how long is no dealing with
# What may fall below zero, or come to more than was aimed at: no share of a whole, whatever its per cent.
_UNBOUNDED = re.compile(
    r"\b(laju|pertumbuhan|inflasi|kenaikan(?! (?:pangkat|gaji|kelas))|growth|"
    r"(?:realisasi|pencapaian|capaian) (?:terhadap )?(?:target|rencana)|"
    r"realisasi (?:pendapatan|penerimaan|PAD|PNBP|investasi|produksi|pajak|retribusi)|"
    r"(?:DPTb|DPK|pemilih (?:tambahan|khusus|pindahan)|additional voters))\b",
    re.IGNORECASE,
)
_FALLING = re.compile(
    r"\b(laju|pertumbuhan|inflasi|kenaikan|peningkatan|perubahan|selisih|deviasi|growth|change|surplus|defisit|margin)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:rata-rata|average|mean)\b", re.IGNORECASE)
_STANDING = re.compile(
    r"^\W*(?:\[[^\]]*\]|[a-z0-9]{1,3}[.)])?\s*(?:rata-rata\s+)?"
    r"(?:capaian |hasil )?(?:indeks|index|nilai|skor|score|tingkat|angka|rasio|prevalensi|predikat|rate|"
    r"usia harapan|umur)\b",
    re.IGNORECASE,
)
_PER_MANY = re.compile(r"(?:per|/)\s*1[0.,]*000\b", re.IGNORECASE)
_WELCOME = re.compile(
    r"\b(?:rasio|dokter|bidan|perawat|tenaga|fasilitas|perpustakaan|partisipasi|sekolah|wirausaha|publikasi|paten|"
    r"pelanggan|pengguna|kepemilikan|doctors?|nurses?|beds?|enrolment|enrollment)\b",
    re.IGNORECASE,
)


def unwanted(indicator: str) -> str:
    """Return the words by which less seems better, or an empty text."""
    found = _UNWANTED.search(indicator)
    if found is None:
        return ""
    dealt = _DEALT_WITH.search(_TIME.sub(" ", indicator))
    return "" if dealt else found.group()


def unwanted_rate(indicator: str, unit: str) -> str:
    """Return the unit of which less is better: so many of 100.000 people die; not so many doctors."""
    found = _PER_MANY.match(unit)
    if found is None or _WELCOME.search(indicator) or _DEALT_WITH.search(indicator):
        return ""
    return unit


def unbounded(indicator: str) -> str:
    """Return the words by which a share may pass the whole or fall below nothing, or an empty text."""
    found = _UNBOUNDED.search(indicator)
    return "" if found is None else found.group()


def falling(indicator: str) -> bool:
    """Return whether a target below zero makes sense: of growth, of a change."""
    return _FALLING.search(indicator) is not None


def averaged(indicator: str) -> bool:
    """Return whether the wording speaks of a mean."""
    return _AVERAGE.search(indicator) is not None


def standing(indicator: str) -> str:
    """Return whether the wording names a state that is read anew each time, such as *Indeks …*, never added up."""
    return "" if (found := _STANDING.match(indicator)) is None else found.group().strip()
