"""Whatever a form with files says, it is read or refused, however it arrives."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from api.http import multipart
from api.http.problems import HttpError

_PIECES = st.sampled_from(
    [
        *(b"--b\r\n", b"--b--", b"--b--\r\n", b"\r\n", b"\r\n\r\n", b"--", b"b", b"\n", b"\0", b"\xff", b";", b'"'),
        b"Content-Disposition: form-data",
        b'; name="a"',
        b'; filename="x%22.pdf"',
        b"; filename*=UTF-8''%ff",
        b"Content-Transfer-Encoding: base64\r\n",
        b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n',
    ]
)
_KINDS = st.sampled_from([b"b", b'"b"', b"", b"\xff", b"b; charset=utf-7", b"b" * 300])


def _request(kind: bytes, chunks: Sequence[bytes]) -> Request:
    waiting = [*chunks, b""]

    async def receive() -> dict[str, Any]:
        chunk = waiting.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

    headers = [(b"content-type", b"multipart/form-data; boundary=" + kind)]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def _parts(request: Request) -> list[multipart.FormPart]:
    return [part async for part in multipart.parts(request, 20, 2000)]


@settings(max_examples=10 * settings().max_examples, derandomize=True)
@given(_KINDS, st.lists(_PIECES | st.binary(max_size=8), max_size=12))
def test_any_form_with_files_is_read_or_refused(kind: bytes, chunks: list[bytes]) -> None:
    with suppress(HttpError):
        for part in asyncio.run(_parts(_request(kind, chunks))):
            assert not isinstance(part, multipart.SentFile) or part.content is None or len(part.content) <= 20


@given(st.binary(max_size=40), st.text(max_size=10), st.data())
def test_how_it_arrives_changes_nothing(content: bytes, value: str, data: st.DataObject) -> None:
    value = value.encode("utf-8", "ignore").decode()
    head = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + value.encode() + b"\r\n"
    file = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n' + content + b"\r\n--b--\r\n"
    if b"--b" in value.encode() + content:
        return
    cut = data.draw(st.integers(0, len(head + file)))
    told = asyncio.run(_parts(_request(b"b", [(head + file)[:cut], (head + file)[cut:]])))
    assert told == [("a", value), multipart.SentFile("f", "a.pdf", content if len(content) <= 20 else None)]
