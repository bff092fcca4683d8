"""What people were told: every answer to a command, and when; kept outside the system that is tried."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What one command was answered: a receipt (`status` below 300) or a refusal."""

    office: str
    path: str
    key: str
    status: int
    body: Any

    @property
    def done(self) -> bool:
        """Return whether it has a receipt."""
        return self.status < 300


@dataclass
class Ledger:
    """Every answer by office and command id, when each came (in seconds of the soak's clock), and what differed."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    times: list[tuple[float, float]] = field(default_factory=list)  # asked first, answered first
    sent: int = 0  # how often anything was sent
    unanswered: int = 0  # sends without an answer: cut, refused connections, 503
    typed: dict[tuple[str, str], str] = field(default_factory=dict)  # what was kept last, by office and page
    faults: list[str] = field(default_factory=list)

    def answered(self, answer: Answer, began: float, ended: float) -> None:
        """Note an answer; a second one to the same command must be the same."""
        known = self.answers.setdefault((answer.office, answer.key), answer)
        if known is answer:
            self.times.append((began, ended))
        elif (known.status, known.body) != (answer.status, answer.body):
            self.faults.append(
                f"{answer.path} {answer.key}: answered {known.status} {known.body}, then {answer.status} {answer.body}"
            )

    def of(self, office: str) -> Iterator[Answer]:
        """Yield what was answered in an office."""
        return (answer for answer in self.answers.values() if answer.office == office)
