"""A line of the desk in words: what it is, where it stands and why, since when, and the one thing to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.desk.items import Item, Owed
from api.http.address import plan_path
from api.http.frame import Frame
from api.words import amending, names
from domain.kernel.errors import N_
from domain.office.state import Office

State = tuple[str, str]  # a tone, and what is said in it


@dataclass(frozen=True)
class Button:
    """What a line leads to."""

    path: str
    icon: str
    label: str


@dataclass(frozen=True)
class DeskLine:
    """`paper` is what it is chosen by, where several are acted on at once; `nobody` says that nobody could act."""

    title: str
    path: str
    office: str
    states: tuple[State, ...]
    when: str
    late: bool
    returned: bool = False
    who: str = ""
    nobody: bool = False
    quote: str = ""
    comments: int = 0
    button: Button | None = None
    paper: str = ""


def owed_line(frame: Frame, owed: Owed) -> DeskLine:
    """Return the line of rows that somebody has still to file."""
    words, clock = frame.words, frame.clock(owed.office)
    path = f"{plan_path(owed.office, owed.plan)}/quarters/{owed.quarter}"
    back = words.plural("{n} row came back to you", "{n} rows came back to you", owed.returned)
    left = words.plural("{n} row to file", "{n} rows to file", owed.rows - owed.returned)
    if owed.over:
        when = words("The window closed on {at}.", at=clock.moment(owed.closes))
    elif owed.opens > frame.now:
        when = words("The window opens on {at}.", at=clock.moment(owed.opens))
    else:
        when = words("The window is open until {at}.", at=clock.moment(owed.closes))
    return DeskLine(
        title=words("Quarter {number} of {year}", number=names.quarter(owed.quarter), year=str(owed.year)),
        path=path,
        office=owed.office.name,
        states=(
            *([("returned", back)] if owed.returned else []),
            *([("waiting", left)] if owed.rows > owed.returned else []),
        ),
        when=when,
        late=owed.over,
        returned=bool(owed.returned),
        button=Button(path, "pencil", words("Fill in the rows")),
    )


def item_line(frame: Frame, item: Item) -> DeskLine:
    """Return the line of a plan or of what belongs to its year."""
    back = item.summary["returned"] or {}
    return DeskLine(
        title=_title(frame, item),
        path=_path(item),
        office=item.office.name,
        states=tuple(_states(frame, item)),
        when=_when(frame, item),
        late=bool(item.late),
        returned=item.returned,
        who=_who(frame, item),
        nobody=item.act == "read" and not item.over and not item.holders and bool(item.step or item.of != "quarter"),
        quote=back.get("reason", "") if item.summary["phase"] in ("drafting", "rejected") else "",
        comments=item.summary["open_comments"] if item.act != "read" else 0,
        button=_button(frame, item),
        paper=paper_key(item.office, item.stream, item.step["key"]) if item.step and item.act != "read" else "",
    )


def paper_key(office: Office, stream: str, step: str) -> str:
    """Return what a step of a paper is called among several."""
    return f"{office.id}/{stream}/{step}"


def _title(frame: Frame, item: Item) -> str:
    title = names.short_title(frame.words, item.summary["kind"], item.summary["year"])
    match item.of:
        case "action":
            return f"{frame.words('Action plan')} {title}"
        case "report":
            return f"{frame.words('Annual report')} {title}"
        case "quarter":
            number, year = names.quarter(item.summary["quarter"]), str(item.summary["year"])
            return frame.words("Quarter {number} of {year}", number=number, year=year)
    return amending.amended(frame.words, title, item.summary.get("amendment", 0))


def _path(item: Item) -> str:
    plan = plan_path(item.office, item.plan)
    below = {"action": "/action", "quarter": f"/quarters/{item.summary.get('quarter')}", "report": "/report"}
    return plan + below.get(item.of, "")


def _states(frame: Frame, item: Item) -> Iterator[State]:
    words, summary, phase = frame.words, item.summary, item.summary["phase"]
    back = summary["returned"]
    if item.act == "begin":
        yield "draft", words("The plan is signed; its action plan is not begun yet.")
    elif item.act == "follow":
        yield "waiting", words("The plan was amended; its action plan does not follow it yet.")
    elif item.act == "state":
        yield "waiting", words("Waiting for your review")
    elif item.act == "sign" and item.step and item.step["part"]:
        yield "waiting", words("Waiting for your signature on part {part}", part=item.step["part"])
    elif item.act == "sign":
        yield "waiting", words("Waiting for your signature")
    elif item.act == "review":
        yield "waiting", words("Waiting for your paraf")
    elif item.step:
        told = names.step_told if item.of == "plan" else names.holder_told
        yield "waiting", words("Waiting for: {step}", step=told(words, item.step, item.office))
    elif back and phase == "rejected":
        yield "returned", words("Rejected by {name}", name=back["by"]["name"])
    elif back and phase == "drafting":
        msgid = N_("Returned by {name}") if item.returned else N_("Withdrawn by {name}")
        yield "returned", words(msgid, name=back["by"]["name"])
    elif phase == "drafting":
        yield "draft", words("Being written, version {version}, not sent yet", version=summary["version"])
    elif phase == "rejected":
        yield "returned", words("Rejected")
    elif phase == "open":
        yield from _open(frame, summary["filed"], summary["unfiled"], summary["unreported"])
    elif phase in ("signing", "review"):
        yield "waiting", words("Being closed")
    else:
        yield (
            "done",
            {"quarter": words("Closed"), "action": words("Signed"), "report": words("Signed")}.get(
                item.of, words("Signed by all")
            ),
        )


def _open(frame: Frame, filed: int, unfiled: int, unreported: int) -> Iterator[State]:
    words = frame.words
    if filed:
        yield "waiting", words.plural("{n} row to check", "{n} rows to check", filed)
    if unfiled:
        yield "draft", words.plural("{n} row not filed", "{n} rows not filed", unfiled)
    if unreported:
        spent = words.plural("{n} programme without its spending", "{n} programmes without their spending", unreported)
        yield "draft", spent


def _who(frame: Frame, item: Item) -> str:
    """Who can act, where it is not the person themselves; and why it is not."""
    if item.act != "read" or item.over or (item.of == "quarter" and not (item.step or item.holders)):
        return ""
    made = {
        "plan": frame.words("You helped to draft it, so another official must act."),
        "action": frame.words("You wrote in it, so somebody else must act."),
        "report": frame.words("You wrote in it, so somebody else must act."),
        "quarter": frame.words("You filed in it, so another official must sign."),
    }
    return " ".join(filter(None, (made[item.of] if item.barred else "", ", ".join(item.holders))))


def _when(frame: Frame, item: Item) -> str:
    words, clock = frame.words, frame.clock(item.office)
    if item.late and item.due:
        late = words.plural("{n} working day late", "{n} working days late", item.late)
        return f"{late} · {words('was due')} {clock.due(item.due)}"
    return " · ".join(_since(frame, item.since, item.waited, item.office) + _due(frame, item))


def _since(frame: Frame, since: datetime | None, waited: int, office: Office) -> list[str]:
    if since is None:
        return []
    days = f" ({frame.words.plural('{n} working day', '{n} working days', waited)})" if waited else ""
    return [f"{frame.words('Since')} {frame.clock(office).day(since)}{days}"]


def _due(frame: Frame, item: Item) -> list[str]:
    if item.due is None:
        return []
    estimated = f" {frame.words('(estimated)')}" if item.step and item.step.get("estimated") else ""
    return [f"{frame.words('due')} {frame.clock(item.office).due(item.due)}{estimated}"]


def _button(frame: Frame, item: Item) -> Button | None:
    words, path = frame.words, _path(item)
    match item.of, item.act:
        case "plan", "sign":
            label = words("Read and sign part {part}", part=item.step["part"]) if item.step else ""
            return Button(f"{path}/sign", "pen", label)
        case "plan", "review":
            return Button(f"{path}/review", "paraf", words("Review and put your paraf"))
        case "action" | "report", "sign":
            return Button(f"{path}/review", "pen", words("Read and sign"))
        case "action" | "report", "review":
            return Button(f"{path}/review", "paraf", words("Read and put your paraf"))
        case "quarter", "sign":
            return Button(f"{path}/sign", "pen", words("Read and sign"))
        case "report", "state":
            return Button(f"{path}/statement", "check", words("State the review"))
        case "report", "edit":
            return Button(path, "pencil", words("Go on writing"))
        case _, "edit":
            label = words("Go on editing") if item.of == "plan" else words("Go on writing")
            return Button(f"{path}/edit", "pencil", label)
        case _, "check":
            return Button(path, "check", words("Check the rows"))
        case _, "begin":
            return Button(path, "plus", words("Begin the action plan"))
        case _, "follow":
            return Button(f"{path}#following", "check", words("Follow the changes"))
    return None
