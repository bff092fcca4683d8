"""What was realised in a quarter, out of somebody's list: typed into the page where it is filed, and unsaved."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.http.address import plan_path
from api.http.problems import Problem
from api.http.reading import Fields
from api.http.visit import Visit
from api.imports.given import Given
from api.imports.quarter.filled import TYPED, FilingPreview, Filling
from api.imports.quarter.page import filing_import_page
from api.imports.sent import Becoming, ImportFile
from api.reads.execution import read_quarter
from domain.kernel.errors import N_, Refused
from domain.measure.reading.convention import Convention, convention
from domain.measure.reading.convention import proposed as proven
from domain.quarter.lists import INDICATOR_LIST, lists
from domain.quarter.state import Quarter
from domain.sheet.listing import Found, found, proposed
from domain.sheet.mapping import Mapping
from domain.sheet.table import Source


@dataclass(frozen=True)
class Filings(Becoming):
    """The rows of a quarter."""

    visit: Visit
    quarter: Quarter
    here: str
    editor: str
    family: str

    @classmethod
    async def opened(cls, visit: Visit) -> "Filings":
        """Return those of the quarter of the address. Raises `HttpError` 404."""
        number = visit.part("quarter")
        quarter = await read_quarter(visit, number)
        base = f"{plan_path(visit.office, visit.plan)}/quarters/{number}"
        return cls(visit, quarter, f"{base}/import", f"{base}/filing", f"{visit.office.id} filing {quarter.kind}")

    def guess(self, source: Source) -> Mapping:
        return proposed(source, lists(self.quarter), self.quarter.quarter)

    def preview(self, sent: ImportFile) -> FilingPreview:
        return self._preview(sent, self._found(sent))

    def page(self, sent: ImportFile | None, problem: Problem | None) -> str:
        every = [] if sent is None else self._found(sent)
        preview = None if sent is None else self._preview(sent, every)
        return filing_import_page(self.visit.frame, self.visit.office, self.quarter, sent, every, preview, problem)

    def typing(self, sent: ImportFile) -> tuple[Fields, Given]:
        fields: Fields = []
        for number, row in enumerate(row for row in self.preview(sent).rows if row.result in TYPED):
            seen = str(self.quarter.lines[row.row].version)
            told = {"indicator": row.row, "based_on": seen, **row.fields}
            fields += [(f"rows.{number}.{name}", text) for name, text in told.items()]
        if not fields:
            nothing = N_("No row of the file says anything of yours that is not filed already.")
            raise Refused("nothing-to-take", nothing, "file")
        return fields, self.given(sent)

    def given(self, sent: ImportFile) -> Given:
        preview = self.preview(sent)
        return Given(tuple(cell for row in (*preview.rows, *preview.programmes) for cell in row.given))

    def _found(self, sent: ImportFile) -> list[Found]:
        by_key = {each.key: each for each in lists(self.quarter)}
        return [
            found(sent.source.tables[taken.table], taken, by_key[taken.part])
            if taken.part in by_key and taken.table < len(sent.source.tables)
            else Found((), ())
            for taken in sent.mapping.tables
        ]

    def _preview(self, sent: ImportFile, every: Sequence[Found]) -> FilingPreview:
        filling = Filling(self.quarter, self.visit.who.person, _said(sent, every), self.visit.frame.words)
        tables = list(zip(sent.mapping.tables, every, strict=True))
        rows = [line for taken, each in tables if taken.part == INDICATOR_LIST for line in each.lines]
        money = [line for taken, each in tables if taken.part != INDICATOR_LIST for line in each.lines]
        left = (*sent.outside, *(left for each in every for left in each.left))
        outcomes = tuple(filling.rows(rows)), tuple(filling.money(money))
        return FilingPreview(sent.name, sent.mapping, *outcomes, left, sent.source.left)


def _said(sent: ImportFile, every: Sequence[Found]) -> Convention:
    """Return how the list writes figures: as somebody says, else as its own cells and headings prove."""
    cells = (p.text for each in every for line in each.lines for p in line.cells.values() if not p.number)
    heads = [head for table in sent.mapping.tables for _, head in table.band.heads]
    return proven(convention(sent.said.numbers, sent.said.money), cells, heads)
