"""What an official did in another office's log is held against the log of their own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from audit.abroad import Deeds
from domain.events import Event
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.office.events import AppointmentEnded, OfficeOpened, PersonAppointed, PersonRegistered, PositionNamed
from domain.office.state import STREAM
from domain.plan.events import PartSigned
from domain.plan.state import Phase, Plan
from domain.route.route import Step, StepAct
from eventstore.codec import encode, tag
from eventstore.entry import Entry

AT = datetime(2027, 1, 16, 2, 30, tzinfo=UTC)
BY = system("kementerian")
JAN = date(2027, 1, 1)


def entry(office: str, position: int, stream: str, event: Event, recorded_at: datetime) -> Entry:
    return Entry(
        office, position, stream, position, f"c{position}", bytes(32), recorded_at, tag(event), encode(event),
        position.to_bytes(32),
    )  # fmt: skip


def home(*more: Event, ended: timedelta = timedelta(hours=1)) -> Iterator[Entry]:
    said: list[Event] = [
        OfficeOpened(by=BY, at=AT, office="kementerian", name="Kementerian", address="", time_zone="Asia/Jakarta",
                     titles=()),
        PositionNamed(by=BY, at=AT, position="dirjen", title="Direktur Jenderal", several=False),
        PersonRegistered(by=BY, at=AT, person="made", name="Made Contoh"),
        PersonAppointed(by=BY, at=AT, appointment="a1", person="made", position="Direktur Jenderal", role=None,
                        capacity=Capacity.DEFINITIVE, decree="", since=JAN, until=None, position_key="dirjen"),
    ]  # fmt: skip
    for n, event in enumerate((*said, *more), 1):
        yield entry("kementerian", n, STREAM, event, AT - ended if n > len(said) else AT - timedelta(days=1))


DIRJEN = Actor(
    "made", "Made Contoh", Role.OFFICIAL, "Direktur Jenderal", Capacity.DEFINITIVE, "kementerian", "", "dirjen",
    (4).to_bytes(32).hex(),
)  # fmt: skip
ENDED = AppointmentEnded(by=BY, at=AT, appointment="a1", until=date(2027, 1, 10), decree="")


def asking(need: Literal["all"] | UnsetType) -> Plan:
    """A plan that goes to whoever is Director General of the ministry."""
    step = Step("dirjen", 1, Role.OFFICIAL, StepAct.SIGN, "A", "dirjen", office="kementerian", need=need)
    return Plan(phase=Phase.SIGNING, route=(step,))


def found(
    by: Actor,
    *more: Event,
    ended: timedelta = timedelta(hours=1),
    holders: tuple[str, ...] | UnsetType = UNSET,
    before: Plan | None = None,
) -> list[str]:
    event = PartSigned(
        by=by, at=AT, step="dirjen", part="A", version=1, digest="ab" * 32, document="cd" * 32, template="t",
        holders=holders,
    )  # fmt: skip
    deeds = Deeds()
    deeds.take(entry("universitas", 9, "plan/pk-2027", event, AT), event, before)
    assert deeds.homes() == ["kementerian"]
    return [str(finding) for finding in deeds.judged("kementerian", home(*more, ended=ended))]


def test_what_their_own_log_bears_out_is_lawful() -> None:
    assert found(DIRJEN) == []


def test_an_entry_that_is_not_there_bears_out_nothing() -> None:
    [how] = found(msgspec.structs.replace(DIRJEN, authority="ff" * 32))
    assert "universitas, position 9" in how
    assert "has no entry" in how


def test_a_position_that_they_did_not_hold_is_found() -> None:
    assert found(msgspec.structs.replace(DIRJEN, person="wayan"))
    assert found(msgspec.structs.replace(DIRJEN, capacity=Capacity.PLT))


def test_what_their_office_had_said_long_before_is_not_passed_over() -> None:
    assert found(DIRJEN, ENDED)
    # In the moment between reading and writing it may say more: that nobody can show.
    assert found(DIRJEN, ENDED, ended=timedelta(seconds=1)) == []


SECOND = (
    PersonRegistered(by=BY, at=AT, person="wayan", name="Wayan Contoh"),
    PersonAppointed(by=BY, at=AT, appointment="a2", person="wayan", position="Direktur Jenderal", role=None,
                    capacity=Capacity.DEFINITIVE, decree="", since=JAN, until=None, position_key="dirjen"),
)  # fmt: skip


def test_where_all_of_them_are_asked_their_own_log_says_whom() -> None:
    """Whoever names fewer than their office appointed would make the step complete alone."""
    assert found(DIRJEN, before=asking("all"), holders=("made",)) == []
    [how] = found(DIRJEN, *SECOND, before=asking("all"), holders=("made",))
    assert "not all who hold the position are asked" in how
    assert found(DIRJEN, *SECOND, before=asking("all"), holders=("made", "wayan")) == []
    assert found(DIRJEN, *SECOND, before=asking(UNSET), holders=("made",)) == []


def test_without_their_log_nothing_is_said() -> None:
    deeds = Deeds()
    assert list(deeds.judged("kementerian", ())) == []
