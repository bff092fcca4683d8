"""A version of a plan that everybody signed: the first, or an amendment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.kind.kind import Kind
from domain.plan.amendment import Amendment
from domain.plan.events import DocumentRendered, ParafGiven, PartSigned
from domain.plan.text import PlanText
from domain.route.route import Route


@dataclass(frozen=True)
class InForce:
    """`given` is all that holds of it, the signatures of parts that an amendment left as they were included."""

    version: int
    digest: str
    text: PlanText
    shape: Kind | None
    route: Route
    given: tuple[ParafGiven | PartSigned, ...]
    signed_at: datetime
    document: DocumentRendered | None = None
    amendment: Amendment | None = None  # None: the first
    reasons: Mapping[str, str] = field(default_factory=dict)  # why, by the place that changed

    @property
    def effective(self) -> date | None:
        """Return the day from which it is in force; None: from the beginning."""
        return self.amendment.effective if self.amendment else None

    def holds(self, on: date) -> bool:
        """Return whether it can be the one in force on a day."""
        return self.effective is None or self.effective <= on
