"""Reads the whole record again and says where it is not what was written, nor what was remembered elsewhere."""

import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from audit.abroad import Deeds
from audit.export import Export
from audit.judge import Finding, Judge, OfficeCount, Verdict, found
from audit.rebuild import basis_file, event_of, filed_evidence, source_file
from domain.events import Event
from domain.quarter.filing import Evidence
from eventstore.chain import Chain, document_seal
from eventstore.documents import AMENDMENT, IMPORTED, EvidenceRow
from eventstore.entry import BEGINNING, Entry, Head
from eventstore.errors import Corrupt, Fault, StoreError
from eventstore.migrate import loosened
from eventstore.pairing import Pairing
from eventstore.snapshot import Snapshot, snapshot
from eventstore.store import Store

_SPELLED = re.compile(r"(?:([a-z0-9][a-z0-9-]{0,62}):)?([1-9][0-9]{0,18}):([0-9a-f]{64})")


class NotAHead(StoreError):
    """The text is not `POSITION:HASH` or `OFFICE:POSITION:HASH`."""


class Remembered(msgspec.Struct, frozen=True):
    """`office` is empty where only position and hash were written down."""

    office: str
    position: int
    hash: bytes


def remembered(text: str) -> Remembered:
    """Read a head as it is printed; the hash is hexadecimal, spaces do not count."""
    match = _SPELLED.fullmatch("".join(text.split()).lower())
    if match is None:
        raise NotAHead(f"not POSITION:HASH or OFFICE:POSITION:HASH: {text[:120]}")
    return Remembered(match[1] or "", int(match[2]), bytes.fromhex(match[3]))


class Watch:
    """Looks for remembered heads while a log is read."""

    def __init__(self, heads: tuple[Remembered, ...]) -> None:
        self._missing = set(heads)
        self._at: dict[int, set[Remembered]] = {}
        for head in heads:
            self._at.setdefault(head.position, set()).add(head)

    def saw(self, office: str, position: int, entry_hash: bytes) -> None:
        """Take note of an entry whose hash was found true."""
        for head in self._at.get(position, ()):
            if head.hash == entry_hash and head.office in ("", office):
                self._missing.discard(head)

    @property
    def missing(self) -> list[Remembered]:
        """The heads that no log went through."""
        return sorted(self._missing, key=lambda head: (head.office, head.position))


async def verify(source: Store | Snapshot | Export, *against: str) -> Verdict:
    """Verify all that the source holds; `against` are heads remembered elsewhere, as `[OFFICE:]POSITION:HASH`.

    Of a store: chains, receipts, heads, laws, read models, documents and guards. Of an export: chains and laws.
    Raises `NotAHead` where one of `against` is none.
    """
    watch = Watch(tuple(remembered(text) for text in against if text))
    if isinstance(source, Export):
        report = _export(source, watch)
    elif isinstance(source, Snapshot):
        report = await _Record(source, watch).report()
    else:
        async with snapshot(source.pool) as now:
            report = await _Record(now, watch).report()
    missing = [
        Finding(
            head.office,
            head.position,
            Fault.CUT,
            f"no log has the hash {head.hash.hex()} at position {head.position}: it was cut or rewritten",
        )
        for head in watch.missing
    ]
    return Verdict(report.offices, report.documents, (*report.findings, *missing))


class _Record:
    """One pass over a database."""

    def __init__(self, now: Snapshot, watch: Watch) -> None:
        self._now = now
        self._watch = watch
        self._findings: list[Finding] = []
        self._deeds = Deeds()
        self._documents: dict[str, int] = {}  # bytes of each, by digest
        self._sent: dict[EvidenceRow, list[Evidence]] = defaultdict(list)

    async def report(self) -> Verdict:
        documents = await self._read_documents()
        await self._read_evidence()
        await self._read_prints()
        heads = await self._now.heads()
        counts = [await self._office(office, heads.get(office, BEGINNING)) for office in await self._now.offices()]
        for home in self._deeds.homes():
            log = [entry async for entries in self._now.entries(home) for entry in entries]
            self._findings += self._deeds.judged(home, log)
        self._findings += [Finding("", 0, Fault.GUARD, how) for how in sorted(await loosened(self._now.connection))]
        return Verdict(tuple(counts), documents, tuple(self._findings))

    async def _read_documents(self) -> int:
        count = 0
        async for digest, media_type, data, seal in self._now.documents():
            count += 1
            self._documents[digest.hex()] = len(data)
            if sha256(data).digest() != digest:
                self._findings.append(Finding("", 0, Fault.DOCUMENT, f"document {digest.hex()} has other bytes"))
            elif document_seal(digest, media_type) != seal:
                self._findings.append(Finding("", 0, Fault.DOCUMENT, f"document {digest.hex()} has another type"))
        return count

    async def _read_evidence(self) -> None:
        for row, file in await self._now.evidence():
            self._sent[row].append(file)
            if self._documents.get(file.digest) != file.size:
                how = f"evidence {file.digest} is not kept as it was sent"
                self._findings.append(Finding(row.office, 0, Fault.DOCUMENT, how))

    async def _read_prints(self) -> None:
        for office, digest in await self._now.prints():
            if digest.hex() not in self._documents:
                self._findings.append(Finding(office, 0, Fault.DOCUMENT, f"print {digest.hex()} is not kept"))

    async def _office(self, office: str, head: Head) -> OfficeCount:
        chain = Chain(office)
        pairing = Pairing(office, await self._now.receipts(office))
        count = 0
        try:
            await self._log(chain, pairing)
            if head.position > chain.head.position:
                how = f"the log was cut: its head is {head}"
                raise Corrupt(office, chain.head.position + 1, Fault.CUT, how)
            pairing.end()
            _meets(office, head, Head(chain.head.position, chain.head.hash, pairing.recorded_at))
            count = await self._facts(office)
        except Corrupt as wrong:
            self._findings.append(found(wrong))
        return OfficeCount(office, chain.head, chain.head.position, pairing.count, count)

    async def _log(self, chain: Chain, pairing: Pairing) -> None:
        async for entries in self._now.entries(chain.office):
            for entry in entries:
                try:
                    sound = chain.take(entry)
                except Corrupt:
                    pairing.doubt()
                    raise
                if sound:
                    self._watch.saw(entry.office, entry.position, entry.hash)
                    pairing.take(entry)
        try:
            chain.end()
        except Corrupt:
            pairing.doubt()
            raise

    async def _facts(self, office: str) -> int:
        """Judge what is said by entries that are what was written; return how many rows they make."""
        judge, stored, count = Judge(office), await self._now.views(office), 0
        async for entries in self._now.entries(office):
            for entry in entries:
                event = event_of(entry)
                self._findings += self._documents_of(entry, event)
                self._deeds.take(entry, event, judge.state(entry.stream))
                self._findings += judge.take(entry, event)
        for entry, view in judge.made.rows():
            if view not in stored:
                how = f"{view.kind} {view.key} is not what the events of {entry.stream} make"
                raise Corrupt(office, entry.position, Fault.VIEW, how)
            stored.discard(view)
            count += 1
        for view in sorted(stored, key=lambda view: (view.kind, view.key)):
            raise Corrupt(office, 0, Fault.VIEW, f"{view.kind} {view.key} comes from no events")
        return count

    def _documents_of(self, entry: Entry, event: Event) -> Iterator[Finding]:
        document = getattr(event, "document", "")
        if document and document not in self._documents:
            yield Finding(entry.office, entry.position, Fault.DOCUMENT, f"document {document} is not kept")
        if basis := basis_file(event):
            sent = self._sent.get(EvidenceRow(entry.office, entry.stream, AMENDMENT), ())
            if basis not in {one.digest for one in sent}:
                how = f"basis document {basis} is not kept as it was sent"
                yield Finding(entry.office, entry.position, Fault.DOCUMENT, how)
        if came_from := source_file(event):
            sent = self._sent.get(EvidenceRow(entry.office, entry.stream, IMPORTED), ())
            if came_from not in {one.digest for one in sent}:
                how = f"file {came_from} that it came from is not kept as it was sent"
                yield Finding(entry.office, entry.position, Fault.DOCUMENT, how)
        indicator, filed = filed_evidence(event)
        for file in filed:
            sent = self._sent.get(EvidenceRow(entry.office, entry.stream, indicator), ())
            # The same bytes may have been sent under several names, each of another type.
            named = {one for one in sent if (one.digest, one.name) == (file.digest, file.name)}
            if named != {file} or self._documents.get(file.digest) != file.size:
                how = f"evidence {file.digest} is not kept as it was filed for {indicator}"
                yield Finding(entry.office, entry.position, Fault.DOCUMENT, how)


def _export(source: Export, watch: Watch) -> Verdict:
    chains: dict[str, Chain] = {}
    wrong: dict[str, Corrupt] = {}  # by office; the export itself has no name
    try:
        for entry in source:
            chain = chains.setdefault(entry.office, Chain(entry.office))
            if entry.office not in wrong:
                try:
                    if chain.take(entry):
                        watch.saw(entry.office, entry.position, entry.hash)
                        event_of(entry)
                except Corrupt as error:
                    wrong[entry.office] = error
    except Corrupt as error:
        wrong[""] = error
    for office, chain in chains.items():
        try:
            chain.end()
        except Corrupt as error:
            wrong.setdefault(office, error)
    findings = [found(error) for _, error in sorted(wrong.items())]
    if "" not in wrong:
        judges, deeds = {office: Judge(office) for office in chains if office not in wrong}, Deeds()
        for entry in source:
            if entry.office in judges:
                event = event_of(entry)
                deeds.take(entry, event, judges[entry.office].state(entry.stream))
                findings += judges[entry.office].take(entry, event)
        for home in deeds.homes():
            findings += deeds.judged(home, (entry for entry in source if entry.office == home))
    counts = [OfficeCount(c.office, c.head, c.head.position, 0, 0) for _, c in sorted(chains.items())]
    return Verdict(tuple(counts), 0, tuple(findings))


def _meets(office: str, stored: Head, read: Head) -> None:
    if stored != read:
        heads = (f"{head} of {head.recorded_at.isoformat()}" for head in (stored, read))
        raise Corrupt(office, read.position, Fault.HEAD, "the stored head is {}, but the log ends in {}".format(*heads))
