"""The forms of a page, read as a browser reads them: what it would send if nobody touched anything."""

import re
from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Gathers the fields of each form by the address it goes to; a field may stand elsewhere and name its form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        match tag:
            case "form":
                self._form = self.forms.setdefault(told.get("action", ""), {})
            case "input" if name and (told.get("type") not in ("checkbox", "radio") or "checked" in told):
                self._form[name] = told.get("value", "")
            case "select":
                self._select = name
            case "option" if self._select and ("selected" in told or self._select not in self._form):
                self._form[self._select] = told["value"]
            case "textarea":
                self._area = name
                self._form[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._form[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "select":
                self._select = ""
            case "textarea":
                self._form[self._area] = self._form[self._area].removeprefix("\n")
                self._area = ""


def fields(html: str, action: str) -> dict[str, str]:
    """Return what the form that goes to `action` would send, but for its command's id. KeyError where there is none."""
    parser = _Forms()
    parser.feed(html)
    return {name: value for name, value in parser.forms[action].items() if name != "command_id"}


def faults(html: str) -> list[str]:
    """Return the places beside which a message stands."""
    return re.findall(r'class="fault" id="fault-([^"]+)"', html)
