"""What docs/webhooks.md tells receivers verifies what we sign, and nothing that somebody overheard or changed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.webhooks.signature import TIMESTAMP, new_secret, signed, spelled_secret
from activities.webhooks.webhooks import WebhookAct
from api.access.log import AccessAct

Verified = Callable[[str, dict[str, str], bytes], bool]


@pytest.fixture
def verified() -> Verified:
    """The function that the page shows."""
    text = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
    told: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], told)
    function: Verified = told["verified"]
    return function


def test_the_page_verifies_what_is_signed(verified: Verified) -> None:
    old, new = new_secret(), new_secret()
    headers = dict(signed([new, old], "an-id", datetime.now(UTC), b"{}"))
    assert verified(spelled_secret(old), headers, b"{}")
    assert verified(spelled_secret(new), headers, b"{}")
    assert not verified(spelled_secret(new_secret()), headers, b"{}")
    assert not verified(spelled_secret(new), headers, b"{ }")
    assert not verified(spelled_secret(new), headers | {"webhook-id": "another"}, b"{}")


def test_what_was_overheard_is_not_replayed(verified: Verified) -> None:
    secret = new_secret()
    headers = dict(signed([secret], "an-id", datetime.now(UTC) - timedelta(minutes=6), b"{}"))
    assert not verified(spelled_secret(secret), headers, b"{}")
    later = headers | {TIMESTAMP: str(int(datetime.now(UTC).timestamp()))}
    assert not verified(spelled_secret(secret), later, b"{}")


def test_every_act_on_a_webhook_is_one_of_the_access_log() -> None:
    assert {act.value for act in WebhookAct} <= {act.value for act in AccessAct}
