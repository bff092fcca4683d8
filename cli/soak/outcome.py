"""What came of a soak: figures, how soon commands were answered after each accident, and a picture of both."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median
from typing import Any

from cli.machine import machine
from cli.soak.accidents import Accident
from cli.soak.ledger import Ledger

_WIDTH, _HEIGHT, _EDGE = 960, 240, 40  # of the picture
_COLOURS = {"api": "#1f5fa8", "worker": "#2e7d4f", "temporal": "#8a5a00", "postgres": "#a3262f"}


@dataclass(frozen=True)
class Outcome:
    """A soak that is over; all times in seconds."""

    seed: int
    seconds: float
    ledger: Ledger
    accidents: Sequence[Accident]
    faults: Sequence[str]

    @property
    def holds(self) -> bool:
        """Return whether nothing was lost, doubled or otherwise than it was said."""
        return not self.faults

    def recovery(self, accident: Accident) -> float | None:
        """Return how long after a kill the first command that was asked then was answered; None where none was."""
        answered = [ended for began, ended in self.ledger.times if began >= accident.at]
        return min(answered) - accident.at if answered else None

    def recoveries(self) -> Mapping[str, Sequence[float]]:
        """Return the recoveries from kills, by part."""
        found: dict[str, list[float]] = defaultdict(list)
        for accident in self.accidents:
            if accident.killed and (took := self.recovery(accident)) is not None:
                found[accident.part].append(took)
        return found

    def figures(self) -> dict[str, Any]:
        """Return the figures as JSON has them."""
        statuses = Counter(answer.status for answer in self.ledger.answers.values())
        done = (answer.body["events"] for answer in self.ledger.answers.values() if answer.done)
        facts = Counter(event["type"] for events in done for event in events)
        kinds = Counter(f"{'killed' if each.killed else 'stopped'} {each.part}" for each in self.accidents)
        return {
            "machine": machine(),
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "commands": len(self.ledger.answers),
            "sent": self.ledger.sent,
            "unanswered": self.ledger.unanswered,
            "statuses": {str(status): count for status, count in sorted(statuses.items())},
            "facts": dict(sorted(facts.items())),
            "kept": len(self.ledger.typed),
            "accidents": dict(sorted(kinds.items())),
            "recovery": {
                part: {"median": round(median(took), 2), "longest": round(max(took), 2)}
                for part, took in sorted(self.recoveries().items())
            },
            "faults": list(self.faults),
        }

    def picture(self) -> str:
        """Return the commands answered in each second, with the accidents marked, as SVG."""
        counted = Counter(int(ended) for _, ended in self.ledger.times)
        seconds, most = max(1, int(self.seconds) + 1), max(counted.values(), default=1)
        bar = (_WIDTH - 2 * _EDGE) / seconds
        drawn = [
            f'<rect x="{_EDGE + second * bar:.1f}" y="{_HEIGHT - _EDGE - high:.1f}" width="{max(bar - 0.5, 0.5):.1f}"'
            f' height="{high:.1f}" fill="#8893a0"/>'
            for second, count in sorted(counted.items())
            if (high := count / most * (_HEIGHT - 2 * _EDGE))
        ]
        for each in self.accidents:
            at, dashed = _EDGE + each.at * bar, "" if each.killed else ' stroke-dasharray="4 3"'
            told = f"{each.at:.1f} s: {each.part} {'killed' if each.killed else 'stopped for a while'}"
            drawn.append(
                f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{_EDGE / 2}" y2="{_HEIGHT - _EDGE}" stroke-width="1.5"'
                f' stroke="{_COLOURS.get(each.part, "#000")}"{dashed}><title>{escape(told)}</title></line>'
            )
        legend = "".join(
            f'<text x="{_EDGE + 110 * n}" y="{_HEIGHT - 10}" fill="{colour}">{part}</text>'
            for n, (part, colour) in enumerate(_COLOURS.items())
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
            f' font-size="12"><text x="{_EDGE}" y="14">commands answered a second, at most {most}; lines: a part'
            f" killed (dashed: stopped for a while)</text>{''.join(drawn)}{legend}"
            f'<text x="{_WIDTH - _EDGE}" y="{_HEIGHT - 10}" text-anchor="end">{seconds} s</text></svg>\n'
        )
