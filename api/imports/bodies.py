"""What a client may say of a file that becomes rows."""

from typing import Annotated

from pydantic import Field

from api.http.bodies import Body
from domain.sheet.heads import Band, Becomes, LineTaken, Taken
from domain.sheet.mapping import Mapping, TableTaken
from domain.sheet.table import MOST_COLUMNS, MOST_LINES

_Line = Annotated[int, Field(ge=0, le=10**7)]


class TakenBody(Body):
    """What a column of a table becomes; `key` is how deep a level is, or `indicator.unit` for a column of the kind."""

    column: Annotated[int, Field(ge=0, lt=10**5)]
    becomes: Becomes
    key: Annotated[str, Field(max_length=120)] = ""


class LineTakenBody(Body):
    """What somebody says of a line."""

    line: _Line
    becomes: Becomes
    key: Annotated[str, Field(max_length=200)] = ""


class BandBody(Body):
    """The lines of the headings, and the words over each column, as they were found."""

    first: _Line
    last: _Line
    heads: Annotated[list[tuple[_Line, str]], Field(max_length=MOST_COLUMNS)]
    own: Annotated[list[_Line], Field(default_factory=list, max_length=2)]


class TableTakenBody(Body):
    """The rows of a table become rows of a part, or of none."""

    table: Annotated[int, Field(ge=0, lt=1000)]
    band: BandBody
    until: _Line
    part: Annotated[str, Field(max_length=40)]
    columns: Annotated[list[TakenBody], Field(max_length=MOST_COLUMNS)]
    lines: Annotated[list[LineTakenBody], Field(default_factory=list, max_length=MOST_LINES)]

    def read(self) -> TableTaken:
        """Return it as the domain has it."""
        band = Band(self.band.first, self.band.last, tuple(self.band.heads), tuple(self.band.own))
        columns = tuple(Taken(each.column, each.becomes, each.key) for each in self.columns)
        lines = tuple(LineTaken(each.line, each.becomes, each.key) for each in self.lines)
        return TableTaken(self.table, band, self.until, self.part, columns, lines)


class TakenTables(Body):
    """All of them, in their order."""

    tables: Annotated[list[TableTakenBody], Field(max_length=200)]


class MappingBody(Body):
    """Say what a file is taken for; with `take` its rows go into the editor, unsaved."""

    mapping: TakenTables
    numbers: Annotated[str, Field(json_schema_extra={"enum": ["", "id", "en"]})] = ""
    money: Annotated[str, Field(json_schema_extra={"enum": ["", "rupiah", "thousands", "millions"]})] = ""
    take: bool = False

    def read(self) -> Mapping:
        """Return what the file is taken for, as the domain has it."""
        return Mapping(tuple(table.read() for table in self.mapping.tables))
