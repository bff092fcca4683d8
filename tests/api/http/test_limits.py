"""How much of a body is read, by its route, and how much is said of what is wrong with it."""

import asyncio
import json
import threading
from typing import Any

import pytest
from starlette.requests import Request

from api.http import reading
from api.http.problems import MOST_LISTED, HttpError, Unprocessable
from tests.api.house import JSON, House, Kantor, key

_MEGABYTES = 4 * 1024 * 1024
_ANSWER = 64 * 1024  # bytes that say what is wrong with any body
STRANGERS = ("/sign-in", "/invitations/rahasia", "/bootstrap", "/language")
HEAVY: dict[str, bytes] = {
    "a million numbers": b"[" + b"1," * 1_000_000 + b"1]",
    "empty lists": b"[" + b"[]," * 1_300_000 + b"[]]",
    "lists thirty deep": b"[" + (b"[" * 30 + b"]" * 30 + b",") * 60_000 + b"1]",
    "unknown keys": b"{" + b",".join(b'"k%d":1' % n for n in range(300_000)) + b"}",
    "forbidden characters": b"[" + b",".join([b'"\\u0000"'] * 400_000) + b"]",
    "a text without an end": b'"' + b'\\"' * 2_000_000,
}


@pytest.mark.parametrize("path", STRANGERS)
@pytest.mark.parametrize("media", [JSON, "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
async def test_a_stranger_is_read_four_kilobytes(house: House, path: str, media: str) -> None:
    """fault 22: before anybody is known, a body can stop the API."""
    stranger = await house.client()
    form = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n'
    content = (form if media.startswith("multipart") else b"") + b"1" * (reading.SMALL + 1)
    answer = await stranger.post(path, content=content, headers={"Accept": JSON, "Content-Type": media})
    assert answer.status_code == 413, answer.text
    assert answer.json()["params"] == {"most": str(reading.SMALL)}


async def test_of_a_body_that_is_too_large_no_more_is_read() -> None:
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": b"x" * 1024, "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(HttpError) as no:
        await reading.read(request, reading.SMALL)
    assert no.value.status == 413
    assert taken == reading.SMALL // 1024 + 1


async def test_a_body_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 17 of trying: each byte of it may come in time."""
    monkeypatch.setattr(reading, "_PATIENCE", 0)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(HttpError) as no:
        await reading.read(request, 0)
    assert (no.value.status, no.value.code) == (408, "too-slow")


@pytest.mark.parametrize("kind", HEAVY)
def test_what_nobody_sends_is_refused_before_a_value_is_made(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", _never)
    with pytest.raises(HttpError) as no:
        reading.values(HEAVY[kind])
    assert (no.value.status, no.value.code) == (413, "too-many-values")


def _never(*_: object, **__: object) -> None:
    raise AssertionError("it was parsed")


@pytest.mark.parametrize("kind", HEAVY)
async def test_a_heavy_body_gets_a_short_answer(office: Kantor, kind: str) -> None:
    await office.draft()
    for path in (f"{office.path}/text", f"{office.path}/submission", "/sign-in"):
        answer = await office.drafter.client.post(path, content=HEAVY[kind], headers=_command())
        assert answer.status_code == 413, answer.text[:400]
        assert len(answer.content) < _ANSWER


@pytest.mark.parametrize(
    "body",
    [
        b"{" + b",".join(b'"k%d":1' % n for n in range(5_000)) + b"}",
        b"[" + b",".join([b'"\\u0000"'] * 5_000) + b"]",
        b'{"' + b"k" * 400_000 + b'": 1}',
    ],
)
async def test_of_many_faults_the_first_are_listed(office: Kantor, body: bytes) -> None:
    await office.draft()
    for path in (f"{office.path}/text", f"{office.path}/submission"):
        answer = await office.drafter.client.post(path, content=body, headers=_command())
        assert answer.status_code == 422, answer.text[:400]
        assert len(answer.json()["errors"]) <= MOST_LISTED
        assert len(answer.content) < _ANSWER


def test_a_list_of_faults_says_that_there_are_more() -> None:
    wrong = Unprocessable([HttpError(422, "unreadable", "This cannot be read.", str(n)) for n in range(80)])
    assert len(wrong.causes) == MOST_LISTED
    assert str(wrong) == "More than 50 values cannot be read; these are the first."


async def test_an_act_is_smaller_than_a_whole_text(office: Kantor) -> None:
    plan = await office.draft()
    plan["text"]["title"] = "A" * (reading.ORDINARY + 1)
    answer = await office.drafter.ask(f"{office.path}/text", plan["text"], 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "text-too-large")
    answer = await office.drafter.ask(f"{office.path}/submission", {"note": "A" * reading.ORDINARY}, 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


async def test_a_large_body_is_read_beside_the_loop() -> None:
    def where() -> int:
        return threading.get_ident()

    assert await reading.beside(1024, where) == where()
    assert await reading.beside(_MEGABYTES, where) != where()


def _command() -> dict[str, str]:
    return {"Content-Type": JSON, "Accept": JSON, "Idempotency-Key": key(), "If-Match": '"1"'}
