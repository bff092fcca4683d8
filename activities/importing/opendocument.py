"""Sheets of an OpenDocument spreadsheet, as it shows them."""

import io
import zipfile
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from activities.importing.plain import letters
from domain.sheet.table import MOST_COLUMNS, MOST_LINES, Source, SourceCell, SourceTable, TableLine

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_COVERED = f"{_TABLE}covered-table-cell"
_FIGURES = ("float", "percentage", "currency")
_HIDDEN = ("collapse", "filter")


def read_opendocument(data: bytes) -> Source:
    """Return every sheet that shows anything. Raises KeyError where the file has no content."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = fromstring(archive.read("content.xml"), forbid_dtd=True)
    hidden = {style.get(f"{_STYLE}name") for style in root.iter(f"{_STYLE}style")
              if any(each.get(f"{_TABLE}display") == "false" for each in style)}  # fmt: skip
    sheets = list(root.iter(f"{_TABLE}table"))
    left = [sheet for sheet in sheets if sheet.get(f"{_TABLE}style-name") in hidden]
    tables = (SourceTable(_name(sheet), tuple(_lines(sheet))) for sheet in sheets if sheet not in left)
    return Source(tuple(table for table in tables if table.lines), tuple(map(_name, left)))


def _name(sheet: Element) -> str:
    return sheet.get(f"{_TABLE}name", "")


def _folded(table: Element) -> set[int]:
    """Return the columns that are hidden."""
    found: set[int] = set()
    column = 0
    for each in table.iter(f"{_TABLE}table-column"):
        again = int(each.get(f"{_TABLE}number-columns-repeated", "1"))
        if each.get(f"{_TABLE}visibility") in _HIDDEN:
            found |= set(range(column, min(column + again, MOST_COLUMNS)))
        column += again
    return found


def _lines(table: Element) -> Iterator[TableLine]:
    number, count, name, folded = 0, 0, _name(table), _folded(table)
    for row in table.iter(f"{_TABLE}table-row"):
        again = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells, hidden = tuple(_cells(row, name, number + 1, folded)), row.get(f"{_TABLE}visibility") in _HIDDEN
        # Rows that repeat and say something are few; empty ones are a million.
        for n in range(again if cells else 0):
            if count > MOST_LINES:
                return
            count += 1
            told = cells if n == 0 else tuple(_cells(row, name, number + n + 1, folded))
            yield TableLine(number + n + 1, told, hidden)
        number += again


def _cells(row: Element, name: str, number: int, folded: Collection[int]) -> Iterator[SourceCell]:
    column = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", _COVERED):
            continue
        again = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = "\n".join(_said(paragraph) for paragraph in cell.iter(f"{_TEXT}p")).strip()
        formula = cell.get(f"{_TABLE}formula") is not None
        if cell.tag != _COVERED and (text or formula):
            for n in range(min(again, MOST_COLUMNS)):
                yield SourceCell(
                    column=column + n,
                    text=text,
                    place=f"{name}!{letters(column + n)}{number}",
                    lines=int(cell.get(f"{_TABLE}number-rows-spanned", "1")),
                    columns=int(cell.get(f"{_TABLE}number-columns-spanned", "1")),
                    number=cell.get(f"{_OFFICE}value-type") in _FIGURES,
                    unread="hidden" if column + n in folded else "" if text else "formula",
                )
        column += again
        if column > MOST_COLUMNS:
            return


def _said(paragraph: Element) -> str:
    """Return the words of a paragraph; runs of spaces and line breaks are elements of their own."""
    said = paragraph.text or ""
    for part in paragraph:
        if part.tag == f"{_TEXT}s":
            said += " " * min(int(part.get(f"{_TEXT}c", "1")), 100)
        elif part.tag == f"{_TEXT}line-break":
            said += "\n"
        elif part.tag == f"{_TEXT}tab":
            said += " "
        else:
            said += _said(part)
        said += part.tail or ""
    return said
