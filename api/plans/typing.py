"""What is put into the editor of somebody as if they had typed it, to be looked at and saved by them."""

import asyncio
import json
from urllib.parse import urlencode

from api.http import reading
from api.http.address import plan_path
from api.http.forms import TYPED
from api.http.problems import HttpError
from api.http.visit import Visit, account_id
from api.plans.bodies import TextChanges
from api.plans.patch import TextPatch, told_patch
from domain.kernel.errors import N_

_UNSAVED = N_("In the editor there is typing of yours that is not saved: save it, or discard it, first.")


async def require_nothing_typed(visit: Visit, page: str) -> None:
    """Refuse where typing of theirs on a page waits, which this would take the place of. Raises `HttpError` 409."""
    if await visit.services.unsaved.find(account_id(visit), page) is not None:
        raise HttpError(409, "typing-unsaved", _UNSAVED)


async def tell_typed(visit: Visit, page: str) -> None:
    """Say on the page that is shown where typing of theirs on another page waits."""
    if visit.html and await visit.services.unsaved.find(account_id(visit), page) is not None:
        visit.notice = visit.frame.words(_UNSAVED)


def readable(version: int, patch: TextPatch) -> reading.Fields:
    """Return a change of a text version as the editor's form has it. Raises `HttpError` for what it could not read."""
    fields = _fields(version, patch)
    reading.filled(TextChanges, fields[0][1].encode(), None)
    return fields


async def into_editor(visit: Visit, plan: str, version: int, patch: TextPatch) -> None:
    """Keep a change of a plan's text version so; what the editor could not read again is refused."""
    await asyncio.to_thread(readable, version, patch)
    await keep_typed(visit, plan, version, patch)


async def keep_typed(visit: Visit, plan: str, version: int, patch: TextPatch) -> None:
    """Keep a change of a plan's text version as what they typed on it and have not saved yet."""
    fields = _fields(version, patch)
    editor = f"{plan_path(visit.office, plan)}/edit"
    await visit.services.unsaved.keep(account_id(visit), editor, urlencode(fields).encode("ascii"), TYPED)


def _fields(version: int, patch: TextPatch) -> reading.Fields:
    return [("changes", json.dumps(told_patch(patch))), ("text_version", str(version))]
