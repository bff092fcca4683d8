"""What an indicator answers to: a row of another plan, and how that row read when it was linked."""

import re

from domain.kernel.message import Message
from domain.measure.target import Target

PLAN_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]{4}")  # how a plan is called in its office


class Support(Message, frozen=True, omit_defaults=True, tag="support"):
    """A row of a plan (`rkt-2024`) of an office, as it reads in the plan's text `version`.

    Version 0 is a row that nobody has looked up yet; one without a target is not there in that version.
    """

    office: str
    plan: str
    row: str
    version: int = 0
    text: str = ""
    target: Target | None = None

    @property
    def of(self) -> tuple[str, str]:
        """Return office and plan."""
        return self.office, self.plan

    @property
    def address(self) -> str:
        """Return what names the row among all offices' rows."""
        return f"{self.office}/{self.plan}/{self.row}"
