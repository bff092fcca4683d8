"""What an amendment changes, for spreadsheets: each place with both its wordings and the reason."""

from collections.abc import Iterator

from activities.documents.amendment.amended import amended_by
from activities.documents.amendment.matrix import changed_places
from activities.documents.amendment.words import amendment_words
from activities.documents.language import INDONESIAN, WORDS
from activities.documents.sheets import SheetCell, SheetColumn, Table, csv_table, plain
from domain.plan.state import Plan


def changes_table(plan: Plan) -> Table | None:
    """Return a sheet of all places that the plan's amendment changes; None where it has none."""
    amended = amended_by(plan)
    if amended is None:
        return None
    words = amendment_words(WORDS[plan.shape.language] if plan.shape else INDONESIAN)
    number, _, old, new, reason = words.heads
    columns = (
        SheetColumn(number, 6),
        *(SheetColumn(head, width) for head, width in zip(words.columns, (12, 40, 18), strict=True)),
        *(SheetColumn(head, 40) for head in (old, new, reason)),
    )
    places = changed_places(amended.before, plan.text, plan.shape, plan.year, dict(amended.reasons), words)

    def rows() -> Iterator[tuple[SheetCell, ...]]:
        for n, place in enumerate(places, 1):
            told = (place.part, place.row, place.what, place.old, place.new, place.reason)
            yield (n, *(plain(cell) for cell in told))

    return words.sheet, columns, rows()


def changes_csv(plan: Plan) -> bytes:
    """Return the same as CSV; empty where the plan has no amendment."""
    table = changes_table(plan)
    return csv_table(*table[1:]) if table else b""
