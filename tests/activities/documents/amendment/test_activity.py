"""An amendment printed from the record: what was signed stays as it was printed, whatever becomes of the amendment."""

from io import BytesIO

import msgspec
import pdfplumber
from openpyxl import load_workbook

from activities.documents.amendment.sheet import changes_csv
from activities.documents.kind.workbook import plan_xlsx
from domain.plan.commands import WithdrawAmendment
from domain.plan.state import Phase
from domain.plan.text import PlanText
from tests.activities.documents.life import STREAM, Life, life
from tests.check import verified
from tests.domain.office.office_life import AT, CHAIR, DRAFTER, OFFICE, SECRETARY, edit, give_back, paraf, sign, submit
from tests.domain.plan.amended import BASIS, aimed, allotted, begin, reasons

__all__ = ["life", "verified"]


async def signed(life: Life) -> str:
    """Sign the plan to the end; return its last document."""
    await life.reviewed()
    await life.ask(sign(await life.plan(), "secretary-sign", SECRETARY))
    await life.shown()
    await life.ask(sign(await life.plan(), "chair-sign", CHAIR))
    return (await life.shown()).document


async def amending(life: Life, text: PlanText | None = None) -> None:
    """Begin an amendment to this text, else one that changes a target in part A, and say why."""
    begun = msgspec.structs.replace(begin(), basis=msgspec.structs.replace(BASIS, file="", name=""))
    await life.ask(begun)
    plan = await life.plan()
    await life.ask(edit(text or aimed(70), plan.version))
    await life.ask(reasons(*((place, "Tahapan bergeser.") for place in (await life.plan()).changes())))


async def read(life: Life, document: str) -> str:
    found = await life.store.document(document)
    assert found is not None
    return words(found[1])


def words(pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return " ".join(" ".join(page.extract_text() for page in opened.pages).split())


async def test_the_amendment_is_signed_with_its_comparison_and_the_part_that_stands(life: Life) -> None:
    before = await signed(life)
    await amending(life)
    await life.ask(submit((await life.plan()).version))
    shown = await life.shown()
    for step, by in (("secretary-review", SECRETARY), ("chair-review", CHAIR)):
        await life.ask(paraf(await life.plan(), step, by))
    assert [step.key for step in (await life.plan()).open_steps()] == ["chair-sign"]
    await life.ask(sign(await life.plan(), "chair-sign", CHAIR))
    last = await life.shown()
    plan = await life.plan()
    assert plan.phase is Phase.SIGNED
    assert (shown.signatures, last.signatures) == (0, 1)
    text = await read(life, last.document)
    assert "PERUBAHAN PERTAMA" in text.upper()
    assert "Revisi DIPA Nomor SP-076/2024 tanggal 30 Juli 2024" in text
    assert "Tahapan bergeser." in text
    assert "untuk naskah versi 1; bagian ini tidak berubah" in text
    assert "RANCANGAN" not in text
    assert before not in plan.void_documents
    assert "perubahan" not in (await read(life, before)).casefold()


async def test_the_comparison_is_printed_alone_while_it_is_drafted_and_when_it_is_signed(life: Life) -> None:
    assert await life.renderer.redline(OFFICE, STREAM) == b""
    await signed(life)
    assert await life.renderer.redline(OFFICE, STREAM) == b""
    await amending(life)
    drafted = await life.renderer.redline(OFFICE, STREAM)
    assert drafted == await life.renderer.redline(OFFICE, STREAM)
    assert "75% 70%" in words(drafted)
    assert "Tahapan bergeser." in words(drafted)


async def test_a_withdrawn_amendment_leaves_every_document_as_it_was(life: Life) -> None:
    await signed(life)
    version = (await life.plan()).version
    before = [await life.render(version, signatures) for signatures in range(3)]
    await amending(life)
    assert [await life.render(version, signatures) for signatures in range(3)] == before
    await life.ask(WithdrawAmendment(by=DRAFTER, at=AT, reason="Batal."))
    assert [await life.render(version, signatures) for signatures in range(3)] == before
    assert await life.renderer.redline(OFFICE, STREAM) == b""


async def test_a_signature_on_an_amendment_that_came_back_has_a_void_copy_under_its_title(life: Life) -> None:
    await signed(life)
    await amending(life, allotted(5_000_000, aimed(70)))
    await life.reviewed()
    await life.ask(sign(await life.plan(), "secretary-sign", SECRETARY))
    half = await life.shown()
    await life.ask(give_back("chair-sign", CHAIR))
    void = await life.render(half.version, 1, voided=half.document)
    text = await read(life, void.document)
    assert "Dibatalkan: naskah ini tidak berlaku." in text
    assert "Tanda tangan ini dibatalkan." in text
    assert "PERUBAHAN PERTAMA" in text.upper()
    assert half.document in (await life.plan()).void_documents


async def test_sheets_for_spreadsheets_tell_old_new_and_reason(life: Life) -> None:
    await signed(life)
    assert changes_csv(await life.plan()) == b""
    await amending(life)
    plan = await life.plan()
    sheet = load_workbook(BytesIO(plan_xlsx(plan)))["Persandingan"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][4:] == ("Semula", "Menjadi", "Alasan perubahan")
    assert rows[1][4:] == ("75%", "70%", "Tahapan bergeser.")
    assert "75%;70%;Tahapan bergeser." in changes_csv(plan).decode("utf-8-sig")
