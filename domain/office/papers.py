"""The papers that an office has for each of its years, and by when: a dated policy of the office."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.kernel.message import Message
from domain.route.route import action_kind, plan_kind, quarter_kind, report_kind


class Deadline(Message, frozen=True, tag="paper-deadline"):
    """A day of the paper's year, or so many `years` after it (-1: the year before); past its end a month ends."""

    month: int
    day: int
    years: int = 0

    def on(self, year: int) -> date:
        """Return the day for the papers of a year."""
        first = date(year + self.years, self.month, 1)
        named = first + timedelta(days=self.day - 1)
        return named if named.month == first.month else named.replace(day=1) - timedelta(days=1)


class YearPaper(Message, frozen=True, omit_defaults=True, tag="year-paper"):
    """One paper: a plan (`rkt`), its action plan (`action/rkt`), its quarters, or its annual report (`report/rkt`).

    One that `holds` for several years is the newest that was begun in them. Without a deadline it is never late;
    quarters have theirs from the policy of filing.
    """

    kind: str
    due: Deadline | None = None
    citation: str = ""
    holds: int = 1

    def keys(self, year: int) -> Sequence[str]:
        """Return how the plans are called that can be it in a year, the newest first."""
        return [f"{plan_kind(self.kind)}-{each}" for each in range(year, year - self.holds, -1)]


class PaperPolicy(Message, frozen=True, tag="paper-policy"):
    """Of years that end from `effective` on: which papers there are, and the rule that says so."""

    effective: date
    papers: tuple[YearPaper, ...]
    citation: str

    def last_year(self, kind: str, year: int) -> int:
        """Return the last year for which a plan of the kind holds that was begun for a year."""
        return year + next((paper.holds for paper in self.papers if paper.kind == kind), 1) - 1


_IN_JANUARY = Deadline(1, 31)
AT_THE_START = "paraf default: at the start of the year"
AFTER_THE_BUDGET = "PermenPANRB 53/2014: one month after the budget, of 1 January"
BEFORE_MEASURING = "paraf default: before the first quarter is measured"
AFTER_THE_YEAR = "PermenPANRB 53/2014: two months after the year"
# What an office follows until it says otherwise: the papers that an election office is judged by.
DEFAULT_PAPERS = PaperPolicy(
    date.min,
    (
        YearPaper("renstra", holds=5),
        YearPaper("iku", citation="PER/20/M.PAN/11/2008", holds=5),
        YearPaper("rkt", _IN_JANUARY, AT_THE_START),
        YearPaper("pk-ketua", _IN_JANUARY, AFTER_THE_BUDGET),
        YearPaper("pk-sekretaris", _IN_JANUARY, AFTER_THE_BUDGET),
        YearPaper(action_kind("rkt"), Deadline(3, 31), BEFORE_MEASURING),
        YearPaper(quarter_kind("rkt")),
        YearPaper(report_kind("rkt"), Deadline(2, 31, 1), AFTER_THE_YEAR),
    ),
    "paraf default: the papers that the yearly evaluation of performance asks for",
)
