"""Every event there is can be told, in both languages, and reads as an official would write it."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from api.history.sentences import Teller
from api.words.clock import Clock
from api.words.words import LANGUAGES, words
from domain.action.commands import ActionCommand
from domain.action.events import QuarterTargetsSet
from domain.events import Event
from domain.measure.realisation import Level
from domain.plan.commands import PlanCommand
from domain.plan.events import CommentMade
from domain.plan.evolution import evolve
from domain.plan.state import Plan
from domain.quarter.commands import QuarterCommand
from domain.quarter.events import BudgetRealised, RealisationCorrected
from eventstore.codec import decode
from tests.domain.office.office_life import AT, SECRETARY, drafted, submitted

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = sorted(GOLDEN.glob("*.json"))
HOSTILE = "<script>alert('x')</script> & {who} {0}"
_BY_THE_SYSTEM = (
    "record-document",
    "record-due",
    "remind-step",
    "record-action-document",
    "open-quarter",
    "rearm-window",
    "note-earlier",
    "record-quarter-document",
    "remind-filing",
    "follow-action",
)
_TRIED = [
    command.__struct_config__.tag
    for command in get_args(PlanCommand | ActionCommand | QuarterCommand)
    if command.__struct_config__.tag not in _BY_THE_SYSTEM
]
_TYPED = frozenset({"name", "text", "reason", "note", "answer", "position", "decree", "citation", "unit"})


def teller(language: str = "id") -> Teller:
    """Return who tells."""
    said = words(language)
    return Teller(said, Clock(said, "Asia/Makassar", datetime(2024, 1, 20, tzinfo=UTC)))


def stored(name: str) -> Event:
    """Return an event as it was stored."""
    return decode((GOLDEN / f"{name}.json").read_bytes())


def known(plan: Plan) -> Plan:
    """Return the plan after the comment that the stored events speak of."""
    made = stored("comment-made")
    assert isinstance(made, CommentMade)
    return evolve(plan, made)


def told(event: Event, plan: Plan | None = None, language: str = "id") -> str:
    """Return the sentence without its markup."""
    return teller(language).sentence(event, plan or Plan()).striptags()


def spoilt(value: Any, key: str = "") -> Any:
    """Return the JSON of an event with something hostile wherever people type."""
    match value:
        case dict():
            return {name: spoilt(inner, name) for name, inner in value.items()}
        case list():
            return [spoilt(inner, key) for inner in value]
        case str() if key in _TYPED:
            return HOSTILE
    return value


def test_every_class_of_event_is_told_here() -> None:
    """The stored spellings are all there are."""
    assert {type(decode(path.read_bytes())) for path in FILES} == set(get_args(Event))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_event_is_told_with_every_place_filled(path: Path, language: str) -> None:
    event = decode(path.read_bytes())
    for plan in (known(drafted().state), known(submitted().state)):
        sentence = told(event, plan, language)
        assert not re.search(r"[{}]", sentence)
        assert not re.search(r"  | [.,:;]|\.\.(?!\.)|\(\)", sentence)
        assert sentence[0].isupper() or sentence.startswith(event.by.name)  # such as dr.
        assert sentence[-1] in ".?"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_indonesians_read_is_not_english(path: Path) -> None:
    event = decode(path.read_bytes())
    assert told(event, language="id") != told(event, language="en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_whatever_was_typed_stays_text(path: Path, language: str) -> None:
    body = json.dumps(spoilt(json.loads(path.read_bytes())), separators=(",", ":"), ensure_ascii=False)
    sentence = teller(language).sentence(decode(body.encode()), Plan())
    assert "<script" not in sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("target-changed", "Dewi Lestari, S.E. mengubah target i-07 dari 75% menjadi 77%."),
        (
            "programme-allotted",
            "Dewi Lestari, S.E. mengubah anggaran p-1 dari Rp 30.275.016.000 menjadi Rp 30.275.016.000,50.",
        ),
        ("paraf-given", "Sari “Ayu” Putri (Plt. Sekretaris) membubuhkan paraf pada naskah versi 3."),
        ("part-signed", "Sari “Ayu” Putri (Plt. Sekretaris) menandatangani bagian B naskah versi 3."),
        ("signature-voided", "Tanda tangan Sari “Ayu” Putri pada bagian B batal karena rencana dikembalikan."),
        ("plan-returned", "I Ketut Santoso (Ketua) mengembalikan rencana kepada penyusun. Target IK-2 terlalu rendah."),
        ("due-computed", "Paraf Sekretaris jatuh tempo Jumat, 19 Januari 2024 (perkiraan)."),
        ("person-renamed", "Adi memperbaiki nama Dewi Lestari menjadi Dewi Lestari, S.E."),
        ("day-declared", "Adi menetapkan Selasa, 9 April 2024 sebagai hari libur."),
        ("action-begun", "Dewi memulai rencana aksi RKT 2024."),
        ("quarter-targets-set", "Dewi menetapkan target triwulan i3: —; CC; —; B."),
        ("quarter-opened", "Triwulan II tahun 2024 dibuka: masa pengisian berakhir Rabu, 10 April 2024."),
        ("filing-reminded", "Pengingat untuk mengisi realisasi paling lambat Rabu, 10 April 2024: Oka, Wayan."),
        ("realisation-corrected", "Oka memperbaiki realisasi Turnout dari 9 / 10 menjadi 10 / 10. Salah hitung."),
        ("budget-realised", "Oka mengisi realisasi anggaran p2: Rp 100."),
        ("window-extended", "Sari memperpanjang masa pengisian sampai Sabtu, 20 April 2024. Banjir."),
    ],
)
def test_a_sentence_reads_as_an_official_would_write_it(name: str, sentence: str) -> None:
    plan = submitted().state
    assert told(stored(name), plan) == sentence


def test_a_row_is_called_by_its_wording() -> None:
    remark = CommentMade(by=SECRETARY, at=AT, comment="c9", row="i1", version=1, text="Mengapa 75%?")
    assert "<q>Turnout</q>" in teller().sentence(remark, drafted().state)


@pytest.mark.parametrize("name", ["realisation-corrected", "earlier-noted"])
def test_a_row_of_the_year_is_called_by_its_wording_in_the_plan(name: str) -> None:
    assert "<q>Turnout</q>" in teller().sentence(stored(name), drafted().state)


def test_an_indicator_that_lost_its_owners_is_not_given_to_nobody() -> None:
    event = msgspec.structs.replace(stored("owners-assigned"), new=())
    assert told(event) == "Dewi mengosongkan penanggung jawab i3."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", _TRIED)
def test_a_refusal_tells_which_act_of_a_person_was_tried(act: str, language: str) -> None:
    refused = msgspec.structs.replace(stored("command-refused"), act=act)
    unknown = msgspec.structs.replace(stored("command-refused"), act="unknown")
    assert told(refused, language=language) != told(unknown, language=language)


def test_a_refusal_tells_what_was_tried_and_why_it_was_refused() -> None:
    sentence = told(stored("command-refused"))
    assert sentence == (
        "Permintaan Sari “Ayu” Putri untuk membubuhkan paraf tidak diterima: Naskah berubah setelah Anda membukanya."
    )


def test_a_figure_of_the_year_that_changed_is_told_with_old_and_new() -> None:
    spent, aims, corrected = stored("budget-realised"), stored("quarter-targets-set"), stored("realisation-corrected")
    assert isinstance(spent, BudgetRealised)
    assert isinstance(aims, QuarterTargetsSet)
    assert isinstance(corrected, RealisationCorrected)
    assert "dari Rp 50 menjadi Rp 100" in told(msgspec.structs.replace(spent, old=Decimal(50)))
    assert "dari —; —; —; C menjadi —; CC; —; B" in told(
        msgspec.structs.replace(aims, old=(None, None, None, Level("C")))
    )
    same = msgspec.structs.replace(corrected, new=msgspec.structs.replace(corrected.old, explanation="Lengkap."))
    assert "memperbaiki keterangan" in told(same)
    assert "dari" not in told(same)
