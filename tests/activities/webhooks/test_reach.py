"""No webhook opens to anybody what is inside."""

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.webhooks.reach import PUBLIC, Reach, Unreachable
from domain.kernel.errors import Refused

INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # where clouds tell their secrets
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::1]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",  # Teredo, of 127.0.0.1
]


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused_where_it_is_set(host: str) -> None:
    with pytest.raises(Refused) as no:
        PUBLIC.check(f"https://{host}/hook")
    assert (no.value.code, no.value.place) == ("webhook-inside", "url")
    assert Reach(private=True).check(f"https://{host}/hook")


@pytest.mark.parametrize("host", [*INSIDE, "localhost", "2130706433", "0x7f.1", "127.1"])
async def test_a_name_that_leads_inside_is_not_followed(host: str) -> None:
    with pytest.raises(Unreachable):
        await PUBLIC.resolved(urlsplit(f"https://{host}/hook"))


async def test_a_name_that_leads_nowhere_says_so() -> None:
    with pytest.raises(Unreachable, match="name-unknown"):
        await PUBLIC.resolved(urlsplit("https://tidak-ada.invalid/hook"))


@pytest.mark.parametrize("address", ["93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]"])
async def test_a_public_address_is_taken(address: str) -> None:
    assert PUBLIC.check(f" https://{address}/hook ") == f"https://{address}/hook"
    assert await PUBLIC.resolved(urlsplit(f"https://{address}:8443/hook")) == address.strip("[]")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "webhook-url"),
        ("hook", "webhook-url"),
        ("ftp://example.com/", "webhook-url"),
        ("file:///etc/passwd", "webhook-url"),
        ("https://", "webhook-url"),
        ("https://example.com:99999/", "webhook-url"),
        ("https://example.com/#a", "webhook-url"),
        ("https://example.com/a b", "webhook-url"),
        ("https://example.com/\r\nHost: x", "webhook-url"),
        ("https://contoh\u0131.com/", "webhook-url"),
        ("https://[::1/", "webhook-url"),
        ("https://[contoh]/", "webhook-url"),
        ("https://" + "a" * 2000, "webhook-url"),
        ("https://ani:rahasia@example.com/", "webhook-password"),
        ("http://example.com/", "webhook-plain"),
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused_by_name(url: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        PUBLIC.check(url)
    assert no.value.code == code


_PARTS = (
    "https",
    "http",
    "://",
    ":",
    "/",
    "//",
    "@",
    "[",
    "]",
    "::1",
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "a.example",
)
_ODD = (
    "#",
    "?",
    "%",
    "\\",
    ".",
    "\u3002",
    "\uff11",
    "\0",
    " ",
    "\t",
    "xn--",
    ":443",
    ":99999",
    "localhost",
    "[::ffff:10.0.0.1]",
)


@given(st.lists(st.sampled_from([*_PARTS, *_ODD]), max_size=8).map("".join))
def test_any_text_is_an_address_outside_or_refused(text: str) -> None:
    with suppress(Refused):
        parts = urlsplit(PUBLIC.check(text))
        assert (parts.scheme, parts.username) == ("https", None)
        with suppress(ValueError):
            assert ip_address(parts.hostname or "").is_global


def test_plain_http_is_for_a_trial() -> None:
    assert Reach(plain=True).check("http://example.com/hook")
