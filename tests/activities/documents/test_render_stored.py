"""What was once printed is printed in the same bytes for good, in the design that it was first printed in."""

from dataclasses import replace
from hashlib import sha256

import msgspec
import pytest

from activities.documents.design import FIRST, NEWEST, design_of
from activities.documents.execution import render_execution
from activities.documents.paper import ExecutionPaper, PlanPaper, Status
from activities.documents.plan import render
from domain.kind.shipped import RKT
from domain.plan.events import DocumentRendered
from examples import banjarmasin
from tests.activities.documents import year_printed as year
from tests.activities.documents.kind.forms import agreement, english, shown, work_plan
from tests.activities.documents.printed import AT, CHAIR, SECRETARY, paper
from tests.domain.office.office_life import SYSTEM

# Of documents that were stored. Another version of typst may spell a PDF in other bytes.
PLANS = {
    "ff5bc9c07759ee6e15527d78a322fc8a674024d78d685154459b3847edaff7c5": paper(),
    "ce314c852ecb1984c76257cf86426870a7abc1a58649e2d632e325eddc83f786": paper(
        status=Status.SIGNED, signatures=(SECRETARY, CHAIR), trial=True
    ),
    "25f1512dd21d319db21db1c632e10f95bf7f04c1571237754ce0258d09385bb7": paper(
        status=Status.VOID, signatures=(SECRETARY,)
    ),
    "d18700454fb2373e1760c98b715cbae3e395e11ced5fd57940590d4691be75fc": agreement(),
    "6a29c0431f125a65504ec2ecb159f6ff175b3794772337947bef8062f4e39d55": work_plan(),
    "0c16fa538d1a9b076d18d7cb846c1ab969bf22b5940f4013894e0e60f8a278ca": msgspec.structs.replace(
        english(),
        status=Status.SIGNED,
        signatures=(msgspec.structs.replace(CHAIR, part="A", step="prepared"),),
    ),
    "17b2b027794ec9c67d0d9162c92d299913aecbab774e25df3052ddd6a7bd06f0": shown(RKT, banjarmasin.plan_text()),
}
SECOND = {
    "ed1dc850a9c4aa1f767f92ee7534b8e7982a3c377fbe8897fc47dd94b83131cc": paper(),
    "cc1905f5a006f837bfcea66a483c6bf631d7dc6c229e89415101f0164425a3ae": paper(
        status=Status.SIGNED, signatures=(SECRETARY, CHAIR)
    ),
    "c5d69c8b8c5dc09f99458453dd679a696d3d09c4b4156fbe86c6eaf5988df1ce": paper(
        status=Status.VOID, signatures=(SECRETARY,)
    ),
    "b4172af5ba846fa044c60269fba2827286b7aabf39bf7f0c194eb179bde80fa1": agreement(),
    "c23fd8a71f8c68cace8e3bff497fe9ef6154ee3577d3a3869f170dfa3659e36e": work_plan(),
}
EXECUTIONS = {
    "3cf8ea23ea6ff34bc02e6d2b4b52e4fe45cc58407757e048e157b6ec34b9ee4f": year.signed(year.action()),
    "f27dd5433f7809fd6f630ebc5c964e61816efef3408e2fa31d623aa9a9a4d868": year.signed(year.quarter(2, year.quarter(1))),
    "5e18519debba90c3e839b1b94e651d88d3b0a5bee00fad7188061063c60971eb": year.execution_paper(
        year.quarter(1, trial=True)
    ),
    "e7dd158a6dd29f9904d2fffaf491eb2c4b3c9a347781d50361c8124975bb93fa": year.signed(
        year.quarter(1), status=Status.VOID
    ),
}


@pytest.mark.parametrize(("stored", "shown"), PLANS.items())
def test_a_plan_byte_for_byte(stored: str, shown: PlanPaper) -> None:
    assert sha256(render(msgspec.structs.replace(shown, design=FIRST))).hexdigest() == stored


@pytest.mark.parametrize(("stored", "shown"), SECOND.items())
def test_a_plan_of_the_second_design_byte_for_byte(stored: str, shown: PlanPaper) -> None:
    assert sha256(render(msgspec.structs.replace(shown, design=2))).hexdigest() == stored


@pytest.mark.parametrize(("stored", "shown"), EXECUTIONS.items())
def test_an_action_plan_and_a_quarter_byte_for_byte(stored: str, shown: ExecutionPaper) -> None:
    assert sha256(render_execution(replace(shown, design=FIRST))).hexdigest() == stored


def test_a_text_keeps_the_design_in_which_it_was_first_printed() -> None:
    """The Chair signs the paper that the Secretary signed, also where a release came between them."""
    old, said, new = (
        _printed(version, template) for version, template in ((1, "4f3a9c1b02de"), (2, "1-0a"), (3, "2-0a"))
    )
    documents = (old, said, new, _printed(1, "2-0a", signatures=1))
    assert [design_of(documents, version) for version in (1, 2, 3, 4)] == [FIRST, FIRST, 2, NEWEST]


def _printed(version: int, template: str, signatures: int = 0) -> DocumentRendered:
    return DocumentRendered(
        by=SYSTEM, at=AT, version=version, digest="d" * 64, document="e" * 64, shown="", template=template, pages=1,
        signatures=signatures,
    )  # fmt: skip
