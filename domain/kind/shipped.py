"""The kinds of plan that paraf brings: an office takes one as it is, or makes its own of it."""

from msgspec import UNSET, structs

from domain.kernel.actor import Role
from domain.kind.kind import (
    Block,
    BudgetTable,
    Column,
    GoalLevel,
    Holds,
    Kind,
    Language,
    Numbering,
    Paper,
    PartKind,
    RowKind,
    Side,
)
from domain.kind.origin import ColumnOrigin, Known, Origin, PartOrigin
from domain.route.route import Step, StepAct

_GOAL, _INDICATOR, _PROGRAMME = RowKind.GOAL, RowKind.INDICATOR, RowKind.PROGRAMME


def _official(key: str, order: int, title: str, part: str = "", block: str = "") -> Step:
    """A step of the position that is called so; it signs a part, or without one reviews the whole."""
    act = StepAct.SIGN if part else StepAct.REVIEW
    position = title.lower().replace(" ", "-")
    return Step(key, order, Role.OFFICIAL, act, part, position, title=title, block=block or UNSET)


# The yearly plan of an election office, as the office of Banjarmasin printed its own for 2024.
RKT = Kind(
    code="rkt",
    title="RENCANA KINERJA TAHUNAN {year}",
    parts=(
        PartKind(
            "A",
            "",
            (GoalLevel("SASARAN STRATEGIS", Numbering.NUMBER), GoalLevel("SASARAN STRATEGIS")),
            "INDIKATOR KINERJA",
            "TARGET",
            blocks=(Block("ketua", "", "KETUA", Side.RIGHT),),
        ),
        PartKind(
            "B",
            "SEKRETARIAT",
            (GoalLevel("SASARAN KEGIATAN", Numbering.NUMBER), GoalLevel("SASARAN KEGIATAN")),
            "INDIKATOR KINERJA",
            "TARGET",
            budget=BudgetTable("Program", "Anggaran"),
            blocks=(Block("sekretaris", "Pihak Pertama", "SEKRETARIS", Side.RIGHT),),
        ),
    ),
)

_PLEDGE = (
    "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan dan akuntabel serta berorientasi pada "
    "hasil, kami yang bertanda tangan di bawah ini berjanji akan mewujudkan target kinerja yang seharusnya sesuai "
    "lampiran perjanjian ini, dalam rangka mencapai target kinerja jangka menengah seperti yang telah ditetapkan "
    "dalam dokumen perencanaan. Keberhasilan dan kegagalan pencapaian target kinerja tersebut menjadi tanggung jawab "
    "Pihak Pertama.\n"
    "Pihak Kedua akan melakukan supervisi yang diperlukan serta akan melakukan evaluasi terhadap capaian kinerja dari "
    "perjanjian ini dan mengambil tindakan yang diperlukan dalam rangka pemberian penghargaan dan sanksi."
)

# A performance agreement (PermenPANRB 53/2014): a pledge that two parties sign as one text, with its annexed table.
PK = Kind(
    code="pk",
    title="PERJANJIAN KINERJA TAHUN {year}",
    citation="PermenPANRB 53/2014",
    parts=(
        PartKind(
            "A",
            "LAMPIRAN PERJANJIAN KINERJA",
            (GoalLevel("Sasaran", Numbering.NUMBER),),
            budget=BudgetTable("Program/Kegiatan", "Anggaran", ("Program", "Kegiatan")),
            columns=(Column("sumber", "Sumber Dana", _PROGRAMME, Holds.TEXT),),
            blocks=(
                Block("kedua", "PIHAK KEDUA", "Ketua", Side.LEFT),
                Block("pertama", "PIHAK PERTAMA", "Sekretaris", Side.RIGHT),
            ),
            pledge=_PLEDGE,
        ),
    ),
    route=(
        _official("pihak-pertama", 1, "Sekretaris", "A", "pertama"),
        _official("pihak-kedua", 2, "Ketua", "A", "kedua"),
    ),
    by_roles=(
        Step("pihak-pertama", 1, Role.SECRETARY, StepAct.SIGN, "A", block="pertama"),
        Step("pihak-kedua", 2, Role.CHAIR, StepAct.SIGN, "A", block="kedua"),
    ),
)

# Election offices keep two agreements: the secretariat's, which its superior supervises, and the commissioners'.
PK_SEKRETARIS = structs.replace(
    PK,
    code="pk-sekretaris",
    title="PERJANJIAN KINERJA SEKRETARIS TAHUN {year}",
    citation="PermenPANRB 53/2014; Keputusan KPU 5/2018",
    origin=Origin("rkt", (PartOrigin("A", "B", "B"),)),
)

_OWN_PLEDGE = (
    "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan dan akuntabel serta berorientasi pada "
    "hasil, yang bertanda tangan di bawah ini berjanji akan mewujudkan target kinerja yang seharusnya sesuai lampiran "
    "perjanjian ini, dalam rangka mencapai target kinerja jangka menengah seperti yang telah ditetapkan dalam dokumen "
    "perencanaan. Keberhasilan dan kegagalan pencapaian target kinerja tersebut menjadi tanggung jawab kami."
)

PK_KETUA = structs.replace(
    PK_SEKRETARIS,
    code="pk-ketua",
    title="PERJANJIAN KINERJA KETUA TAHUN {year}",
    parts=(
        structs.replace(
            PK.parts[0],
            levels=(GoalLevel("Sasaran Strategis", Numbering.NUMBER),),
            blocks=(Block("pertama", "", "Ketua", Side.RIGHT),),
            pledge=_OWN_PLEDGE,
        ),
    ),
    route=(_official("sekretaris", 1, "Sekretaris"), _official("pihak-pertama", 2, "Ketua", "A", "pertama")),
    by_roles=(
        Step("secretary-review", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("pihak-pertama", 2, Role.CHAIR, StepAct.SIGN, "A", block="pertama"),
    ),
    origin=Origin("rkt", (PartOrigin("A", "A", "B"),)),
)

# The key indicators of an office, each with its sheet (PermenPANRB 53/2014, PermenPAN PER/20/M.PAN/11/2008).
IKU = Kind(
    code="iku",
    title="INDIKATOR KINERJA UTAMA",
    citation="PER/20/M.PAN/11/2008",
    paper=Paper.LANDSCAPE,
    parts=(
        PartKind(
            "A",
            "",
            (GoalLevel("Sasaran Strategis", Numbering.NUMBER),),
            "Indikator Kinerja Utama",
            columns=(
                Column("satuan", "Satuan", _INDICATOR, Holds.TEXT, ahead=True),
                Column("definisi", "Definisi Operasional", _INDICATOR, Holds.TEXT),
                Column("formula", "Formulasi Penghitungan", _INDICATOR, Holds.TEXT),
                Column("sumber", "Sumber Data", _INDICATOR, Holds.TEXT),
                Column("tipe", "Tipe", _INDICATOR, Holds.CHOICE, choices=("Input", "Proses", "Output", "Outcome")),
                Column("polaritas", "Polaritas", _INDICATOR, Holds.CHOICE, choices=("Naik", "Turun", "Tetap")),
                Column("bobot", "Bobot", _INDICATOR, Holds.WEIGHT),
                Column("penanggung-jawab", "Penanggung Jawab", _INDICATOR, Holds.TEXT),
            ),
            blocks=(Block("kepala", "", "KETUA", Side.RIGHT),),
        ),
    ),
    route=(_official("sekretaris", 1, "Sekretaris"), _official("ketua", 2, "Ketua", "A")),
    by_roles=(
        Step("secretary-review", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("chair-sign", 2, Role.CHAIR, StepAct.SIGN, "A"),
    ),
    origin=Origin(
        "rkt",
        (
            PartOrigin(
                *("A", "A"),
                columns=(
                    ColumnOrigin("satuan", known=Known.UNIT),
                    ColumnOrigin("formula", known=Known.FORMULA),
                    ColumnOrigin("polaritas", known=Known.DIRECTION),
                    ColumnOrigin("penanggung-jawab", known=Known.OWNERS),
                ),
            ),
        ),
    ),
)

# The work plan of a regional office: four levels with codes and money (Permendagri 86/2017, 90/2019).
RENJA = Kind(
    code="renja",
    title="RENCANA KERJA PERANGKAT DAERAH TAHUN {year}",
    citation="Permendagri 86/2017; Permendagri 90/2019",
    paper=Paper.LANDSCAPE,
    parts=(
        PartKind(
            "A",
            "",
            (GoalLevel("Sasaran"), GoalLevel("Program"), GoalLevel("Kegiatan"), GoalLevel("Sub Kegiatan")),
            columns=(
                Column("kode", "Kode", _GOAL, Holds.CODE),
                Column("pagu", "Pagu Indikatif (Rp)", _GOAL, Holds.MONEY, budget=True),
                Column("sumber-dana", "Sumber Dana", _GOAL, Holds.TEXT),
                Column("satuan", "Satuan", _INDICATOR, Holds.TEXT, ahead=True),
                Column("capaian-lalu", "Capaian {year}", _INDICATOR, Holds.MEASURE, year=-1, ahead=True),
                Column("maju", "Prakiraan Maju {year}", _INDICATOR, Holds.MEASURE, year=1),
                Column("pagu-maju", "Pagu {year} (Rp)", _GOAL, Holds.MONEY, year=1),
                Column("lokasi", "Lokasi", _INDICATOR, Holds.TEXT),
                Column("penanggung-jawab", "Penanggung Jawab", _INDICATOR, Holds.TEXT),
            ),
            blocks=(Block("kepala", "", "KEPALA DINAS", Side.RIGHT),),
        ),
    ),
    route=(
        _official("kasubbag", 1, "Kasubbag Perencanaan"),
        _official("sekretaris", 2, "Sekretaris"),
        _official("kepala", 3, "Kepala Dinas", "A"),
    ),
    by_roles=(
        Step("secretary-review", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("chair-sign", 2, Role.CHAIR, StepAct.SIGN, "A"),
    ),
)

# A yearly plan in English, as agencies abroad print it.
APP = Kind(
    code="app",
    title="ANNUAL PERFORMANCE PLAN {year}",
    language=Language.ENGLISH,
    paper=Paper.LANDSCAPE,
    parts=(
        PartKind(
            "A",
            "",
            (GoalLevel("Outcome", Numbering.NUMBER), GoalLevel("Output", Numbering.NESTED)),
            "Performance Indicator",
            "Target",
            columns=(
                Column("unit", "Unit", _INDICATOR, Holds.TEXT, ahead=True),
                Column("baseline", "Baseline {year}", _INDICATOR, Holds.MEASURE, year=-1, ahead=True),
                Column("source", "Means of Verification", _INDICATOR, Holds.TEXT),
                Column("weight", "Weight", _INDICATOR, Holds.WEIGHT),
                Column("responsible", "Responsible Unit", _INDICATOR, Holds.TEXT),
                Column("budget", "Allotted Budget", _INDICATOR, Holds.MONEY, budget=True),
            ),
            blocks=(
                Block("prepared", "Prepared by", "Head of Office", Side.LEFT),
                Block("approved", "Approved by", "Head of Agency", Side.RIGHT),
            ),
        ),
    ),
    route=(
        _official("prepared", 1, "Head of Office", "A", "prepared"),
        _official("approved", 2, "Head of Agency", "A", "approved"),
    ),
    by_roles=(
        Step("prepared", 1, Role.SECRETARY, StepAct.SIGN, "A", block="prepared"),
        Step("approved", 2, Role.CHAIR, StepAct.SIGN, "A", block="approved"),
    ),
)

SHIPPED = (RKT, PK, PK_KETUA, PK_SEKRETARIS, IKU, RENJA, APP)
