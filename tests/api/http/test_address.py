"""Addresses are made in one place, which quotes: what is a part of one comes back as it was."""

from urllib.parse import unquote

import pytest
from starlette.requests import Request
from starlette.routing import Match

from api.app import routes
from api.http.address import action_row_path, indicator_path, page_of, part, row_path, sign_in_path

PLAN = "/offices/kantor/plans/rkt-2024"
OLD = ["1.1/2", "a\nb", "50%", "%2F", "é “x”", "..", "a?b#c", "x" * 300]


@pytest.mark.parametrize("row", OLD)
def test_an_id_that_is_any_text_comes_back_from_its_address(row: str) -> None:
    """fault 14: row ids are any text: a newline reaches `Location`, `1.1/2` matches no route."""
    for made in (row_path(PLAN, 1, row), action_row_path(f"{PLAN}/action", row), indicator_path(PLAN, row)):
        assert made.isascii()
        assert made.isprintable()
        # As a server reads it.
        scope = {"type": "http", "method": "GET", "path": unquote(made)}
        matches = [child for match, child in (route.matches(scope) for route in routes()) if match is Match.FULL]
        assert matches[0]["path_params"]["indicator"] == row


@pytest.mark.parametrize("row", OLD)
def test_who_signs_in_again_comes_back_to_the_row(row: str) -> None:
    path = unquote(row_path(PLAN, 1, row))
    assert page_of(f"{path}/corrections") == path
    assert page_of(f"{PLAN}/quarters/1/waivers", [("row", row)]) == path
    request = Request({"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""})
    back = sign_in_path(request, None, expired=False).removeprefix("/sign-in?next=")
    assert unquote(unquote(back)) == path
    assert unquote(back) == row_path(PLAN, 1, row)


def test_a_slug_stands_as_it_is() -> None:
    assert part("a-i07") == "a-i07"
