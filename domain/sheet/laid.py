"""The rows that a table became: each cell with its place in the file, and what was not read."""

from collections.abc import Mapping

import msgspec

from domain.kind.kind import RowKind


class Piece(msgspec.Struct, frozen=True):
    """Words as they stand in the file, and where; a `number` is one that the file holds as a figure."""

    text: str
    place: str
    number: bool = False


class Left(msgspec.Struct, frozen=True):
    """What of the file becomes nothing, and why.

    `outside`, `note`, `total`, `column`, `rowless`, `formula`, `example`, `hidden` or `skipped`; of a plan also `part`,
    `cover` or `link`.
    """

    text: str
    place: str
    why: str


class LaidRow(msgspec.Struct, frozen=True):
    """A row: `id` and `parent` hold the rows of one file together; `cells` are by the keys of the kind's columns.

    `figure` is an indicator's target or a programme's money; None where the file has no cell for it.
    """

    id: str
    kind: RowKind
    parent: str
    text: Piece
    figure: Piece | None
    cells: Mapping[str, Piece]


class Laid(msgspec.Struct, frozen=True):
    """What a table becomes in a part; `joined` are places whose words go on with a row of the page before."""

    rows: tuple[LaidRow, ...]
    left: tuple[Left, ...]
    joined: tuple[Piece, ...] = ()
