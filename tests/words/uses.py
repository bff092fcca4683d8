"""What a search for msgids finds: each use with its place, and every place where no msgid could be made out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from string import Formatter

PYTHON, TEMPLATE = "{}", "%"


@dataclass(frozen=True)
class Use:
    """One msgid where it is said; `style` is how its places are written, `place` is file and line."""

    msgid: str
    plural: str
    style: str
    place: str

    @property
    def file(self) -> str:
        """Return the file without the line."""
        return self.place.partition(":")[0]


@dataclass
class Found:
    """Everything that a search found."""

    uses: list[Use] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, place: str, message: str) -> None:
        """Note what cannot stay as it is."""
        self.faults.append(f"{place}: {message}")


def places(text: str, style: str) -> frozenset[str]:
    """Return the names of the places in a text. Raises ValueError where it cannot be filled."""
    return frozenset(_braces(text) if style == PYTHON else _percents(text))


def _braces(text: str) -> Iterator[str]:
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(f"a place is not a bare name: {name!r}")
        yield name


class _Names(dict[str, object]):
    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def __missing__(self, name: str) -> int:
        self.asked.add(name)
        return 0  # of both `s` and `d`


def _percents(text: str) -> set[str]:
    names = _Names()
    try:
        text % names
    except (TypeError, ValueError) as error:
        raise ValueError(f"a percent sign is not doubled: {error}") from None
    return names.asked
