"""A plan without a kind is printed in the bytes in which it was always printed."""

from hashlib import sha256

import pytest

from activities.documents.paper import PlanPaper, Status
from activities.documents.plan import render
from tests.activities.documents.printed import CHAIR, SECRETARY, paper

# Of documents that were stored before plans had kinds. Another version of typst may spell a PDF in other bytes.
STORED = {
    "ff5bc9c07759ee6e15527d78a322fc8a674024d78d685154459b3847edaff7c5": paper(),
    "ce314c852ecb1984c76257cf86426870a7abc1a58649e2d632e325eddc83f786": paper(
        status=Status.SIGNED, signatures=(SECRETARY, CHAIR), trial=True
    ),
    "25f1512dd21d319db21db1c632e10f95bf7f04c1571237754ce0258d09385bb7": paper(
        status=Status.VOID, signatures=(SECRETARY,)
    ),
}


@pytest.mark.parametrize(("stored", "shown"), STORED.items())
def test_byte_for_byte(stored: str, shown: PlanPaper) -> None:
    assert sha256(render(shown)).hexdigest() == stored
