"""What must hold after a soak: the record has what was acknowledged, once, and everything else follows from it."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from urllib.parse import parse_qsl

from activities.documents.plan import RenderOrder, paper_of, plan_moment, render
from activities.documents.press import Press
from audit.rebuild import rebuild
from audit.verify import verify
from cli.soak.ledger import Answer, Ledger
from domain.plan.events import DocumentRendered
from eventstore.codec import decode
from eventstore.entry import REFUSALS, Entry
from eventstore.store import Store

_PAGE = 1000


async def proven(store: Store, migration_url: str, ledger: Ledger) -> list[str]:
    """Return what does not hold, in sentences; nothing where all does."""
    faults = list(ledger.faults)
    for office in await store.offices():
        entries = [entry async for entry in _log(store, office)]
        faults += _recorded(entries, list(ledger.of(office)))
        for answer in ledger.of(office):
            if answer.done and (receipt := await store.receipt(office, answer.key)) is None:
                faults.append(f"{office}: the receipt of {answer.key} is lost")
            elif answer.done and receipt is not None and receipt.head != answer.body["head"]:
                faults.append(f"{office}: the receipt of {answer.key} is another than was sent")
        faults += await _printed_again(store, office, entries)
    faults += await _kept(store, ledger)
    faults += [str(finding) for finding in (await verify(store)).findings]
    made = await rebuild(migration_url)
    if made.written or made.removed:
        faults.append(f"read models differ from a rebuild: {made.written} written, {made.removed} removed")
    return faults


def _recorded(entries: Sequence[Entry], answers: Sequence[Answer]) -> list[str]:
    """Compare the log with what was acknowledged: nothing lost, nothing twice."""
    of: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        of[entry.command_id].append(entry)
    faults = []
    for answer in answers:
        there = of.get(answer.key, [])
        if not answer.done:
            if any(entry.stream != REFUSALS for entry in there):
                faults.append(f"{answer.path} {answer.key}: refused ({answer.status}), but recorded")
            continue
        first, last = answer.body["first"], answer.body["last"]
        told = [] if first is None else list(range(first, last + 1))
        if told != [entry.position for entry in there]:
            faults.append(f"{answer.path} {answer.key}: acknowledged at {told}, recorded {len(there)} times")
    for key, there in of.items():
        if there[-1].position - there[0].position != len(there) - 1:
            faults.append(f"{key}: recorded twice, at {[entry.position for entry in there]}")
    return faults


async def _kept(store: Store, ledger: Ledger) -> list[str]:
    """Compare what is kept of people's typing with what they were told is."""
    rows = await store.pool.fetch("SELECT plan, body FROM access.unsaved")
    there = {row["plan"]: dict(parse_qsl(row["body"].decode())).get("title") for row in rows}
    return [
        f"{page}: {typed!r} was kept, {there.get(page)!r} is there"
        for (_, page), typed in ledger.typed.items()
        if there.get(page) != typed
    ]


async def _printed_again(store: Store, office: str, entries: Sequence[Entry]) -> list[str]:
    """Print every document once more, of what was known when it was recorded: the same bytes."""
    press, faults = Press(store), []
    for entry in entries:
        event = decode(entry.body)
        if isinstance(event, DocumentRendered):
            past = [each for each in entries if each.stream == entry.stream and each.position <= entry.position]
            shown = plan_moment(past, RenderOrder(office, entry.stream, event.version, event.signatures))
            at = await press.office(office, shown.made)
            again = await press.printed(render, paper_of(shown, at, await press.emblem(at)))
            if sha256(again).hexdigest() != event.document:
                faults.append(f"{office} {entry.stream}: printed again, {event.document} is another")
    return faults


async def _log(store: Store, office: str) -> AsyncIterator[Entry]:
    after = 0
    while entries := await store.log(office, after, _PAGE):
        for entry in entries:
            yield entry
        after = entries[-1].position
