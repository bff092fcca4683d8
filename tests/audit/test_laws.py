"""What nobody could have decided is named, though every byte of it fits (faults 5, 12 and 13 of the ways around)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import msgspec
import pytest

from audit.export import Export, export, line
from audit.laws.law import HELD
from audit.verify import verify
from domain.events import Event
from domain.kernel.actor import Actor, Role
from domain.office.events import RoleGranted, RoleRevoked
from domain.plan.events import ParafGiven, PartSigned, PlanReturned
from domain.plan.state import Plan, text_digest
from eventstore.chain import entry_hash
from eventstore.codec import encode, tag
from eventstore.entry import BEGINNING, Entry
from eventstore.errors import Fault
from eventstore.replay import PLAN as KIND
from eventstore.replay import state_at
from eventstore.store import Store
from tests.audit.conftest import append_anything
from tests.domain.office.office_life import AT, CHAIR, DRAFTER, OFFICE, SECRETARY, SYSTEM
from tests.eventstore.life import PLAN, plan_life

pytestmark = pytest.mark.usefixtures("falsified")


@pytest.fixture
async def plan(store: Store) -> Plan:
    """A plan that the Secretary put a paraf on; the Chair's is waited for."""
    await plan_life(store)
    return state_at(KIND, await store.read(OFFICE, PLAN))


def chained(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries with the hashes that they make."""
    previous = BEGINNING.hash
    for entry in entries:
        previous = entry_hash(previous, entry)
        yield msgspec.structs.replace(entry, hash=previous)


async def forge(store: Store, *events: Event, stream: str = PLAN) -> list[str]:
    """Append with the runtime role's password alone, and return which laws a verification finds broken."""
    for event in events:
        version = len(await store.read(OFFICE, stream))
        await append_anything(store, stream, version, tag(event), encode(event))
    reports = [await verify(store), await verify(Export([told async for told in export(store, OFFICE)]))]
    laws = [[f.how for f in report.findings if f.fault is Fault.LAW] for report in reports]
    assert laws[0] == laws[1]  # a file says the same, with no database
    return laws[0]


def endorsement(plan: Plan, kind: type[ParafGiven | PartSigned], step: str, by: Actor, part: str = "") -> Event:
    """Return an act on the true text as it is shown."""
    assert plan.document is not None
    return kind(
        by=by,
        at=AT,
        step=step,
        part=part,
        version=plan.version,
        digest=text_digest(plan),
        document=plan.document.document,
        template="t1",
    )


async def test_a_drafters_forged_paraf_and_signatures_with_true_digests_are_named(store: Store, plan: Plan) -> None:
    """Fault 5: chained correctly, with a receipt."""
    found = await forge(
        store,
        endorsement(plan, ParafGiven, "chair-review", msgspec.structs.replace(DRAFTER, role=Role.CHAIR)),
        endorsement(plan, PartSigned, "secretary-sign", DRAFTER, "B"),
    )
    assert [how for how in found if "dewi never held the role chair" in how]
    assert [how for how in found if "dewi made what they check" in how]
    assert [how for how in found if "the step is not one of the role drafter" in how]
    assert all("paraf-given" in how or "part-signed" in how for how in found)


@pytest.mark.parametrize(
    ("kind", "step", "by", "law"),
    [
        (ParafGiven, "secretary-review", SECRETARY, "open-step"),  # given before
        (PartSigned, "chair-sign", CHAIR, "open-step"),  # out of turn
        (PartSigned, "chair-review", CHAIR, "open-step"),  # another act
        (ParafGiven, "chair-review", SECRETARY, "role"),
        (ParafGiven, "chair-review", msgspec.structs.replace(CHAIR, office="elsewhere"), "office"),
        (ParafGiven, "chair-review", msgspec.structs.replace(CHAIR, position="Plt. Ketua"), "position"),
        (ParafGiven, "chair-review", SYSTEM, "role"),
    ],
)
async def test_a_paraf_that_nobody_could_give_is_named(
    store: Store, plan: Plan, kind: type[ParafGiven | PartSigned], step: str, by: Actor, law: str
) -> None:
    assert any(f"“{law}”" in how for how in await forge(store, endorsement(plan, kind, step, by)))


@pytest.mark.parametrize(("field", "law"), [("digest", "content"), ("document", "shown"), ("version", "content")])
async def test_a_paraf_on_what_was_not_shown_is_named(store: Store, plan: Plan, field: str, law: str) -> None:
    true = endorsement(plan, ParafGiven, "chair-review", CHAIR)
    false = msgspec.structs.replace(true, **{field: 7 if field == "version" else "0" * 64})
    assert any(f"“{law}”" in how for how in await forge(store, false))


async def test_what_follows_lawfully_is_not_named(store: Store, plan: Plan) -> None:
    assert await forge(store, endorsement(plan, ParafGiven, "chair-review", CHAIR)) == []


async def test_a_return_that_leaves_a_paraf_standing_is_named(store: Store, plan: Plan) -> None:
    back = PlanReturned(by=CHAIR, at=AT, step="chair-review", version=1, reason="No.")
    assert any("“past”" in how for how in await forge(store, back))


async def test_a_signed_row_that_was_rewritten_with_the_whole_log_chained_again_is_named(
    store: Store, plan: Plan
) -> None:
    """Fault 13: whoever owns the database rewrites a row and every hash behind it; no head was kept elsewhere."""
    lines = [told async for told in export(store, OFFICE)]
    rewritten = chained(
        msgspec.structs.replace(e, body=e.body.replace(b'"Turnout"', b'"Timeout"')) for e in Export(lines)
    )
    findings = (await verify(Export(map(line, rewritten)))).findings
    assert [(f.position, f.fault) for f in findings] == [(18, Fault.LAW), (19, Fault.LAW), (20, Fault.LAW)]
    assert all("a content that its past does not make" in f.how for f in findings)


async def test_a_role_that_one_gives_oneself_is_named(store: Store, plan: Plan) -> None:
    mallory = msgspec.structs.replace(DRAFTER, role=Role.ADMINISTRATOR)
    granted = RoleGranted(by=mallory, at=AT, person=DRAFTER.person, role=Role.CHAIR)
    assert any("dewi never held the role administrator" in how for how in await forge(store, granted, stream="office"))


async def test_a_role_that_was_revoked_gives_no_paraf_from_the_day_the_law_came_into_force(
    store: Store, plan: Plan
) -> None:
    revoked = RoleRevoked(by=SYSTEM, at=AT, person=CHAIR.person, role=Role.CHAIR, reason="")
    assert await forge(store, revoked, stream="office") == []
    long_ago = HELD.since - timedelta(days=2)  # whatever the day of the test
    entries = [
        msgspec.structs.replace(entry, recorded_at=long_ago)
        for entry in Export([told async for told in export(store, OFFICE)])
    ]
    event = endorsement(plan, ParafGiven, "chair-review", CHAIR)
    for days, named in ((-1, False), (1, True)):
        acted = msgspec.structs.replace(
            entries[19],
            position=len(entries) + 1,
            version=entries[19].version + 1,
            command_id="late",
            recorded_at=HELD.since + timedelta(days=days),
            body=encode(event),
        )
        report = await verify(Export(map(line, chained([*entries, acted]))))
        assert [f.position for f in report.findings] == ([len(entries) + 1] if named else [])
        assert all("no longer holds the role chair" in f.how for f in report.findings)
