"""The designs that papers are set in: what is printed again keeps the one in which its text was first printed."""

from collections.abc import Iterable

from domain.route.messages import Rendered

FIRST, NEWEST = 1, 2


def design_of(documents: Iterable[Rendered], version: int) -> int:
    """Return the design in which the text of that version was first printed; the newest where it was not yet."""
    first = next((rendered.template for rendered in documents if rendered.version == version), None)
    if first is None:
        return NEWEST
    design, dash, _ = first.partition("-")
    return int(design) if dash and design.isdecimal() else FIRST  # which said nothing of itself
