"""Papers to print in tests, and what can be read on them."""

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from activities.documents.paper import PlanPaper, Signature, Status
from activities.documents.plan import render
from domain.kernel.actor import Capacity
from domain.measure.target import Percentage
from domain.plan.text import Goal, Indicator, Part, PlanText, ordered
from examples import banjarmasin

TEXT_DIGEST = sha256(b"text").hexdigest()
HASH = sha256(b"event").hexdigest()
AT = datetime(2024, 1, 16, 2, 42, 10, 5, tzinfo=UTC)
SECRETARY = Signature(
    part="B",
    name="MUHAMMAD JAZULI",
    position="Sekretaris Komisi Pemilihan Umum Kota Banjarmasin",
    capacity=Capacity.DEFINITIVE,
    at=AT,
    decree="",
    log_position=130,
)
CHAIR = Signature(
    part="A",
    name="RUSNAILAH",
    position="Ketua Komisi Pemilihan Umum Kota Banjarmasin",
    capacity=Capacity.PLH,
    at=datetime(2024, 1, 17, 16, 5, tzinfo=UTC),
    decree="Keputusan Nomor 12 Tahun 2024",
    log_position=131,
)


def paper(text: PlanText | None = None, **changes: Any) -> PlanPaper:
    drafted = PlanPaper(
        text=text or banjarmasin.plan_text(),
        office=banjarmasin.office().name,
        time_zone=banjarmasin.office().time_zone,
        plan="rkt-2024",
        year=2024,
        version=7,
        text_digest=TEXT_DIGEST,
        position=123,
        hash=HASH,
        trial=False,
        status=Status.DRAFT,
        signatures=(),
        made_at=AT,
    )
    return msgspec.structs.replace(drafted, **changes)


@dataclass(frozen=True)
class Printed:
    """A rendered paper and what can be read on it."""

    pdf: bytes
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All words with single spaces."""
        return " ".join(" ".join(self.pages).split())


@cache
def printed(shown: PlanPaper) -> Printed:
    pdf = render(shown)
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return Printed(pdf, tuple(text.split("\f")[:-1]))


def with_part(part: Part) -> PlanText:
    text = banjarmasin.plan_text()
    return msgspec.structs.replace(text, parts=(ordered(part),))


def with_goal(words: str) -> PlanText:
    """One goal and one indicator, both of these words."""
    part = banjarmasin.plan_text().part("A")
    return with_part(
        msgspec.structs.replace(
            part,
            goals=(Goal("g", "", words),),
            indicators=(Indicator("i", "g", words, Percentage(Decimal("0.16"))),),
        )
    )


def bare(words: str) -> str:
    """The words without any space, as cells break them anywhere."""
    return "".join(words.split())
