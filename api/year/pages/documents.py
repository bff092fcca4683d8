"""The documents of a year: what can be downloaded, and how far the others are."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.words import names
from domain.office.state import Office


@dataclass(frozen=True)
class YearFile:
    """A document: `state` is `ready`, `waiting`, `failed`, or `absent` where nobody asked for it yet."""

    part: str
    state: str
    document: str
    where: str


@dataclass(frozen=True)
class YearFiles:
    """All documents of one edition."""

    edition: str
    files: tuple[YearFile, ...]

    @property
    def count(self) -> int:
        """Return how many were asked for."""
        return sum(file.state != "absent" for file in self.files)

    @property
    def done(self) -> int:
        """Return of how many nothing more will come."""
        return sum(file.state in ("ready", "failed") for file in self.files)

    @property
    def unasked(self) -> bool:
        """Return whether the year's own documents are still to be asked for."""
        return any(file.part == "table" and file.state == "absent" for file in self.files)


def year_documents(frame: Frame, office: Office, plan: str, files: YearFiles, sheets: Mapping[str, str]) -> str:
    """Return the page; `sheets` are the parts of one indicator each, with its words."""
    kind, _, year = plan.rpartition("-")
    return page(
        frame,
        "year/papers.html",
        office=office,
        base=plan_path(office, plan),
        title=frame.words("{plan}: documents of the year", plan=names.short_title(frame.words, kind, int(year))),
        files=files,
        shown=[(_called(frame, file.part, sheets), file) for file in files.files],
    )


def _called(frame: Frame, part: str, sheets: Mapping[str, str]) -> str:
    words = frame.words
    name, _, which = part.partition("-")
    match name:
        case "table":
            return words("Table of the year")
        case "sheets":
            return words("Sheets of the indicators, volume {number}", number=which)
        case "quarter":
            return words("Evaluation of quarter {number}", number=names.quarter(int(which)))
        case _:
            return words("Sheet: {indicator}", indicator=sheets[part])
