"""A page of another site cannot make a browser act here."""

import pytest

from api.http.way import from_elsewhere


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://paraf.example", "host": "paraf.example"}, True),
        ({"origin": "http://paraf.example:8000", "host": "paraf.example:8000"}, False),
        ({"origin": "https://Paraf.example", "host": "paraf.example"}, False),
        ({"origin": "http://paraf.example:8001", "host": "paraf.example:8000"}, True),
        ({"origin": "null", "host": "paraf.example"}, True),
        ({"origin": "http://jahat.example", "host": "paraf.example"}, True),
        ({"host": "paraf.example"}, False),
        ({"origin": "http://[", "host": "paraf.example"}, True),
    ],
)
def test_who_sent_a_change(headers: dict[str, str], elsewhere: bool) -> None:
    assert from_elsewhere("POST", headers) is elsewhere
    assert not from_elsewhere("GET", headers)
