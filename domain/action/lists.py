"""What a table of an action plan may list: targets of the quarters, who answers, what is done, from when."""

from domain.action.state import Action
from domain.kernel.streams import QUARTERS
from domain.sheet.heads import Becomes
from domain.sheet.listing import Known, Listed, ListedColumn
from domain.sheet.words import INDICATORS

_ROMAN = ("i", "ii", "iii", "iv")
_OWNERS = ("penanggung jawab", "pic", "pemilik", "pelaksana", "unit penanggung jawab", "person in charge", "owner")
_START = ("mulai", "mulai triwulan", "triwulan mulai", "start", "starts in quarter")
_STEPS = ("rencana aksi", "langkah", "langkah kegiatan", "aksi", "uraian rencana aksi", "kegiatan", "steps")


def action_list(action: Action) -> Listed:
    """Return what of the action plan a file may list."""
    rows = tuple(Known(row.id, row.text) for row in action.basis.indicators().values())
    quarters = [ListedColumn(f"targets.{n}", tuple(_heads(n))) for n in QUARTERS]
    columns = (
        *quarters,
        ListedColumn("owners", _OWNERS),
        ListedColumn("steps", _STEPS),
        ListedColumn("start", _START),
    )
    spare = ListedColumn("", ("target", "target tahunan", "target kinerja", "realisasi", "satuan"))
    return Listed("indicators", Becomes.INDICATOR, INDICATORS, (*columns, spare), rows)


def _heads(quarter: int) -> list[str]:
    numbers = (_ROMAN[quarter - 1], str(quarter))
    spelled = [f"{word} {number}" for word in ("triwulan", "tw", "kuartal", "quarter", "q") for number in numbers]
    return [*spelled, f"q{quarter}", *(f"target {each}" for each in spelled), *(f"{each} target" for each in spelled)]
