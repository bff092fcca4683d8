"""What is put into the editor of somebody as if they had typed it, to be looked at and saved by them."""

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


async def require_nothing_typed(visit: Visit, plan: str) -> None:
    """Refuse where typing of theirs waits already, which this would take the place of. Raises `HttpError` 409."""
    if await visit.services.unsaved.find(account_id(visit), f"{plan_path(visit.office, plan)}/edit") is not None:
        unsaved = N_("In the editor there is typing of yours that is not saved: save it, or discard it, first.")
        raise HttpError(409, "typing-unsaved", unsaved)


async def into_editor(visit: Visit, plan: str, version: int, patch: TextPatch) -> None:
    """Keep a change of a plan's text version so; what the editor could not read again is refused."""
    changes = json.dumps(told_patch(patch)).encode()
    await reading.beside(len(changes), lambda: reading.filled(TextChanges, changes, None))
    await keep_typed(visit, plan, version, patch)


async def keep_typed(visit: Visit, plan: str, version: int, patch: TextPatch) -> None:
    """Keep a change of a plan's text version as what they typed on it and have not saved yet."""
    fields = [("changes", json.dumps(told_patch(patch))), ("text_version", str(version))]
    editor = f"{plan_path(visit.office, plan)}/edit"
    await visit.services.unsaved.keep(account_id(visit), editor, urlencode(fields).encode("ascii"), TYPED)
