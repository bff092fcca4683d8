"""Hostile and broken files: refused in words, or read without doing what they ask, in bounded time and memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
import typst

from activities.importing import process
from activities.importing.process import read_file
from domain.kernel.errors import Refused
from tests.activities.importing.test_files import OLD, book, repacked

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'


def sheet(content: bytes, shared: bytes = b"") -> bytes:
    """Return a workbook whose sheet holds that; what repeats is stored as it is, so that it is no bomb of ZIP."""
    media = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % media
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(("a",)))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            kept = old.read(name).replace(b"</Types>", override if shared else b"</Types>")
            new.writestr(name, MAIN % content if name == SHEET else kept)
        new.writestr("xl/sharedStrings.xml", shared)
    return out.getvalue()


def bomb() -> bytes:
    return repacked(book(("a",)), **{"xl/worksheets/sheet1.xml": b"<x>" + b" " * 90_000_000 + b"</x>"})


def entity() -> bytes:
    sheet = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
    return repacked(book(("a",)), **{"xl/worksheets/sheet1.xml": sheet})


def wide() -> bytes:
    return book(tuple(range(200)))


def long() -> bytes:
    return ("a;b\n" * 7000).encode()


def rows() -> bytes:
    """As whoever formats a whole sheet: a row for each of the 1 048 576 that it has."""
    return sheet(
        b"<sheetData>%s</sheetData>" % b"".join(b"<row r='%d'/>" % n for n in range(1, 1_048_577))[:19_000_000]
    )


def merged() -> bytes:
    return sheet(b"<sheetData/><mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A1:B1"/>' * 800_000))


def strings() -> bytes:
    """One long text that many cells share."""
    text = b"kata " * 40_000
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>' % text
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 3000))
    return sheet(b"<sheetData>%s</sheetData>" % cells, shared)


def deep() -> bytes:
    """XML that is as deep as it is long."""
    content = b"<o:document-content xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    content += b" xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
    content += b" xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>"
    content += b"<table:table><table:table-row><table:table-cell><text:p>"
    content += b"<text:a>" * 50_000 + b"a" + b"</text:a>" * 50_000
    content += b"</text:p></table:table-cell></table:table-row></table:table></o:document-content>"
    return packed("application/vnd.oasis.opendocument.spreadsheet", content)


def packed(media: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", media)
        archive.writestr("content.xml", content)
    return out.getvalue()


def nested() -> bytes:
    inner = repacked(book(("a",)), **{"xl/media/a.zip": book(("b",))})
    return repacked(book(("a",)), **{"xl/media/b.zip": inner})


def locked_long_ago() -> bytes:
    """A workbook of the old kind with the record that says that what follows is encrypted."""
    data = bytearray((Path(__file__).parent / "lama.xls").read_bytes())
    at = data.index(b"\x09\x08", 512)
    after = at + 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    data[after : after + 2] = b"\x2f\x00"
    return bytes(data)


def named(name: str) -> Callable[[], bytes]:
    return lambda: repacked(book(("a",)), **{name: b"x"})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bom.xlsx", bomb, "evidence-bomb"),
        ("bom dalam bom.xlsx", nested, "evidence-nested"),
        ("baris.xlsx", rows, "import-large"),
        ("gabung.xlsx", merged, "import-large"),
        ("kata.xlsx", strings, "import-large"),
        ("dalam.ods", deep, "import-damaged"),
        ("dalam.json", lambda: b'{"a":' + b"[" * 100_000, "import-damaged"),
        ("naik.xlsx", named("../../etc/passwd"), "evidence-broken"),
        ("terkunci.xls", locked_long_ago, "import-locked"),
        ("entity.xlsx", entity, "import-damaged"),
        ("macro.xlsx", lambda: repacked(book(("a",)), **{"xl/vbaProject.bin": b"x"}), "evidence-macros"),
        ("rusak.xlsx", lambda: book(("a",))[:-200], "evidence-broken"),
        ("kosong.xlsx", lambda: book(), "import-empty"),
        ("lebar.xlsx", wide, "import-large"),
        ("panjang.csv", long, "import-large"),
        ("terkunci.xlsx", lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "import-locked"),
        ("lama.xls", lambda: OLD + b"\0" * 2000, "import-damaged"),
        ("gambar.png", lambda: b"\x89PNG\r\n\x1a\n\0\0", "import-unknown"),
        ("rusak.pdf", lambda: b"%PDF-1.7 nothing", "import-damaged"),
        ("teks.xlsx", lambda: b"Sasaran;Indikator;Target", "import-damaged"),
        ("kosong.docx", lambda: b"", "import-damaged"),
        ("nama\0.bin", lambda: b"\0\1", "import-unknown"),
        ("besar.csv", lambda: b"a" * (process.MOST_BYTES + 1), "import-large"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_words(name: str, data: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_file(name, data())  # type: ignore[operator]
    assert (refused.value.code, refused.value.params["name"]) == (code, name)


def test_a_file_of_more_words_than_a_plan_has_is_refused() -> None:
    with pytest.raises(Refused) as no:
        read_file("a.csv", b"\n".join([b"kata " * 1500 + b";1"] * 600))
    assert no.value.code == "import-large"


def test_a_long_file_is_read_whole_however_slowly_its_reader_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_GLANCE", 0.001)
    (table,) = read_file("a.csv", b"\n".join(b"%d;%s" % (n, b"kata " * 100) for n in range(1000))).tables
    assert table.lines[-1].cells[0].text == "999"


def test_links_and_commands_of_a_workbook_are_words_or_what_was_shown_last_and_are_followed_nowhere() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(book(("Indikator", "Target"), ("Mutu", "=[1]Lain!$A$1"))))
    workbook["Sheet"]["A3"] = "=cmd|'/C calc'!A0"
    workbook["Sheet"]["A3"].data_type = "s"
    workbook["Sheet"]["B3"].hyperlink = "http://127.0.0.1:1/"
    out = io.BytesIO()
    workbook.save(out)
    (table,) = read_file("a.xlsx", out.getvalue()).tables
    cells = [(cell.text, cell.unread) for line in table.lines[1:] for cell in line.cells]
    assert cells[:3] == [("Mutu", ""), ("", "formula"), ("=cmd|'/C calc'!A0", "")]
    (table,) = read_file("a.csv", b"Indikator;Target\n=cmd|'/C calc'!A0;=1+1\n").tables
    assert [cell.text for cell in table.lines[1].cells] == ["=cmd|'/C calc'!A0", "=1+1"]


def test_pictures_from_elsewhere_are_not_fetched_with_a_document() -> None:
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = "Indikator"
    picture = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    made.part.rels.get_or_add_ext_rel(picture, "http://127.0.0.1:1/gambar.png")
    out = io.BytesIO()
    made.save(out)
    (table,) = read_file("a.docx", out.getvalue()).tables
    assert table.lines[0].cells[0].text == "Indikator"


def test_a_script_of_a_pdf_is_not_run_and_pages_beyond_those_that_are_read_are_told() -> None:
    words = ["Indikator", "Target", "Mutu", "80"]
    table = "#table(columns: 2)" + "".join(f"[{word}]" for word in words)
    made = pikepdf.open(io.BytesIO(typst.compile(table.encode())))
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    for _ in range(999):
        made.add_blank_page()
    out = io.BytesIO()
    made.save(out)
    source = read_file("a.pdf", out.getvalue())
    assert [cell.text for line in source.tables[0].lines for cell in line.cells] == [
        "Indikator",
        "Target",
        "Mutu",
        "80",
    ]
    assert source.left[-1] == "Halaman 201–1000"
