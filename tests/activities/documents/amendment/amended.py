"""An amendment of the published plan, to print in tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from activities.documents.paper import Amended, PlanPaper, Status
from domain.kernel.actor import system
from domain.measure.target import Index, Percentage
from domain.plan.amendment import Amendment, BasisDocument, Ground
from domain.plan.difference import difference, place_of
from domain.plan.text import Indicator, PlanText, ordered
from examples import banjarmasin
from tests.activities.documents.printed import CHAIR, SECRETARY, paper

REASON = "Menyesuaikan revisi DIPA."
BEFORE = banjarmasin.plan_text()
AMENDMENT = Amendment(
    number=1,
    grounds=(Ground.STRATEGY, Ground.OFFICIAL),
    basis=BasisDocument("Keputusan tentang Revisi DIPA", "512/PR.01-Kpt/2024", date(2024, 7, 22)),
    effective=date(2024, 8, 1),
    reason="Revisi anggaran menyesuaikan tahapan pemilihan.",
)
_replaced = msgspec.structs.replace


def amended_text() -> PlanText:
    """Change a target, a wording and an amount; take an indicator and a programme out, put an indicator in."""
    a, b = BEFORE.parts
    first, second, third, *others = a.indicators
    new = Indicator("baru", second.goal, "Indeks kepuasan pemilih", Index(Decimal("3.6")))
    indicators = (
        _replaced(first, target=Percentage(Decimal("82.5"))),
        second,
        new,
        _replaced(third, text=f"{third.text} Nasional"),
        *others[:-1],
    )
    one, *programmes = b.programmes
    changed = (_replaced(one, allotted=Decimal(900_000_000)), *programmes[:3], *programmes[4:])
    text = BEFORE.with_part(ordered(_replaced(a, indicators=indicators)))
    return text.with_part(_replaced(b, programmes=changed))


def amended(before: PlanText = BEFORE, text: PlanText | None = None, **changes: Any) -> PlanPaper:
    """Return the signed paper of an amendment that left part B's signature as it was."""
    now = text or amended_text()
    facts = difference(before, now, system(""), datetime(2024, 7, 30, tzinfo=UTC), 9)
    told = Amended(
        amendment=changes.pop("amendment", AMENDMENT),
        before=before,
        version=7,
        signed_at=datetime(2024, 1, 17, 3, tzinfo=UTC),
        reasons=tuple((place_of(fact), REASON) for fact in facts),
    )
    signatures = (_replaced(SECRETARY, standing=7), CHAIR)
    shown: dict[str, Any] = {"version": 9, "status": Status.SIGNED, "signatures": signatures, **changes}
    return paper(now, amended=told, **shown)
