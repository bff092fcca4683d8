"""Rendering from the store: the moment that was asked for, in the office as it was, the same at every try."""

import asyncio
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
import pytest

from activities.documents.design import NEWEST
from activities.documents.kind.source import PLAN_TEMPLATES
from activities.documents.paper import Status
from activities.documents.plan import RenderOrder, paper_of, plan_moment
from activities.documents.press import PDF
from domain.office import state as office
from domain.office.commands import DescribeOffice
from domain.plan import state as plan
from domain.plan.commands import EditText
from domain.plan.state import text_digest
from domain.plan.text import PlanText
from tests.activities.documents.life import ADMINISTRATOR, STREAM, Life, life
from tests.check import verified
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    OFFICE,
    SECRETARY,
    TEXT,
    give_back,
    sign,
)

__all__ = ["life", "verified"]


def _reworded() -> PlanText:
    part = TEXT.parts[0]
    goal = msgspec.structs.replace(part.goals[0], text="Another goal")
    return TEXT.with_part(msgspec.structs.replace(part, goals=(goal, *part.goals[1:])))


async def test_the_document_is_stored_by_its_digest(life: Life) -> None:
    rendered = await life.render(1, 0)
    stored = await life.store.document(rendered.document)
    assert stored is not None
    media_type, pdf = stored
    assert media_type == PDF
    assert pdf.startswith(b"%PDF-1.7")
    assert sha256(pdf).hexdigest() == rendered.document
    assert (rendered.version, rendered.signatures, rendered.template) == (1, 0, PLAN_TEMPLATES[NEWEST])
    assert rendered.digest == text_digest(await life.plan())
    assert rendered.pages == 3


async def test_rendering_twice_or_at_once_is_one_document(life: Life) -> None:
    first, *others = await asyncio.gather(*(life.render(1, 0) for _ in range(4)))
    assert all(other == first for other in others)


async def test_an_older_version_is_rendered_as_it_was(life: Life) -> None:
    first = await life.render(1, 0)
    await life.ask(EditText(by=DRAFTER, at=AT, based_on=1, text=_reworded()))
    assert (await life.render(2, 0)).document != first.document
    assert await life.render(1, 0) == first


async def test_an_office_that_is_renamed_later_changes_no_document(life: Life) -> None:
    first = await life.render(1, 0)
    await life.ask(
        DescribeOffice(
            by=ADMINISTRATOR, at=AT, name="Nama Baru", address="Jl. Baru 2", time_zone="Asia/Jayapura", titles=()
        )
    )
    assert await life.render(1, 0) == first


async def test_each_signature_makes_a_document_of_its_own(life: Life) -> None:
    reviewed = await life.reviewed()
    await life.ask(sign(await life.plan(), "secretary-sign", SECRETARY))
    half = await life.shown()
    await life.ask(sign(await life.plan(), "chair-sign", CHAIR))
    whole = await life.shown()
    assert [r.signatures for r in (reviewed, half, whole)] == [0, 1, 2]
    assert len({reviewed.document, half.document, whole.document}) == 3
    assert reviewed.digest == half.digest == whole.digest
    assert (await life.plan()).phase is plan.Phase.SIGNED

    past = await life.store.read(OFFICE, STREAM)
    shown = plan_moment(past, RenderOrder(OFFICE, STREAM, 1, 2))
    paper = paper_of(shown, await life.recorder.office(OFFICE))
    assert paper.status is Status.SIGNED
    assert (paper.plan, paper.office, paper.time_zone) == ("rkt-2024", "Kantor Contoh", "Asia/Makassar")
    submitted = [entry.tag for entry in past].index("plan-submitted")
    assert (paper.position, paper.hash) == (past[submitted - 1].position, past[submitted - 1].hash.hex())
    assert [(s.part, s.name, s.at) for s in paper.signatures] == [("B", "Sari", AT), ("A", "Ketut", AT)]
    tags = {entry.position: entry.tag for entry in past}
    assert [tags[s.log_position] for s in paper.signatures] == ["part-signed", "part-signed"]
    half_way = paper_of(plan_moment(past, RenderOrder(OFFICE, STREAM, 1, 1)), await life.recorder.office(OFFICE))
    assert half_way.status is Status.DRAFT


async def test_a_document_whose_signature_was_voided_has_a_void_copy(life: Life) -> None:
    await life.reviewed()
    await life.ask(sign(await life.plan(), "secretary-sign", SECRETARY))
    half = await life.shown()
    await life.ask(give_back("chair-sign", CHAIR))
    void = await life.render(1, 1, voided=half.document)
    assert void.document not in (half.document, "")
    assert (void.signatures, void.digest) == (1, half.digest)
    shown = plan_moment(await life.store.read(OFFICE, STREAM), RenderOrder(OFFICE, STREAM, 1, 1, half.document))
    assert paper_of(shown, office.Office(name="Kantor", time_zone="UTC"), voided=True).status is Status.VOID
    assert await life.store.document(half.document) is not None


async def test_a_second_round_of_the_same_text_forgets_the_void_signature(life: Life) -> None:
    first = await life.reviewed()
    await life.ask(sign(await life.plan(), "secretary-sign", SECRETARY))
    await life.shown()
    await life.ask(give_back("chair-sign", CHAIR))
    again = await life.reviewed()
    assert again.document == first.document  # nothing that it shows has changed


async def test_what_never_was_cannot_be_rendered(life: Life) -> None:
    for order in (
        RenderOrder(OFFICE, STREAM, 9, 0),
        RenderOrder(OFFICE, STREAM, 1, 1),
        RenderOrder(OFFICE, STREAM, 1, 0, "0" * 64),
        RenderOrder(OFFICE, "plan/rkt-1999", 1, 0),
        RenderOrder("kantor-lain", STREAM, 1, 0),
    ):
        with pytest.raises(ValueError, match="no such document"):
            await life.renderer.render(order)


async def test_the_document_is_dated_by_the_newest_act_it_shows(life: Life) -> None:
    await life.reviewed()
    later = datetime(2024, 1, 9, 1, tzinfo=UTC)
    await life.ask(msgspec.structs.replace(sign(await life.plan(), "secretary-sign", SECRETARY), at=later))
    shown = plan_moment(await life.store.read(OFFICE, STREAM), RenderOrder(OFFICE, STREAM, 1, 1))
    assert paper_of(shown, office.Office(name="Kantor", time_zone="UTC")).made_at == later
