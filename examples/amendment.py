"""The invented amendment of the sample plan in its third quarter: what it says, what it changes and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from examples.banjarmasin import year
from examples.banjarmasin_year import Report, YearRow, invented

AMENDED_IN = 3  # the quarter
EFFECTIVE = date(year(), 9, 2)
STATEMENT: Mapping[str, Any] = {
    "grounds": ["strategy"],
    "basis": {
        "title": invented("Revisi ketiga DIPA KPU Kota Banjarmasin"),
        "number": invented(f"SP DIPA-076.01.2.658430/{year()} Revisi ke-03"),
        "day": f"{year()}-08-26",
    },
    "effective": EFFECTIVE.isoformat(),
    "reason": invented("Perbaikan satu gudang ditunda ke tahun depan, dan layanan pengaduan mulai diukur."),
}
FILE = ("revisi-dipa-contoh.csv", b"program;semula;menjadi\nPenetapan Hasil Pemilu;19950000;15000000\n(contoh);;\n")
LOWERED, TARGET = "b-i18", "80%"
REALLOTTED, AMOUNT = "b-p6", "15000000"
JOINED = YearRow(
    id="b-i19",
    owner="pic-umum",
    targets=(None, None, "70", "80"),
    steps=("", "", "Membuka loket dan saluran daring", "Menjawab setiap pengaduan paling lambat 5 hari kerja"),
    quarters=(
        Report(),
        Report(),
        Report(numerator="7", denominator="9", explanation="Layanan dibuka 9 September."),
        Report(numerator="11", denominator="13", explanation="Dua pengaduan diteruskan ke pusat."),
    ),
    components=("pengaduan yang ditindaklanjuti tepat waktu", "pengaduan yang masuk"),
)
_WORDING = invented("Persentase pengaduan layanan yang ditindaklanjuti paling lambat 5 hari kerja")
_REASONS = {
    LOWERED: invented("Atap gudang kelima baru diperbaiki tahun depan, sesuai revisi anggaran."),
    REALLOTTED: invented("Sebagian pagu dialihkan karena rapat pleno tidak lagi di luar kantor."),
    JOINED.id: invented("Layanan pengaduan dibuka September; hasilnya diukur sejak itu."),
}


def amended(text: Any) -> Any:
    """Return the text of the plan, as its JSON has it, with what the amendment makes of it."""
    for part in text["parts"]:
        rows = part["indicators"]
        for row in [row for row in rows if row["id"] == LOWERED]:
            rows.append({**row, "id": JOINED.id, "text": _WORDING, "target": {**row["target"], "text": TARGET}})
            row["target"] = {**row["target"], "text": TARGET}
        for programme in part["programmes"]:
            if programme["id"] == REALLOTTED:
                programme["allotted"] = AMOUNT
    return text


def reasons(changes: list[Any]) -> list[dict[str, str]]:
    """Return why each place changes."""
    return [{"place": each["place"], "reason": _REASONS[each["place"].partition(".")[0]]} for each in changes]
