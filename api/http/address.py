"""Addresses: of offices, plans and rows, and of the page that a form stands on, to come back to with what was typed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.routing import Match

from domain.office.state import Office

_ACTION = re.compile(r"(?P<plan>/offices/[^/]+/plans/[^/]+)/(?:(?:comments|questions)/[^/]+/)?(?P<act>[a-z]+)")
_ROW = re.compile(
    r"(?P<page>/offices/[^/]+/plans/[^/]+/quarters/[1-4]/realisations/[^/]+)(?:/(?:corrections|policy|bounds))?"
)
_OF_QUARTER = re.compile(r"(?P<quarter>/offices/[^/]+/plans/[^/]+/quarters/[1-4])/(?P<act>[a-z]+)")
_OFFICIALS = re.compile(r"/offices/[^/]+/officials")
_OF_ACTION = re.compile(
    r"(?P<action>/offices/[^/]+/plans/[^/]+/action)(?P<page>/rows/[^/]+|/proposals)?(?:/(?P<act>[a-z]+))?"
)
# The page that holds the form of an act.
_PAGES = {
    "text": "edit",
    "supports": "supports",
    "serves": "serves",
    "submission": "check",
    "parafs": "review",
    "returns": "review",
    "rejections": "review",
    "comments": "review",
    "settlement": "check",
    "answer": "check",
    "carrying": "check",
    "signatures": "sign",
    "withdrawals": "",
}
_ACTION_PAGES = {
    "edit": "/edit",
    "submission": "",
    "owners": "",
    "parafs": "/review",
    "signatures": "/review",
    "returns": "/review",
}
_QUARTER_ACTS = ("budget", "owners", "extension", "reopening", "signatures", "returns", "waivers", "verifications")
_QUARTER_PAGES = ("filing", "checking")  # which hold their own forms
_OF_ROW = ("returns", "waivers", "verifications")  # their forms stand on the page of the row that they name


class _AnyText(Convertor[str]):
    """A part of an address that is any text, as ids of rows once were: a slash in it is none of the address."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return value.replace("%2F", "/").replace("%25", "%")

    def to_string(self, value: str) -> str:
        return value.replace("%", "%25").replace("/", "%2F")


_PART = _AnyText()
register_url_convertor("text", _PART)


def part(text: str) -> str:
    """Return a text as one part of an address, for a route that takes it as `{…:text}`."""
    return quote(_PART.to_string(text), safe="")


def page_of(path: str, form: Iterable[tuple[str, str]] = ()) -> str:
    """Return the page whose form goes to this path, both as a request has them; empty where nothing of it is kept."""
    if _OFFICIALS.fullmatch(path):
        return f"{path}/new"
    row = _ROW.fullmatch(path)
    if row is not None:
        return row["page"]
    quarter = _OF_QUARTER.fullmatch(path)
    if quarter is not None and quarter["act"] in _QUARTER_ACTS:
        named = next((value for name, value in form if name in ("indicator", "row")), "")
        of_row = quarter["act"] in _OF_ROW and named
        return f"{quarter['quarter']}/realisations/{_PART.to_string(named)}" if of_row else quarter["quarter"]
    if quarter is not None and quarter["act"] in _QUARTER_PAGES:
        return path
    action = _OF_ACTION.fullmatch(path)
    if action is not None and action["act"] is None:
        return path
    if action is not None:
        page = _ACTION_PAGES.get(action["act"])
        return "" if page is None or action["page"] else f"{action['action']}{page}"
    found = _ACTION.fullmatch(path)
    if found is None or found["act"] not in _PAGES:
        return ""
    page = _PAGES[found["act"]]
    return f"{found['plan']}/{page}" if page else found["plan"]


def current_page(request: Request, form: Iterable[tuple[str, str]] = ()) -> str:
    """Return the address of the page that the answer is, or that its form stands on: what can be read again."""
    path, query = request.scope["path"], request.url.query
    if request.method in ("GET", "HEAD"):
        return quote(path) + (f"?{query}" if query else "")
    found = page_of(path, form)
    while not found and path:
        found = path if _readable(request, path) else ""
        path = path.rpartition("/")[0]
    return quote(found or "/")


def _readable(request: Request, path: str) -> bool:
    asked = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)


def sign_in_path(request: Request, form: list[tuple[str, str]] | None, *, expired: bool) -> str:
    """Return the sign-in page that leads back to what was asked for."""
    acting = request.method not in ("GET", "HEAD")
    back = (quote(page_of(request.scope["path"], form or ())) or "/") if acting else current_page(request)
    query = {"next": back} if back != "/" else {}
    if expired:
        query["reason"] = "expired"
    return "/sign-in" + (f"?{urlencode(query)}" if query else "")


def plan_path(office: Office | str, plan: str) -> str:
    """Return the address of a plan (`rkt-2024`)."""
    return f"{office_path(office)}/plans/{plan}"


def office_path(office: Office | str) -> str:
    """Return the address of an office."""
    return f"/offices/{office if isinstance(office, str) else office.id}"


def plan_key(summary: Mapping[str, Any]) -> str:
    """Return how the plan is called in addresses: `rkt-2024`."""
    return f"{summary['kind']}-{summary['year']}"


def row_path(plan: str, quarter: object, indicator: str) -> str:
    """Return the address of a row of a quarter; `plan` is the plan's address."""
    return f"{plan}/quarters/{quarter}/realisations/{part(indicator)}"


def action_row_path(action: str, indicator: str) -> str:
    """Return the address of a row of an action plan; `action` is the action plan's."""
    return f"{action}/rows/{part(indicator)}"


def indicator_path(plan: str, indicator: str) -> str:
    """Return the address of how the year's figure of an indicator comes about."""
    return f"{plan}/year/{part(indicator)}"
