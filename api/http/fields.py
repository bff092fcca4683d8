"""Fields of a form read one by one, each that cannot be read noted at its place."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.kernel.errors import PlanError, Unreadable
from domain.kernel.msgids import N_
from domain.kernel.numbers import index, number, spell


@dataclass
class FormReader:
    """Reads what people type into what a program sends; `wrong` are the faults, at places within `place`."""

    place: str = ""
    wrong: list[PlanError] = field(default_factory=list)

    def bound(self, name: str, text: str) -> str | None:
        """Return a number as JSON has it, None where the field is empty."""
        if not text.strip():
            return None
        try:
            return str(index(text))
        except PlanError as no:
            self.wrong.append(no.at(self._at(name)))
            return None

    def whole(self, name: str, text: str) -> int:
        """Return a small whole number."""
        try:
            read = number(text)
        except PlanError as no:
            self.wrong.append(no.at(self._at(name)))
            return 0
        if read != read.to_integral_value() or abs(read) > 99:
            self.wrong.append(Unreadable("not-a-whole-number", "This must be a whole number.", self._at(name)))
            return 0
        return int(read)

    def day(self, name: str, text: str) -> str | None:
        """Return a day as JSON has it, None where the field is empty."""
        if not text.strip():
            return None
        try:
            return date.fromisoformat(text.strip()).isoformat()
        except ValueError:
            not_a_date = N_("This must be a date such as 2024-01-16.")
            self.wrong.append(Unreadable("not-a-date", not_a_date, self._at(name)))
            return None

    def choice(self, name: str, text: str, known: tuple[str, ...]) -> str:
        """Return one of the known words."""
        if text in known:
            return str(text)
        one_of = N_("This must be one of {known}.")
        self.wrong.append(Unreadable("unknown-value", one_of, self._at(name), known=", ".join(known)))
        return ""

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def spelled(value: Decimal | None) -> str:
    """Write a number as it is typed, nothing for none."""
    return "" if value is None else spell(value, grouped=False)
