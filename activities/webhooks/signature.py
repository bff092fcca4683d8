"""The signature of a webhook, by the Standard Webhooks specification: HMAC-SHA256 over id, time and body."""

import base64
import hmac
import os
from collections.abc import Mapping, Sequence
from datetime import datetime

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_PREFIX = "whsec_"  # of a secret as receivers take it
_BYTES = 32


def new_secret() -> bytes:
    """Return a secret that nobody has."""
    return os.urandom(_BYTES)


def spelled_secret(secret: bytes) -> str:
    """Return a secret as it is shown, once."""
    return _PREFIX + base64.b64encode(secret).decode()


def signed(secrets: Sequence[bytes], delivery: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers; while a secret is changed, both sign."""
    timestamp = str(int(at.timestamp()))
    said = f"{delivery}.{timestamp}.".encode() + body
    macs = [base64.b64encode(hmac.digest(secret, said, "sha256")).decode() for secret in secrets]
    return {ID: delivery, TIMESTAMP: timestamp, SIGNATURE: " ".join(f"v1,{mac}" for mac in macs)}
