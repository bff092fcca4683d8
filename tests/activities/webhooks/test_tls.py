"""Over HTTPS the request goes to the address that was looked at, and the certificate is that of the name."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from temporalio.exceptions import ApplicationError

from activities.notices.follower import Follower
from activities.recording.states import States
from activities.webhooks.reach import Reach
from activities.webhooks.sender import Sender
from activities.webhooks.webhooks import Webhooks
from domain.notice.notice import Happening
from eventstore.store import Store
from tests.activities.notices.test_follower import Sent, follower, scene, sent
from tests.activities.webhooks.test_sender import BASE_URL, logged, remarked
from tests.workflows.conftest import KEYS
from tests.workflows.scene import Scene
from workflows.wire import Seal

__all__ = ["follower", "scene", "sent"]


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate of this name that signed itself, with its key, and return where."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / f"{name}.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + pem)
    return path


@asynccontextmanager
async def secured(path: Path, hosts: list[bytes]) -> AsyncIterator[int]:
    """A server with that certificate, which keeps the hosts it is asked for; gives its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        hosts.extend(line for line in head.lower().split(b"\r\n") if line.startswith(b"host:"))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(("name", "fault"), [("localhost", ""), ("lain.example", "no-connection")])
async def test_the_certificate_is_that_of_the_name_and_not_of_the_address(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fault: str,
) -> None:
    path, hosts = certificate(tmp_path, name), list[bytes]()
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    reach = Reach(private=True)
    sender = Sender(States(store), Seal(KEYS), reach, BASE_URL, sent)
    async with secured(path, hosts) as port:
        url = f"https://localhost:{port}/hook"
        webhook, _ = await Webhooks(store.pool, Seal(KEYS), reach).make(scene.office, url, [Happening.REMARK], "asih")
        order = await remarked(scene, follower, sent)
        if fault:
            with pytest.raises(ApplicationError):
                await sender.deliver(order)
        else:
            await sender.deliver(order)
            assert hosts == [f"host: localhost:{port}".encode()]
    assert [each.fault for each in (await logged(store, webhook)).tries] == [fault]
