"""Pages as pictures, made from exactly the PDF's bytes."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from activities.documents.plan import render
from activities.documents.press import NARROWEST, WIDEST, page_count, page_image
from tests.activities.documents.printed import paper


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(paper())


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Read back what we wrote: RGB rows without filters."""
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT")
    length = int.from_bytes(png[start - 4 : start], "big")
    return width, height, zlib.decompress(png[start + 4 : start + 4 + length])


def test_counts_pages(pdf: bytes) -> None:
    assert page_count(pdf) == 4


@pytest.mark.parametrize("width", [NARROWEST, 360, 1240, WIDEST])
def test_a_page_is_as_wide_as_asked_and_as_high_as_a4(pdf: bytes, width: int) -> None:
    found, height, rows = pixels(page_image(pdf, 2, width))
    assert found == width
    assert abs(height - width * 297 / 210) < 2
    assert len(rows) == height * (3 * width + 1)


def test_a_page_is_paper_with_ink(pdf: bytes) -> None:
    _, _, rows = pixels(page_image(pdf, 2, 800))
    assert rows.count(b"\xff") > 0.7 * len(rows)
    assert 0.002 * len(rows) < sum(rows.count(bytes([shade])) for shade in range(1, 64)) < 0.2 * len(rows)


def test_pages_differ_and_equal_pages_are_equal_bytes(pdf: bytes) -> None:
    drawn = [page_image(pdf, page, 400) for page in (1, 2, 3, 1)]
    assert drawn[0] == drawn[3]
    assert len(set(drawn)) == 3


def test_a_page_for_a_phone_is_small(pdf: bytes) -> None:
    assert len(page_image(pdf, 2, 1080)) < 200_000


@pytest.mark.parametrize("page", [0, 5, -1])
def test_a_page_that_is_not_there(pdf: bytes, page: int) -> None:
    with pytest.raises(IndexError, match="4 pages"):
        page_image(pdf, page, 400)


@pytest.mark.parametrize("width", [0, NARROWEST - 1, WIDEST + 1, 10**9])
def test_a_width_that_nobody_needs(pdf: bytes, width: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        page_image(pdf, 1, width)


def test_many_threads_may_ask_at_once(pdf: bytes) -> None:
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda n: page_image(pdf, n % 4 + 1, 300), range(24)))
    assert len(set(drawn)) == 4
