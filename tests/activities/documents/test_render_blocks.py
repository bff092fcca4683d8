"""A part has as many signature blocks as its kind says, each with what it prints and who signed in it."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from activities.documents.kind.source import plan_source
from activities.documents.paper import PlanPaper, Signature, Status
from domain.kernel.actor import Capacity, Role
from domain.kind.kind import Kind
from domain.kind.shipped import APP, PK
from domain.measure.target import Percentage
from domain.plan.blocks import with_blocks
from domain.plan.shape import empty_form
from domain.plan.text import Goal, Indicator, PlanText
from domain.route.route import Step, StepAct
from tests.activities.documents.printed import printed

AT = datetime(2024, 1, 16, 2, 42, tzinfo=UTC)
ROUTE = with_blocks(
    (
        Step("kabid", 1, Role.OFFICIAL, StepAct.SIGN, "A", "kabid", title="Kepala Bidang Penunjang"),
        Step("direktur", 2, Role.OFFICIAL, StepAct.SIGN, "A", "direktur", title="Direktur RSUD"),
    ),
    PK,
)


def agreement(kind: Kind = PK) -> PlanText:
    text = empty_form(kind, 2024, "")
    part = text.parts[0]
    block = msgspec.structs.replace(
        part.details.block("kedua"),
        on_behalf="Menteri Keuangan",
        name="CITRA CONTOH",
        number="NIP 19700101 199001 1 001",
    )
    rows = {
        "goals": (Goal("a-g1", "", "Meningkatnya mutu layanan"),),
        "indicators": (Indicator("a-i1", "a-g1", "Kepuasan pasien", Percentage(Decimal("88.6"))),),
    }
    details = part.details.with_block(block) if kind is PK else part.details
    return text.with_part(msgspec.structs.replace(part, details=details, **rows))


def paper(*steps: str, shape: Kind | None = PK, status: Status = Status.DRAFT) -> PlanPaper:
    signatures = tuple(
        Signature("A", step.title() + " Contoh", step.title(), Capacity.PLT, AT, "SK 1", n, step)
        for n, step in enumerate(steps, 40)
    )
    return PlanPaper(
        agreement(shape or PK), "RSUD Contoh", "Asia/Jakarta", "pk-2024", 2024, 1, "ab" * 32, 12, "cd" * 32, False,
        status, signatures, AT, shape, ROUTE if shape is PK or shape is None else shape.route,
    )  # fmt: skip


def test_two_blocks_stand_side_by_side_each_with_its_own_name_and_seal() -> None:
    both = printed(paper("kabid")).text
    for words in (
        "PIHAK KEDUA", "PIHAK PERTAMA", "a.n. Menteri Keuangan", "CITRA CONTOH", "NIP 19700101 199001 1 001",
    ):  # fmt: skip
        assert both.count(words) == 1, words
    assert both.count("Ditandatangani secara elektronik") == 1
    assert both.count("belum ditandatangani") == 1
    assert "ditandatangani 1 dari 2" in both


def test_what_all_signed_no_longer_counts() -> None:
    both = printed(paper("kabid", "direktur", status=Status.SIGNED)).text
    assert both.count("Plt. Kabid") == 2  # in its block and at the end
    assert both.count("Plt. Direktur") == 2
    assert "dari 2" not in both.replace("Halaman", "")


def test_a_plan_without_a_kind_prints_a_block_for_each_signature_too() -> None:
    told = plan_source(paper("kabid", shape=None))
    assert told.count("start-of-signature(") == 2  # what it does, and where
    assert "belum ditandatangani" in printed(paper("kabid", shape=None)).text


@pytest.mark.parametrize("signed", [(), ("prepared",)])
def test_an_english_kind_counts_in_english(signed: tuple[str, ...]) -> None:
    told = plan_source(paper(*signed, shape=APP))
    assert ("1 of 2 signatures" in told) is bool(signed)
