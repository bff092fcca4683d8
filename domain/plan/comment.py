"""What is said about a plan while it is written and reviewed: remarks, and answers to what it is asked."""

from dataclasses import dataclass
from datetime import datetime

from domain.kernel.actor import Actor


@dataclass(frozen=True)
class Comment:
    """A remark and what became of it; `carried` is the round into which it was last carried over."""

    id: str
    by: Actor
    at: datetime
    row: str
    version: int
    text: str
    answer: str = ""
    settled_by: Actor | None = None
    settled_at: datetime | None = None
    carried: int = 0
    reason: str = ""

    @property
    def open(self) -> bool:
        """Return whether nobody has answered yet."""
        return self.settled_at is None


@dataclass(frozen=True)
class Answer:
    """Why what a careful reviewer would ask stands as it is."""

    by: Actor
    at: datetime
    reason: str
