"""The wire: what Temporal keeps is sealed, and whether it can be opened."""

import os
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import (
    BinaryNullPayloadConverter,
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    PayloadCodec,
)

from domain.kernel.message import canonical

_NONCE = 12  # bytes
_WORTH_PACKING = 1024  # bytes
_MARK = b"paraf mark\0"  # before what is marked; what is sealed has the name of its key there
_PLAIN, _PACKED = b"-", b"z"
_LOOKED_AT = 20  # runs; those of an installation are sealed with one key, or while it changes with two


class SealError(ValueError):
    """A payload that no key of ours opens."""


class MessageConverter(EncodingPayloadConverter):
    """Messages by their tags: the SDK's own converters would take a `Signed` for the first class of a union."""

    @property
    def encoding(self) -> str:
        """What marks our payloads."""
        return "json/paraf"

    def to_payload(self, value: Any) -> Payload:
        """Spell a message in its one spelling."""
        return Payload(metadata={"encoding": self.encoding.encode()}, data=canonical(value))

    def from_payload(self, payload: Payload, type_hint: Any = None) -> Any:
        """Read a message of the hinted type and of no other; without a hint, plain JSON values."""
        return _decoder(Any if type_hint is None else type_hint).decode(payload.data)


@lru_cache(maxsize=256)
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


class Converter(CompositePayloadConverter):
    """Nothing, or a message."""

    def __init__(self) -> None:
        super().__init__(BinaryNullPayloadConverter(), MessageConverter())


class Seal(PayloadCodec):
    """AES-GCM with a key id; the first key seals, every key opens. What is not sealed is not ours."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ValueError("payloads need at least one key")
        self._sealing = next(iter(keys))
        self._keys = {name: AESGCM(key) for name, key in keys.items()}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal each payload."""
        return [self._sealed(payload.SerializeToString()) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each payload, or raise `SealError`."""
        return [Payload.FromString(self._opened(payload)) for payload in payloads]

    def keep(self, said: bytes) -> bytes:
        """Return it sealed, to be stored."""
        return self._sealed(said).SerializeToString()

    def kept(self, sealed: bytes) -> bytes:
        """Return what was sealed so, or raise `SealError`."""
        try:
            return self._opened(Payload.FromString(sealed))
        except DecodeError as error:
            raise SealError("what was never sealed") from error

    def sealed_now(self, sealed: bytes) -> bool:
        """Return whether the first of the keys sealed it."""
        return Payload.FromString(sealed).metadata.get("key", b"") == self._sealing.encode()

    def mark(self, said: bytes) -> bytes:
        """Return what shows that somebody with our keys said this."""
        nonce = os.urandom(_NONCE)
        return nonce + self._keys[self._sealing].encrypt(nonce, b"", _MARK + said)

    def marks(self, said: bytes, mark: bytes) -> bool:
        """Return whether the mark is one of ours, made for this by any of our keys."""
        return len(mark) > _NONCE and any(_opens(key, said, mark) for key in self._keys.values())

    def _sealed(self, data: bytes) -> Payload:
        # A plan's text is repeated in request, marker and result, and Temporal takes 2 MB.
        body = _PACKED + zlib.compress(data, 1) if len(data) > _WORTH_PACKING else _PLAIN + data
        nonce, name = os.urandom(_NONCE), self._sealing.encode()
        sealed = self._keys[self._sealing].encrypt(nonce, body, name)
        return Payload(metadata={"encoding": b"binary/paraf-sealed", "key": name}, data=nonce + sealed)

    def _opened(self, payload: Payload) -> bytes:
        name = payload.metadata.get("key", b"")
        key = self._keys.get(name.decode("utf-8", "replace"))
        if key is None or payload.metadata.get("encoding") != b"binary/paraf-sealed":
            raise SealError(f"a payload that is not sealed with a key of ours: {name!r}")
        try:
            body = key.decrypt(payload.data[:_NONCE], payload.data[_NONCE:], name)
        except InvalidTag as error:
            raise SealError("a payload that was changed, or sealed with another key of this name") from error
        return zlib.decompress(body[1:]) if body[:1] == _PACKED else body[1:]


def _opens(key: AESGCM, said: bytes, mark: bytes) -> bool:
    try:
        key.decrypt(mark[:_NONCE], mark[_NONCE:], _MARK + said)
    except InvalidTag:
        return False
    return True


def seal_of(client: Client) -> Seal:
    """Return the seal of a client that was connected with our keys."""
    codec = client.data_converter.payload_codec
    if not isinstance(codec, Seal):
        raise TypeError("this client was connected without our keys")
    return codec


def data_converter(keys: Mapping[str, bytes]) -> DataConverter:
    """Return the converter that everyone who talks to our Temporal shares; keys are 16, 24 or 32 bytes by their id."""
    return DataConverter(
        payload_converter_class=Converter,
        payload_codec=Seal(keys),
        # The codec alone leaves the messages of failures in clear.
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


async def unopened(client: Client) -> str:
    """Return why runs that wait cannot be opened by this client, empty where they can; may raise RPCError."""
    codec = client.data_converter.payload_codec
    async for execution in client.list_workflows("ExecutionStatus = 'Running'", limit=_LOOKED_AT):
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        async for event in handle.fetch_history_events(page_size=1):
            started = event.workflow_execution_started_event_attributes
            try:
                if codec is not None:
                    await codec.decode(list(started.input.payloads))
            except SealError as error:
                return f"{execution.id}: {error}"
            break
    return ""
