"""A figure as pages show it: in per cent or why there is none, the line it can be checked by, and what is doubtful."""

from dataclasses import dataclass

from api.pages.frame import Frame
from api.presentation import year_names
from api.presentation.sources import with_sources
from domain.achievement import Achievement
from domain.derivation import line
from domain.year.line import Standing


@dataclass(frozen=True)
class FigureShown:
    """`flags` is what a careful reader would ask of it, in words."""

    text: str
    derivation: str
    flags: tuple[str, ...]


def figure_shown(frame: Frame, found: Achievement, standing: Standing) -> FigureShown:
    """Return it in the reader's language; where nobody filed its row yet, that is why there is none."""
    words = frame.words
    return FigureShown(
        year_names.figure_of(words, standing, found),
        line(found.derivation, with_sources(words)) if found.derivation else "",
        tuple(words(year_names.FLAGS[flag]) for flag in found.flags),
    )


def year_path(base: str, indicator: str, quarter: int | None = None) -> str:
    """Return where an indicator's year is, or a quarter of it, below the address of the plan."""
    return f"{base}/year/{indicator}" + ("" if quarter is None else f"#q{quarter}")
