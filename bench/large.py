"""An invented office with 500 indicators, and the four quarters of its year."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec

from activities.recording.recorder import Recorder, Request
from activities.reminders.quarters import window
from domain.action.row import Owner
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.kernel.streams import QUARTERS, quarter_stream
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation, Component, Components
from domain.measure.practice import DEFAULT
from domain.measure.realisation import Bounds, Measured, Ratio, Reading
from domain.measure.scale import NumberScale, PercentageScale
from domain.measure.target import Percentage, Quantity
from domain.office.commands import GrantRole, OfficeCommand, OpenOffice, RegisterPerson
from domain.office.state import STREAM
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme
from domain.quarter.commands import CorrectRealisation, FileBudget, FileRealisation, OpenQuarter, QuarterCommand, Spent
from domain.quarter.filing import Filing
from domain.quarter.row import EarlierQuarter, QuarterProgramme, QuarterRow
from domain.route.route import default_quarter_route
from eventstore.codec import fingerprint
from examples import banjarmasin

OFFICE, YEAR = "kantor-ukur", 2030
INDICATORS, GOALS, PROGRAMMES, OWNERS = 500, 25, 40, 50

RATIO = DEFAULT.policy(
    Direction.HIGHER,
    PercentageScale(),
    components=Components(Component("pengaduan yang diselesaikan"), Component("pengaduan yang masuk")),
)
_GOALS = tuple(Goal(f"b-s{n}", "", f"Meningkatnya mutu layanan bidang {n} (contoh)") for n in range(GOALS))
_SUM = DEFAULT.policy(Direction.HIGHER, NumberScale("dokumen"), Aggregation.SUM)


def owner(number: int) -> Actor:
    """Return who answers for an indicator."""
    person = f"pemilik-{number % OWNERS}"
    return Actor(person, f"Pemilik {number % OWNERS} (contoh)", Role.OWNER, "", Capacity.DEFINITIVE, OFFICE)


def key(number: int) -> str:
    """Return the id of an indicator."""
    return f"b-i{number:03}"


def reading(number: int) -> Reading:
    """Return what an indicator comes to."""
    if number % 2:
        return Measured(Decimal(3))
    return counted(number)


def counted(number: int) -> Ratio:
    """Return what is counted for an indicator."""
    return Ratio(Decimal(180 + number % 17), Decimal(200))


def filing(number: int) -> Filing:
    """Return what the owner of an indicator files."""
    return Filing(reading(number), "Terlaksana menurut rencana, dengan daftar hadir dan laporan. (contoh)")


async def open_office(recorder: Recorder) -> None:
    """Open the office."""
    command = OpenOffice(
        by=system(OFFICE),
        at=datetime(2029, 1, 2, tzinfo=UTC),
        office=OFFICE,
        name="Kantor Ukur (contoh)",
        address="",
        time_zone="Asia/Makassar",
        titles=(),
    )
    await do(recorder, command, STREAM, "open")
    for one in map(owner, range(OWNERS)):
        at = command.at
        registered = RegisterPerson(by=system(OFFICE), at=at, person=one.person, name=one.name)
        await do(recorder, registered, STREAM, f"register-{one.person}")
        granted = GrantRole(by=system(OFFICE), at=at, person=one.person, role=one.role)
        await do(recorder, granted, STREAM, f"grant-{one.person}")


async def open_quarter(recorder: Recorder, quarter: int) -> datetime:
    """Open a quarter of the year and return an instant within its window."""
    when = window(await recorder.office(OFFICE), YEAR, quarter)
    command = OpenQuarter(
        by=system(OFFICE),
        at=when.opens,
        office=OFFICE,
        kind="rkt",
        year=YEAR,
        quarter=quarter,
        trial=True,
        plan_version=1,
        plan_digest="0" * 64,
        route=default_quarter_route(),
        window=when,
        goals=_GOALS,
        rows=tuple(_row(number, quarter) for number in range(INDICATORS)),
        programmes=tuple(map(_programme, range(PROGRAMMES))),
    )
    await do(recorder, command, stream(quarter), f"open-{quarter}")
    return when.opens + timedelta(days=1)


async def file_year(recorder: Recorder) -> datetime:
    """Open the office and its quarters, file every figure and what the programmes spent; return when the last was."""
    await open_office(recorder)
    for quarter in QUARTERS:
        at = await open_quarter(recorder, quarter)
        spent = tuple(Spent(f"b-p{n}", 0, Decimal(20_000_000 * quarter)) for n in range(PROGRAMMES))
        report = FileBudget(by=owner(0), at=at, amounts=spent, reason="")
        filings = [filed(number, at) for number in range(INDICATORS)]
        commands: tuple[QuarterCommand, ...] = (report, *filings)
        for n, command in enumerate(commands):
            await do(recorder, command, stream(quarter), f"{quarter}-{n}")
    return at


async def do(recorder: Recorder, command: OfficeCommand | QuarterCommand, stream: str, command_id: str) -> None:
    """Record a command. Raises RuntimeError where it is refused."""
    found = await recorder.record(request(command, stream, command_id))
    if found.receipt.refusal is not None:
        raise RuntimeError(found.receipt.refusal)


def filed(number: int, at: datetime) -> FileRealisation:
    """Return the command that files an indicator."""
    return FileRealisation(by=owner(number), at=at, indicator=key(number), based_on=0, filing=filing(number))


def corrected(number: int, at: datetime) -> CorrectRealisation:
    """Return the command that corrects for the first time what is said of an indicator."""
    said = msgspec.structs.replace(filing(number), obstacles="Tidak ada. (contoh)")
    by, reason = owner(number), "Dilengkapi. (contoh)"
    return CorrectRealisation(by=by, at=at, indicator=key(number), based_on=1, filing=said, reason=reason)


def stream(quarter: int) -> str:
    """Return the name of a quarter's stream."""
    return quarter_stream("rkt", YEAR, quarter)


def request(command: OfficeCommand | QuarterCommand, stream: str, command_id: str) -> Request:
    """Return the request for a command."""
    told = fingerprint(OFFICE, command.by.person, command.by.role, "act", stream, command_id.encode())
    return Request(OFFICE, stream, command_id, told.hex(), command)


def plan_text() -> PlanText:
    """Return the text of the plan, whose only large part is B."""
    text = banjarmasin.plan_text()
    part = Part(
        key="B",
        details=text.part("B").details,
        goals=_GOALS,
        indicators=tuple(map(_indicator, range(INDICATORS))),
        programmes=tuple(_programme(number).programme for number in range(PROGRAMMES)),
    )
    return text.with_part(part)


def _indicator(number: int) -> Indicator:
    counted = bool(number % 2)
    target = Quantity(Decimal(12), "dokumen") if counted else Percentage(Decimal(90))
    text = f"Indikator {number}: {'jumlah dokumen' if counted else 'persentase pengaduan'} yang diselesaikan (contoh)"
    return Indicator(key(number), _GOALS[number * GOALS // INDICATORS].id, text, target)


def _row(number: int, quarter: int) -> QuarterRow:
    counted = bool(number % 2)
    aim = Decimal(3 if counted else 90)
    return QuarterRow(
        part="B",
        indicator=_indicator(number),
        policy=_SUM if counted else RATIO,
        target=Bounds(aim, aim),
        owners=(Owner(owner(number).person, owner(number).name),),
        earlier=tuple(EarlierQuarter(n, reading(number)) for n in range(1, quarter)),
    )


def _programme(number: int) -> QuarterProgramme:
    each = INDICATORS // PROGRAMMES
    paid = tuple(key(n) for n in range(number * each, (number + 1) * each))
    return QuarterProgramme("B", Programme(f"b-p{number}", f"Program {number} (contoh)", Decimal(100_000_000)), paid)
