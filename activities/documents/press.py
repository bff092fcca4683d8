"""What all documents have in common: the office as it was, and a paper that becomes bytes which are stored once."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from activities.documents.pictures import page_count
from domain.office import state as office
from domain.office.events import OfficeEvent
from domain.office.state import Office
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Unavailable
from eventstore.store import Store

P = TypeVar("P")
PDF = "application/pdf"


class Press:
    """Prints papers into a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def office(self, name: str, newest: Entry) -> Office:
        """Return the office as it was at the newest entry that a document shows: a later rendering prints the same."""
        entries = await self._store.read(name, office.STREAM, upto=newest.recorded_at)
        return office.fold(cast(Sequence[OfficeEvent], [decode(entry.body) for entry in entries]))

    async def stored(self, render: Callable[[P], bytes], paper: P) -> tuple[str, int]:
        """Render the paper and store it; return its SHA-256 (hex) and how many pages it has.

        Raises `TypesettingFailed` where nothing can be printed, and `Unavailable`: then try again.
        """
        try:
            pdf = await asyncio.to_thread(render, paper)
            pages = await asyncio.to_thread(page_count, pdf)
        except OSError as error:  # no process to be had, or a machine too busy: what is printed is not to blame
            raise Unavailable(str(error)) from error
        return await self._store.put_document(pdf, PDF), pages
